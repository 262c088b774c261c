//! Documents: what an audit reads, what a rewrite inserts.

use crate::cli::audit::{recorded, tags};
use crate::rewrite::properties::{self, Pieces};
use std::io::Read;
use url::Url;

/// Any document is audited to its end, and what is found does not depend on the pieces in which it comes. The first two
/// bytes choose the pieces.
pub(super) fn audit(data: &[u8]) {
    let Some((seed, document)) = data.split_first_chunk::<2>() else { return };
    let whole = audited(&mut &*document);
    assert_eq!(audited(&mut Pieces::new(document, u16::from_le_bytes(*seed))), whole);
}

fn audited(input: &mut dyn Read) -> Vec<String> {
    let page = Url::parse("https://www.example.com/").expect("a URL");
    let mut found = Vec::new();
    let outcome = tags(input, &page, &mut |tag| {
        // An inline script has code in the place of an address.
        assert!(!tag.element.is_empty() && (tag.code.is_some() || !tag.written.trim().is_empty()));
        found.push(format!("{tag:?}"));
    });
    found.extend(outcome.err());
    found
}

/// Any text is read as a recording; what is wrong is one line.
pub(super) fn har(data: &[u8]) {
    let outcome = recorded(&mut &*data, &mut |_| {});
    assert!(outcome.is_ok() || outcome.is_err_and(|line| !line.contains('\n')));
}

/// A rewrite only inserts, in the same places however the document comes in, whether or not parts of it are skipped, and
/// nothing the second time. The first two bytes choose the pieces.
pub(super) fn rewrite(data: &[u8]) {
    let Some((seed, document)) = data.split_first_chunk::<2>() else { return };
    properties::check(document, u16::from_le_bytes(*seed));
}
