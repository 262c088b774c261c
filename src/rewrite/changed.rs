//! A tag that was made inert, as the report tells of it.

use crate::gate::Kind;

/// A tag that is made inert.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "edge", allow(dead_code, reason = "only the command line tells of it"))]
pub(crate) struct Changed {
    /// The number of its line, counted from 1.
    pub(crate) line: usize,
    /// The element and what of it loads, such as `img srcset`.
    pub(crate) what: String,
    /// What it loads.
    pub(crate) kind: Kind,
    /// The address as a browser reads it; empty for an inline script.
    pub(crate) url: String,
    /// The responsible vendor, as `vendor` or `vendor/feature`. Empty if it is unknown.
    pub(crate) vendor: String,
    /// The name of the category. Empty if it is unknown.
    pub(crate) category: &'static str,
    /// Why, in one sentence.
    pub(crate) reason: String,
    /// Only for visitors without scripts.
    pub(crate) noscript: bool,
}
