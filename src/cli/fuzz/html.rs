//! Documents: what an audit reads, what a rewrite inserts.

use crate::cli::audit::{recorded, tags};
use crate::rewrite::properties;
use url::Url;

/// Any document is audited to its end, and in pieces as in one.
pub(super) fn audit(data: &[u8]) {
    let page = Url::parse("https://www.example.com/").expect("a URL");
    let mut found = 0;
    let outcome = tags(&mut &*data, &page, &mut |tag| {
        assert!(!tag.element.is_empty() && !tag.written.is_empty());
        found += 1;
    });
    assert!(outcome.is_ok() || found < usize::MAX);
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
