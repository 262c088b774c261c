//! Tags and recorded requests, before they are judged.

use crate::gate::Kind;
use std::fmt;
use std::rc::Rc;
use url::Url;

/// A tag that loads something, an inline script, or a recorded request.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// The place in the file.
    pub(crate) spot: Spot,
    /// The element and attribute, such as `script src`; `request` for recorded traffic.
    pub(crate) element: String,
    /// The kind of request.
    pub(crate) kind: Kind,
    /// The URL as written in the file.
    pub(crate) written: String,
    /// The parsed URL. `None` if it cannot be parsed.
    pub(crate) url: Option<Url>,
    /// The reason why the browser makes no request, if it makes none.
    pub(crate) inert: Option<&'static str>,
    /// Whether a library in the page activates the inert tag later.
    pub(crate) later: bool,
    /// Whether the tag is in `<noscript>`. The gate does not protect visitors without scripts.
    pub(crate) noscript: bool,
    /// The page that made a recorded request.
    pub(crate) page: Option<Rc<Url>>,
    /// The text of an inline script.
    pub(crate) code: Option<String>,
}

impl Tag {
    /// Creates a tag without a URL.
    pub(crate) fn new(spot: Spot, element: &str, kind: Kind) -> Tag {
        let element = element.to_owned();
        let (written, url, inert, page, code) = (String::new(), None, None, None, None);
        Tag { spot, element, kind, written, url, inert, later: false, noscript: false, page, code }
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// A line, counted from 1.
    Line(usize),
    /// An entry of a recording, counted from 1.
    Entry(usize),
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Line(number) => write!(f, "{number}"),
            Spot::Entry(number) => write!(f, "#{number}"),
        }
    }
}
