//! Checks the imported rows: sorted, from a known source, and without hosts of reviewed vendors.

use super::address::{cut, patterns};
use super::finding::Findings;
use crate::cli::vendors::folder::Folder;
use crate::cli::vendors::imported::Row;
use crate::gate::{Category, Host};
use std::collections::BTreeMap;

/// The imported data sets. Before you add one, review its licence and add it to `NOTICE`.
const SOURCES: &[&str] = &["third-party-web"];

/// The hosts of reviewed vendors: the vendor's id, and whether all subdomains belong to it.
type Owned<'f> = BTreeMap<&'f str, (&'f str, bool)>;

pub(super) fn check(findings: &mut Findings, folder: &Folder) {
    let owned = owned(folder);
    let mut last = "";
    for row in &folder.imported {
        findings.place = format!("vendors/imported.tsv:{}", row.line);
        form(findings, row);
        let domain = row.domain.as_str();
        findings.require(domain != last, || format!("{domain} is also in the row above"));
        findings.require(domain >= last, || format!("{domain} is not in order; run the import again"));
        let shared = row.how == "suffix" && folder.lists.shared.contains(&row.domain);
        findings.require(!shared, || format!("{domain} is a shared host and cannot be a suffix"));
        if let Some(id) = owner(domain, &owned) {
            findings.add(format!("{domain} belongs to vendors/{id}.toml; run the import again"));
        }
        last = domain;
    }
}

fn form(findings: &mut Findings, row: &Row) {
    let Row { domain, how, category, source, .. } = row;
    let good = Host::parse(domain).is_some_and(|host| host.as_str() == domain);
    findings.require(good, || format!("\"{domain}\" is not a host in lower case"));
    let known = how == "suffix" || how == "exact";
    findings.require(known, || format!("{domain}: match \"{how}\" is neither suffix nor exact"));
    let ours = Category::parse(category).is_some_and(|it| it.name() == category);
    findings.require(ours || !row.compiled(), || format!("{domain}: \"{category}\" is not a category"));
    findings.require(SOURCES.contains(&source.as_str()) && !row.version.is_empty(), || {
        format!("{domain}: source \"{source}\" is not one whose licence is known ({})", SOURCES.join(", "))
    });
    let dated = row.checked.parse::<toml::value::Datetime>().is_ok_and(|it| it.date.is_some());
    findings.require(dated, || format!("{domain}: `checked` must be a date such as 2026-11-21"));
}

fn owned(folder: &Folder) -> Owned<'_> {
    let mut owned = Owned::new();
    for vendor in &folder.vendors {
        for line in patterns(vendor) {
            let (host, path, query) = cut(line);
            let below = !line.starts_with('=') && path.is_empty() && query.is_none();
            let entry = owned.entry(host).or_insert((vendor.id.as_str(), below));
            *entry = if below { (vendor.id.as_str(), true) } else { *entry };
        }
    }
    owned
}

/// Returns the id of the reviewed vendor that owns this host.
fn owner<'f>(domain: &str, owned: &Owned<'f>) -> Option<&'f str> {
    let mut level = Some(domain);
    while let Some(host) = level {
        match owned.get(host) {
            Some((id, below)) if *below || host == domain => return Some(id),
            _ => level = host.split_once('.').map(|(_, rest)| rest),
        }
    }
    None
}
