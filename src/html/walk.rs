//! What a walk through a document keeps, whoever walks: the base URL, open templates, and how deep the document stands in
//! others. And how lol_html is set up for it.

use crate::address::{Url, resolve};
use crate::markup;
use lol_html::html_content::Element;
use lol_html::{MemorySettings, Settings};
use std::cell::Cell;
use std::rc::Rc;

/// A copy for browsers without scripts in a frame's document, and so on: deeper ones are not read.
pub(crate) const DEEPEST: usize = 8;

/// Length in bytes of the longest tag that is read.
pub(crate) const LONGEST_TAG: usize = 64 << 20;

/// The number of bytes that are read at once.
#[cfg(feature = "cli")]
pub(crate) const CHUNK: usize = 64 << 10;

/// A walk through one document.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    /// Relative URLs are resolved against it.
    pub(crate) base: Url,
    /// A `<base href>` has been met; a second one does not count.
    pub(crate) based: bool,
    /// The document is a copy for browsers without scripts, or stands in one.
    pub(crate) noscript: bool,
    /// How many documents this one stands in.
    pub(crate) depth: usize,
    /// The number of open templates.
    templates: Rc<Cell<usize>>,
}

impl Walk {
    /// A walk through a page at this address.
    pub(crate) fn new(base: Url) -> Walk {
        Walk { base, based: false, noscript: false, depth: 0, templates: Rc::default() }
    }

    /// A document inside this one: the copy for browsers without scripts, or that of a frame.
    pub(crate) fn inner(&self, noscript: bool) -> Walk {
        Walk {
            base: self.base.clone(),
            based: noscript,
            noscript: noscript || self.noscript,
            depth: self.depth + 1,
            templates: Rc::default(),
        }
    }

    /// Whether this place is in a template. What a template holds is not loaded until a script puts it into the page.
    pub(crate) fn in_template(&self) -> bool {
        self.templates.get() > 0
    }

    /// Enters a template; it is left at its end tag.
    pub(crate) fn enter_template(&self, element: &mut Element<'_, '_>) {
        let Some(handlers) = element.end_tag_handlers() else { return };
        let open = Rc::clone(&self.templates);
        open.set(open.get() + 1);
        handlers.push(Box::new(move |_| {
            open.set(open.get().saturating_sub(1));
            Ok(())
        }));
    }

    /// Takes in a `<base>`: the first one with a `href` counts.
    pub(crate) fn rebase(&mut self, href: Option<String>) {
        let Some(href) = href.filter(|_| !self.based && !self.in_template()) else { return };
        self.based = true;
        let resolved = resolve(&self.base, markup::base(&href)).ok();
        if let Some(base) = resolved.filter(|url| !matches!(url.scheme(), "data" | "javascript")) {
            self.base = base;
        }
    }
}

/// The value of an element's attribute, character references decoded.
pub(crate) fn attribute(element: &Element<'_, '_>, name: &str) -> Option<String> {
    element.get_attribute(name).map(|value| htmlize::unescape_attribute(value).into_owned())
}

/// Settings for a reader of whole documents. With `bails_out`, a tag that is too long ends the reading without an error.
pub(crate) fn settings<'h>(bails_out: bool) -> Settings<'h, 'static> {
    let memory = MemorySettings::new()
        .with_max_allowed_memory_usage(LONGEST_TAG)
        .with_graceful_bail_out_on_memory_limit_exceeded(bails_out);
    Settings::new().with_adjust_charset_on_meta_tag(true).with_memory_settings(memory).with_strict(false)
}
