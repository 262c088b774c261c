//! `consent-gate vendors list`: lists all vendors, or those that match a word.

use super::catalogue;
use super::view::consent;
use crate::cli::output;
use crate::cli::site::Site;
use crate::cli::vendors::vendor_file::{Vendor, VendorFileError};
use crate::gate::{Config, FULL, Gate, Kind, Signals, Time};
use serde_json::json;
use std::fmt::Write as _;

/// Returns the list as text to print.
pub(super) fn run(word: Option<&str>, json: bool) -> Result<String, VendorFileError> {
    let mut vendors = catalogue::all()?;
    if let Some(word) = word {
        let owner = owner(word);
        vendors.retain(|vendor| owner.as_deref() == Some(&*vendor.id) || names(vendor, word));
        if vendors.is_empty() {
            output::print_error(format!("no vendor has \"{word}\" in its names or addresses"));
        }
    }
    let lines: Vec<String> = vendors.iter().map(if json { object } else { line }).collect();
    Ok(lines.concat())
}

fn line(vendor: &Vendor) -> String {
    let Vendor { id, category, name, .. } = vendor;
    format!("{id:28} {category:11} {:9} {name}\n", consent(vendor.consent_required))
}

fn object(vendor: &Vendor) -> String {
    let mut out = String::new();
    let row = json!({
        "id": vendor.id,
        "name": vendor.name,
        "also_known_as": vendor.also_known_as,
        "category": vendor.category,
        "consent": consent(vendor.consent_required),
    });
    let _ = writeln!(out, "{row}");
    out
}

/// Returns the id of the vendor that owns this host or URL.
fn owner(word: &str) -> Option<String> {
    let host = word.contains('.') && !word.contains(char::is_whitespace);
    let url = if word.contains("//") { word.to_owned() } else { format!("https://{word}") };
    let url = Site::new(None).ok().filter(|_| host)?.canonical(&url).ok()?;
    let gate = Gate::with_table(FULL, "", Config::default(), Signals::default(), None, Time(0.0));
    gate.judge(&url, Kind::Other).vendor.map(str::to_owned)
}

fn names(vendor: &Vendor, word: &str) -> bool {
    let word = word.to_lowercase();
    let rules = vendor.rule.iter().flat_map(|rule| &rule.patterns);
    let mut texts = [&vendor.id, &vendor.name]
        .into_iter()
        .chain(&vendor.also_known_as)
        .chain(&vendor.domains)
        .chain(rules);
    texts.any(|text| text.to_lowercase().contains(&word))
}
