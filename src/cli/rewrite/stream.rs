//! A document from end to end: lol_html shows its tags to the page, and what is decided is given out.

use super::changed::Changed;
use super::common::Common;
use super::page::{Page, Shared};
use super::pass::Passing;
use super::skim::Skimmer;
use lol_html::{HtmlRewriter, MemorySettings, Settings, doctype, element};
use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::rc::Rc;

/// A single tag that is longer than this is no markup that anybody wrote.
const LONGEST: usize = 64 << 20;

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What was made inert.
    pub(crate) changed: Vec<Changed>,
    /// Whether anything came in.
    pub(crate) differs: bool,
    /// Why (the rest of) it was left as it is.
    pub(crate) left: Option<String>,
}

/// Rewrites what `input` gives.
///
/// # Errors
///
/// What `input` or `out` fails with.
pub(crate) fn rewrite(input: &mut dyn Read, out: &mut dyn Write, common: &Rc<Common>) -> io::Result<Outcome> {
    streamed(input, out, common, Skimmer::default())
}

fn streamed(
    input: &mut dyn Read,
    out: &mut dyn Write,
    common: &Rc<Common>,
    mut skimmer: Skimmer,
) -> io::Result<Outcome> {
    let page: Shared = Rc::new(RefCell::new(Page::new(common)));
    let mut parser = Some(parser(&page));
    let (mut read, mut given, mut left) = (0, 0, None);
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = input.read(&mut buffer)?;
        read += length;
        page.borrow_mut().splice.take(&buffer[..length]);
        if let Some(it) = parser.as_mut() {
            let mut passing = Passing::new(&page.borrow());
            let shown = skimmer.skim(&buffer[..length], length == 0, &mut passing);
            let outcome = it.write(&shown);
            if let Err(error) = outcome {
                parser = None;
                left = Some(error.to_string());
            }
        }
        if length == 0 {
            // It writes no end of its own: what is not closed stays open.
            let ended = parser.take().map_or(Ok(()), HtmlRewriter::end);
            left = left.or(ended.err().map(|error| error.to_string()));
        }
        let mut page = page.borrow_mut();
        if parser.is_none() {
            // What the parser did not live to see passes by.
            page.end();
            page.seen = read;
        }
        let decided = page.decided();
        let bytes = if length == 0 { finish(&mut page) } else { page.splice.give(decided) };
        given += bytes.len();
        out.write_all(&bytes)?;
        if length == 0 {
            let left = left.or(page.left.map(str::to_owned));
            return Ok(Outcome { changed: std::mem::take(&mut page.changed), differs: given != read, left });
        }
    }
}

fn finish(page: &mut Page) -> Vec<u8> {
    page.end();
    page.splice.finish()
}

/// Reads a document that stands in another one; the caller takes what comes in.
pub(crate) fn inner(mut page: Page, text: &[u8]) -> Page {
    page.splice.take(text);
    let shown = Skimmer::default().skim(text, true, &mut Passing::new(&page));
    // A reader that would see no tag is not worth its making.
    if !shown.contains(&b'<') {
        return page;
    }
    let spent = Page::new(&page.common);
    let shared: Shared = Rc::new(RefCell::new(page));
    let mut parser = parser(&shared);
    // What is broken in it is passed over: a browser does so, too.
    let _ = parser.write(&shown).and_then(|()| parser.end());
    let mut page = shared.replace(spent);
    page.end();
    page
}

/// All that is done is to insert, so nothing comes out of the parser but how far it has come.
fn parser(page: &Shared) -> HtmlRewriter<'static, impl FnMut(&[u8]) + use<>> {
    let (elements, doctypes, sink) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let settings = Settings::new()
        // One selector for all is faster than one for each of thirty names.
        .append_element_content_handler(element!("*", move |element| {
            elements.borrow_mut().element(element, &elements);
            Ok(())
        }))
        .append_document_content_handler(doctype!(move |_| {
            doctypes.borrow_mut().doctype();
            Ok(())
        }))
        .with_adjust_charset_on_meta_tag(true)
        .with_memory_settings(
            MemorySettings::new()
                .with_max_allowed_memory_usage(LONGEST)
                .with_graceful_bail_out_on_memory_limit_exceeded(true),
        )
        .with_strict(false);
    HtmlRewriter::new(settings, move |bytes: &[u8]| sink.borrow_mut().seen += bytes.len())
}

#[cfg(test)]
mod tests {
    use super::super::head::Gate as Tag;
    use super::super::mark;
    use super::*;
    use crate::gate::{Config, Gate, Signals, Time};
    use proptest::prelude::*;
    use url::Url;

    const GATE: &str = "<script src=\"/consent-gate.js\"></script>";

    fn common() -> Rc<Common> {
        let gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0));
        let tag = Tag { src: "/consent-gate.js".to_owned(), config: String::new(), script: GATE.to_owned() };
        Common::new(gate, Url::parse("https://www.example.com/").expect("an address"), tag)
    }

    /// Gives so many bytes at a time.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(self.1).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn rewritten(input: &[u8], at_once: usize, common: &Rc<Common>) -> (Vec<u8>, Outcome) {
        let mut out = Vec::new();
        let outcome =
            rewrite(&mut Dripping(input, at_once), &mut out, common).expect("no error of the file system");
        (out, outcome)
    }

    /// Without everything that a rewrite may insert.
    fn restored(output: &[u8]) -> Vec<u8> {
        let insertions = [GATE, mark::MARKED_SCRIPT, mark::PREFIX, mark::MARKED, mark::INVALID];
        let mut bytes = output.to_vec();
        for insertion in insertions.map(str::as_bytes) {
            while let Some(at) = bytes.windows(insertion.len()).position(|it| it == insertion) {
                bytes.drain(at..at + insertion.len());
            }
        }
        bytes
    }

    fn check(input: &[u8]) -> usize {
        let common = common();
        let (output, outcome) = rewritten(input, usize::MAX, &common);
        assert_eq!(restored(&output), input, "more than insertions");
        assert_eq!(outcome.differs, output != input);
        let (again, outcome_again) = rewritten(&output, usize::MAX, &common);
        assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&output), "changes twice");
        assert!(outcome_again.changed.is_empty());
        let (dripped, _) = rewritten(input, 3, &common);
        assert_eq!(
            String::from_utf8_lossy(&dripped),
            String::from_utf8_lossy(&output),
            "depends on the pieces"
        );
        if !input.windows(9).any(|it| it.eq_ignore_ascii_case(b"<template")) {
            // A stray end tag closes a template for lol_html where the element that it closes was seen; for browsers not.
            let mut whole = Vec::new();
            streamed(&mut Dripping(input, usize::MAX), &mut whole, &common, Skimmer::blind())
                .expect("no error of the file system");
            assert_eq!(
                String::from_utf8_lossy(&whole),
                String::from_utf8_lossy(&output),
                "what is not shown matters"
            );
        }
        outcome.changed.len()
    }

    /// What a careless or malicious author might put together.
    const PIECES: &[&str] = &[
        "<!doctype html>",
        "<html>",
        "<html amp>",
        "<head>",
        "</head>",
        "<body>",
        "<meta charset=utf-8>",
        "<meta charset=iso-2022-jp>",
        "<meta charset=shift_jis>",
        "<script src=https://www.clarity.ms/tag/a>",
        "<script src='https://maps.googleapis.com/maps/api/js' type=\"\">",
        "<script type=module SRC=https://www.clarity.ms/tag/b src=x async",
        "<script>var m = new google.maps.Map(x)",
        "<script type='text/javascript'>google.maps.x()",
        "<script data-consent=analytics>",
        "<script data-consent=nobody>",
        "</script>",
        "<img src=https://www.facebook.com/tr srcset='https://www.facebook.com/tr 2x'>",
        "<img src=https://www.facebook.com/tr/",
        "<iframe srcdoc=\"<script src=https://www.clarity.ms/tag/a>\" src=x>",
        "<iframe srcdoc='",
        "<noscript>",
        "</noscript>",
        "<style>@import 'https://www.clarity.ms/x';",
        "p{background:url( \"https://www.facebook.com/tr\" )}",
        "</style>",
        "<p style='background:url(&quot;https://www.facebook.com/tr&quot;'",
        "<td background=https://www.facebook.com/tr>",
        "<template>",
        "</template>",
        "<svg><script xlink:href=https://www.clarity.ms/tag/a />",
        "<image href=https://www.facebook.com/tr />",
        "</svg>",
        "<base href=https://www.clarity.ms/>",
        "<link rel=stylesheet href=tag/x",
        "<select>",
        "<table>",
        "<body>",
        "</body>",
        "<div class=a>",
        "<div title='>' data-x=\"",
        "</div>",
        "</p x='>'>",
        "<p/><b><a href=https://www.clarity.ms/>",
        "<br/>",
        "<image src=/a.png><img src=/a/b.png alt='a > b' srcset='/a 1x, https://www.facebook.com/tr 2x'>",
        "<img srcset='/a.png 1x, /b.png 2x' src=\"//www.facebook.com/tr\">",
        "<img src=/\\www.facebook.com/tr>",
        "<img src=https://www.example.com/x.png",
        "<img src=https://www.example.com.clarity.ms/x.png>",
        "<script src=/app.js></script>",
        "<script>google.maps.x()</script>",
        "<script><!-- <script></script>",
        "<!--><!--->",
        "<!-- -- --!>",
        "<?php >",
        "<title>",
        "</title>",
        "<title>a</title>",
        "<desc>",
        "<foreignObject>",
        "</foreignObject>",
        "<math>",
        "<textarea>",
        "</textarea >",
        "<iframe src=/a.html></iframe>",
        "<object data=/x><param></object>",
        "<span style=\"background:url(https://www.facebook.com/tr)\">",
        "</",
        "-",
        "<!--",
        "-->",
        "<![CDATA[",
        "<plaintext>",
        "<",
        ">",
        "\"",
        "'",
        "ü",
        "\u{0}",
        "\n",
    ];

    proptest! {
        #[test]
        fn any_bytes_only_gain_insertions(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            check(&bytes);
        }

        #[test]
        fn any_markup_only_gains_insertions(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
            latin in any::<bool>(),
        ) {
            let mut bytes = pieces.concat().into_bytes();
            if latin {
                // Not UTF-8 any more.
                bytes.extend_from_slice(b"\xe4<img src=https://www.facebook.com/tr?\xe4>\xff");
            }
            check(&bytes);
        }
    }

    #[test]
    fn the_pieces_are_worth_their_name() {
        let page =
            "<html><script src=https://www.clarity.ms/tag/a></script><img src=https://www.facebook.com/tr>";
        assert_eq!(check(page.as_bytes()), 2);
    }

    #[test]
    fn huge_things_pass() {
        let long = "x".repeat(10 << 20);
        let image = "<img src=https://www.facebook.com/tr>";
        for (page, changed) in [
            (format!("<html><body><p title=\"{long}\">{image}"), 1),
            (format!("<html><body><img src=\"https://www.facebook.com/tr?{long}\">{image}"), 2),
            (format!("<html><body>{image}<script>{long}</script>{image}"), 2),
            (format!("<html><body>{image}<img src='{long}"), 1),
            (format!("<html>{long}{image}"), 1),
        ] {
            let (output, outcome) = rewritten(page.as_bytes(), usize::MAX, &common());
            assert_eq!(outcome.changed.len(), changed, "{}", &page[..60]);
            assert!(output.len() > page.len() && outcome.left.is_none());
        }
    }

    #[test]
    fn a_tag_beyond_all_measure_passes_as_it_is() {
        let page = format!(
            "<html><body><img src='{}'><img src=https://www.facebook.com/tr>",
            "x".repeat(LONGEST + 1)
        );
        let (output, outcome) = rewritten(page.as_bytes(), usize::MAX, &common());
        assert!(outcome.left.is_some());
        assert!(output.ends_with(b"'><img src=https://www.facebook.com/tr>"));
    }
}
