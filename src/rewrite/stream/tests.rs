//! Tests that rewrites only insert, for any bytes in any pieces.

use super::properties::{self, restored};
use super::*;
use crate::rewrite::head::Missing;
use proptest::prelude::*;

fn common() -> Rc<Common> {
    properties::common(Missing::ComesIn)
}

/// Reads a fixed number of bytes at a time.
struct Chunked<'a>(&'a [u8], usize);

impl Read for Chunked<'_> {
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
        rewrite(&mut Chunked(input, at_once), &mut out, common).expect("reading from memory cannot fail");
    (out, outcome)
}

fn check(input: &[u8]) -> usize {
    properties::check(input, 3)
}

#[test]
fn leaves_pages_without_the_gate_unchanged() {
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
        let filled =
            |text: &str| text.replace('G', gate).replace('M', mark).replace('I', image).replace('H', held);
        let wanted = filled(if after.is_empty() { before } else { after });
        for at_once in [1, 7, usize::MAX] {
            let (output, _) =
                rewritten(filled(before).as_bytes(), at_once, &properties::common(Missing::Leaves));
            assert_eq!(String::from_utf8_lossy(&output), wanted, "{before}");
        }
    }
}

#[test]
fn counts_the_input_bytes_of_the_output() {
    let page = "<body><script src=https://www.clarity.ms/tag/a></script>text <p>".repeat(3);
    let (mut stream, mut output) = (Stream::new(&common()), Vec::new());
    for byte in page.as_bytes() {
        output.extend(stream.write(&[*byte]));
        assert_eq!(restored(&output), page.as_bytes()[..stream.done()]);
    }
    assert!(stream.done() > page.len() / 2);
}

/// Parts of documents that a careless or malicious author might combine.
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
            // Not valid UTF-8.
            bytes.extend_from_slice(b"\xe4<img src=https://www.facebook.com/tr?\xe4>\xff");
        }
        check(&bytes);
    }
}

#[test]
fn the_properties_hold_for_held_tags() {
    let page =
        "<html><script src=https://www.clarity.ms/tag/a></script><img src=https://www.facebook.com/tr>";
    assert_eq!(check(page.as_bytes()), 2);
}

#[test]
fn rewrites_around_huge_texts_and_attributes() {
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
fn passes_on_a_tag_longer_than_the_limit() {
    let page = format!(
        "<html><body><img src='{}'><img src=https://www.facebook.com/tr>",
        "x".repeat(html::LONGEST_TAG + 1)
    );
    let (output, outcome) = rewritten(page.as_bytes(), usize::MAX, &common());
    assert!(outcome.left.is_some());
    assert!(output.ends_with(b"'><img src=https://www.facebook.com/tr>"));
}
