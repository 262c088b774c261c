//! What every document of a run has in common: the gate, the page's address, the gate's tags, and what has been found out.

use super::head::Gate as GateTag;
use super::own::Own;
use super::words::Words;
use crate::address::Url;
use crate::gate::Gate;
use crate::markup;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// Pages of one site ask for the same things again and again: of so many addresses it is remembered that they may load.
const MOST_ALLOWED: usize = 10_000;

/// Elements that do not load by their attributes, but matter.
const OTHERS: &[&str] = &["html", "head", "base", "template", "style", "noscript"];

/// What every document of a run has in common.
#[derive(Debug)]
pub(crate) struct Common {
    /// The gate for visitors who have made no choice.
    pub(crate) gate: Gate,
    /// The address of the page.
    pub(crate) base: Url,
    /// The gate's own tags.
    pub(crate) tag: GateTag,
    /// By the first letter.
    elements: [Vec<&'static str>; 26],
    /// Addresses, as pages write them, that need no consent.
    allowed: RefCell<HashSet<String>>,
    /// Names of which a script has to say one to need a library.
    libraries: Words,
    /// The origin of the page.
    pub(super) origin: String,
    /// What of that origin may load for sure.
    pub(super) own: Option<Own>,
}

impl Common {
    /// What these documents have in common.
    pub(crate) fn new(gate: Gate, base: Url, tag: GateTag) -> Rc<Common> {
        let mut elements: [Vec<&'static str>; 26] = Default::default();
        for name in markup::elements().into_iter().chain(OTHERS.iter().copied()) {
            elements[letter(name.as_bytes())].push(name);
        }
        let libraries = Words::new(gate.libraries());
        let origin = origin(base.as_str()).to_owned();
        let own = Own::new(&gate, &origin);
        Rc::new(Common { gate, base, tag, elements, allowed: RefCell::default(), libraries, origin, own })
    }

    /// Whether this inline script may need any library at all.
    pub(super) fn may_need(&self, script: &[u8]) -> bool {
        self.libraries.any(script)
    }

    /// Whether an element of this name, in any letters, may load something, or says something about those that do.
    pub(super) fn matters(&self, name: &[u8]) -> bool {
        self.elements[letter(name)].iter().any(|it| it.as_bytes().eq_ignore_ascii_case(name))
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

/// The place of a name's first letter in the alphabet; names begin with one.
fn letter(name: &[u8]) -> usize {
    name.first().map_or(0, |first| usize::from(first.to_ascii_lowercase().wrapping_sub(b'a')) % 26)
}
