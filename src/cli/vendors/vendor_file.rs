//! The form of a vendor's file, `vendors/ID.toml`, and reading a folder of them. Judges nothing: see `lint.rs`.

use serde::Deserialize;
use std::path::Path;
use toml::value::Datetime;

/// One vendor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// The id; never changes, and is the file's name.
    pub id: String,
    /// The name that people know.
    pub name: String,
    /// Where the vendor presents the product.
    pub website: String,
    /// The id of the company, where several vendors belong together.
    pub parent: Option<String>,
    /// Other names, for searching.
    #[serde(default)]
    pub also_known_as: Vec<String>,
    /// Ids of vendors that somebody who reads about this one may look for.
    #[serde(default)]
    pub related: Vec<String>,
    /// `necessary`, `functional`, `analytics` or `marketing`.
    pub category: String,
    /// Whether it waits for a consent.
    pub consent_required: bool,
    /// Loads others, each judged on its own.
    #[serde(default)]
    pub loader: bool,
    /// No page embeds it itself: it comes behind other vendors' scripts and frames. Only the full table carries it.
    #[serde(default)]
    pub rare: bool,
    /// What it does with the visitor's data, in our own words.
    pub reason: String,
    /// On what ground it may load without a consent.
    pub exempt_reason: Option<String>,
    /// Where courts, regulators or guides see it otherwise.
    pub disputed: Option<String>,
    /// Patterns: `host` (with what is below), `=host` (only itself), `host/path`, `google.*`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Names that its scripts put on the page's global object.
    #[serde(default)]
    pub globals: Vec<String>,
    /// The globals exist only once the library has run: there is no stub that queues calls.
    #[serde(default)]
    pub needs_library: bool,
    /// How its scripts are told what the visitor allows: `google`, `uet`, `clarity`, `meta` or `tiktok`.
    pub signal: Option<String>,
    /// What the page lends to code while the vendor's script is held, so that its calls wait.
    #[serde(default)]
    pub stub: Vec<Stub>,
    /// When somebody last compared this file with its sources.
    pub checked: Datetime,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Parts with a category or an address of their own.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// What it stores.
    #[serde(default)]
    pub storage: Vec<Storage>,
}

impl Vendor {
    /// The address patterns of the vendor and of its features.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.domains.iter().chain(self.rule.iter().flat_map(|rule| &rule.patterns)).map(String::as_str)
    }

    /// The features' ids in the order of their first rule.
    pub(crate) fn features(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for id in self.rule.iter().filter_map(|rule| rule.feature.as_deref()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The rules of one feature.
    pub(crate) fn rules_of(&self, feature: &str) -> impl Iterator<Item = &Rule> {
        self.rule.iter().filter(move |rule| rule.feature.as_deref() == Some(feature))
    }
}

/// Where facts come from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `vendor-docs`, `vendor-page`, `snippet`, `guide`, `data` (a data set, with its licence), `capture`, or
    /// `pointer`: where to look, not read for this file.
    pub kind: String,
    /// Its address.
    pub url: String,
    /// Name and version of a data set.
    pub name: Option<String>,
    /// The licence of a data set.
    pub licence: Option<String>,
    /// When it was read.
    pub checked: Option<Datetime>,
}

/// A part of a vendor with a category or an address of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The feature's id; several rules may share one. Without it the patterns are the vendor's own.
    pub feature: Option<String>,
    /// Patterns: `=host/path?key=prefix` and the like.
    #[serde(default, rename = "match")]
    pub patterns: Vec<String>,
    /// A call that only shows at run time.
    pub runtime: Option<Runtime>,
    /// How these scripts are told what the visitor allows, as for a vendor.
    pub signal: Option<String>,
    /// As the vendor's, unless it stands here.
    pub category: Option<String>,
    /// As the vendor's, unless it stands here.
    pub consent_required: Option<bool>,
    /// Loads others, each judged on its own.
    #[serde(default)]
    pub loader: bool,
    /// What it does.
    pub reason: Option<String>,
    /// On what ground it may load without a consent; the vendor's, unless it stands here.
    pub exempt_reason: Option<String>,
    /// Where the facts come from, if not from the file's sources.
    pub source: Option<String>,
    /// When, if not when the file was checked.
    pub checked: Option<Datetime>,
}

/// A stand-in for a global whose library is held: a queue that the vendor documents, as data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// The global, a name or a path of two (`google.maps`).
    pub global: String,
    /// Members that may be called or constructed, by the last name of their path; `*` for any. The call is made once
    /// the library can be used.
    #[serde(default)]
    pub queue: Vec<String>,
    /// Those of them that return a promise.
    #[serde(default)]
    pub promise: Vec<String>,
    /// Those of the promises that reject once the visitor has refused, because a form waits for them. The others go on
    /// waiting for a consent.
    #[serde(default)]
    pub rejects: Vec<String>,
    /// Paths of members that call back once the library can be used. Without one, that is when its script has run.
    #[serde(default)]
    pub ready: Vec<String>,
    /// Where the vendor documents that code may call these members early.
    pub source: String,
}

/// Calls of a global that a URL does not show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// The global function, or the array into which calls are pushed.
    pub global: String,
    /// Where a stub keeps the calls until the vendor's script has come: `.q` is a property of the global, any other
    /// name is a global array (`dataLayer`; `_paq` is its own).
    #[serde(default = "queue_of_stubs")]
    pub queue: String,
    /// The first argument that is meant (`auth`), or the first and the beginning of the second (`config AW-`).
    #[serde(default)]
    pub commands: Vec<String>,
}

fn queue_of_stubs() -> String {
    ".q".to_owned()
}

/// Something that a vendor stores.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// The name, or what it begins with.
    pub name: String,
    /// `exact`, `prefix`, or `unknown` (declared, never cleared).
    #[serde(rename = "match")]
    pub how: String,
    /// `cookie`, `local`, `session`, `indexeddb` or `cache`.
    pub kind: String,
    /// `first` (the site's own origin) or `third`.
    pub party: String,
    /// Where, for a third party.
    pub host: Option<String>,
    /// `30m`, `24h`, `90d`, `13mo`, `2y`, `session` or `persistent`.
    pub max_age: String,
    /// Whether it is not stored without consent, and removed where it is there already.
    pub clear: bool,
    /// Its own category, where it differs.
    pub category: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// `open-cookie-database`, `tarteaucitron`, `vendor-docs` (a page or the code of the vendor), `capture` or `unverified`.
    pub source: String,
    /// When, if not when the file was checked.
    pub checked: Option<Datetime>,
}

/// Reads one vendor's file.
///
/// # Errors
///
/// One line that names the file and what is wrong in it.
pub fn parse(name: &str, text: &str) -> Result<Vendor, String> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        format!("{name}:{line}: {}", error.message().replace('\n', " "))
    })
}

/// Reads every `*.toml` of a folder, in the order of the ids.
///
/// # Errors
///
/// One line about the first file that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<Vendor>, String> {
    let shown = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut vendors = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(shown)? {
        let path = entry.map_err(shown)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            vendors.push(read_file(&path)?);
        }
    }
    vendors.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(vendors)
}

/// Reads one vendor's file, whose name must be its id.
///
/// # Errors
///
/// One line that names the file and what is wrong in it.
pub(crate) fn read_file(path: &Path) -> Result<Vendor, String> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let vendor = parse(&name, &text)?;
    if path.file_stem().is_none_or(|stem| stem != vendor.id.as_str()) {
        return Err(format!(
            "{name}: its id is \"{}\"; the file must be called {}.toml",
            vendor.id, vendor.id
        ));
    }
    Ok(vendor)
}
