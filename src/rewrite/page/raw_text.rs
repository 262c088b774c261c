//! Elements whose text is needed for a decision: scripts, style sheets, `<noscript>`, and the config element. Collects
//! the text up to the end tag. `script.rs` judges the text of scripts.

use super::{script, styles};
use crate::html::DEEPEST;
use crate::rewrite::changed::Changed;
use crate::rewrite::document::{Page, Raw, Shared, What};
use crate::rewrite::mark::{INVALID, MARKED};
use crate::rewrite::splice::Insertion;
use lol_html::html_content::{Element, EndTag};
use std::rc::Rc;

impl Page {
    pub(super) fn enter_raw(&mut self, raw: Raw, element: &mut Element<'_, '_>, shared: &Shared) {
        // In SVG, a style sheet may contain elements and continues after them. A script that contains elements is not
        // judged.
        if self.raw.is_some_and(|outer| !matches!(outer.what, What::Script(_))) {
            return;
        }
        let Some(handlers) = element.end_tag_handlers() else { return };
        self.raw = Some(raw);
        let page = Rc::clone(shared);
        handlers.push(Box::new(move |end: &mut EndTag<'_>| {
            let span = end.source_location().bytes();
            let mut page = page.borrow_mut();
            if page.raw.is_some_and(|open| open.tag == raw.tag) {
                page.leave_raw(span.start, span.end);
            }
            Ok(())
        }));
    }

    /// Handles the end of the raw element.
    pub(super) fn leave_raw(&mut self, end: usize, after: usize) {
        let Some(raw) = self.raw.take() else { return };
        let text = self.splice.between(raw.text, end).to_vec();
        match raw.what {
            What::Script(lane) => script::read(self, &text, raw, lane),
            What::Style => self.sheet(&text, raw),
            What::Noscript => self.copy(&text, raw),
            What::Config => self.head.has_config(after),
        }
    }

    /// Makes each held URL of a style sheet invalid.
    fn sheet(&mut self, text: &[u8], raw: Raw) {
        let mut any = false;
        for styles::Place { at, kind, url } in styles::in_sheet(text) {
            if self.holds("style", raw.text + at, kind, &url) {
                self.splice.insert(raw.text + at, INVALID);
                any = true;
            }
        }
        if any {
            self.splice.insert(raw.name, MARKED);
        }
    }

    /// Rewrites the content of a `<noscript>`.
    fn copy(&mut self, text: &[u8], raw: Raw) {
        if self.walk.depth >= DEEPEST || !text.contains(&b'<') {
            return;
        }
        let inner = self.inner(true).read(text);
        let before = self.splice.line(raw.text);
        for Insertion { at, text } in inner.splice.into_insertions() {
            self.splice.insert(raw.text + at, text);
        }
        let moved = inner.changed.into_iter().map(|it| Changed { line: before + it.line, ..it });
        self.changed.extend(moved);
    }
}
