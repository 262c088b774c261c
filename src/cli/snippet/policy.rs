//! The Content Security Policy of a sealed head: the sources that may load with a consent to each category. A policy can
//! only list what is allowed, so it shuts out every third party that it does not list.

mod coverage;
mod pattern;

use crate::cli::site::place::Gates;
use crate::cli::vendors::folder::Folder;
use crate::cli::vendors::vendor_file::Vendor;
use crate::gate::Category;
use coverage::{Coverage, Source};
use pattern::{category, place};
use std::collections::BTreeSet;

/// The page's own sources: everything that a page without a policy may use of its own.
const OWN: &str = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

/// Requests of running code are not static markup; the hooks hold them.
const CONNECT: &str = "connect-src * data: blob:;";

/// The policy that lets these sources load.
pub(super) fn text(sources: &[String]) -> String {
    format!("{CONNECT}default-src {}", sources.join(" "))
}

/// The policy that trusts scripts by a nonce and, for the visit, what they bring in. It shuts neither frames nor images:
/// no consent could lift that without a reload, and the gate itself holds them.
pub(super) fn trusting(nonce: &str, sources: &[String]) -> String {
    format!("script-src-elem 'nonce-{nonce}' 'strict-dynamic';style-src {}", sources.join(" "))
}

/// Sources for each category in its order; the first list needs no consent.
pub(super) type Sources = [Vec<String>; 4];

/// Returns the sources of `vendors` and of the vendors in the site's config, by the category whose consent lets them load.
///
/// Threat: a tracker that the table does not know, or that shares a host with something free, would load before a consent.
/// So a source needs no consent only if the table or the config knows its address as free, and if it covers no address of
/// `folder` that needs one. Otherwise it comes with the consent to what it covers.
pub(super) fn sources(vendors: &[Vendor], folder: &Folder, gates: &mut Gates) -> Sources {
    let mut sources = Sources::default();
    let own = gates.config().first_party.iter();
    let own: Vec<String> = own.map(|host| format!("https://{0} https://*.{0}", host.as_str())).collect();
    sources[0] = std::iter::once(OWN.to_owned()).chain(own).collect();
    let named = gates.config().vendors.iter().flat_map(|vendor| &vendor.domains).copied();
    let named: Vec<&str> = named.chain(vendors.iter().flat_map(Vendor::patterns)).collect();
    let coverage = Coverage::new(folder, gates);
    let mut found: Vec<(usize, String)> =
        named.into_iter().flat_map(|pattern| listed(pattern, gates, &coverage)).collect();
    found.sort();
    let mut met = BTreeSet::new();
    for (category, source) in found {
        if met.insert(source.clone()) {
            sources[category].push(source);
        }
    }
    sources
}

/// Returns the sources that cover `pattern`, each with the category that lets it. A pattern for any host has none.
fn listed(pattern: &str, gates: &mut Gates, coverage: &Coverage) -> Vec<(usize, String)> {
    let Some((host, path)) = place(pattern) else { return Vec::new() };
    let Some(category) = category(pattern, gates) else { return Vec::new() };
    let free = category == Category::Necessary;
    // A policy reads no query: what only a query makes free, such as `?dnt=1`, stays unlisted.
    if free && pattern.contains('?') {
        return Vec::new();
    }
    // A path that does not end in a slash is a prefix to the table and one file to a policy: that file is listed before a
    // consent, the whole host after it.
    let path = if free || path.ends_with('/') { path } else { "" };
    let below = (!pattern.starts_with('=')).then_some(true);
    let sources = [false].into_iter().chain(below).map(|below| Source { host, path, below });
    let lets =
        |source: &Source<'_>| if free { coverage.strictest(source).unwrap_or(category) } else { category };
    sources.map(|source| (lets(&source) as usize, source.to_string())).collect()
}
