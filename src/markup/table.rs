//! The table of elements and attributes that load something, generated from `html/loads.tsv`.

use crate::gate::Kind;

/// How an attribute's value names the content to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loads {
    /// The value is a URL.
    Url(Kind),
    /// A list of image candidates: URLs with widths or densities.
    Srcset,
    /// A URL whose kind depends on `rel`.
    Link,
    /// The content of a `<meta http-equiv=refresh>`, such as `5; url=…`.
    Refresh,
    /// Style declarations, or the value of one property.
    Css,
    /// Values of an SVG animation, separated by `;`: URLs or property values.
    Steps,
    /// A whole document.
    Document,
}

/// Matches every element.
pub(super) const ANY: &str = "*";

/// Element, attribute, and how the attribute's value names the content. Links and forms are not listed, because they
/// load only on a click.
pub(super) const TABLE: &[(&str, &str, Loads)] = include!(concat!(env!("OUT_DIR"), "/loads.rs"));

/// Returns whether an attribute with this name, in lower case, contains CSS on any element.
pub(crate) fn is_css(attribute: &str) -> bool {
    TABLE.iter().any(|row| row.0 == ANY && row.1 == attribute)
}

/// Returns the elements that load something through an element-specific attribute.
pub(crate) fn elements() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.0).filter(|name| *name != ANY)
}

/// Category of an attribute's value.
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

/// Returns the attributes that load something on any element, with the category of their value.
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
