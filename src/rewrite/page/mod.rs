//! Decides which tags of a document are held, and what to insert for that. Reads the tags from lol_html and changes no
//! byte; `splice.rs` does. `attributes`, `raw_text` and `requests` handle attributes, texts and verdicts.

mod attributes;
mod raw_text;
mod requests;
mod script;
pub(super) mod styles;

use crate::html::{self, LONGEST_INLINE};
use crate::rewrite::document::{Page, Raw, Shared, What};
use crate::rewrite::mark::{MARK, MARKED};
use lol_html::html_content::Element;

impl Page {
    /// Handles a tag.
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

    /// Handles an element that can load something only through its styles.
    fn plain(&mut self, name: &str, element: &Element<'_, '_>) {
        self.left = self.head.is_over(name, &self.common.tag, &mut self.splice);
        let styled = self.left.is_none() && !self.walk.in_template() && !element.has_attribute(MARK);
        if styled && self.styles(name, element) {
            let start = element.source_location().bytes().start;
            self.splice.insert(start + 1 + name.len(), MARKED);
        }
    }

    /// Ends the document and decides about everything that is still open.
    pub(crate) fn end(&mut self) {
        let end = self.splice.end();
        // A script without an end tag never runs. Styles and `<noscript>` content count up to the end of the document.
        if self.raw.is_some_and(|raw| !matches!(raw.what, What::Script(_) | What::Config)) {
            self.leave_raw(end, end);
        }
        self.raw = None;
        let why = self.head.close(&self.common.tag, &mut self.splice);
        self.left = self.left.or(why);
    }

    /// Returns the offset before which everything is decided.
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
