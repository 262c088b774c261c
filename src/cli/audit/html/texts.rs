//! Texts of a document that are more than text: style sheets, scripts, and markup for browsers without scripts.

use super::{Context, Document, Raw, Whole};
use crate::cli::audit::inline::Script;
use crate::cli::audit::tag::{Spot, Tag};
use crate::gate::Kind;
use crate::html::LONGEST_INLINE;
use crate::markup::{self, css};
use lol_html::html_content::TextChunk;

impl<'a> Document<'a> {
    /// Gathers the pieces of a raw text and hands over the whole.
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

    pub(super) fn style(&mut self, text: &str, line: usize) {
        let (mut line, mut counted) = (line, 0);
        for (at, kind, url) in css::places(text) {
            line += text.get(counted..at).unwrap_or("").matches('\n').count();
            counted = at.max(counted);
            self.note("style".to_owned(), line, kind, url, self.inert(), false);
        }
    }

    /// What the browser may fetch ahead of a visitor's click.
    fn speculation(&mut self, text: &str, line: usize) {
        for url in markup::speculation(text) {
            self.note("script".to_owned(), line, Kind::Link, url, self.inert(), false);
        }
        self.follows |= self.inert().is_none() && markup::follows_links(text);
    }

    /// Keeps a piece of a script's text if the audit reads it. The last piece always counts, because it ends the text.
    pub(super) fn script_text(&mut self, chunk: &TextChunk<'_>) {
        let length = self.raw[Raw::Script as usize].as_ref().map_or(0, |raw| raw.0.len());
        if self.script.is_read(length) || chunk.last_in_text_node() {
            self.text(chunk, Raw::Script, Document::script);
        }
    }

    fn script(&mut self, text: &str, line: usize) {
        match self.script {
            Script::Rules => self.speculation(text, line),
            Script::Module => self.module(text, line),
            Script::Classic | Script::Data => {}
        }
        if matches!(self.script, Script::Module | Script::Classic) && text.len() < LONGEST_INLINE {
            let code = Some(text.to_owned());
            let inert = self.inert();
            let tag = Tag { code, inert, ..Tag::new(Spot::Line(line), "script", Kind::Script) };
            (self.found)(tag);
        }
    }

    /// What a module asks for before any line of it runs. A bare specifier is a name in an import map.
    fn module(&mut self, text: &str, line: usize) {
        let inert = self.inert();
        markup::specifiers(text, |url| {
            if url.contains(['/', ':']) {
                self.note("script import".to_owned(), line, Kind::Script, url, inert, false);
            }
        });
    }

    pub(super) fn noscript(&mut self, text: &str, line: usize) {
        let inert = self.inert();
        // A copy may have a base of its own.
        let mut walk = self.context.walk.inner(true);
        walk.based = false;
        self.inner(text, Context { walk, line, inert });
    }
}
