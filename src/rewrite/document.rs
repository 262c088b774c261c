//! The state of a document while it streams by. What its tags, texts and addresses come to is decided in the files that
//! add methods to [`Page`].

use super::changed::Changed;
use super::common::Common;
use super::head::Head;
use super::splice::Splice;
use crate::address::{Url, resolve};
use crate::gate::{Gate, Lane};
use crate::html::Walk;
use std::cell::RefCell;
use std::rc::Rc;

/// A document while it is read.
#[derive(Debug)]
pub(crate) struct Page {
    pub(super) common: Rc<Common>,
    /// The gate once a script of this page is held: what stands behind it may depend on it.
    pub(super) held: Option<Gate>,
    pub(super) walk: Walk,
    /// The raw text that is being read.
    pub(super) raw: Option<Raw>,
    pub(super) head: Head,
    /// Why the rest of the document is left as it is.
    pub(crate) left: Option<&'static str>,
    pub(crate) splice: Splice,
    /// How far the parser has come.
    pub(super) seen: usize,
    pub(crate) changed: Vec<Changed>,
}

/// A page that the handlers of end tags share.
pub(crate) type Shared = Rc<RefCell<Page>>;

impl Page {
    /// A document of its own.
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

    /// A document inside this one: the copy for browsers without scripts, or that of a frame.
    pub(super) fn inner(&self, noscript: bool) -> Page {
        let mut page = Page::new(&self.common);
        page.walk = self.walk.inner(noscript);
        page.head = Head::none();
        page
    }

    /// What a script loads, as a browser reads it.
    pub(super) fn resolve(&self, written: &str) -> Option<Url> {
        resolve(&self.walk.base, written).ok()
    }
}

/// An element whose text is read before anything is decided about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    /// Where its tag begins and ends, and where its name ends.
    pub(super) tag: usize,
    pub(super) name: usize,
    pub(super) text: usize,
    /// Where the attribute `type` begins.
    pub(super) kind: Option<usize>,
    pub(super) what: What,
}

/// How the text of an element is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Where HTML would have it run.
    Script(Lane),
    Style,
    Noscript,
    Config,
}
