//! Properties of every rewrite, for any bytes in any pieces. Used by tests and the fuzzer.

use super::{Outcome, Stream, streamed};
use crate::address::Url;
use crate::gate::{Config, Gate, Signals, Time};
use crate::rewrite::common::Common;
use crate::rewrite::head::{Gate as Tag, Missing};
use crate::rewrite::mark;
use crate::rewrite::prefilter::Prefilter;
use crate::rewrite::prefilter::passing::Passing;
use std::io::{self, Read};
use std::rc::Rc;

/// The gate's tag that a rewrite inserts in these tests.
pub(crate) const GATE: &str = "<script src=\"/consent-gate.js\"></script>";

/// Creates the shared state of a test's documents.
pub(crate) fn common(missing: Missing) -> Rc<Common> {
    let gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0));
    let tag =
        Tag { src: "/consent-gate.js".to_owned(), config: String::new(), script: GATE.to_owned(), missing };
    Common::new(gate, Url::parse("https://www.example.com/").expect("a URL"), tag)
}

/// Reads bytes in pieces. A seed determines their lengths.
pub(crate) struct Pieces<'a> {
    bytes: &'a [u8],
    seed: u32,
}

impl<'a> Pieces<'a> {
    /// Creates a reader with this seed.
    pub(crate) fn new(bytes: &'a [u8], seed: u16) -> Pieces<'a> {
        Pieces { bytes, seed: seed.into() }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A linear congruential generator; short pieces are more frequent than long ones.
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let most = 1 << ((self.seed >> 28) & 7);
        let length = 1 + (self.seed >> 16) as usize % most;
        let length = self.bytes.len().min(length).min(buffer.len());
        buffer[..length].copy_from_slice(&self.bytes[..length]);
        self.bytes = &self.bytes[length..];
        Ok(length)
    }
}

/// Rewrites a document that arrives in one piece.
pub(crate) fn whole(input: &[u8], stream: Stream) -> (Vec<u8>, Outcome) {
    read(&mut &*input, stream)
}

fn read(input: &mut dyn Read, stream: Stream) -> (Vec<u8>, Outcome) {
    let mut out = Vec::new();
    let outcome = streamed(input, &mut out, stream).expect("reading from memory cannot fail");
    (out, outcome)
}

/// Removes everything that a rewrite may insert.
pub(crate) fn restored(output: &[u8]) -> Vec<u8> {
    let insertions = [GATE, mark::MARKED_SCRIPT, mark::PREFIX, mark::MARKED, mark::INVALID];
    let mut bytes = output.to_vec();
    for insertion in insertions.map(str::as_bytes) {
        while let Some(at) = bytes.windows(insertion.len()).position(|it| it == insertion) {
            bytes.drain(at..at + insertion.len());
        }
    }
    bytes
}

/// Checks all properties. Returns the number of tags that were made inert.
pub(crate) fn check(input: &[u8], seed: u16) -> usize {
    let common = common(Missing::ComesIn);
    let (output, outcome) = whole(input, Stream::new(&common));
    same(&restored(&output), &restored(input), "the rewrite does more than insert");
    assert_eq!(outcome.differs, output != input);
    let (again, outcome_again) = whole(&output, Stream::new(&common));
    same(&again, &output, "a second rewrite changes the output");
    assert!(outcome_again.changed.is_empty(), "a second rewrite changes the output");
    let (pieces, _) = read(&mut Pieces::new(input, seed), Stream::new(&common));
    same(&pieces, &output, "the output depends on the pieces");
    if !input.windows(9).any(|it| it.eq_ignore_ascii_case(b"<template")) {
        // In lol_html a stray end tag closes a `<template>` if it has seen the matching start tag. In browsers it does
        // not.
        let (seen, _) = whole(input, blind(input, &common));
        same(&seen, &output, "the output depends on the prefilter");
    }
    outcome.changed.len()
}

#[track_caller]
fn same(one: &[u8], other: &[u8], why: &str) {
    assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other), "{why}");
    assert!(one == other, "{why}");
}

/// Creates a stream in which the parser sees all of this input. Only a prefilter finds doctypes, so one reads them
/// first.
fn blind(input: &[u8], common: &Rc<Common>) -> Stream {
    let mut stream = Stream::new(common);
    let mut passing = Passing::new(&stream.page.borrow());
    stream.prefilter.filter(input, true, &mut passing);
    if let Some(at) = stream.prefilter.doctype() {
        stream.page.borrow_mut().head.has_doctype(at);
    }
    stream.prefilter = Prefilter::blind();
    stream
}
