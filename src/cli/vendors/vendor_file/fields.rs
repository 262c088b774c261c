//! The fields of a vendor file, `vendors/ID.toml`.

use serde::Deserialize;
use toml::value::Datetime;

/// A vendor: one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// The id. It never changes, and it is the file's name.
    pub id: String,
    /// The name of the company or product.
    pub name: String,
    /// URL of the product's website.
    pub website: String,
    /// The id of the company, if several vendors belong to it.
    pub parent: Option<String>,
    /// Other names. The search finds the vendor by them.
    #[serde(default)]
    pub also_known_as: Vec<String>,
    /// Ids of related vendors, to which the vendor's page links.
    #[serde(default)]
    pub related: Vec<String>,
    /// `necessary`, `functional`, `analytics` or `marketing`.
    pub category: String,
    /// Whether the vendor is held until the visitor consents.
    pub consent_required: bool,
    /// Whether this is a tag manager: it loads other vendors, and each of them gets a separate verdict.
    #[serde(default)]
    pub loader: bool,
    /// Whether only scripts and frames of other vendors load this one. Only the full table contains it.
    #[serde(default)]
    pub rare: bool,
    /// The purpose of the vendor, for visitors.
    pub reason: String,
    /// The legal ground on which the vendor may load without a consent.
    pub exempt_reason: Option<String>,
    /// Opinions of courts, regulators or guides that differ from this classification.
    pub disputed: Option<String>,
    /// Patterns: `host` (with all subdomains), `=host` (only this host), `host/path`, `google.*`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Globals that the vendor's scripts define.
    #[serde(default)]
    pub globals: Vec<String>,
    /// Whether the globals exist only after the library has run, because no stub queues calls.
    #[serde(default)]
    pub needs_library: bool,
    /// The API that passes the visitor's choice to the scripts: `google`, `uet`, `clarity`, `meta` or `tiktok`.
    pub signal: Option<String>,
    /// Stubs that queue calls while the vendor's script is held.
    #[serde(default)]
    pub stub: Vec<Stub>,
    /// The date of the last comparison with the sources.
    pub checked: Datetime,
    /// The sources of the facts in this file.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Rules for features, which have a separate category, and for further addresses of the vendor.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// The cookies and other storage of the vendor.
    #[serde(default)]
    pub storage: Vec<Storage>,
}

impl Vendor {
    /// Returns the address patterns of the vendor and of its features.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.domains.iter().chain(self.rule.iter().flat_map(|rule| &rule.patterns)).map(String::as_str)
    }

    /// Returns the ids of the features, in the order of their first rules.
    pub(crate) fn features(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for id in self.rule.iter().filter_map(|rule| rule.feature.as_deref()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Returns the rules of one feature.
    pub(crate) fn rules_of(&self, feature: &str) -> impl Iterator<Item = &Rule> {
        self.rule.iter().filter(move |rule| rule.feature.as_deref() == Some(feature))
    }
}

/// A source of facts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `vendor-docs`, `vendor-page`, `snippet`, `guide`, `data`, `capture` or `pointer`. A source of `data` is a data
    /// set and has a licence. A `pointer` is further reading that was not used for this file.
    pub kind: String,
    /// The URL of the source.
    pub url: String,
    /// Name and version of a data set.
    pub name: Option<String>,
    /// The licence of a data set.
    pub licence: Option<String>,
    /// The date on which the source was read.
    pub checked: Option<Datetime>,
}

/// A rule: patterns of a feature, or further patterns of the vendor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The id of the feature; several rules may share it. Without an id, the patterns belong to the vendor itself.
    pub feature: Option<String>,
    /// Patterns, such as `=host/path?key=prefix`.
    #[serde(default, rename = "match")]
    pub patterns: Vec<String>,
    /// Calls that are recognised at run time, because no URL shows them.
    pub runtime: Option<Runtime>,
    /// The API that passes the visitor's choice to these scripts, as in [`Vendor::signal`].
    pub signal: Option<String>,
    /// The category; the vendor's by default.
    pub category: Option<String>,
    /// The consent need; the vendor's by default.
    pub consent_required: Option<bool>,
    /// Whether these scripts are a tag manager's, as in [`Vendor::loader`].
    #[serde(default)]
    pub loader: bool,
    /// The purpose of the feature, for visitors; the vendor's by default.
    pub reason: Option<String>,
    /// The legal ground on which it may load without a consent; the vendor's by default.
    pub exempt_reason: Option<String>,
    /// The source of the facts, if it is not one of the file's sources.
    pub source: Option<String>,
    /// The date of the last check; the file's by default.
    pub checked: Option<Datetime>,
}

/// A stub for a global whose library is held: a queue that the vendor documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// The global: one name, or a path of two names (`google.maps`).
    pub global: String,
    /// Members that can be called or constructed, by the last name of their path; `*` means any member. The calls are
    /// made when the library is ready.
    #[serde(default)]
    pub queue: Vec<String>,
    /// The members of `queue` that return a promise.
    #[serde(default)]
    pub promise: Vec<String>,
    /// The members whose promise rejects when the visitor refuses, because a form waits for it. The other promises
    /// stay pending.
    #[serde(default)]
    pub rejects: Vec<String>,
    /// Paths of members that call back when the library is ready. Without one, it is ready after its script has run.
    #[serde(default)]
    pub ready: Vec<String>,
    /// URL of the vendor's documentation of calls before the library has loaded.
    pub source: String,
}

/// Calls of a global, recognised at run time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// The global function, or the array onto which calls are pushed.
    pub global: String,
    /// The array in which the stub queues calls until the vendor's script has run: `.q` is a property of the global,
    /// any other name is a global array (`dataLayer`, or `_paq` itself).
    #[serde(default = "queue_of_stubs")]
    pub queue: String,
    /// The first argument (`auth`), or the first and the beginning of the second (`config AW-`).
    #[serde(default)]
    pub commands: Vec<String>,
}

fn queue_of_stubs() -> String {
    ".q".to_owned()
}

/// A cookie or another stored name of a vendor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// The name, or its prefix.
    pub name: String,
    /// `exact`, `prefix`, or `unknown` (declared, never cleared).
    #[serde(rename = "match")]
    pub how: String,
    /// `cookie`, `local`, `session`, `indexeddb` or `cache`.
    pub kind: String,
    /// `first` (the site's origin) or `third`.
    pub party: String,
    /// The host, for a third party.
    pub host: Option<String>,
    /// `30m`, `24h`, `90d`, `13mo`, `2y`, `session` or `persistent`.
    pub max_age: String,
    /// Whether the gate blocks and removes this name without a consent.
    pub clear: bool,
    /// The category, if it differs from the vendor's.
    pub category: Option<String>,
    /// A note for readers.
    pub note: Option<String>,
    /// `open-cookie-database`, `tarteaucitron`, `vendor-docs` (a page or code of the vendor), `capture` or
    /// `unverified`.
    pub source: String,
    /// The date of the last check; the file's by default.
    pub checked: Option<Datetime>,
}
