//! Judges the URLs of a document, and records those that are held for the report. Changes no byte.

use crate::address::resolve;
use crate::gate::{Category, Decision, Kind};
use crate::html::DEEPEST;
use crate::markup::{self, Carried, css};
use crate::rewrite::changed::Changed;
use crate::rewrite::document::Page;
use std::rc::Rc;

/// The vendor, feature and category that are known.
type Whose<'a> = (Option<&'a str>, Option<&'a str>, Option<&'static str>);

impl Page {
    /// Returns whether this URL is held, and records it for the report.
    pub(super) fn holds(&mut self, what: &str, at: usize, kind: Kind, written: &str) -> bool {
        let common = Rc::clone(&self.common);
        if let Some(carried) = markup::carried(kind, written) {
            return self.holds_carried(what, at, carried);
        }
        if !self.walk.based && common.is_allowed(written) {
            return false;
        }
        let Ok(url) = resolve(&self.walk.base, written) else { return false };
        let verdict = common.gate.judge(url.as_str(), kind);
        let waits = verdict.decision == Decision::Hold;
        // The content of a `data:` URL matters in a frame, but not in an image.
        if !waits && !self.walk.based && url.scheme() != "data" {
            common.allow(written);
        }
        if waits {
            let whose = (verdict.vendor, verdict.feature, verdict.category.map(Category::name));
            self.note(what, at, kind, url.into(), whose, verdict.reason.text());
        }
        waits
    }

    /// Returns whether the text of a `data:` URL loads something that is held.
    fn holds_carried(&mut self, what: &str, at: usize, carried: Carried) -> bool {
        if self.walk.depth >= DEEPEST {
            return false;
        }
        match carried {
            Carried::Document(text) => self.holds_document(what, at, &text),
            Carried::Styles(text) => {
                self.walk.depth += 1;
                let holds = css::urls(&text).iter().any(|(kind, url)| self.holds(what, at, *kind, url));
                self.walk.depth -= 1;
                holds
            }
        }
    }

    /// Returns whether the document of a frame loads something that is held.
    pub(super) fn holds_document(&mut self, what: &str, at: usize, text: &str) -> bool {
        if self.walk.depth >= DEEPEST {
            return false;
        }
        let inner = self.inner(false).read(text.as_bytes());
        let Some(first) = inner.changed.into_iter().next() else { return false };
        self.changed.push(Changed {
            line: self.line(at),
            what: what.to_owned(),
            noscript: self.walk.noscript,
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
            noscript: self.walk.noscript,
        });
    }

    fn line(&self, at: usize) -> usize {
        self.splice.line(at) + 1
    }
}
