//! The Content Security Policy of a sealed head: the sources that may load with a consent to each category. A policy can
//! only list what is allowed, so it shuts out every third party that it does not list.

mod coverage;

use crate::cli::canonical::resolve;
use crate::cli::folder::Folder;
use crate::cli::place::Gates;
use crate::cli::vendor_file::Vendor;
use crate::gate::{Category, Decision, Kind, Verdict};
use coverage::{Coverage, Source};
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

/// Splits a pattern into host and path; `None` if it names no single host.
fn place(pattern: &str) -> Option<(&str, &str)> {
    let place = pattern.trim_start_matches('=').split('?').next()?;
    let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    (!place.contains('*') && host.contains('.')).then_some((host, path))
}

/// Returns the category whose consent lets this pattern load; `Necessary` if it needs none, `None` if no rule knows it.
fn category(pattern: &str, gates: &mut Gates) -> Option<Category> {
    let url = resolve(gates.page(), &format!("https://{}", pattern.trim_start_matches('='))).ok()?;
    consent(&gates.of(None).judge(url.as_str(), Kind::Other))
}

fn consent(verdict: &Verdict<'_>) -> Option<Category> {
    verdict.vendor?;
    if verdict.decision == Decision::Allow { Some(Category::Necessary) } else { verdict.category }
}
