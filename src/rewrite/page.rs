//! One document while it streams by: which of its tags are to wait, and what has to come in so that they do. Reads the
//! tags that lol_html shows it and changes nothing itself; `splice.rs` holds the bytes.

use super::changed::Changed;
use super::common::Common;
use super::head::Head;
use super::mark::{INVALID, MARK, MARKED, PREFIX};
use super::splice::{Insertion, Splice};
use super::{script, styles};
use crate::address::{Url, resolve};
use crate::gate::{Category, Decision, Gate, Kind};
use crate::markup::{self, Content};
use lol_html::html_content::{Element, EndTag};
use std::cell::RefCell;
use std::rc::Rc;

/// A copy for browsers without scripts in a frame's document, and so on: deeper ones are not read.
const DEEPEST: usize = 8;

/// A document while it is read.
#[derive(Debug)]
pub(crate) struct Page {
    pub(super) common: Rc<Common>,
    /// The gate once a script of this page is held: what stands behind it may depend on it.
    pub(super) held: Option<Gate>,
    base: Url,
    /// A `<base href>` has been met; a second one does not count.
    pub(super) based: bool,
    templates: usize,
    noscript: bool,
    depth: usize,
    /// The raw text that is being read.
    raw: Option<Raw>,
    pub(super) head: Head,
    /// Why the rest of the document is left as it is.
    pub(crate) left: Option<&'static str>,
    pub(crate) splice: Splice,
    /// How far the parser has come.
    pub(super) seen: usize,
    pub(crate) changed: Vec<Changed>,
}

/// An element whose text is read before anything is decided about it.
#[derive(Clone, Copy, Debug)]
struct Raw {
    /// Where its tag begins and ends, and where its name ends.
    tag: usize,
    name: usize,
    text: usize,
    /// Where the attribute `type` begins.
    kind: Option<usize>,
    what: What,
}

/// What is to be done with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Script,
    Style,
    Noscript,
    Config,
}

/// Vendor, feature and category, as far as they are known.
type Whose<'a> = (Option<&'a str>, Option<&'a str>, Option<&'static str>);

/// A page that the handlers of end tags share.
pub(crate) type Shared = Rc<RefCell<Page>>;

impl Page {
    /// A document of its own.
    pub(crate) fn new(common: &Rc<Common>) -> Page {
        Page {
            common: Rc::clone(common),
            held: None,
            base: common.base.clone(),
            based: false,
            templates: 0,
            noscript: false,
            depth: 0,
            raw: None,
            head: Head::new(common.tag.missing),
            left: None,
            splice: Splice::default(),
            seen: 0,
            changed: Vec::new(),
        }
    }

    /// A document inside this one: the copy for browsers without scripts, or that of a frame.
    fn inner(&self, noscript: bool) -> Page {
        let mut page = Page::new(&self.common);
        page.base = self.base.clone();
        page.based = noscript;
        page.noscript = noscript || self.noscript;
        page.depth = self.depth + 1;
        page.head = Head::none();
        page
    }

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
        let read = |name: &str| {
            element.get_attribute(name).map(|value| htmlize::unescape_attribute(value).into_owned())
        };
        let span = element.source_location().bytes();
        if self.head.is_open() {
            self.left = self.head.meet(&name, &span, element, &self.common.tag, &mut self.splice);
        }
        if name == "base" && !self.based {
            self.rebase(read("href"));
        }
        let raw = match name.as_str() {
            "template" if !element.has_attribute("shadowrootmode") => {
                return self.enter_template(element, shared);
            }
            _ if self.templates > 0 || self.left.is_some() => return,
            "script" if self.head.awaits_config(&read) => Some(What::Config),
            "script" => script::meet(self, element, &read).then_some(What::Script),
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
        let styled = self.left.is_none()
            && element.has_attribute("style")
            && self.templates == 0
            && !element.has_attribute(MARK);
        if styled && self.style(name, element) {
            let start = element.source_location().bytes().start;
            self.splice.insert(start + 1 + name.len(), MARKED);
        }
    }

    /// What a template holds is not loaded until a script puts it into the page, where it meets the gate.
    fn enter_template(&mut self, element: &mut Element<'_, '_>, shared: &Shared) {
        if let Some(handlers) = element.end_tag_handlers() {
            self.templates += 1;
            let page = Rc::clone(shared);
            handlers.push(Box::new(move |_| {
                let mut page = page.borrow_mut();
                page.templates = page.templates.saturating_sub(1);
                Ok(())
            }));
        }
    }

    fn enter_raw(&mut self, raw: Raw, element: &mut Element<'_, '_>, shared: &Shared) {
        // In SVG a style sheet may hold elements, and goes on behind them; a script in which others stand is none.
        if self.raw.is_some_and(|outer| outer.what != What::Script) {
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

    /// The text of the raw element has been read.
    fn leave_raw(&mut self, end: usize, after: usize) {
        let Some(raw) = self.raw.take() else { return };
        let text = self.splice.between(raw.text, end).to_vec();
        match raw.what {
            What::Script => script::read(self, &text, raw.tag, raw.kind),
            What::Style => self.sheet(&text, raw),
            What::Noscript => self.copy(&text, raw),
            What::Config => self.head.has_config(after),
        }
    }

    /// A style sheet in the document: its addresses that are to wait become invalid ones.
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

    /// The copy for browsers without scripts.
    fn copy(&mut self, text: &[u8], raw: Raw) {
        if self.depth >= DEEPEST || !text.contains(&b'<') {
            return;
        }
        let inner = super::stream::inner(self.inner(true), text);
        let before = self.splice.line(raw.text);
        for Insertion { at, text } in inner.splice.into_insertions() {
            self.splice.insert(raw.text + at, text);
        }
        let moved = inner.changed.into_iter().map(|it| Changed { line: before + it.line, ..it });
        self.changed.extend(moved);
    }

    fn rebase(&mut self, href: Option<String>) {
        let Some(href) = href.filter(|_| self.templates == 0) else { return };
        self.based = true;
        let resolved = resolve(&self.base, &href).ok();
        if let Some(base) = resolved.filter(|url| !matches!(url.scheme(), "data" | "javascript")) {
            self.base = base;
        }
    }

    /// Any element but a script: each attribute of it waits that would load something which has to.
    fn tag(&mut self, name: &str, element: &Element<'_, '_>, read: markup::Attributes<'_>) {
        let span = element.source_location().bytes();
        let mut held: Vec<&str> = Vec::new();
        for load in markup::loads(name, read) {
            // A refresh goes elsewhere and brings nothing in; styles are looked at below.
            if load.inert.is_some()
                || matches!(load.attribute, "content" | "style")
                || held.contains(&load.attribute)
            {
                continue;
            }
            let waits = match &load.content {
                Content::Url(kind, url) => self.holds(&what(name, load.attribute), span.start, *kind, url),
                Content::Document(text) => self.holds_document(&what(name, load.attribute), span.start, text),
            };
            if waits {
                held.push(load.attribute);
            }
        }
        if held.contains(&"srcdoc") {
            held.push("src"); // Which srcdoc has kept from loading so far.
        }
        for attribute in &held {
            self.rename(element, attribute);
        }
        let styled = element.has_attribute("style") && self.style(name, element);
        if styled || !held.is_empty() {
            self.splice.insert(span.start + 1 + name.len(), MARKED);
        }
    }

    /// The attribute keeps its place and its value under a name that loads nothing. A repeated one, too.
    pub(super) fn rename(&mut self, element: &Element<'_, '_>, name: &str) {
        for attribute in element.attributes().iter().filter(|attribute| attribute.name() == name) {
            if let Some(place) = attribute.name_source_location() {
                self.splice.insert(place.bytes().start, PREFIX);
            }
        }
    }

    fn style(&mut self, name: &str, element: &Element<'_, '_>) -> bool {
        let mut attributes = element.attributes().iter();
        let Some(attribute) = attributes.find(|attribute| attribute.name() == "style") else { return false };
        let Some(place) = attribute.value_source_location() else { return false };
        let (value, start) = (attribute.value(), place.bytes().start);
        // In an encoding other than UTF-8 the decoded value has other offsets, and is left as it is.
        if value.len() != place.bytes().len() || !value.contains('(') {
            return false;
        }
        let mut any = false;
        for styles::Place { at, kind, url } in styles::in_attribute(value.as_bytes()) {
            if self.holds(&what(name, "style"), element.source_location().bytes().start, kind, &url) {
                self.splice.insert(start + at, INVALID);
                any = true;
            }
        }
        any
    }

    /// Whether this address has to wait; notes it if it has.
    fn holds(&mut self, what: &str, at: usize, kind: Kind, written: &str) -> bool {
        let common = Rc::clone(&self.common);
        if !self.based && common.is_allowed(written) {
            return false;
        }
        let Ok(url) = resolve(&self.base, written) else { return false };
        let verdict = common.gate.judge(url.as_str(), kind);
        let waits = verdict.decision == Decision::Hold;
        if !waits && !self.based {
            common.allow(written);
        }
        if waits {
            let whose = (verdict.vendor, verdict.feature, verdict.category.map(Category::name));
            self.note(what, at, kind, url.into(), whose, verdict.reason.text());
        }
        waits
    }

    /// Whether a frame's own document brings in something that has to wait.
    fn holds_document(&mut self, what: &str, at: usize, text: &str) -> bool {
        if self.depth >= DEEPEST {
            return false;
        }
        let inner = super::stream::inner(self.inner(false), text.as_bytes());
        let Some(first) = inner.changed.into_iter().next() else { return false };
        self.changed.push(Changed {
            line: self.line(at),
            what: what.to_owned(),
            noscript: self.noscript,
            ..first
        });
        true
    }

    pub(super) fn note(
        &mut self,
        what: &str,
        at: usize,
        kind: Kind,
        url: String,
        (vendor, feature, category): Whose<'_>,
        reason: String,
    ) {
        let feature = feature.map(|feature| format!("/{feature}")).unwrap_or_default();
        self.changed.push(Changed {
            line: self.line(at),
            what: what.to_owned(),
            kind,
            url,
            vendor: vendor.map(|vendor| vendor.to_owned() + &feature).unwrap_or_default(),
            category: category.unwrap_or(""),
            reason,
            noscript: self.noscript,
        });
    }

    fn line(&self, at: usize) -> usize {
        self.splice.line(at) + 1
    }

    /// What a script loads, as a browser reads it.
    pub(super) fn resolve(&self, written: &str) -> Option<Url> {
        resolve(&self.base, written).ok()
    }

    /// Nothing more comes: what is open is decided now.
    pub(crate) fn end(&mut self) {
        let end = self.splice.end();
        // A script that does not end never runs; styles and copies count as far as they go.
        if self.raw.is_some_and(|raw| raw.what != What::Script) {
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
        if self.raw.is_some_and(|raw| raw.what == What::Script && end - raw.text > script::LONGEST) {
            self.raw = None;
        }
        let raw = self.raw.map_or(end, |raw| raw.tag);
        self.head.awaited().unwrap_or(end).min(raw).min(end)
    }
}

/// The element and what of it loads.
fn what(element: &str, attribute: &str) -> String {
    format!("{element} {attribute}")
}
