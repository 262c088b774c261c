//! A document from end to end: lol_html shows its tags to the page, and what is decided is given out.

#[cfg(feature = "cli")]
use super::changed::Changed;
use super::common::Common;
use super::page::{Page, Shared};
use lol_html::errors::RewritingError;
use lol_html::{HtmlRewriter, MemorySettings, Settings, doctype, element};
use std::cell::RefCell;
#[cfg(feature = "cli")]
use std::io::{self, Read, Write};
use std::rc::Rc;

/// A single tag that is longer than this is no markup that anybody wrote.
const LONGEST: usize = 64 << 20;

/// How much is read at once.
#[cfg(feature = "cli")]
const CHUNK: usize = 64 << 10;

/// What became of a document.
#[derive(Debug)]
#[cfg(feature = "cli")]
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
#[cfg(feature = "cli")]
pub(crate) fn rewrite(input: &mut dyn Read, out: &mut dyn Write, common: &Rc<Common>) -> io::Result<Outcome> {
    let mut stream = Stream::new(common);
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

/// Where the parser's own output goes.
type Sink = Box<dyn FnMut(&[u8])>;

/// A document that is being read, piece by piece.
pub(crate) struct Stream {
    page: Shared,
    /// Until the end, or until it has failed.
    parser: Option<HtmlRewriter<'static, Sink>>,
    read: usize,
    given: usize,
    left: Option<String>,
}

impl Stream {
    /// Nothing has been read yet.
    pub(crate) fn new(common: &Rc<Common>) -> Stream {
        let page: Shared = Rc::new(RefCell::new(Page::new(common)));
        let parser = Some(parser(&page));
        Stream { page, parser, read: 0, given: 0, left: None }
    }

    /// Takes in a piece; what of the document is decided by now.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Vec<u8> {
        let outcome = self.parser.as_mut().map_or(Ok(()), |parser| parser.write(bytes));
        self.read += bytes.len();
        self.settle(outcome, bytes);
        let mut page = self.page.borrow_mut();
        let decided = page.decided();
        let out = page.splice.give(decided);
        self.given += out.len();
        out
    }

    /// Nothing more comes: the rest.
    pub(crate) fn end(&mut self) -> Vec<u8> {
        // It writes no end of its own: what is not closed stays open.
        let outcome = self.parser.take().map_or(Ok(()), HtmlRewriter::end);
        self.settle(outcome, &[]);
        let out = self.page.borrow_mut().splice.finish();
        self.given += out.len();
        out
    }

    /// How much of the input has been given out.
    #[cfg(any(test, feature = "edge"))]
    pub(crate) fn done(&self) -> usize {
        self.page.borrow().splice.start()
    }

    fn settle(&mut self, outcome: Result<(), RewritingError>, bytes: &[u8]) {
        if let Err(error) = outcome {
            self.parser = None;
            self.left = Some(error.to_string());
        }
        if self.parser.is_none() {
            // What the parser did not live to see passes by.
            let mut page = self.page.borrow_mut();
            page.end();
            let missing = self.read - page.splice.end();
            page.splice.take(&bytes[bytes.len() - missing.min(bytes.len())..]);
        }
    }

    #[cfg(feature = "cli")]
    fn outcome(self) -> Outcome {
        let mut page = self.page.borrow_mut();
        let left = self.left.or(page.left.map(str::to_owned));
        Outcome { changed: std::mem::take(&mut page.changed), differs: self.given != self.read, left }
    }
}

/// Reads a document that stands in another one; the caller takes what comes in.
pub(crate) fn inner(page: Page, text: &[u8]) -> Page {
    let spent = Page::new(&page.common);
    let shared: Shared = Rc::new(RefCell::new(page));
    let mut parser = parser(&shared);
    // What is broken in it is passed over: a browser does so, too.
    let _ = parser.write(text).and_then(|()| parser.end());
    let mut page = shared.replace(spent);
    page.end();
    page
}

/// All that is inserted, so nothing may be taken out: the parser's own output is the input as far as it has been decided.
fn parser(page: &Shared) -> HtmlRewriter<'static, Sink> {
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
    let sink: Sink = Box::new(move |bytes| sink.borrow_mut().splice.take(bytes));
    HtmlRewriter::new(settings, sink)
}

#[cfg(test)]
mod tests {
    use super::super::head::{Gate as Tag, Missing};
    use super::super::mark;
    use super::*;
    use crate::gate::{Config, Gate, Signals, Time};
    use proptest::prelude::*;
    use url::Url;

    const GATE: &str = "<script src=\"/consent-gate.js\"></script>";

    fn common() -> Rc<Common> {
        with(Missing::ComesIn)
    }

    fn with(missing: Missing) -> Rc<Common> {
        let gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0));
        let tag = Tag {
            src: "/consent-gate.js".to_owned(),
            config: String::new(),
            script: GATE.to_owned(),
            missing,
        };
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
        outcome.changed.len()
    }

    #[test]
    fn on_the_way_only_a_page_with_the_gate_is_changed() {
        let image = "<img src=https://www.facebook.com/tr>";
        let held = "<img data-consent-gate data-consent-gate-src=https://www.facebook.com/tr>";
        let mark = "<script data-consent-gate=\"rewritten\" src=/consent-gate.js></script>";
        let gate = "<script src=/consent-gate.js></script>";
        for (before, after) in [
            ("<!doctype html><head>G</head>I", "<!doctype html><head>M</head>H"),
            ("<!doctype html><title>x</title>GI", "<!doctype html><title>x</title>MH"),
            ("GI", "MH"),
            ("IGI", "HMH"),
            ("<head><script src=x data-consent-gate=quiet></script>I", ""),
            ("<head>M</head>I", "<head>M</head>H"),
            ("<head></head><body>GI", ""),
            ("<head></head><p>x</p>GI", ""),
            ("<p style='background: url(https://www.facebook.com/tr)'>GI", ""),
            ("<html amp><head>G</head>I", ""),
            ("<!doctype html>I", ""),
            ("", ""),
        ] {
            let filled = |text: &str| {
                text.replace('G', gate).replace('M', mark).replace('I', image).replace('H', held)
            };
            let wanted = filled(if after.is_empty() { before } else { after });
            for at_once in [1, 7, usize::MAX] {
                let (output, _) = rewritten(filled(before).as_bytes(), at_once, &with(Missing::Leaves));
                assert_eq!(String::from_utf8_lossy(&output), wanted, "{before}");
            }
        }
    }

    #[test]
    fn what_has_been_given_out_is_known() {
        let page = "<body><script src=https://www.clarity.ms/tag/a></script>text <p>".repeat(3);
        let (mut stream, mut output) = (Stream::new(&common()), Vec::new());
        for byte in page.as_bytes() {
            output.extend(stream.write(&[*byte]));
            assert_eq!(restored(&output), page.as_bytes()[..stream.done()]);
        }
        assert!(stream.done() > page.len() / 2);
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
