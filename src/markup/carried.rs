//! Texts inside `data:` URLs that may cause further requests.

use super::data::text as data_text;
use crate::gate::Kind;

/// A text inside a `data:` URL that may cause further requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Carried {
    /// A style sheet.
    Styles(String),
    /// A document.
    Document(String),
}

/// Returns the text inside a `data:` URL of this kind, if it may cause further requests.
pub(crate) fn carried(kind: Kind, url: &str) -> Option<Carried> {
    if !matches!(kind, Kind::Style | Kind::Iframe | Kind::Object) {
        return None;
    }
    let (essence, text) = data_text(url)?;
    match kind {
        Kind::Style => Some(Carried::Styles(text)),
        _ if ["html", "xml", "xsl"].iter().any(|it| essence.ends_with(it)) => Some(Carried::Document(text)),
        _ => None,
    }
}
