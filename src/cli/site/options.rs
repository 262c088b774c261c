//! The options `--site`, `--config` and `--full`, and the gates for the pages of the site.

use crate::cli::site::config::{self, ConfigError};
use crate::cli::site::{Site, SiteError};
use crate::gate::{Config, EVERYDAY, FULL, Gate, Signals, Time};
use clap::Args;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use thiserror::Error;
use url::Url;

/// The options of all commands that judge requests.
#[derive(Args, Clone, Debug)]
pub(crate) struct SiteOptions {
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

/// Wrong values of these options.
#[derive(Debug, Error)]
pub enum SiteOptionsError {
    /// `--site` is wrong.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The config file cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl SiteOptions {
    /// Creates a gate for pages on `host`, for a visitor who has made no choice.
    pub(crate) fn gate(&self, host: &str, config: Config) -> Gate {
        let table = if self.full { FULL } else { EVERYDAY };
        Gate::with_table(table, host, config, Signals::default(), None, now())
    }
}

/// Returns the current time.
pub(crate) fn now() -> Time {
    Time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64))
}

/// The maximum number of gates in memory. Each has a copy of the table, and a recording can name any number of pages.
const MOST_GATES: usize = 100;

/// The gates for the pages that a command reads, for visitors who have made no choice.
#[derive(Debug)]
pub(crate) struct Gates<'p> {
    options: &'p SiteOptions,
    page: Url,
    /// Whether `--site` is given.
    fixed: bool,
    config: Config,
    by_host: HashMap<String, Gate>,
}

impl Gates<'_> {
    /// Reads the options.
    pub(crate) fn new(options: &SiteOptions) -> Result<Gates<'_>, SiteOptionsError> {
        let site = Site::new(options.site.as_deref())?;
        let config = config::read(options.config.as_deref())?;
        Ok(Gates { options, page: site.page()?, fixed: site.is_known(), config, by_host: HashMap::new() })
    }

    /// Returns the URL of pages whose URL is not recorded.
    pub(crate) fn page(&self) -> &Url {
        &self.page
    }

    /// The site's config.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the gate for a page at this URL, or for a page whose URL is not recorded. `--site` takes precedence.
    pub(crate) fn of(&mut self, page: Option<&Url>) -> &Gate {
        let page = page.filter(|_| !self.fixed).unwrap_or(&self.page);
        let host = page.host_str().unwrap_or("");
        if self.by_host.len() >= MOST_GATES && !self.by_host.contains_key(host) {
            self.by_host.clear();
        }
        let make = || self.options.gate(host, self.config.clone());
        self.by_host.entry(host.to_owned()).or_insert_with(make)
    }
}
