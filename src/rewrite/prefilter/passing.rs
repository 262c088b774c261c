//! Which tags nobody needs to see: those that load nothing, and those that load only what may load at once. Every URL of
//! which that is not plain is left to `page.rs`.

use super::Reader;
use super::first_party::is_plain;
use crate::gate::{Decision, Kind};
use crate::markup::{self, Sort};
use crate::rewrite::common::{Common, Role};
use crate::rewrite::document::Page;
use crate::rewrite::head::Missing;
use std::rc::Rc;
use std::str;

/// What is known of the document before a piece of it, and of what has been met in that piece.
pub(crate) struct Passing {
    common: Rc<Common>,
    /// Relative addresses may lead anywhere.
    based: bool,
    /// It is not decided yet where the gate's tag goes.
    head: bool,
    /// A script may be held, and inline ones behind it depend on it.
    held: bool,
}

/// What is known of a start tag.
pub(crate) struct Tag {
    role: Option<Role>,
    /// It is a script with an address.
    external: bool,
    /// Nothing of it has to wait.
    free: bool,
}

impl Passing {
    pub(crate) fn new(page: &Page) -> Passing {
        Passing {
            common: Rc::clone(&page.common),
            based: page.walk.based,
            head: page.head.is_open(),
            held: page.held.is_some(),
        }
    }

    /// A script whose address may load, or that has none and depends on nothing.
    fn script(&mut self, tag: &Tag, text: &[u8]) -> bool {
        let free = tag.free && (tag.external || !self.held || !self.common.may_need(text));
        self.held |= !free;
        free && !self.head
    }

    /// Whether this attribute of an element that may load something loads nothing but what may load.
    fn is_free(&self, name: &[u8], value: &[u8]) -> bool {
        match self.common.sort(name) {
            None => true,
            Some(Sort::Url) => self.may_load(value),
            Some(Sort::Css) => is_inert(value),
            Some(Sort::Srcset) => {
                let plain = str::from_utf8(value).ok().filter(|it| !it.contains('&'));
                plain.is_some_and(|it| markup::srcset(it).all(|url| self.may_load(url.as_bytes())))
            }
            Some(Sort::Other) => false,
        }
    }

    /// Whether this address, as it is written, needs no consent for sure.
    fn may_load(&self, value: &[u8]) -> bool {
        if self.based {
            return false;
        }
        let path = value.strip_prefix(self.common.origin.as_bytes()).unwrap_or(value);
        self.common.first_party.as_ref().is_some_and(|own| own.has(path)) || self.judge(value)
    }

    fn judge(&self, value: &[u8]) -> bool {
        let Ok(value) = str::from_utf8(value) else { return false };
        let path = value.strip_prefix(&*self.common.origin).unwrap_or(value);
        if !is_plain(path) {
            return self.common.is_allowed(value);
        }
        let url = self.common.origin.clone() + path;
        // What loads it makes no difference.
        self.common.gate.judge(&url, Kind::Other).decision == Decision::Allow
    }
}

impl Reader for Passing {
    type Tag = Tag;

    fn begins(&self, name: &[u8]) -> Tag {
        Tag { role: self.common.role(name), external: false, free: true }
    }

    fn attribute(&self, tag: &mut Tag, name: &[u8], value: &[u8]) {
        let is = |wanted: &[u8]| name.eq_ignore_ascii_case(wanted);
        tag.free &= match tag.role {
            _ if !tag.free => false,
            None => is_inert(value) || self.common.sort(name) != Some(Sort::Css),
            Some(Role::Script) if is(b"src") => {
                tag.external = true;
                self.may_load(value)
            }
            Some(Role::Script) => !is(b"data-consent"),
            Some(Role::Shown) => false,
            Some(Role::Loads) => self.is_free(name, value),
        };
    }

    fn passes(&mut self, tag: Tag, name: &[u8], text: &[u8]) -> bool {
        if self.head && self.common.tag.missing != Missing::ComesIn {
            return false; // Any element may tell that the head is over.
        }
        match tag.role {
            None => tag.free,
            Some(Role::Script) => self.script(&tag, text),
            Some(Role::Shown) => {
                self.based |= name.eq_ignore_ascii_case(b"base");
                self.head &= !name.eq_ignore_ascii_case(b"body");
                false
            }
            Some(Role::Loads) => !self.head && tag.free,
        }
    }
}

/// Styles without a function load nothing.
fn is_inert(style: &[u8]) -> bool {
    !style.iter().any(|byte| matches!(byte, b'(' | b'&'))
}
