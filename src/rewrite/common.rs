//! State shared by all documents of a run: the gate, the page's URL, the gate's tags, and caches.

use super::head::Gate as GateTag;
use super::prefilter::first_party::FirstParty;
use super::prefilter::names::Names;
use super::prefilter::words::Words;
use crate::address::Url;
use crate::gate::Gate;
use crate::markup::{self, Sort};
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// Maximum number of allowed URLs in the cache. Pages of one site repeat most of their URLs.
const MOST_ALLOWED: usize = 10_000;

/// Elements that matter to a rewrite even without attributes that load.
const SHOWN: &[&str] =
    &["html", "head", "body", "base", "meta", "template", "style", "noscript", "iframe", "frame"];

/// The role of an element in a rewrite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Script,
    /// The rewriter must see it, whatever its attributes are.
    Shown,
    /// It loads something only through its attributes.
    Loads,
}

/// State shared by all documents of a run.
#[derive(Debug)]
pub(crate) struct Common {
    /// The gate for visitors who have made no choice.
    pub(crate) gate: Gate,
    /// The URL of the page.
    pub(crate) base: Url,
    /// The gate's tags.
    pub(crate) tag: GateTag,
    elements: Names<Role>,
    attributes: Names<Sort>,
    /// URLs, as pages write them, that are allowed without a consent.
    allowed: RefCell<HashSet<String>>,
    /// The first words of all libraries' globals. A script without any of them needs no library.
    libraries: Words,
    /// The origin of the page.
    pub(super) origin: String,
    /// Fast path for URLs of this origin.
    pub(super) first_party: Option<FirstParty>,
}

impl Common {
    /// Creates the state for documents with this base URL.
    pub(crate) fn new(gate: Gate, base: Url, tag: GateTag) -> Rc<Common> {
        let shown = SHOWN.iter().map(|name| (*name, Role::Shown));
        let loading = markup::elements().map(|name| (name, Role::Loads));
        let elements = Names::new([("script", Role::Script)].into_iter().chain(shown).chain(loading));
        let attributes = Names::new(markup::attributes());
        let libraries = Words::new(gate.libraries());
        let origin = origin(base.as_str()).to_owned();
        let first_party = FirstParty::new(&gate, &origin);
        let allowed = RefCell::default();
        Rc::new(Common { gate, base, tag, elements, attributes, allowed, libraries, origin, first_party })
    }

    /// Returns whether this inline script may need a library. `false` is certain.
    pub(super) fn may_need(&self, script: &[u8]) -> bool {
        self.libraries.any(script)
    }

    /// Returns whether an element with this name, in any case, may load something or affects elements that do.
    pub(super) fn matters(&self, name: &[u8]) -> bool {
        self.role(name).is_some()
    }

    /// Returns the role of an element with this name, if it matters.
    pub(super) fn role(&self, name: &[u8]) -> Option<Role> {
        self.elements.get(name)
    }

    /// Returns how an attribute with this name loads something, on any element, or `None` if it never does.
    pub(super) fn sort(&self, attribute: &[u8]) -> Option<Sort> {
        self.attributes.get(attribute)
    }

    /// Returns whether this URL, as pages write it, is known to be allowed.
    pub(super) fn is_allowed(&self, written: &str) -> bool {
        self.allowed.borrow().contains(written)
    }

    /// Remembers that this URL is allowed.
    pub(super) fn allow(&self, written: &str) {
        let mut allowed = self.allowed.borrow_mut();
        if allowed.len() < MOST_ALLOWED {
            allowed.insert(written.to_owned());
        }
    }
}

/// Returns the part of a URL before its path.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    &url[..url[host..].find('/').map_or(url.len(), |at| host + at)]
}
