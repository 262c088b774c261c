//! The site's configuration: its types, its defaults, and the table of its keys. The values of single keys are read in
//! `reader.rs`, `vendors.rs` and `dependent.rs`. A key that is unknown or wrong is one [`Problem`], and the default is used.

pub(crate) mod dependent;
pub(crate) mod problem;
pub(crate) mod reader;
pub(crate) mod vendors;

use crate::gate::config::dependent::Dependent;
use crate::gate::config::problem::Problem;
use crate::gate::config::reader::Reader;
use crate::gate::config::vendors::SiteVendor;
use crate::gate::text::bytes::contains;
use crate::gate::text::value::Value;
use crate::gate::vendors::location::Host;

/// What counts while the visitor has made no choice. The site's answer for this visitor; the gate guesses no country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Regime {
    /// What needs a consent waits for it.
    #[default]
    OptIn,
    /// Everything loads until the visitor (or the browser's signal) objects.
    OptOut,
}

impl Regime {
    /// The name that the config and `state()` use.
    pub fn name(self) -> &'static str {
        match self {
            Regime::OptIn => "opt-in",
            Regime::OptOut => "opt-out",
        }
    }
}

/// The site's configuration, as far as the gate acts on it. The other keys are checked here and read by who acts on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `regime`.
    pub regime: Regime,
    /// `"unknown": "hold"`: third parties that no row knows wait for `marketing`.
    pub unknown_held: bool,
    /// `first_party`: further hosts that are the site's own.
    pub first_party: Vec<Host>,
    /// `vendors`: what the site says about vendors, in the order of the config.
    pub(crate) vendors: Vec<SiteVendor>,
    /// `policy_version`; a number is taken as its digits.
    pub policy_version: Option<String>,
    /// `expires_days` (default 180).
    pub expires_days: f64,
    /// `"api": "locked"`.
    pub api_locked: bool,
    /// `"csp": "hosts"`.
    pub csp_hosts: bool,
    /// `fetch_timeout` in milliseconds (default 10000).
    pub fetch_timeout: u32,
    /// `element_timeout` in milliseconds (default 100): when a held element that no visitor waits for ends as failed.
    pub element_timeout: u32,
    /// `dependents`: files of the site's own that need a held library.
    pub(crate) dependents: Vec<Dependent>,
    /// `banner.vendors`: ids of vendors that the site uses.
    pub(crate) declared: Vec<String>,
    /// Every vendor waits for a consent: the config cannot be read and may have asked for that.
    pub(crate) all_required: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            regime: Regime::OptIn,
            unknown_held: false,
            first_party: Vec::new(),
            vendors: Vec::new(),
            policy_version: None,
            expires_days: 180.0,
            api_locked: false,
            csp_hosts: false,
            fetch_timeout: 10_000,
            element_timeout: 100,
            dependents: Vec::new(),
            declared: Vec::new(),
            all_required: false,
        }
    }
}

impl Config {
    /// Every key of a config, in alphabetical order.
    pub const KEYS: [&'static str; 19] = [
        "api",
        "banner",
        "base",
        "cookie_domain",
        "csp",
        "dependents",
        "element_timeout",
        "expires_days",
        "fetch_timeout",
        "files",
        "first_party",
        "language",
        "policy_version",
        "receipt_endpoint",
        "regime",
        "service_worker",
        "signals",
        "unknown",
        "vendors",
    ];

    /// Reads a config; every unknown key and every wrong value is a problem, and the default is used in its place.
    pub fn read(value: &Value) -> (Config, Vec<Problem>) {
        let mut config = Config::default();
        let mut reader = Reader::default();
        reader.each(value, &mut |reader, key, value| config.set(key, value, reader));
        (config, reader.problems)
    }

    /// Returns the strict reading of a config that cannot be read: whatever is stricter than the default and seems to
    /// be asked for in the text. The word alone decides, whatever is said about it.
    pub fn unreadable(text: &str) -> Config {
        Config {
            unknown_held: contains(text, "unknown"),
            api_locked: contains(text, "locked"),
            all_required: contains(text, "required"),
            ..Config::default()
        }
    }

    fn set(&mut self, key: &str, value: &Value, reader: &mut Reader) {
        match key {
            "regime" if reader.either(value, "opt-in", "opt-out") => self.regime = Regime::OptOut,
            "regime" => {}
            "unknown" => self.unknown_held = reader.strictly(value, "allow", "hold"),
            "api" => self.api_locked = reader.strictly(value, "open", "locked"),
            "csp" => self.csp_hosts = reader.either(value, "nonce", "hosts"),
            "first_party" => self.first_party = reader.hosts(value),
            "vendors" => self.vendors = reader.vendors(value),
            "policy_version" => self.policy_version = reader.version(value),
            "expires_days" => self.expires_days = reader.number(value, 1, 400, self.expires_days),
            "fetch_timeout" => self.fetch_timeout = reader.timeout(value, self.fetch_timeout),
            "element_timeout" => self.element_timeout = reader.timeout(value, self.element_timeout),
            // `false` takes the worker away.
            "service_worker" if matches!(value, Value::Bool(false)) => {}
            "cookie_domain" | "language" | "base" | "service_worker" | "receipt_endpoint" => {
                reader.text(value);
            }
            "files" => reader.each(value, &mut |_, _, _| {}),
            "dependents" => self.dependents = reader.dependents(value),
            "signals" => reader.signals(value),
            "banner" => self.declared = reader.options(value),
            _ => match reader.unknown(key, &Config::KEYS).as_str() {
                "unknown" => self.unknown_held |= value.text() != Some("allow"),
                "api" => self.api_locked |= value.text() != Some("open"),
                _ => {}
            },
        }
    }
}
