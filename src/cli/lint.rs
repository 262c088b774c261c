//! What must be true of `vendors/` before a table is made of it. Each finding is one line that names the file.

use super::compile::{features, rules};
use super::vendor_file::{Rule, Source, Storage, Vendor};
use crate::gate::{Category, Host};
use std::collections::BTreeMap;
use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(pub String);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hosts under which everybody has something: a suffix rule would break the web.
const SHARED: &[&str] = &[
    "akamaihd.net",
    "akamaized.net",
    "amazon.com",
    "amazonaws.com",
    "apple.com",
    "azureedge.net",
    "azurefd.net",
    "azurewebsites.net",
    "blob.core.windows.net",
    "cdn-apple.com",
    "cloudflare.com",
    "cloudfront.net",
    "cloud.microsoft",
    "edgesuite.net",
    "fastly.net",
    "github.io",
    "google.com",
    "googleapis.com",
    "googleusercontent.com",
    "gstatic.com",
    "herokuapp.com",
    "microsoft.com",
    "netlify.app",
    "office.net",
    "pages.dev",
    "storage.googleapis.com",
    "vercel.app",
    "web.app",
    "windows.net",
    "workers.dev",
    "yahoo.com",
];

/// Licences whose data may stand in an MIT/Apache-2.0 product.
const LICENCES: &[&str] = &["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0"];

const SOURCE_KINDS: &[&str] =
    &["vendor-docs", "vendor-page", "snippet", "guide", "data", "capture", "pointer"];

/// Names that sites use themselves.
const COMMON_NAMES: &[&str] =
    &["cart", "csrf", "lang", "locale", "login", "session", "token", "user", "uuid"];

/// Everything that is wrong with these vendors.
pub fn check(vendors: &[Vendor], countries: &[String]) -> Vec<Finding> {
    let mut lint = Lint { file: String::new(), findings: Vec::new() };
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for vendor in vendors {
        lint.file = format!("vendors/{}.toml", vendor.id);
        lint.vendor(vendor, vendors);
        for line in patterns(vendor) {
            lint.pattern(line, countries);
            if let Some(other) = seen.insert(line, &vendor.id) {
                lint.say(format!("\"{line}\" stands in vendors/{other}.toml too; one of the two must go"));
            }
        }
    }
    lint.findings
}

fn patterns(vendor: &Vendor) -> impl Iterator<Item = &str> {
    vendor.domains.iter().chain(vendor.rule.iter().flat_map(|rule| &rule.patterns)).map(String::as_str)
}

struct Lint {
    file: String,
    findings: Vec<Finding>,
}

impl Lint {
    fn say(&mut self, what: impl fmt::Display) {
        self.findings.push(Finding(format!("{}: {what}", self.file)));
    }

    fn require(&mut self, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.say(what());
        }
    }

    fn vendor(&mut self, vendor: &Vendor, all: &[Vendor]) {
        self.id(&vendor.id);
        self.category(&vendor.category);
        self.require(!vendor.sources.is_empty(), || "it has no source; add one to `sources`".into());
        self.require(vendor.checked.date.is_some(), || "`checked` must be a date such as 2026-11-21".into());
        self.exemption(vendor.consent_required, vendor.exempt_reason.as_deref(), "the vendor");
        for related in &vendor.related {
            let known = all.iter().any(|other| other.id == *related);
            self.require(known, || format!("`related` names \"{related}\", which no file has as its id"));
        }
        let usable = |global: &String| global.split('.').next().is_some_and(|root| root.len() >= 3);
        self.require(!vendor.needs_library || vendor.globals.iter().any(usable), || {
            "`needs_library` wants a global whose name has three letters or more".into()
        });
        vendor.sources.iter().for_each(|source| self.source(source));
        vendor.rule.iter().for_each(|rule| self.rule(vendor, rule));
        features(vendor).into_iter().for_each(|feature| self.feature(vendor, feature));
        vendor.storage.iter().for_each(|row| self.storage(row));
    }

    fn id(&mut self, id: &str) {
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let good = !id.is_empty() && id.bytes().all(word) && Category::parse(id).is_none();
        self.require(good, || {
            format!("\"{id}\" is no id: lower-case letters, digits and \"-\", and not a category")
        });
    }

    fn category(&mut self, name: &str) {
        let good = Category::parse(name).is_some_and(|category| category.name() == name);
        self.require(good, || {
            format!("\"{name}\" is no category (necessary, functional, analytics, marketing)")
        });
    }

    /// Whatever loads without a consent does so on a stated ground.
    fn exemption(&mut self, required: bool, reason: Option<&str>, what: &str) {
        self.require(required || reason.is_some_and(|reason| !reason.is_empty()), || {
            format!("{what} needs no consent and does not say why; add `exempt_reason`")
        });
    }

    fn source(&mut self, source: &Source) {
        let known = SOURCE_KINDS.contains(&source.kind.as_str());
        self.require(known, || {
            format!("source kind \"{}\" is none of {}", source.kind, SOURCE_KINDS.join(", "))
        });
        self.require(source.url.starts_with("https://"), || {
            format!("source \"{}\" is no https address", source.url)
        });
        self.require(source.kind == "pointer" || source.checked.is_some(), || {
            format!("source {} has no `checked` date (or is a \"pointer\")", source.url)
        });
        let licence = source.licence.as_deref().unwrap_or("none");
        self.require(source.kind != "data" || LICENCES.contains(&licence), || {
            format!("data source {} has the licence \"{licence}\"; only {}", source.url, LICENCES.join(", "))
        });
    }

    fn rule(&mut self, vendor: &Vendor, rule: &Rule) {
        let name = rule.feature.as_deref().unwrap_or("a rule");
        if let Some(category) = &rule.category {
            self.category(category);
        }
        self.require(!rule.patterns.is_empty() || rule.runtime.is_some(), || {
            format!("{name} has neither `match` nor `runtime`")
        });
        let required = rule.consent_required.unwrap_or(vendor.consent_required);
        let reason = rule.exempt_reason.as_deref().or(vendor.exempt_reason.as_deref());
        self.exemption(required, reason, name);
    }

    /// Rules that share a feature differ in their addresses only.
    fn feature(&mut self, vendor: &Vendor, feature: &str) {
        self.id(feature);
        let kind = |rule: &Rule| (rule.category.clone(), rule.consent_required, rule.loader);
        let mut kinds = rules(vendor, feature).map(kind);
        let first = kinds.next();
        let alike = kinds.all(|other| Some(other) == first);
        self.require(alike, || format!("the rules of {feature} differ in category, consent or loader"));
    }

    fn pattern(&mut self, line: &str, countries: &[String]) {
        let suffix = !line.starts_with('=');
        let rest = line.trim_start_matches('=');
        let (rest, query) = rest.split_once('?').unwrap_or((rest, "="));
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let ascii = line.bytes().all(|b| b.is_ascii_graphic());
        self.require(ascii && query.contains('='), || {
            format!("\"{line}\" must be ASCII, and its query key=prefix")
        });
        if host == "*" {
            return self
                .require(path.len() > 4 && suffix, || format!("\"{line}\" would match nearly everything"));
        }
        let plain = host.strip_suffix(".*").unwrap_or(host);
        let google = plain == "google" || plain.ends_with(".google");
        let good = Host::parse(plain).is_some_and(|it| it.as_str() == plain) && (plain == host || google);
        self.require(good, || format!("\"{line}\" is no pattern (host, =host, host/path, google.*)"));
        let shared = suffix && path.is_empty() && SHARED.contains(&host);
        self.require(!shared, || format!("\"{line}\" is a shared host: write =host, or a path below it"));
        let country = |it: &String| host.ends_with(&format!("google.{it}"));
        let listed = google_country(host) && countries.iter().any(country);
        self.require(!listed, || format!("\"{line}\": Google's country domains are written google.*"));
    }

    /// Clearing by guess would delete what belongs to the site.
    fn storage(&mut self, row: &Storage) {
        let name = &row.name;
        let one_of = |word: &str, words: &[&str]| words.contains(&word);
        let good = one_of(&row.how, &["exact", "prefix", "unknown"])
            && one_of(&row.kind, &["cookie", "local", "session", "indexeddb"])
            && one_of(&row.party, &["first", "third"]);
        self.require(good, || format!("storage \"{name}\": unknown `match`, `kind` or `party`"));
        if let Some(category) = &row.category {
            self.category(category);
        }
        if !row.clear {
            return;
        }
        let ours =
            row.party == "first" && row.how != "unknown" && row.category.as_deref() != Some("necessary");
        self.require(ours, || format!("storage \"{name}\": only known first-party names can be cleared"));
        let least = if row.how == "prefix" { 4 } else { 3 };
        let common = |word: &&str| name.trim_matches(['_', '-', '.']).eq_ignore_ascii_case(word);
        self.require(name.len() >= least && !COMMON_NAMES.iter().any(common), || {
            format!("storage \"{name}\" is too common a name to be cleared")
        });
        let plain = name.bytes().all(|b| b.is_ascii_graphic() && b != b'*');
        self.require(plain, || format!("storage \"{name}\" must be ASCII without a star"));
    }
}

fn google_country(host: &str) -> bool {
    host.starts_with("google.") || host.contains(".google.")
}
