//! `consent-gate vendors json`: what the banner tells visitors about vendors, as `dist/vendors.json`. No addresses and
//! no sources: those stay in the table and in `vendors/`.

use crate::cli::vendors::catalogue::FILES;
use crate::cli::vendors::vendor_file::{self, Rule, Storage, Vendor};
use serde::Serialize;

/// One vendor as a visitor sees it.
#[derive(Serialize)]
struct Shown {
    id: String,
    name: String,
    category: String,
    /// Whether it loads without a consent. Left out where it waits, which is the rule.
    #[serde(skip_serializing_if = "is_false")]
    exempt: bool,
    /// Loads others: it may run once analytics or marketing may.
    #[serde(skip_serializing_if = "is_false")]
    loader: bool,
    reason: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    features: Vec<Feature>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<Cookie>,
}

/// A part of a vendor about which the visitor can choose by itself.
#[derive(Serialize)]
struct Feature {
    id: String,
    category: String,
    #[serde(skip_serializing_if = "is_false")]
    exempt: bool,
    #[serde(skip_serializing_if = "is_false")]
    loader: bool,
    reason: String,
}

/// A line of the cookie declaration.
#[derive(Serialize)]
struct Cookie {
    /// With a `*` where only the beginning is known.
    name: String,
    /// `cookie`, `local`, `session`, `indexeddb` or `cache`; left out for cookies.
    #[serde(skip_serializing_if = "is_cookie")]
    kind: String,
    /// `30m`, `24h`, `90d`, `13mo`, `2y`, `session` or `persistent`.
    age: String,
    /// Whose: the host of a third party; left out for the site's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// Whether a source confirms it. Left out where one does.
    #[serde(skip_serializing_if = "is_false")]
    unverified: bool,
}

/// The file for the vendors that the command line carries along.
///
/// # Errors
///
/// One line about a vendor's file that cannot be read.
pub(crate) fn json() -> Result<String, String> {
    let vendors: Result<Vec<Vendor>, String> =
        FILES.iter().map(|(id, text)| vendor_file::parse(id, text)).collect();
    json_of(vendors?)
}

/// The whole file: one line of JSON for each vendor, in the order of the ids.
///
/// # Errors
///
/// One line about a vendor that cannot be written as JSON.
pub(crate) fn json_of(vendors: Vec<Vendor>) -> Result<String, String> {
    let mut lines = Vec::new();
    for shown in vendors.into_iter().map(Shown::from) {
        lines.push(serde_json::to_string(&shown).map_err(|error| format!("{}: {error}", shown.id))?);
    }
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}

impl From<Vendor> for Shown {
    fn from(vendor: Vendor) -> Shown {
        let mut features = Vec::new();
        for rule in &vendor.rule {
            features.extend(feature(&vendor, rule).filter(|new: &Feature| is_new(new, &features)));
        }
        Shown {
            features,
            exempt: !vendor.consent_required,
            loader: vendor.loader,
            cookies: vendor.storage.into_iter().map(Cookie::from).collect(),
            id: vendor.id,
            name: vendor.name,
            category: vendor.category,
            reason: vendor.reason,
        }
    }
}

/// Several rules may share one feature: the first one describes it.
fn is_new(feature: &Feature, before: &[Feature]) -> bool {
    before.iter().all(|other| other.id != feature.id)
}

fn feature(vendor: &Vendor, rule: &Rule) -> Option<Feature> {
    Some(Feature {
        id: rule.feature.clone()?,
        category: rule.category.as_ref().unwrap_or(&vendor.category).clone(),
        exempt: !rule.consent_required.unwrap_or(vendor.consent_required),
        loader: rule.loader,
        reason: rule.reason.as_ref().unwrap_or(&vendor.reason).clone(),
    })
}

impl From<Storage> for Cookie {
    fn from(row: Storage) -> Cookie {
        let name = match row.how.as_str() {
            "prefix" => format!("{}*", row.name),
            "unknown" => format!("({})", row.name),
            _ => row.name,
        };
        let host = row.host.filter(|_| row.party == "third");
        Cookie { name, kind: row.kind, age: row.max_age, host, unverified: row.source == "unverified" }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_cookie(kind: &str) -> bool {
    kind == "cookie"
}
