//! The Content Security Policy of a sealed head, with the sources for each category. A policy lists allowed sources, so
//! it blocks every third party that it does not list.

mod coverage;
mod pattern;

use crate::cli::site::options::Gates;
use crate::cli::vendors::folder::Folder;
use crate::cli::vendors::vendor_file::Vendor;
use crate::gate::Category;
use coverage::{Coverage, Source};
use pattern::{category, host_and_path};
use std::collections::BTreeSet;

/// The first-party sources: everything that a page without a policy can use without third parties.
const FIRST_PARTY: &str = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

/// Requests by running code are allowed here, because the hooks hold them.
const CONNECT: &str = "connect-src * data: blob:;";

/// Returns the policy that allows these sources.
pub(super) fn text(sources: &[String]) -> String {
    format!("{CONNECT}default-src {}", sources.join(" "))
}

/// Returns the policy that allows scripts with a nonce, and the scripts that these insert. It does not restrict frames
/// and images: the gate holds those, and a policy could be lifted only by a reload.
pub(super) fn trusting(nonce: &str, sources: &[String]) -> String {
    format!("script-src-elem 'nonce-{nonce}' 'strict-dynamic';style-src {}", sources.join(" "))
}

/// The sources for each category, in the order of the categories. The first list needs no consent.
pub(super) type Sources = [Vec<String>; 4];

/// Returns the sources of `vendors` and of the vendors in the site's config, by the category whose consent allows them.
///
/// Threat: an unknown tracker, or a tracker on the host of an exempt vendor, would load before a consent. A source
/// therefore needs no consent only if a rule or the config exempts its address. It also must not cover an address of
/// `folder` that needs consent. Otherwise it gets the strictest category that it covers.
pub(super) fn sources(vendors: &[Vendor], folder: &Folder, gates: &mut Gates) -> Sources {
    let mut sources = Sources::default();
    let hosts = gates.config().first_party.iter();
    let hosts: Vec<String> = hosts.map(|host| format!("https://{0} https://*.{0}", host.as_str())).collect();
    sources[0] = std::iter::once(FIRST_PARTY.to_owned()).chain(hosts).collect();
    let patterns = gates.config().vendors.iter().flat_map(|vendor| &vendor.domains).copied();
    let patterns: Vec<&str> = patterns.chain(vendors.iter().flat_map(Vendor::patterns)).collect();
    let coverage = Coverage::new(folder, gates);
    let mut found: Vec<(usize, String)> =
        patterns.into_iter().flat_map(|pattern| sources_of(pattern, gates, &coverage)).collect();
    found.sort();
    let mut seen = BTreeSet::new();
    for (category, source) in found {
        if seen.insert(source.clone()) {
            sources[category].push(source);
        }
    }
    sources
}

/// Returns the sources that cover `pattern`, each with its category. A pattern for any host has no source.
fn sources_of(pattern: &str, gates: &mut Gates, coverage: &Coverage) -> Vec<(usize, String)> {
    let Some((host, path)) = host_and_path(pattern) else { return Vec::new() };
    let Some(category) = category(pattern, gates) else { return Vec::new() };
    let free = category == Category::Necessary;
    // A policy ignores queries, so an address that is exempt only with a query (`?dnt=1`) is not listed.
    if free && pattern.contains('?') {
        return Vec::new();
    }
    // A path without a final slash is a prefix in the table, but one file in a policy. Before a consent only that file
    // is listed, and after it the whole host.
    let path = if free || path.ends_with('/') { path } else { "" };
    let below = (!pattern.starts_with('=')).then_some(true);
    let sources = [false].into_iter().chain(below).map(|below| Source { host, path, below });
    let needed =
        |source: &Source<'_>| if free { coverage.strictest(source).unwrap_or(category) } else { category };
    sources.map(|source| (needed(&source) as usize, source.to_string())).collect()
}
