//! A tag that was made inert, as the report lists it.

use crate::gate::Kind;

/// A tag that was made inert.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "edge", allow(dead_code, reason = "only the command line reports it"))]
pub(crate) struct Changed {
    /// Number of its line, from 1.
    pub(crate) line: usize,
    /// The element and the attribute that loads, such as `img srcset`.
    pub(crate) what: String,
    /// The kind of content.
    pub(crate) kind: Kind,
    /// The absolute URL. Empty for an inline script.
    pub(crate) url: String,
    /// The responsible vendor, as `vendor` or `vendor/feature`. Empty if it is unknown.
    pub(crate) vendor: String,
    /// The name of the category. Empty if it is unknown.
    pub(crate) category: &'static str,
    /// The reason, one sentence.
    pub(crate) reason: String,
    /// The tag is in a `<noscript>`.
    pub(crate) noscript: bool,
}
