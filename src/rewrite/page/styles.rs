//! Finds the offsets of URLs in styles: in the bytes of a style sheet, or in a `style` attribute with its character
//! references. The caller decides which URLs are held.

use crate::gate::Kind;
use crate::markup::css;

/// A URL and its offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Offset of its first byte.
    pub(crate) at: usize,
    /// The kind of content.
    pub(crate) kind: Kind,
    /// The URL with its escapes decoded.
    pub(crate) url: String,
}

/// Returns the URLs of a style sheet.
pub(crate) fn in_sheet(bytes: &[u8]) -> Vec<Place> {
    let text = same_length(bytes);
    let found = css::places(&text).into_iter();
    found.map(|(at, kind, url)| Place { at, kind, url }).collect()
}

/// Returns the URLs of a `style` attribute, from its value as written in the markup.
pub(crate) fn in_attribute(bytes: &[u8]) -> Vec<Place> {
    let written = same_length(bytes);
    let (text, origins) = decoded(&written);
    let found = css::places(&text).into_iter();
    found.map(|(at, kind, url)| Place { at: origins.get(at).copied().unwrap_or(at), kind, url }).collect()
}

/// Converts bytes to text with the same offsets. In an encoding other than UTF-8, each byte beyond ASCII becomes a
/// letter. In CSS both are parts of names.
fn same_length(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { 'x' }).collect(),
    }
}

/// Maximum length in bytes of a character reference. The longest one in HTML has 33.
const LONGEST_REFERENCE: usize = 40;

/// Decodes character references. Returns the text, and for each of its bytes the original offset.
fn decoded(written: &str) -> (String, Vec<usize>) {
    let (mut text, mut origins) = (String::new(), Vec::new());
    let mut at = 0;
    while let Some(next) = written.get(at..).and_then(|rest| rest.chars().next()) {
        let length = if next == '&' { reference(&written[at..]) } else { next.len_utf8() };
        let piece = htmlize::unescape_attribute(&written[at..at + length]);
        text.push_str(&piece);
        origins.resize(text.len(), at);
        at += length;
    }
    (text, origins)
}

/// Returns the length of the reference that begins here, or 1 if there is none.
fn reference(text: &str) -> usize {
    let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
    end.map_or(1, |end| end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &[Place], written: &str, wanted: &[&str]) {
        let rest: Vec<&str> = found.iter().map(|place| &written[place.at..]).collect();
        assert_eq!(rest.len(), wanted.len(), "{written}");
        for (rest, wanted) in rest.iter().zip(wanted) {
            assert!(rest.starts_with(wanted), "{written}: {rest}");
        }
    }

    #[test]
    fn finds_where_urls_begin() {
        for (text, wanted) in [
            ("@import 'a.css' screen; p { background: url( b.png ) }", &["a.css", "b.png"][..]),
            ("@import url(\"a.css\"); q { background: URL(b) }", &["a.css", "b"]),
            ("p { background: image-set('a' 1x, url(b) 2x) } /* url(no) */", &["a", "b"]),
            ("@font-face { src: url('a') format('woff2') }", &["a"]),
        ] {
            check(&in_sheet(text.as_bytes()), text, wanted);
        }
        let text = "color: red; background: url(&quot;https://a.example/x&amp;y&quot;) &c";
        check(&in_attribute(text.as_bytes()), text, &["https://a.example/x&amp;y"]);
        assert_eq!(in_attribute(text.as_bytes())[0].url, "https://a.example/x&y");
        assert_eq!(in_sheet(b"p::after { content: '\xe4' } q { background: url(a) }")[0].at, 46);
    }
}
