//! The Content Security Policy that seals a head: what may be asked for with a consent to each category. A policy can only
//! list what is allowed, so every third party that is not listed is shut out.

use crate::cli::canonical::resolve;
use crate::cli::place::Gates;
use crate::cli::vendor_file::Vendor;
use crate::gate::{Category, Decision, Kind};
use std::collections::BTreeSet;

/// What a page may do with its own: all that it may without a policy.
const OWN: &str = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

/// What code asks for while it runs is no static markup, and has held code behind it or none.
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

/// Sources for each category in its order; the first is what needs no consent.
pub(super) type Sources = [Vec<String>; 4];

/// What these vendors are asked for, by the category whose consent lets them.
pub(super) fn sources(vendors: &[Vendor], gates: &mut Gates) -> Sources {
    let mut sources = Sources::default();
    let mut met = BTreeSet::new();
    let own =
        gates.config().first_party.iter().map(|host| format!("https://{0} https://*.{0}", host.as_str()));
    sources[0] = std::iter::once(OWN.to_owned()).chain(own).collect();
    let mut found: Vec<(usize, String)> =
        vendors.iter().flat_map(patterns).filter_map(|it| source(it, gates)).collect();
    found.sort();
    for (category, source) in found {
        if met.insert(source.clone()) {
            sources[category].push(source);
        }
    }
    sources
}

fn patterns(vendor: &Vendor) -> impl Iterator<Item = &str> {
    vendor.domains.iter().chain(vendor.rule.iter().flat_map(|rule| &rule.patterns)).map(String::as_str)
}

/// The source that covers a pattern, and the category that lets it. Patterns for any host have none.
fn source(pattern: &str, gates: &mut Gates) -> Option<(usize, String)> {
    let (pattern, alone) = (pattern.trim_start_matches('='), pattern.starts_with('='));
    let place = pattern.split('?').next()?;
    let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    if place.contains('*') || !host.contains('.') {
        return None;
    }
    let page = gates.page().clone();
    let url = resolve(&page, &format!("https://{pattern}")).ok()?;
    let verdict = gates.of(&page).judge(url.as_str(), Kind::Other);
    let free = verdict.decision == Decision::Allow || verdict.category.is_none();
    // A policy reads no query: what only a query makes free, such as `?dnt=1`, is not.
    if free && pattern.contains('?') {
        return None;
    }
    let category = if free { Category::Necessary } else { verdict.category? };
    // A path without a slash at its end would mean itself alone.
    let path = if path.ends_with('/') { path } else { "" };
    let below = if alone { String::new() } else { format!(" https://*.{host}{path}") };
    Some((category as usize, format!("https://{host}{path}{below}")))
}
