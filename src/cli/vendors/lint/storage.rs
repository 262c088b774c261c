//! Checks the stored names. A name that is cleared must be verified and specific, or the gate would delete the site's
//! data.

use super::finding::Findings;
use super::vendor;
use crate::cli::vendors::vendor_file::{Storage, Vendor};

const SOURCES: &[&str] = &["open-cookie-database", "tarteaucitron", "vendor-docs", "capture", "unverified"];

pub(super) fn check(findings: &mut Findings, vendor: &Vendor, common: &[String]) {
    for row in &vendor.storage {
        form(findings, row);
        if row.clear {
            clearable(findings, row, common);
        }
    }
}

fn form(findings: &mut Findings, row: &Storage) {
    let name = &row.name;
    let one_of = |word: &str, words: &[&str]| words.contains(&word);
    let good = one_of(&row.how, &["exact", "prefix", "unknown"])
        && one_of(&row.kind, &["cookie", "local", "session", "indexeddb", "cache"])
        && one_of(&row.party, &["first", "third"]);
    findings.require(good, || format!("storage \"{name}\": unknown `match`, `kind` or `party`"));
    findings.require(one_of(&row.source, SOURCES), || {
        format!("storage \"{name}\": source \"{}\" is none of {}", row.source, SOURCES.join(", "))
    });
    if let Some(category) = &row.category {
        vendor::category(findings, category);
    }
}

fn clearable(findings: &mut Findings, row: &Storage, common: &[String]) {
    let name = &row.name;
    let ours = row.party == "first" && row.how != "unknown" && row.category.as_deref() != Some("necessary");
    findings.require(ours, || format!("storage \"{name}\": only known first-party names can be cleared"));
    findings.require(row.source != "unverified", || {
        format!("storage \"{name}\" is unverified and cannot be cleared")
    });
    let least = if row.how == "prefix" { 4 } else { 3 };
    findings.require(name.len() >= least, || format!("storage \"{name}\" is too short a name to be cleared"));
    if let Some(hit) = common.iter().find(|it| hits(row, it)) {
        findings
            .add(format!("storage \"{name}\" ({}) would clear \"{hit}\", a common name of sites", row.how));
    }
    let plain = name.bytes().all(|b| b.is_ascii_graphic() && b != b'*');
    findings.require(plain, || format!("storage \"{name}\" must be ASCII without a star"));
}

/// Whether the gate would clear the name `common`. Case is ignored, because sites spell these names differently.
fn hits(row: &Storage, common: &str) -> bool {
    match row.how.as_str() {
        "prefix" => {
            common.get(..row.name.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(&row.name))
        }
        _ => common.eq_ignore_ascii_case(&row.name),
    }
}
