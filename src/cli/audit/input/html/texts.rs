//! Reads the raw texts of a document: style sheets, scripts and `<noscript>`.

use super::{Context, Document, Raw, Whole};
use crate::cli::audit::input::inline::InlineScript;
use crate::cli::audit::tag::{Spot, Tag};
use crate::gate::Kind;
use crate::html::LONGEST_INLINE;
use crate::markup::{self, css};
use lol_html::html_content::TextChunk;

impl<'a> Document<'a> {
    /// Collects the chunks of a raw text and calls `whole` with the complete text.
    pub(super) fn text(&mut self, chunk: &TextChunk<'_>, kind: Raw, whole: Whole<'a>) {
        let line = self.lines.borrow().at(chunk.source_location().bytes().start);
        let raw = &mut self.raw[kind as usize];
        raw.get_or_insert_with(|| (String::new(), line)).0.push_str(chunk.as_str());
        if chunk.last_in_text_node()
            && let Some((text, line)) = raw.take()
        {
            whole(self, &text, line);
        }
    }

    /// Reports the URLs of a style sheet.
    pub(super) fn style(&mut self, text: &str, line: usize) {
        let (mut line, mut counted) = (line, 0);
        for (at, kind, url) in css::places(text) {
            line += text.get(counted..at).unwrap_or("").matches('\n').count();
            counted = at.max(counted);
            self.add(self.tag("style", line, kind, url));
        }
    }

    /// Reports the URLs that speculation rules make the browser fetch before a click.
    fn speculation(&mut self, text: &str, line: usize) {
        for url in markup::speculation(text) {
            self.add(self.tag("script", line, Kind::Link, url));
        }
        self.prefetches_links |= self.inert().is_none() && markup::follows_links(text);
    }

    /// Collects a chunk of a script's text if the audit needs it. The last chunk is always needed, because it ends the
    /// text.
    pub(super) fn script_text(&mut self, chunk: &TextChunk<'_>) {
        let length = self.raw[Raw::Script as usize].as_ref().map_or(0, |raw| raw.0.len());
        if self.script.needs_more(length) || chunk.last_in_text_node() {
            self.text(chunk, Raw::Script, Document::script);
        }
    }

    /// Reads an inline script.
    fn script(&mut self, text: &str, line: usize) {
        match self.script {
            InlineScript::Rules => self.speculation(text, line),
            InlineScript::Module => self.module(text, line),
            InlineScript::Classic | InlineScript::Data => {}
        }
        if matches!(self.script, InlineScript::Module | InlineScript::Classic) && text.len() < LONGEST_INLINE
        {
            let code = Some(text.to_owned());
            let inert = self.inert();
            let tag = Tag { code, inert, ..Tag::new(Spot::Line(line), "script", Kind::Script) };
            (self.found)(tag);
        }
    }

    /// Reports the static imports of a module. A bare specifier is a name in an import map, and not reported.
    fn module(&mut self, text: &str, line: usize) {
        markup::specifiers(text, |url| {
            if url.contains(['/', ':']) {
                self.add(self.tag("script import", line, Kind::Script, url));
            }
        });
    }

    /// Reads the content of `<noscript>` as a document.
    pub(super) fn noscript(&mut self, text: &str, line: usize) {
        let inert = self.inert();
        // A `<base>` in it applies to its content only.
        let mut walk = self.context.walk.inner(true);
        walk.based = false;
        self.inner(text, Context { walk, line, inert });
    }
}
