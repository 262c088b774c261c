//! Finds duplicate patterns, and patterns that another pattern of the same rule covers. `address.rs` checks each pattern
//! alone.

use super::address::cut;
use super::finding::Findings;
use crate::cli::vendors::vendor_file::Vendor;
use std::collections::BTreeMap;

/// A pattern with its vendor and feature.
#[derive(Clone, Copy)]
struct Entry<'v> {
    line: &'v str,
    vendor: &'v str,
    feature: Option<&'v str>,
}

/// The entries of each level of the host walk. The key is whether the level is the exact host, and the host.
type Levels<'v> = BTreeMap<(bool, &'v str), Vec<Entry<'v>>>;

pub(super) fn check(findings: &mut Findings, vendors: &[Vendor]) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut levels = Levels::new();
    for entry in vendors.iter().flat_map(entries) {
        if let Some(other) = seen.insert(entry.line, entry.vendor) {
            findings.place = format!("vendors/{}.toml", entry.vendor);
            let line = entry.line;
            findings.add(format!("\"{line}\" is also in vendors/{other}.toml; remove one of the two"));
        } else {
            levels.entry((entry.line.starts_with('='), cut(entry.line).0)).or_default().push(entry);
        }
    }
    for entry in levels.values().flatten() {
        if let Some(wider) = wider(*entry, &levels) {
            findings.place = format!("vendors/{}.toml", entry.vendor);
            findings
                .add(format!("\"{}\" is never needed: \"{wider}\" of the same row covers it", entry.line));
        }
    }
}

fn entries(vendor: &Vendor) -> impl Iterator<Item = Entry<'_>> {
    let own = vendor.domains.iter().map(|line| (line, None));
    let ruled =
        vendor.rule.iter().flat_map(|rule| rule.patterns.iter().map(|line| (line, rule.feature.as_deref())));
    own.chain(ruled).map(|(line, feature)| Entry { line, vendor: &vendor.id, feature })
}

/// Returns the pattern that would match instead of `entry`, if it has the same vendor and feature.
fn wider<'v>(entry: Entry<'v>, levels: &Levels<'v>) -> Option<&'v str> {
    let (host, path, query) = cut(entry.line);
    if query.is_some() {
        return None;
    }
    let parents = host.match_indices('.').map(|(at, _)| (false, &host[at + 1..]));
    let exact = entry.line.starts_with('=').then_some((true, host));
    for level in exact.into_iter().chain([(false, host)]).chain(parents) {
        let others = levels.get(&level).into_iter().flatten();
        let covering: Vec<_> =
            others.filter(|it| it.line != entry.line && covers(cut(it.line).1, path)).collect();
        if covering.iter().any(|it| it.line.contains('?')) {
            return None;
        }
        if let Some(next) = covering.iter().max_by_key(|it| it.line.len()) {
            let same = (next.vendor, next.feature) == (entry.vendor, entry.feature);
            return same.then_some(next.line);
        }
    }
    None
}

/// Whether every path that begins with `path` also begins with `prefix`. As in the gate, a prefix ends at a word
/// boundary.
fn covers(prefix: &str, path: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    path.strip_prefix(prefix).is_some_and(|rest| {
        let open = prefix.bytes().last().is_some_and(|b| b.is_ascii_alphanumeric());
        !open || !rest.bytes().next().is_some_and(word)
    })
}
