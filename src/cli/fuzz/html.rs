//! Targets for documents: audit, recordings, rewrite.

use crate::cli::audit::{recorded, tags};
use crate::rewrite::properties::{self, Pieces};
use std::io::Read;
use url::Url;

/// Any document can be audited, and the result does not depend on the chunks in which it is read. The first two bytes
/// choose the chunks.
pub(super) fn audit(data: &[u8]) {
    let Some((seed, document)) = data.split_first_chunk::<2>() else { return };
    let whole = audited(&mut &*document);
    assert_eq!(audited(&mut Pieces::new(document, u16::from_le_bytes(*seed))), whole);
}

fn audited(input: &mut dyn Read) -> Vec<String> {
    let page = Url::parse("https://www.example.com/").expect("a URL");
    let mut found = Vec::new();
    let outcome = tags(input, &page, &mut |tag| {
        // An inline script has code instead of a URL.
        assert!(!tag.element.is_empty() && (tag.code.is_some() || !tag.written.trim().is_empty()));
        found.push(format!("{tag:?}"));
    });
    found.extend(outcome.err().map(|error| error.to_string()));
    found
}

/// Any text can be read as a recording. An error is one line.
pub(super) fn har(data: &[u8]) {
    let outcome = recorded(&mut &*data, &mut |_| {});
    assert!(outcome.is_ok() || outcome.is_err_and(|error| !error.to_string().contains('\n')));
}

/// A rewrite only inserts. The result does not depend on the chunks in which the document is read, or on the prefilter. A
/// second rewrite changes nothing. The first two bytes choose the chunks.
pub(super) fn rewrite(data: &[u8]) {
    let Some((seed, document)) = data.split_first_chunk::<2>() else { return };
    properties::check(document, u16::from_le_bytes(*seed));
}
