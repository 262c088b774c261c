//! The state of a document that is rewritten as a stream. Other files add methods to [`Page`] that decide about tags,
//! texts and URLs.

use super::changed::Changed;
use super::common::Common;
use super::head::Head;
use super::splice::Splice;
use crate::address::{Url, resolve};
use crate::gate::{Gate, Lane};
use crate::html::Walk;
use std::cell::RefCell;
use std::rc::Rc;

/// A document that is being read.
#[derive(Debug)]
pub(crate) struct Page {
    pub(super) common: Rc<Common>,
    /// A separate gate, created when the first script of this page is held. Later scripts may depend on held ones.
    pub(super) held: Option<Gate>,
    pub(super) walk: Walk,
    /// The raw text element that is being read.
    pub(super) raw: Option<Raw>,
    pub(super) head: Head,
    /// Why the rest of the document is left unchanged.
    pub(crate) left: Option<&'static str>,
    pub(crate) splice: Splice,
    /// Number of bytes that the parser has read.
    pub(super) seen: usize,
    pub(crate) changed: Vec<Changed>,
}

/// A page, shared with the handlers of end tags.
pub(crate) type Shared = Rc<RefCell<Page>>;

impl Page {
    /// Creates a top-level document.
    pub(crate) fn new(common: &Rc<Common>) -> Page {
        Page {
            common: Rc::clone(common),
            held: None,
            walk: Walk::new(common.base.clone()),
            raw: None,
            head: Head::new(common.tag.missing),
            left: None,
            splice: Splice::default(),
            seen: 0,
            changed: Vec::new(),
        }
    }

    /// Creates a nested document: the content of a `<noscript>`, or the document of a frame.
    pub(super) fn inner(&self, noscript: bool) -> Page {
        let mut page = Page::new(&self.common);
        page.walk = self.walk.inner(noscript);
        page.head = Head::none();
        page
    }

    /// Resolves a URL against the document's base URL.
    pub(super) fn resolve(&self, written: &str) -> Option<Url> {
        resolve(&self.walk.base, written).ok()
    }
}

/// An element whose text must be read before anything is decided about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    /// Offsets of the start of its tag, the end of its name, and the end of its tag.
    pub(super) tag: usize,
    pub(super) name: usize,
    pub(super) text: usize,
    /// Offset of the attribute `type`.
    pub(super) kind: Option<usize>,
    pub(super) what: What,
}

/// How the text of an element is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The lane in which HTML would run it.
    Script(Lane),
    Style,
    Noscript,
    Config,
}
