//! Rewrites a document as a stream: passes it to lol_html, whose handlers decide, and returns the output as far as it
//! is decided.

#[cfg(feature = "cli")]
use super::changed::Changed;
use super::common::Common;
use super::document::{Page, Shared};
use super::prefilter::Prefilter;
use super::prefilter::passing::Passing;
use crate::html;
#[cfg(feature = "cli")]
use crate::html::CHUNK;
use lol_html::errors::RewritingError;
use lol_html::{HtmlRewriter, Settings, element};
use std::cell::RefCell;
#[cfg(feature = "cli")]
use std::io::{self, Read, Write};
use std::rc::Rc;

/// The result of rewriting a document.
#[derive(Debug)]
#[cfg(feature = "cli")]
pub(crate) struct Outcome {
    /// The tags that were made inert.
    pub(crate) changed: Vec<Changed>,
    /// Whether anything was inserted.
    pub(crate) differs: bool,
    /// Why the document, or the rest of it, was left unchanged.
    pub(crate) left: Option<String>,
}

/// Rewrites the document in `input`.
///
/// # Errors
///
/// Errors of `input` and `out`.
#[cfg(feature = "cli")]
pub(crate) fn rewrite(input: &mut dyn Read, out: &mut dyn Write, common: &Rc<Common>) -> io::Result<Outcome> {
    streamed(input, out, Stream::new(common))
}

#[cfg(feature = "cli")]
pub(super) fn streamed(input: &mut dyn Read, out: &mut dyn Write, mut stream: Stream) -> io::Result<Outcome> {
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = input.read(&mut buffer)?;
        if length == 0 {
            out.write_all(&stream.end())?;
            return Ok(stream.outcome());
        }
        out.write_all(&stream.write(&buffer[..length]))?;
    }
}

/// The receiver of the parser's output.
type Sink = Box<dyn FnMut(&[u8])>;

/// A document that is rewritten piece by piece.
pub(crate) struct Stream {
    pub(super) page: Shared,
    /// `None` after the end, or after the parser has failed.
    parser: Option<HtmlRewriter<'static, Sink>>,
    pub(super) prefilter: Prefilter,
    read: usize,
    given: usize,
    left: Option<String>,
}

impl Stream {
    /// Starts a document.
    pub(crate) fn new(common: &Rc<Common>) -> Stream {
        let page: Shared = Rc::new(RefCell::new(Page::new(common)));
        let parser = Some(HtmlRewriter::new(settings(&page), sink(&page)));
        Stream { page, parser, prefilter: Prefilter::default(), read: 0, given: 0, left: None }
    }

    /// Adds a piece of input and returns the output that is decided so far.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.read += bytes.len();
        self.page.borrow_mut().splice.take(bytes);
        self.show(bytes, false);
        let mut page = self.page.borrow_mut();
        let decided = page.decided();
        let out = page.splice.give(decided);
        self.given += out.len();
        out
    }

    /// Ends the input and returns the rest of the output.
    pub(crate) fn end(&mut self) -> Vec<u8> {
        self.show(&[], true);
        // The parser adds no end tags for elements that are still open.
        let outcome = self.parser.take().map_or(Ok(()), HtmlRewriter::end);
        self.settle(outcome);
        let mut page = self.page.borrow_mut();
        page.decided();
        let out = page.splice.finish();
        self.given += out.len();
        out
    }

    /// Returns the number of input bytes whose output has been returned.
    #[cfg(any(test, feature = "edge"))]
    pub(crate) fn done(&self) -> usize {
        self.page.borrow().splice.start()
    }

    /// Passes the parts of a piece that matter to the parser.
    fn show(&mut self, bytes: &[u8], last: bool) {
        let Some(parser) = self.parser.as_mut() else { return self.settle(Ok(())) };
        let mut passing = Passing::new(&self.page.borrow());
        let shown = self.prefilter.filter(bytes, last, &mut passing);
        if let Some(at) = self.prefilter.doctype() {
            self.page.borrow_mut().head.has_doctype(at);
        }
        let outcome = parser.write(&shown);
        self.settle(outcome);
    }

    fn settle(&mut self, outcome: Result<(), RewritingError>) {
        if let Err(error) = outcome {
            self.parser = None;
            self.left = Some(error.to_string());
        }
        if self.parser.is_none() {
            // The parser failed: pass the rest of the input through unchanged.
            let mut page = self.page.borrow_mut();
            page.end();
            page.seen = self.read;
        }
    }

    #[cfg(feature = "cli")]
    fn outcome(self) -> Outcome {
        let mut page = self.page.borrow_mut();
        let left = self.left.or(page.left.map(str::to_owned));
        Outcome { changed: std::mem::take(&mut page.changed), differs: self.given != self.read, left }
    }
}

impl Page {
    /// Reads a nested document. The caller applies its insertions.
    pub(super) fn read(mut self, text: &[u8]) -> Page {
        self.splice.take(text);
        let shown = Prefilter::default().filter(text, true, &mut Passing::new(&self));
        // Without a tag left, no parser is needed.
        if !shown.contains(&b'<') {
            return self;
        }
        let spent = Page::new(&self.common);
        let shared: Shared = Rc::new(RefCell::new(self));
        let mut parser = HtmlRewriter::new(settings(&shared), sink(&shared));
        // Errors in the nested document are ignored, as in a browser.
        let _ = parser.write(&shown).and_then(|()| parser.end());
        let mut page = shared.replace(spent);
        page.end();
        page
    }
}

/// The settings have no handler for doctypes, comments or texts. With one, lol_html would tokenize every text, which is
/// most of a page.
fn settings(page: &Shared) -> Settings<'static, 'static> {
    let page = Rc::clone(page);
    html::settings(true)
        // One selector for all elements is faster than one for each name.
        .append_element_content_handler(element!("*", move |element| {
            page.borrow_mut().element(element, &page);
            Ok(())
        }))
}

/// Counts the bytes that the parser has read. Its output is not used, because a rewrite only inserts.
fn sink(page: &Shared) -> Sink {
    let page = Rc::clone(page);
    Box::new(move |bytes| page.borrow_mut().seen += bytes.len())
}

#[cfg(all(feature = "cli", any(test, feature = "fuzz")))]
pub(crate) mod properties;
#[cfg(test)]
mod tests;
