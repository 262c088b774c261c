//! Where the gate's own tags go: first into `<head>`, behind the declaration of the encoding, which browsers look for in
//! the first kilobyte. A page that has them gets none, and a fragment gets none.

use super::mark::{MARK, MARKED_GATE};
use super::splice::Splice;
use crate::markup::Attributes;
use lol_html::html_content::Element;
use std::ops::Range;

/// The id of the config's element.
const CONFIG: &str = "consent-gate-config";

/// The name of the gate's file, whatever folder it is in.
const FILE: &str = "consent-gate.js";

/// A head that is longer is not read to its end to find the gate's tag in it.
const LONGEST: usize = 1 << 20;

/// The gate's own tags.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// Where its file is, as pages write it.
    pub(crate) src: String,
    /// The config's tag; empty where the site has none.
    pub(crate) config: String,
    /// The gate's tag.
    pub(crate) script: String,
    /// What becomes of a document without the gate.
    pub(crate) missing: Missing,
}

/// What becomes of a document that has not got the gate's tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The tags come in.
    #[default]
    ComesIn,
    /// It is left as it is: nobody would release what waits. The tag of one that has the gate is marked, so that the
    /// page knows of the rewriting.
    #[cfg(any(test, feature = "edge"))]
    Leaves,
}

impl Gate {
    /// Whether a script with this source is the gate.
    fn is(&self, src: &str) -> bool {
        let path = src.split(['?', '#']).next().unwrap_or("");
        let file = path.rsplit('/').next();
        src == self.src
            || path == self.src
            || file == Some(FILE)
            || (file == self.src.rsplit('/').next() && file != Some(""))
    }
}

/// Encodings in which bytes like `<` may be parts of letters: such a page is left as it is.
const NOT_ASCII: &[&str] =
    &["iso-2022-jp", "csiso2022jp", "utf-7", "hz-gb-2312", "iso-2022-kr", "iso-2022-cn"];

/// What `<html>` says of an AMP document, whose own rules allow no scripts of the site.
const AMP: &[&str] = &["amp", "amp4ads", "amp4email"];

/// What is known of a document's head.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// One of the outermost elements has been met.
    document: bool,
    /// Where the first doctype begins, which may stand behind what is met next.
    doctype: Option<usize>,
    /// Where the tags go, unless the gate is met.
    place: Option<usize>,
    /// An element that may load something has been met since.
    begun: bool,
    /// Something stands in front of all that makes a document: it may be one whose author has put it there, or a fragment.
    unsure: bool,
    /// The page has a config, or is just reading it.
    config: bool,
    done: bool,
    missing: Missing,
}

impl Head {
    /// The head of what is no document of its own.
    pub(crate) fn none() -> Head {
        Head { done: true, ..Head::default() }
    }

    /// The head of a document of its own.
    pub(crate) fn new(missing: Missing) -> Head {
        // What is left unless it has the gate is a page that a browser shows: a document, however it begins.
        Head { document: missing != Missing::ComesIn, missing, ..Head::default() }
    }

    /// Whether it is not known yet if and where the tags go.
    pub(crate) fn is_open(&self) -> bool {
        !self.done
    }

    /// There is a doctype at this offset: what stands behind it is a whole document.
    pub(crate) fn has_doctype(&mut self, at: usize) {
        self.doctype.get_or_insert(at);
    }

    /// Before which offset nothing is decided.
    pub(crate) fn awaited(&self) -> Option<usize> {
        let place = if self.missing == Missing::ComesIn { self.place } else { Some(0) };
        place.filter(|_| !self.done)
    }

    /// An element that no head has: the gate does not come any more.
    pub(crate) fn is_over(&mut self, name: &str, gate: &Gate, splice: &mut Splice) -> Option<&'static str> {
        let over = !self.done && self.missing != Missing::ComesIn && name != "title";
        if over { self.close(gate, splice) } else { None }
    }

    /// Takes in an element; why the document is to be left as it is, if it is.
    pub(crate) fn meet(
        &mut self,
        name: &str,
        span: &Range<usize>,
        element: &Element<'_, '_>,
        gate: &Gate,
        splice: &mut Splice,
    ) -> Option<&'static str> {
        let read = |name: &str| element.get_attribute(name);
        match name {
            // A second one further down says nothing any more.
            "html" if self.place.is_none() => {
                self.document = true;
                return is_amp(element)
                    .then_some("an AMP document, which cannot contain scripts of the site");
            }
            "html" | "head" if self.unsure => self.document = true,
            "head" if self.place.is_none() => (self.document, self.place) = (true, Some(span.end)),
            "body" => {
                self.document = true;
                self.place.get_or_insert(span.start);
                return self.close(gate, splice);
            }
            "meta" if !self.begun && says_encoding(&read) => {
                if unreadable(&read) {
                    self.done = true;
                    return Some("in an encoding that cannot be read as a stream");
                }
                self.place = self.place.map(|_| span.end);
            }
            "script" if read("src").is_some_and(|src| gate.is(&htmlize::unescape_attribute(&*src))) => {
                self.done = true;
                if self.missing != Missing::ComesIn && !element.has_attribute(MARK) {
                    splice.insert(span.start + 1 + name.len(), MARKED_GATE);
                }
            }
            _ if self.place.is_some() => {
                self.begun |= name != "script" || read("id").as_deref() != Some(CONFIG)
            }
            _ if self.document || self.doctype.is_some_and(|at| at < span.start) => {
                (self.place, self.begun) = (Some(span.start), true);
            }
            _ => (self.place, self.begun, self.unsure) = (Some(span.start), true, true),
        }
        None
    }

    /// Whether this script is the page's config, in whose end the gate's tag is interested.
    pub(crate) fn awaits_config(&mut self, read: Attributes<'_>) -> bool {
        let config = !self.done && read("id").as_deref() == Some(CONFIG);
        self.config |= config;
        config
    }

    /// The config's element ends here: the gate goes behind it.
    pub(crate) fn has_config(&mut self, after: usize) {
        self.place = self.place.map(|_| after);
    }

    /// Gives up the search where it has become long.
    pub(crate) fn hurry(&mut self, end: usize, gate: &Gate, splice: &mut Splice) -> Option<&'static str> {
        let long = self.awaited().is_some_and(|place| end - place > LONGEST);
        if long { self.close(gate, splice) } else { None }
    }

    /// The gate has not been met: its tags come in, or why the document is to be left as it is.
    pub(crate) fn close(&mut self, gate: &Gate, splice: &mut Splice) -> Option<&'static str> {
        if self.missing != Missing::ComesIn && !self.done {
            self.done = true;
            splice.forget();
            return Some("the page does not include the gate, so nothing could release blocked tags");
        }
        let fragment = self.unsure && !self.document && self.doctype.is_none();
        if let Some(place) = self.awaited().filter(|_| !fragment) {
            let config = if self.config { "" } else { &gate.config };
            splice.insert(place, format!("{config}{}", gate.script));
        }
        self.done = true;
        None
    }
}

fn is_amp(element: &Element<'_, '_>) -> bool {
    let names = element.attributes().iter().map(|attribute| attribute.name());
    names.into_iter().any(|name| AMP.contains(&name.as_str()) || name.starts_with('⚡'))
}

fn says_encoding(read: Attributes<'_>) -> bool {
    let content_type = read("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("content-type"));
    content_type || read("charset").is_some()
}

fn unreadable(read: Attributes<'_>) -> bool {
    let content = read("content").unwrap_or_default().to_ascii_lowercase();
    let named = content.split_once("charset=").map(|it| it.1.to_owned());
    let label = read("charset").or(named).unwrap_or_default().to_ascii_lowercase();
    NOT_ASCII.contains(&label.trim_matches(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\''))
}
