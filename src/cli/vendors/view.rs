//! The facts about a vendor that JSON, the cookie declaration and the vendor's page show. A site's config does not
//! change them.

use crate::cli::vendors::vendor_file::{Rule, Source, Storage, Vendor};
use serde::Serialize;

/// A vendor.
#[derive(Debug, Serialize)]
pub(crate) struct View<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) website: &'a str,
    pub(crate) parent: Option<&'a str>,
    pub(crate) also_known_as: &'a [String],
    pub(crate) related: &'a [String],
    pub(crate) category: &'a str,
    pub(crate) consent: &'static str,
    pub(crate) loader: bool,
    pub(crate) reason: &'a str,
    pub(crate) exempt_reason: Option<&'a str>,
    pub(crate) disputed: Option<&'a str>,
    pub(crate) domains: &'a [String],
    pub(crate) checked: String,
    pub(crate) features: Vec<Feature<'a>>,
    pub(crate) stores: Vec<Stored<'a>>,
    pub(crate) sources: Vec<Origin<'a>>,
}

/// A feature of a vendor, or further addresses of the vendor.
#[derive(Debug, Serialize)]
pub(crate) struct Feature<'a> {
    /// The id of the feature; `None` for further addresses of the vendor.
    pub(crate) id: Option<&'a str>,
    pub(crate) category: &'a str,
    pub(crate) consent: &'static str,
    pub(crate) loader: bool,
    pub(crate) reason: &'a str,
    pub(crate) exempt_reason: Option<&'a str>,
    pub(crate) addresses: &'a [String],
    /// Calls that are recognised at run time, such as `liveChat(auth)`.
    pub(crate) calls: Option<String>,
    pub(crate) source: Option<&'a str>,
}

/// A cookie or another stored name of a vendor.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Stored<'a> {
    pub(crate) name: &'a str,
    /// `exact`, `prefix`, or `unknown`: then the name is only a description.
    #[serde(rename = "match")]
    pub(crate) how: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) category: &'a str,
    pub(crate) party: &'a str,
    pub(crate) host: Option<&'a str>,
    pub(crate) max_age: &'a str,
    /// The lifetime in words.
    pub(crate) lifetime: String,
    /// Whether a withdrawal of consent removes the name.
    pub(crate) removed: bool,
    pub(crate) note: Option<&'a str>,
    pub(crate) source: &'a str,
    /// Whether a source or a capture confirms the name.
    pub(crate) verified: bool,
    pub(crate) checked: String,
}

/// A source of facts.
#[derive(Debug, Serialize)]
pub(crate) struct Origin<'a> {
    pub(crate) kind: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) url: &'a str,
    pub(crate) licence: Option<&'a str>,
    pub(crate) checked: Option<String>,
}

impl<'a> View<'a> {
    /// Returns the view of a vendor.
    pub(crate) fn of(vendor: &'a Vendor) -> View<'a> {
        View {
            id: &vendor.id,
            name: &vendor.name,
            website: &vendor.website,
            parent: vendor.parent.as_deref(),
            also_known_as: &vendor.also_known_as,
            related: &vendor.related,
            category: &vendor.category,
            consent: consent(vendor.consent_required),
            loader: vendor.loader,
            reason: &vendor.reason,
            exempt_reason: vendor.exempt_reason.as_deref(),
            disputed: vendor.disputed.as_deref(),
            domains: &vendor.domains,
            checked: vendor.checked.to_string(),
            features: vendor.rule.iter().map(|rule| feature(vendor, rule)).collect(),
            stores: vendor.storage.iter().map(|row| stored(vendor, row)).collect(),
            sources: vendor.sources.iter().map(origin).collect(),
        }
    }
}

impl<'a> View<'a> {
    /// Returns the view of a vendor of which only the id is known.
    pub(crate) fn named(id: &'a str) -> View<'a> {
        View {
            id,
            name: id,
            website: "",
            parent: None,
            also_known_as: &[],
            related: &[],
            category: "marketing",
            consent: "required",
            loader: false,
            reason: "Named by the site itself; the table does not know it.",
            exempt_reason: None,
            disputed: None,
            domains: &[],
            checked: String::new(),
            features: Vec::new(),
            stores: Vec::new(),
            sources: Vec::new(),
        }
    }
}

/// Returns the name of a consent need.
pub(crate) fn consent(required: bool) -> &'static str {
    if required { "required" } else { "exempt" }
}

fn feature<'a>(vendor: &'a Vendor, rule: &'a Rule) -> Feature<'a> {
    let required = rule.consent_required.unwrap_or(vendor.consent_required);
    let exempt = rule.exempt_reason.as_deref().or(vendor.exempt_reason.as_deref());
    let call = |call: &crate::cli::vendors::vendor_file::Runtime| {
        format!("{}({})", call.global, call.commands.join(", "))
    };
    Feature {
        id: rule.feature.as_deref(),
        category: rule.category.as_ref().unwrap_or(&vendor.category),
        consent: consent(required),
        loader: rule.loader,
        reason: rule.reason.as_ref().unwrap_or(&vendor.reason),
        exempt_reason: exempt.filter(|_| !required),
        addresses: &rule.patterns,
        calls: rule.runtime.as_ref().map(call),
        source: rule.source.as_deref(),
    }
}

fn stored<'a>(vendor: &'a Vendor, row: &'a Storage) -> Stored<'a> {
    Stored {
        name: &row.name,
        how: &row.how,
        kind: &row.kind,
        category: row.category.as_ref().unwrap_or(&vendor.category),
        party: &row.party,
        host: row.host.as_deref(),
        max_age: &row.max_age,
        lifetime: lifetime(&row.max_age),
        removed: row.clear,
        note: row.note.as_deref(),
        source: &row.source,
        verified: row.source != "unverified",
        checked: row.checked.as_ref().unwrap_or(&vendor.checked).to_string(),
    }
}

fn origin(source: &Source) -> Origin<'_> {
    Origin {
        kind: &source.kind,
        name: source.name.as_deref(),
        url: &source.url,
        licence: source.licence.as_deref(),
        checked: source.checked.as_ref().map(ToString::to_string),
    }
}

/// Returns a lifetime such as `13mo` in words. Any other text is returned unchanged.
fn lifetime(max_age: &str) -> String {
    let digits = max_age.len() - max_age.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = max_age.split_at(digits);
    let unit = match (number, unit) {
        ("", "session") => return "until the browser is closed".to_owned(),
        ("", "persistent") => return "until it is deleted".to_owned(),
        (_, "s") => "second",
        (_, "m") => "minute",
        (_, "h") => "hour",
        (_, "d") => "day",
        (_, "mo") => "month",
        (_, "y") => "year",
        _ => return max_age.to_owned(),
    };
    format!("{number} {unit}{}", if number == "1" { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_in_words() {
        for (written, wanted) in [
            ("1y", "1 year"),
            ("13mo", "13 months"),
            ("30m", "30 minutes"),
            ("10s", "10 seconds"),
            ("session", "until the browser is closed"),
            ("persistent", "until it is deleted"),
            ("", ""),
            ("5 weeks", "5 weeks"),
        ] {
            assert_eq!(lifetime(written), wanted);
        }
    }
}
