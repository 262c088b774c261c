//! The host, path and category of address patterns.

use crate::address::resolve;
use crate::cli::site::options::Gates;
use crate::gate::{Category, Decision, Kind, Verdict};

/// Splits a pattern into host and path; `None` if it names no single host.
pub(super) fn host_and_path(pattern: &str) -> Option<(&str, &str)> {
    let address = pattern.trim_start_matches('=').split('?').next()?;
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    (!address.contains('*') && host.contains('.')).then_some((host, path))
}

/// Returns the category whose consent allows this pattern. `Necessary` if it needs none, `None` if no rule matches.
pub(super) fn category(pattern: &str, gates: &mut Gates) -> Option<Category> {
    let url = resolve(gates.page(), &format!("https://{}", pattern.trim_start_matches('='))).ok()?;
    consent(&gates.of(None).judge(url.as_str(), Kind::Other))
}

pub(super) fn consent(verdict: &Verdict<'_>) -> Option<Category> {
    verdict.vendor?;
    if verdict.decision == Decision::Allow { Some(Category::Necessary) } else { verdict.category }
}
