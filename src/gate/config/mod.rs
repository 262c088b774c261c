//! The site's config: its types, its defaults, and the table of its keys. `reader.rs`, `vendors.rs` and `dependent.rs`
//! read the values of single keys. Each unknown key and each wrong value is a [`Problem`], and the default is used.

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

/// What applies while the visitor has made no choice. The site sets it for each visitor; the gate does not guess a
/// country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Regime {
    /// Requests that need a consent are held.
    #[default]
    OptIn,
    /// Everything loads until the visitor, or the browser's signal, objects.
    OptOut,
}

impl Regime {
    /// Returns the name that the config and `state()` use.
    pub fn name(self) -> &'static str {
        match self {
            Regime::OptIn => "opt-in",
            Regime::OptOut => "opt-out",
        }
    }
}

/// The keys of the site's config that the gate uses. The other keys are checked here, and read by the modules that use
/// them.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `regime`.
    pub regime: Regime,
    /// `"unknown": "hold"`: third parties that match no rule are held until `marketing` is granted.
    pub unknown_held: bool,
    /// `first_party`: further hosts that belong to the site.
    pub first_party: Vec<Host>,
    /// `vendors`: the site's overrides and additional vendors, in the order of the config.
    pub(crate) vendors: Vec<SiteVendor>,
    /// `policy_version`. A number is converted to text.
    pub policy_version: Option<String>,
    /// `expires_days`, in days (1 to 400, default 180).
    pub expires_days: f64,
    /// `"api": "locked"`: only the banner can grant.
    pub api_locked: bool,
    /// `"csp": "hosts"`: the page's CSP allows scripts by host, not by nonce.
    pub csp_hosts: bool,
    /// `fetch_timeout`, in milliseconds (1 to 600,000, default 10,000).
    pub fetch_timeout: u32,
    /// `element_timeout`, in milliseconds (1 to 600,000, default 100): when a held element that no visitor waits for
    /// fires `error`.
    pub element_timeout: u32,
    /// `dependents`: first-party files that need a held library.
    pub(crate) dependents: Vec<Dependent>,
    /// `banner.vendors`: ids of vendors that the site uses.
    pub(crate) declared: Vec<String>,
    /// Every vendor needs a consent. Set if the config cannot be parsed and may have required this.
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
    /// All keys of a config, in alphabetical order.
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

    /// Reads a config. Each unknown key and each wrong value is returned as a problem, and the default is used instead.
    pub fn read(value: &Value) -> (Config, Vec<Problem>) {
        let mut config = Config::default();
        let mut reader = Reader::default();
        reader.each(value, &mut |reader, key, value| config.set(key, value, reader));
        (config, reader.problems)
    }

    /// Returns the strict reading of a config that cannot be parsed: every setting stricter than its default that the
    /// text may contain. A setting counts if its word occurs anywhere in the text.
    ///
    /// Threat: a syntax error in a strict config would otherwise let trackers load.
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
            // `false` unregisters the service worker.
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
