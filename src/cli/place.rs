//! Where a page stands and how its site is configured: `--site` and `--config`, and the gates that follow from them.

use super::canonical::Site;
use super::config;
use crate::gate::{Config, Gate, Signals, Time};
use clap::Args;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

/// Where a page stands and how it is configured.
#[derive(Args, Debug)]
pub(crate) struct Place {
    /// The site's config, a JSON file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The page's origin, such as https://www.example.com
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) site: Option<String>,
}

/// The moment of this run, as the gate counts it.
pub(crate) fn now() -> Time {
    Time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64))
}

/// A gate for each page that is looked at, for visitors who have made no choice.
#[derive(Debug)]
pub(crate) struct Gates {
    page: Url,
    fixed: bool,
    config: Config,
    by_host: HashMap<String, Gate>,
}

impl Gates {
    /// The gates of this place.
    pub(crate) fn new(place: &Place) -> Result<Gates, String> {
        let site = Site::new(place.site.as_deref())?;
        let config = config::read(place.config.as_deref())?;
        Ok(Gates { page: site.page()?, fixed: site.is_known(), config, by_host: HashMap::new() })
    }

    /// The address of a page that says nothing about where it stands.
    pub(crate) fn page(&self) -> &Url {
        &self.page
    }

    /// The site's config.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The gate for a page at this address. What `--site` says counts more.
    pub(crate) fn of(&mut self, page: &Url) -> &Gate {
        let page = if self.fixed { &self.page } else { page };
        let host = page.host_str().unwrap_or("");
        let make = || Gate::new(host, self.config.clone(), Signals::default(), None, now());
        self.by_host.entry(host.to_owned()).or_insert_with(make)
    }
}
