//! What every document of a run has in common: the gate, the page's address, the gate's tags, and what has been found out.

use super::head::Gate as GateTag;
use crate::address::Url;
use crate::gate::Gate;
use crate::markup;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// Pages of one site ask for the same things again and again: of so many addresses it is remembered that they may load.
pub(crate) const MOST_ALLOWED: usize = 10_000;

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
    elements: HashSet<&'static str>,
    /// Addresses, as pages write them, that need no consent.
    pub(super) allowed: RefCell<HashSet<String>>,
}

impl Common {
    /// What these documents have in common.
    pub(crate) fn new(gate: Gate, base: Url, tag: GateTag) -> Rc<Common> {
        let elements = markup::elements().into_iter().chain(OTHERS.iter().copied()).collect();
        Rc::new(Common { gate, base, tag, elements, allowed: RefCell::default() })
    }

    /// Whether an element of this name may load something, or says something about those that do.
    pub(super) fn matters(&self, name: &str) -> bool {
        self.elements.contains(name)
    }
}
