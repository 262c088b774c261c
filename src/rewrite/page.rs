//! One document while it streams by: which of its tags are to wait, and what has to come in so that they do. Reads the
//! tags that lol_html shows it and changes nothing itself; `splice.rs` holds the bytes. What attributes load, what texts
//! hold and what has to wait are files of those names.

use super::document::{Page, Raw, Shared, What};
use super::mark::{MARK, MARKED};
use super::script;
use crate::html::{self, LONGEST_INLINE};
use lol_html::html_content::Element;

impl Page {
    /// Takes in a tag of an element that matters.
    pub(crate) fn element(&mut self, element: &mut Element<'_, '_>, shared: &Shared) {
        if self.left.is_some() {
            return;
        }
        let name = element.tag_name();
        // Most elements of a page load nothing.
        if !self.common.matters(name.as_bytes()) {
            return self.plain(&name, element);
        }
        let read = |name: &str| html::attribute(element, name);
        let span = element.source_location().bytes();
        if self.head.is_open() {
            self.left = self.head.meet(&name, &span, element, &self.common.tag, &mut self.splice);
        }
        if name == "base" {
            self.walk.rebase(read("href"));
        }
        let raw = match name.as_str() {
            "template" if !element.has_attribute("shadowrootmode") => {
                return self.walk.enter_template(element);
            }
            _ if self.walk.in_template() || self.left.is_some() => return,
            "script" if self.head.awaits_config(&read) => Some(What::Config),
            "script" => script::meet(self, element, &read).map(What::Script),
            "style" => Some(What::Style),
            "noscript" => Some(What::Noscript),
            _ => None,
        };
        if name != "script" && !element.has_attribute(MARK) {
            self.tag(&name, element, &read);
        }
        if let Some(what) = raw {
            let name = span.start + 1 + name.len();
            let mut attributes = element.attributes().iter();
            let kind = attributes.find(|it| it.name() == "type").and_then(|it| it.name_source_location());
            let kind = kind.map(|place| place.bytes().start);
            self.enter_raw(Raw { tag: span.start, name, text: span.end, kind, what }, element, shared);
        }
    }

    /// An element that may load something by its styles only.
    fn plain(&mut self, name: &str, element: &Element<'_, '_>) {
        self.left = self.head.is_over(name, &self.common.tag, &mut self.splice);
        let styled = self.left.is_none() && !self.walk.in_template() && !element.has_attribute(MARK);
        if styled && self.styles(name, element) {
            let start = element.source_location().bytes().start;
            self.splice.insert(start + 1 + name.len(), MARKED);
        }
    }

    /// Nothing more comes: what is open is decided now.
    pub(crate) fn end(&mut self) {
        let end = self.splice.end();
        // A script that does not end never runs, and would hold a tag as text. Styles and copies count as far as they go.
        if self.raw.is_some_and(|raw| !matches!(raw.what, What::Script(_) | What::Config)) {
            self.leave_raw(end, end);
        }
        self.raw = None;
        let why = self.head.close(&self.common.tag, &mut self.splice);
        self.left = self.left.or(why);
    }

    /// The offset before which everything is decided.
    pub(crate) fn decided(&mut self) -> usize {
        let end = self.seen;
        let why = self.head.hurry(end, &self.common.tag, &mut self.splice);
        self.left = self.left.or(why);
        if self.raw.is_some_and(|raw| matches!(raw.what, What::Script(_)) && end - raw.text > LONGEST_INLINE)
        {
            self.raw = None;
        }
        let raw = self.raw.map_or(end, |raw| raw.tag);
        self.head.awaited().unwrap_or(end).min(raw).min(end)
    }
}
