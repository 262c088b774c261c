//! Finds the place of the gate's tags: first in `<head>`, but after the declaration of the encoding, which browsers
//! search for in the first 1,024 bytes. Pages that already have the tags, and fragments, do not get them.

use super::mark::{MARK, MARKED_GATE};
use super::splice::Splice;
use crate::markup::Attributes;
use lol_html::html_content::Element;
use std::ops::Range;

/// The id of the config element.
const CONFIG: &str = "consent-gate-config";

/// Name of the gate's file, in any folder.
const FILE: &str = "consent-gate.js";

/// Maximum length in bytes of a head in which the gate's tag is searched for.
const LONGEST: usize = 1 << 20;

/// The tags of the gate.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// URL of its file, as pages write it.
    pub(crate) src: String,
    /// The config element, or an empty text if the site has no config.
    pub(crate) config: String,
    /// The gate's script element.
    pub(crate) script: String,
    /// How a document without the gate is handled.
    pub(crate) missing: Missing,
}

/// How a document without the gate's tag is handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The tags are inserted.
    #[default]
    ComesIn,
    /// The document is left unchanged, because nothing could release held requests. If a document has the gate, its tag
    /// is marked, so that the page can detect the rewriting.
    #[cfg(any(test, feature = "edge"))]
    Leaves,
}

impl Gate {
    /// Returns whether a script with this source is the gate.
    fn is(&self, src: &str) -> bool {
        let path = src.split(['?', '#']).next().unwrap_or("");
        let file = path.rsplit('/').next();
        src == self.src
            || path == self.src
            || file == Some(FILE)
            || (file == self.src.rsplit('/').next() && file != Some(""))
    }
}

/// Encodings in which bytes such as `<` may be part of other characters. Pages in these encodings are left unchanged.
const NOT_ASCII: &[&str] =
    &["iso-2022-jp", "csiso2022jp", "utf-7", "hz-gb-2312", "iso-2022-kr", "iso-2022-cn"];

/// Attributes of `<html>` that mark an AMP document. AMP does not allow scripts of the site.
const AMP: &[&str] = &["amp", "amp4ads", "amp4email"];

/// State of the search for the place of the gate's tags.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `<html>`, `<head>` or `<body>` has been read.
    document: bool,
    /// Offset of the first doctype. Only elements after it are affected.
    doctype: Option<usize>,
    /// Offset at which the tags are inserted, unless the gate's tag is found.
    place: Option<usize>,
    /// An element that may load something has been read after `place`.
    begun: bool,
    /// An element was read before any doctype, `<html>`, `<head>` or `<body>`. The input is a document with a misplaced
    /// element, or a fragment.
    unsure: bool,
    /// The page has a config element, whose end may not have been read yet.
    config: bool,
    done: bool,
    missing: Missing,
}

impl Head {
    /// State for nested documents, which get no tags.
    pub(crate) fn none() -> Head {
        Head { done: true, ..Head::default() }
    }

    /// State for a top-level document.
    pub(crate) fn new(missing: Missing) -> Head {
        // Documents that are left unchanged without the gate are pages that a browser shows. So they are never treated
        // as fragments.
        Head { document: missing != Missing::ComesIn, missing, ..Head::default() }
    }

    /// Returns whether the search is still open.
    pub(crate) fn is_open(&self) -> bool {
        !self.done
    }

    /// Records a doctype at this offset. Everything after it is a document, and not a fragment.
    pub(crate) fn has_doctype(&mut self, at: usize) {
        self.doctype.get_or_insert(at);
    }

    /// Returns the offset from which output has to wait until the search has ended.
    pub(crate) fn awaited(&self) -> Option<usize> {
        let place = if self.missing == Missing::ComesIn { self.place } else { Some(0) };
        place.filter(|_| !self.done)
    }

    /// Handles an element that cannot be in a head. If the document must have the gate, the search ends without it.
    /// Returns why the document is left unchanged.
    pub(crate) fn is_over(&mut self, name: &str, gate: &Gate, splice: &mut Splice) -> Option<&'static str> {
        let over = !self.done && self.missing != Missing::ComesIn && name != "title";
        if over { self.close(gate, splice) } else { None }
    }

    /// Handles an element. Returns why the document is left unchanged, if it is.
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
            // A second `<html>` further down has no effect.
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

    /// Returns whether this script is the page's config element. The gate's tag is then inserted after it.
    pub(crate) fn awaits_config(&mut self, read: Attributes<'_>) -> bool {
        let config = !self.done && read("id").as_deref() == Some(CONFIG);
        self.config |= config;
        config
    }

    /// Moves the place of the gate's tag behind the config element, which ends at this offset.
    pub(crate) fn has_config(&mut self, after: usize) {
        self.place = self.place.map(|_| after);
    }

    /// Ends the search if it has passed the maximum length.
    pub(crate) fn hurry(&mut self, end: usize, gate: &Gate, splice: &mut Splice) -> Option<&'static str> {
        let long = self.awaited().is_some_and(|place| end - place > LONGEST);
        if long { self.close(gate, splice) } else { None }
    }

    /// Ends the search without the gate's tag: inserts the tags, or returns why the document is left unchanged.
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
