//! Decides which tags need not be shown: those that load nothing, and those that only load URLs that are allowed
//! without a consent. Unusual URLs are left to `page.rs`.

use super::Reader;
use super::first_party::is_plain;
use crate::gate::{Decision, Kind};
use crate::markup::{self, Sort};
use crate::rewrite::common::{Common, Role};
use crate::rewrite::document::Page;
use crate::rewrite::head::Missing;
use std::rc::Rc;
use std::str;

/// The state of the document before a piece of input, updated while the piece is read.
pub(crate) struct Passing {
    common: Rc<Common>,
    /// A `<base>` has been read, so no URL is judged here.
    based: bool,
    /// The place of the gate's tag is not known yet.
    head: bool,
    /// A script may be held, and later inline scripts may depend on it.
    held: bool,
}

/// The result of reading a start tag so far.
pub(crate) struct Tag {
    role: Option<Role>,
    /// It is a script with a `src`.
    external: bool,
    /// Nothing that it loads is held.
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

    /// Returns whether a script need not be shown: its URL is allowed, or it is inline and needs no held library.
    fn script(&mut self, tag: &Tag, text: &[u8]) -> bool {
        let free = tag.free && (tag.external || !self.held || !self.common.may_need(text));
        self.held |= !free;
        free && !self.head
    }

    /// Returns whether this attribute of an element that may load something only loads allowed URLs.
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

    /// Returns whether this URL, as written, needs no consent. `false` means that it is not certain.
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
        // The verdict does not depend on the kind.
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
            return false; // Any element may end the head.
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

/// Returns whether styles load nothing: they contain no function, and no character reference that could encode one.
fn is_inert(style: &[u8]) -> bool {
    !style.iter().any(|byte| matches!(byte, b'(' | b'&'))
}
