//! What every document of a run has in common: the gate, the page's address, the gate's tags, and what has been found out.

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

/// Pages of one site ask for the same things again and again: of so many addresses it is remembered that they may load.
const MOST_ALLOWED: usize = 10_000;

/// Elements that say more than what they load by their attributes.
const SHOWN: &[&str] =
    &["html", "head", "body", "base", "meta", "template", "style", "noscript", "iframe", "frame"];

/// What an element is to a rewrite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Script,
    /// It has to be seen, whatever its attributes are.
    Shown,
    /// Its attributes say what it loads.
    Loads,
}

/// What every document of a run has in common.
#[derive(Debug)]
pub(crate) struct Common {
    /// The gate for visitors who have made no choice.
    pub(crate) gate: Gate,
    /// The address of the page.
    pub(crate) base: Url,
    /// The gate's own tags.
    pub(crate) tag: GateTag,
    elements: Names<Role>,
    attributes: Names<Sort>,
    /// Addresses, as pages write them, that need no consent.
    allowed: RefCell<HashSet<String>>,
    /// Names of which a script has to say one to need a library.
    libraries: Words,
    /// The origin of the page.
    pub(super) origin: String,
    /// What of that origin may load for sure.
    pub(super) first_party: Option<FirstParty>,
}

impl Common {
    /// What these documents have in common.
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

    /// Whether this inline script may need any library at all.
    pub(super) fn may_need(&self, script: &[u8]) -> bool {
        self.libraries.any(script)
    }

    /// Whether an element of this name, in any letters, may load something, or says something about those that do.
    pub(super) fn matters(&self, name: &[u8]) -> bool {
        self.role(name).is_some()
    }

    /// What an element of this name is, if it matters.
    pub(super) fn role(&self, name: &[u8]) -> Option<Role> {
        self.elements.get(name)
    }

    /// How an attribute of this name loads something, on any element; `None` if it never does.
    pub(super) fn sort(&self, attribute: &[u8]) -> Option<Sort> {
        self.attributes.get(attribute)
    }

    /// Whether it is known that this address, as pages write it, may load.
    pub(super) fn is_allowed(&self, written: &str) -> bool {
        self.allowed.borrow().contains(written)
    }

    /// It is known from now on.
    pub(super) fn allow(&self, written: &str) {
        let mut allowed = self.allowed.borrow_mut();
        if allowed.len() < MOST_ALLOWED {
            allowed.insert(written.to_owned());
        }
    }
}

/// What stands before the path of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    &url[..url[host..].find('/').map_or(url.len(), |at| host + at)]
}
