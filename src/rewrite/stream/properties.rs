//! What must hold of every rewrite, whatever the bytes are and however they come in. For tests and the fuzzer.

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

/// The gate's tag that a rewrite inserts here.
pub(crate) const GATE: &str = "<script src=\"/consent-gate.js\"></script>";

/// What the documents of a test have in common.
pub(crate) fn common(missing: Missing) -> Rc<Common> {
    let gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0));
    let tag =
        Tag { src: "/consent-gate.js".to_owned(), config: String::new(), script: GATE.to_owned(), missing };
    Common::new(gate, Url::parse("https://www.example.com/").expect("a URL"), tag)
}

/// Gives its bytes in pieces, whose lengths come from a seed.
pub(crate) struct Pieces<'a> {
    bytes: &'a [u8],
    seed: u32,
}

impl<'a> Pieces<'a> {
    /// The pieces that this seed gives.
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

/// Rewrites a document that comes in whole.
pub(crate) fn whole(input: &[u8], stream: Stream) -> (Vec<u8>, Outcome) {
    read(&mut &*input, stream)
}

fn read(input: &mut dyn Read, stream: Stream) -> (Vec<u8>, Outcome) {
    let mut out = Vec::new();
    let outcome = streamed(input, &mut out, stream).expect("no error of the file system");
    (out, outcome)
}

/// Without everything that a rewrite may insert.
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

/// Checks everything; returns how many tags were made inert.
pub(crate) fn check(input: &[u8], seed: u16) -> usize {
    let common = common(Missing::ComesIn);
    let (output, outcome) = whole(input, Stream::new(&common));
    same(&restored(&output), &restored(input), "more than insertions");
    assert_eq!(outcome.differs, output != input);
    let (again, outcome_again) = whole(&output, Stream::new(&common));
    same(&again, &output, "changes twice");
    assert!(outcome_again.changed.is_empty(), "changes twice");
    let (pieces, _) = read(&mut Pieces::new(input, seed), Stream::new(&common));
    same(&pieces, &output, "depends on the pieces");
    if !input.windows(9).any(|it| it.eq_ignore_ascii_case(b"<template")) {
        // A stray end tag closes a template for lol_html where the element that it closes was seen; for browsers not.
        let (seen, _) = whole(input, blind(input, &common));
        same(&seen, &output, "what is not shown matters");
    }
    outcome.changed.len()
}

#[track_caller]
fn same(one: &[u8], other: &[u8], why: &str) {
    assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other), "{why}");
    assert!(one == other, "{why}");
}

/// A reader that is shown everything of this input; of doctypes only a prefilter tells.
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
