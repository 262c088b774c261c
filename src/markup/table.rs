//! The table of which element loads what through which attribute, made of `html/loads.tsv`.

use crate::gate::Kind;

/// How an attribute says what it loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loads {
    /// The value is a URL.
    Url(Kind),
    /// A list of URLs with widths or densities.
    Srcset,
    /// A URL whose `rel` says what it is for.
    Link,
    /// `5; url=…` of a `<meta http-equiv=refresh>`.
    Refresh,
    /// Style declarations, or the value of a property.
    Css,
    /// Values of an SVG animation: URLs or values of a property, with `;` between them.
    Steps,
    /// A whole document.
    Document,
}

/// Stands for every element.
pub(super) const ANY: &str = "*";

/// Element, attribute, and how the attribute says what is loaded. What waits for a click (a link, a form) loads nothing.
pub(super) const TABLE: &[(&str, &str, Loads)] = include!(concat!(env!("OUT_DIR"), "/loads.rs"));

/// Whether an attribute of this name, in lower case, holds CSS on any element.
pub(crate) fn is_css(attribute: &str) -> bool {
    TABLE.iter().any(|row| row.0 == ANY && row.1 == attribute)
}

/// The elements that load something by an attribute of their own.
pub(crate) fn elements() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.0).filter(|name| *name != ANY)
}

/// How an attribute's value says what is loaded, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A URL.
    Url,
    /// A list of URLs.
    Srcset,
    /// Style declarations.
    Css,
    /// Anything else.
    Other,
}

/// The attributes that load something on one element or another, and how.
pub(crate) fn attributes() -> impl Iterator<Item = (&'static str, Sort)> {
    TABLE.iter().map(|row| {
        let sort = match row.2 {
            Loads::Url(_) | Loads::Link => Sort::Url,
            Loads::Srcset => Sort::Srcset,
            Loads::Css => Sort::Css,
            Loads::Refresh | Loads::Steps | Loads::Document => Sort::Other,
        };
        (row.1, sort)
    })
}
