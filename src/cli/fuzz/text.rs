//! Targets for small readers: styles, `srcset`, `<link>`, refreshes, JSON.

use super::first_line;
use crate::gate::Json;
use crate::markup::{self, Content, Load, css};
use std::str::from_utf8;

/// Every URL of a style sheet is found once, in the order of the text, at a position in the text.
pub(super) fn css(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let mut last = None;
    for (at, _, url) in css::places(text) {
        assert!(text.is_char_boundary(at) && at <= text.len(), "{at} in {}", text.len());
        assert!(last < Some(at), "{last:?}, then {at}");
        assert!(!url.is_empty());
        last = Some(at);
    }
    assert_eq!(css::urls(text).len(), css::places(text).len());
}

/// Every URL of a `srcset` is a part of it without white space, in the order of the text.
pub(super) fn srcset(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let mut rest = text;
    for url in markup::srcset(text) {
        assert!(!url.is_empty() && !url.contains(|c: char| c.is_ascii_whitespace()));
        let at = rest.find(url).expect("a part of the text");
        rest = &rest[at + url.len()..];
    }
}

/// The URL of a `<link>` or a refresh is a part of its attribute. The first line is the `rel`.
pub(super) fn link(data: &[u8]) {
    let Some((rel, content)) = first_line(data) else { return };
    for load in loads("meta", &[("http-equiv", "refresh"), ("content", content)]) {
        let Content::Url(_, url) = load.content else { panic!("a refresh has a URL") };
        assert!(!url.trim().is_empty() && content.contains(&url));
    }
    for load in loads("link", &[("rel", rel), ("href", content), ("imagesrcset", content)]) {
        let Content::Url(_, url) = load.content else { panic!("a link has a URL") };
        assert!(content.contains(&url));
    }
    markup::speculation(content);
}

fn loads(element: &str, attributes: &[(&str, &str)]) -> Vec<Load> {
    let read = |name: &str| attributes.iter().find(|row| row.0 == name).map(|row| row.1.to_owned());
    markup::loads(element, &read)
}

/// Any text that is written as JSON and read again is the same.
pub(super) fn json(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let texts: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let read: Vec<String> = serde_json::from_str(&texts.json()).expect("the gate writes JSON");
    assert_eq!(read, texts);
}
