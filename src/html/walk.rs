//! The state of a walk through a document: the base URL, open templates and the nesting depth. Also the settings of
//! lol_html for it.

use crate::address::{Url, resolve};
use crate::markup;
use lol_html::html_content::Element;
use lol_html::{MemorySettings, Settings};
use std::cell::Cell;
use std::rc::Rc;

/// Maximum nesting depth of documents: `<noscript>` content in a frame's document, and so on. Deeper ones are not read.
pub(crate) const DEEPEST: usize = 8;

/// Length in bytes of the longest tag that is read.
pub(crate) const LONGEST_TAG: usize = 64 << 20;

/// Number of bytes that are read at a time.
#[cfg(feature = "cli")]
pub(crate) const CHUNK: usize = 64 << 10;

/// State of a walk through one document.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    /// Base URL for relative URLs.
    pub(crate) base: Url,
    /// A `<base href>` has been read. HTML ignores a second one.
    pub(crate) based: bool,
    /// The document is the content of a `<noscript>`, or is nested in one.
    pub(crate) noscript: bool,
    /// Number of documents around this one.
    pub(crate) depth: usize,
    /// Number of open `<template>` elements.
    templates: Rc<Cell<usize>>,
}

impl Walk {
    /// Starts a walk through a page with this URL.
    pub(crate) fn new(base: Url) -> Walk {
        Walk { base, based: false, noscript: false, depth: 0, templates: Rc::default() }
    }

    /// Starts a walk through a nested document: the content of a `<noscript>`, or the document of a frame.
    pub(crate) fn inner(&self, noscript: bool) -> Walk {
        Walk {
            base: self.base.clone(),
            based: noscript,
            noscript: noscript || self.noscript,
            depth: self.depth + 1,
            templates: Rc::default(),
        }
    }

    /// Returns whether the current position is inside a `<template>`. Template contents load nothing until a script
    /// inserts them into the page.
    pub(crate) fn in_template(&self) -> bool {
        self.templates.get() > 0
    }

    /// Enters a template. Its end tag leaves it.
    pub(crate) fn enter_template(&self, element: &mut Element<'_, '_>) {
        let Some(handlers) = element.end_tag_handlers() else { return };
        let open = Rc::clone(&self.templates);
        open.set(open.get() + 1);
        handlers.push(Box::new(move |_| {
            open.set(open.get().saturating_sub(1));
            Ok(())
        }));
    }

    /// Reads a `<base>`. Only the first one with a `href` counts.
    pub(crate) fn rebase(&mut self, href: Option<String>) {
        let Some(href) = href.filter(|_| !self.based && !self.in_template()) else { return };
        self.based = true;
        let resolved = resolve(&self.base, markup::base(&href)).ok();
        if let Some(base) = resolved.filter(|url| !matches!(url.scheme(), "data" | "javascript")) {
            self.base = base;
        }
    }
}

/// Returns the value of an attribute with its character references decoded.
pub(crate) fn attribute(element: &Element<'_, '_>, name: &str) -> Option<String> {
    element.get_attribute(name).map(|value| htmlize::unescape_attribute(value).into_owned())
}

/// Settings for reading whole documents. With `bails_out`, a tag longer than [`LONGEST_TAG`] ends the reading without
/// an error.
pub(crate) fn settings<'h>(bails_out: bool) -> Settings<'h, 'static> {
    let memory = MemorySettings::new()
        .with_max_allowed_memory_usage(LONGEST_TAG)
        .with_graceful_bail_out_on_memory_limit_exceeded(bails_out);
    Settings::new().with_adjust_charset_on_meta_tag(true).with_memory_settings(memory).with_strict(false)
}
