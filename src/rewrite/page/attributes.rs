//! Attributes through which elements other than scripts load something. Attributes that have to be held get names and
//! values that load nothing. `markup` knows which attributes load.

use super::styles;
use crate::markup::{self, Content};
use crate::rewrite::document::Page;
use crate::rewrite::mark::{INVALID, MARKED, PREFIX};
use lol_html::html_content::Element;
use std::ops::Range;

impl Page {
    /// Handles an element other than a script: makes each attribute inert whose content is held.
    pub(super) fn tag(&mut self, name: &str, element: &Element<'_, '_>, read: markup::Attributes<'_>) {
        let span = element.source_location().bytes();
        let mut held: Vec<&str> = Vec::new();
        for load in markup::loads(name, read) {
            // A refresh navigates and loads nothing into this page. Styles are handled below.
            if load.inert.is_some()
                || load.attribute == "content"
                || markup::is_css(load.attribute)
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
            held.push("src"); // It would load once `srcdoc` is renamed.
        }
        let links = held.iter().any(|attribute| matches!(*attribute, "href" | "imagesrcset"));
        if name == "link" && links && element.get_attribute("rel").is_some_and(|it| markup::preloads(&it)) {
            held.push("rel"); // Browsers print a warning about a preload without a URL.
        }
        for attribute in &held {
            self.rename(element, attribute);
        }
        if self.styles(name, element) || !held.is_empty() {
            self.splice.insert(span.start + 1 + name.len(), MARKED);
        }
    }

    /// Prefixes the attribute's name, so that it loads nothing. Its position and value stay. Repeated attributes are
    /// included.
    pub(super) fn rename(&mut self, element: &Element<'_, '_>, name: &str) {
        for attribute in element.attributes().iter().filter(|attribute| attribute.name() == name) {
            if let Some(place) = attribute.name_source_location() {
                self.splice.insert(place.bytes().start, PREFIX);
            }
        }
    }

    /// Makes each held URL in the CSS of this element's attributes invalid. Returns whether there was any.
    pub(super) fn styles(&mut self, name: &str, element: &Element<'_, '_>) -> bool {
        let mut any = false;
        let mut seen: Vec<String> = Vec::new();
        for attribute in element.attributes() {
            let (property, value) = (attribute.name(), attribute.value());
            // Of repeated attributes only the first one counts.
            if !value.contains('(') || !markup::is_css(&property) || seen.contains(&property) {
                continue;
            }
            if let Some(place) = attribute.value_source_location() {
                any |= self.style(name, element, &property, &value, place.bytes());
            }
            seen.push(property);
        }
        any
    }

    fn style(
        &mut self,
        name: &str,
        element: &Element<'_, '_>,
        property: &str,
        value: &str,
        place: Range<usize>,
    ) -> bool {
        // In an encoding other than UTF-8 the decoded value has different offsets, so it is left unchanged.
        if value.len() != place.len() {
            return false;
        }
        let mut any = false;
        for styles::Place { at, kind, url } in styles::in_attribute(value.as_bytes()) {
            if self.holds(&what(name, property), element.source_location().bytes().start, kind, &url) {
                self.splice.insert(place.start + at, INVALID);
                any = true;
            }
        }
        any
    }
}

/// Returns the element and the attribute, as the report names them.
fn what(element: &str, attribute: &str) -> String {
    format!("{element} {attribute}")
}
