//! Where a page stands and how its site is configured: `--site` and `--config`, and the gates that follow from them.

use crate::cli::site::Site;
use crate::cli::site::config;
use crate::gate::{Config, EVERYDAY, FULL, Gate, Signals, Time};
use clap::Args;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

/// Where a page stands and how it is configured.
#[derive(Args, Clone, Debug)]
pub(crate) struct Place {
    /// Config of the site, a JSON file; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Origin of the pages, such as https://www.example.com
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) site: Option<String>,
    /// Use the table of consent-gate-full.js: all reviewed vendors and the imported hosts
    #[arg(long)]
    pub(crate) full: bool,
}

impl Place {
    /// A gate for pages on `host`, for a visitor who has made no choice.
    pub(crate) fn gate(&self, host: &str, config: Config) -> Gate {
        let table = if self.full { FULL } else { EVERYDAY };
        Gate::with_table(table, host, config, Signals::default(), None, now())
    }
}

/// The moment of this run, as the gate counts it.
pub(crate) fn now() -> Time {
    Time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64))
}

/// The number of gates that are kept: each has a table of its own, and a recording may name any number of pages.
const MOST_GATES: usize = 100;

/// A gate for each page that is looked at, for visitors who have made no choice.
#[derive(Debug)]
pub(crate) struct Gates<'p> {
    place: &'p Place,
    page: Url,
    fixed: bool,
    config: Config,
    by_host: HashMap<String, Gate>,
}

impl Gates<'_> {
    /// The gates of this place.
    pub(crate) fn new(place: &Place) -> Result<Gates<'_>, String> {
        let site = Site::new(place.site.as_deref())?;
        let config = config::read(place.config.as_deref())?;
        Ok(Gates { place, page: site.page()?, fixed: site.is_known(), config, by_host: HashMap::new() })
    }

    /// The address of a page that says nothing about where it stands.
    pub(crate) fn page(&self) -> &Url {
        &self.page
    }

    /// The site's config.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The gate for a page at this address; `None` is a page that says nothing about where it stands. What `--site` says
    /// counts more.
    pub(crate) fn of(&mut self, page: Option<&Url>) -> &Gate {
        let page = page.filter(|_| !self.fixed).unwrap_or(&self.page);
        let host = page.host_str().unwrap_or("");
        if self.by_host.len() >= MOST_GATES && !self.by_host.contains_key(host) {
            self.by_host.clear();
        }
        let make = || self.place.gate(host, self.config.clone());
        self.by_host.entry(host.to_owned()).or_insert_with(make)
    }
}
