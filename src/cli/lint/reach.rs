//! Which pattern answers for what another one means: the same one twice, or one that a wider pattern of the same row
//! makes superfluous. Compares patterns with each other only; see `address.rs` for each alone.

use super::Findings;
use super::address::cut;
use crate::cli::vendor_file::Vendor;
use std::collections::BTreeMap;

/// Whose a pattern is: vendor and feature.
type Owner<'v> = (&'v str, Option<&'v str>);

pub(super) fn check(findings: &mut Findings, vendors: &[Vendor]) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (line, owner) in vendors.iter().flat_map(lines) {
        findings.place = format!("vendors/{}.toml", owner.0);
        if let Some(other) = seen.insert(line, owner.0) {
            findings.say(format!("\"{line}\" stands in vendors/{other}.toml too; one of the two must go"));
        }
    }
    let whole: BTreeMap<&str, Owner<'_>> =
        vendors.iter().flat_map(lines).filter(|(line, _)| is_suffix(line)).collect();
    for (line, owner) in vendors.iter().flat_map(lines) {
        findings.place = format!("vendors/{}.toml", owner.0);
        if let Some(wider) = wider(line, owner, &whole) {
            findings.say(format!("\"{line}\" is never needed: \"{wider}\" of the same row covers it"));
        }
    }
}

fn lines(vendor: &Vendor) -> impl Iterator<Item = (&str, Owner<'_>)> {
    let own = vendor.domains.iter().map(|line| (line.as_str(), None));
    let ruled = vendor
        .rule
        .iter()
        .flat_map(|rule| rule.patterns.iter().map(|line| (line.as_str(), rule.feature.as_deref())));
    own.chain(ruled).map(|(line, feature)| (line, (vendor.id.as_str(), feature)))
}

fn is_suffix(line: &str) -> bool {
    !line.contains(['=', '/', '*', '?'])
}

/// The host above that gives the same row, if no other row stands between.
fn wider<'v>(line: &str, owner: Owner<'v>, whole: &BTreeMap<&'v str, Owner<'v>>) -> Option<&'v str> {
    let (host, path, query) = cut(line);
    if !path.is_empty() || query.is_some() || host.contains('*') {
        return None;
    }
    let mut level = if line.starts_with('=') { Some(host) } else { above(host) };
    while let Some(here) = level {
        if let Some((wider, other)) = whole.get_key_value(here) {
            return (*other == owner).then_some(*wider);
        }
        level = above(here);
    }
    None
}

fn above(host: &str) -> Option<&str> {
    host.split_once('.').map(|(_, rest)| rest)
}
