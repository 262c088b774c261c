//! What an audit finds in a file, before anybody judges it.

use crate::gate::Kind;
use std::fmt;
use std::rc::Rc;
use url::Url;

/// A tag that loads something, or a request that was made.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// Where in the file.
    pub(crate) spot: Spot,
    /// What says so, such as `script src`; `request` for traffic.
    pub(crate) element: String,
    /// What is asked for.
    pub(crate) kind: Kind,
    /// The address as it is written.
    pub(crate) written: String,
    /// The address as a browser reads it, if it can.
    pub(crate) url: Option<Url>,
    /// Why the browser asks for nothing, if it does not.
    pub(crate) inert: Option<&'static str>,
    /// It is inert, and a library in the page activates it later.
    pub(crate) later: bool,
    /// Only for visitors without scripts, whom no gate protects.
    pub(crate) noscript: bool,
    /// The page that made a recorded request.
    pub(crate) page: Option<Rc<Url>>,
    /// The text of an inline script, which asks for nothing.
    pub(crate) code: Option<String>,
}

impl Tag {
    /// A tag that asks for nothing so far.
    pub(crate) fn new(spot: Spot, element: &str, kind: Kind) -> Tag {
        let element = element.to_owned();
        let (written, url, inert, page, code) = (String::new(), None, None, None, None);
        Tag { spot, element, kind, written, url, inert, later: false, noscript: false, page, code }
    }
}

/// Where in a file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// In this line, counted from 1.
    Line(usize),
    /// In this entry of a recording, counted from 1.
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
