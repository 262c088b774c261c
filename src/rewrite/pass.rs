//! Which tags nobody needs to see: those that load nothing, and those that load only what may load at once. Every URL of
//! which that is not plain is left to `page.rs`.

use super::common::{Common, Role};
use super::head::Missing;
use super::own::is_plain;
use super::page::Page;
use super::skim::Reader;
use super::tokens::Tag;
use crate::gate::{Decision, Kind};
use crate::markup::{self, Sort};
use std::rc::Rc;
use std::str;

/// Attributes that load something without being a URL.
const STYLE: &[u8] = b"style";

/// What is known of the document before a piece of it, and of what has been met in that piece.
pub(super) struct Passing {
    common: Rc<Common>,
    /// Relative addresses may lead anywhere.
    based: bool,
    /// It is not decided yet where the gate's tag goes.
    head: bool,
    /// A script may be held, and inline ones behind it depend on it.
    held: bool,
}

impl Passing {
    pub(super) fn new(page: &Page) -> Passing {
        Passing {
            common: Rc::clone(&page.common),
            based: page.based,
            head: page.head.is_open(),
            held: page.held.is_some(),
        }
    }

    /// A script whose address may load, or that has none and depends on nothing.
    fn script(&mut self, tag: &Tag<'_>, text: &[u8]) -> bool {
        let (mut external, mut free) = (false, true);
        for (name, value) in tag.attributes() {
            if name.eq_ignore_ascii_case(b"src") {
                external = true;
                free &= self.may_load(value);
            }
            free &= !name.eq_ignore_ascii_case(b"data-consent");
        }
        free &= external || !self.held || !self.common.may_need(text);
        self.held |= !free;
        free && !self.head
    }

    fn attribute(&mut self, name: &[u8], value: &[u8]) -> bool {
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
    fn may_load(&mut self, value: &[u8]) -> bool {
        if self.based {
            return false;
        }
        let path = value.strip_prefix(self.common.origin.as_bytes()).unwrap_or(value);
        self.common.own.as_ref().is_some_and(|own| own.has(path)) || self.judge(value)
    }

    fn judge(&mut self, value: &[u8]) -> bool {
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
    fn passes(&mut self, tag: &Tag<'_>, text: &[u8]) -> bool {
        if self.head && self.common.tag.missing != Missing::ComesIn {
            return false; // Any element may tell that the head is over.
        }
        match self.common.role(tag.name) {
            None if !tag.styled => true,
            None => {
                let mut styles = tag.attributes().filter(|it| it.0.eq_ignore_ascii_case(STYLE));
                styles.all(|(_, value)| is_inert(value))
            }
            Some(Role::Script) => self.script(tag, text),
            Some(Role::Shown) => {
                self.based |= tag.is(b"base");
                self.head &= !tag.is(b"body");
                false
            }
            Some(Role::Loads) => {
                !self.head && tag.attributes().all(|(name, value)| self.attribute(name, value))
            }
        }
    }
}

/// Styles without a function load nothing.
fn is_inert(style: &[u8]) -> bool {
    !style.iter().any(|byte| matches!(byte, b'(' | b'&'))
}
