//! `consent-gate vendors json`: the facts that the banner shows about vendors, as `dist/vendors.json`. Addresses and
//! sources are left out.

use crate::cli::vendors::catalogue;
use crate::cli::vendors::vendor_file::{Rule, Storage, Vendor, VendorFileError};
use serde::Serialize;
use thiserror::Error;

/// Vendors that cannot be exported.
#[derive(Debug, Error)]
pub(crate) enum ExportError {
    #[error(transparent)]
    Vendor(#[from] VendorFileError),
    #[error("{id}: {source}")]
    Json { id: String, source: serde_json::Error },
}

/// A vendor as the banner shows it.
#[derive(Serialize)]
struct Shown {
    id: String,
    name: String,
    category: String,
    /// Whether the vendor loads without a consent. Left out if it does not.
    #[serde(skip_serializing_if = "is_false")]
    exempt: bool,
    /// Whether this is a tag manager: it may run after a consent to analytics or marketing.
    #[serde(skip_serializing_if = "is_false")]
    loader: bool,
    reason: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    features: Vec<Feature>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<Cookie>,
}

/// A feature: a part of a vendor that the visitor can allow or refuse separately.
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

/// A stored name of a vendor.
#[derive(Serialize)]
struct Cookie {
    /// The name. It ends in `*` if only the prefix is known.
    name: String,
    /// `local`, `session`, `indexeddb` or `cache`; left out for cookies.
    #[serde(skip_serializing_if = "is_cookie")]
    kind: String,
    /// `30m`, `24h`, `90d`, `13mo`, `2y`, `session` or `persistent`.
    age: String,
    /// The host of a third party; left out for first-party names.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// Whether no source confirms the name. Left out if one does.
    #[serde(skip_serializing_if = "is_false")]
    unverified: bool,
}

/// Returns the file for the compiled-in vendors.
///
/// # Errors
///
/// [`ExportError`] for the first vendor file with a mistake.
pub(crate) fn json() -> Result<String, ExportError> {
    json_of(catalogue::all()?)
}

/// Returns the file for these vendors: a JSON array with one line for each vendor.
///
/// # Errors
///
/// [`ExportError::Json`] for a vendor that cannot be written as JSON.
pub(crate) fn json_of(vendors: Vec<Vendor>) -> Result<String, ExportError> {
    let mut lines = Vec::new();
    for shown in vendors.into_iter().map(Shown::from) {
        match serde_json::to_string(&shown) {
            Ok(line) => lines.push(line),
            Err(source) => return Err(ExportError::Json { id: shown.id, source }),
        }
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

/// Whether no earlier rule has the same feature. Of several rules with one feature, the first describes it.
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
