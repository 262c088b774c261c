//! Reads the URLs of a `srcset`, as in HTML's "parse a srcset attribute". A URL may contain a comma, but not end with
//! one.

/// Returns the URL of every image candidate.
pub(crate) fn urls(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        // White space and commas are ASCII, so bytes can be compared. The offsets are always character boundaries.
        let start = rest.bytes().position(|byte| !(byte.is_ascii_whitespace() || byte == b','))?;
        let begun = &rest[start..];
        let end = begun.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(begun.len());
        let (url, after) = begun.split_at(end);
        rest = if url.ends_with(',') { after } else { past_descriptor(after) };
        Some(url.trim_end_matches(','))
    })
}

/// Returns the text from the next comma outside parentheses.
fn past_descriptor(text: &str) -> &str {
    let mut open = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open = true,
            b')' => open = false,
            b',' if !open => return &text[at..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_as_html_does() {
        for (text, wanted) in [
            ("a.png", &["a.png"][..]),
            ("a.png 1x, b.png 2x", &["a.png", "b.png"]),
            ("a.png, b.png", &["a.png", "b.png"]),
            ("a,b.png 1x,c.png", &["a,b.png", "c.png"]),
            (" , a.png 100w (x, y), b", &["a.png", "b"]),
            ("data:,x 1x, b", &["data:,x", "b"]),
            ("", &[]),
            (",", &[]),
        ] {
            assert_eq!(urls(text).collect::<Vec<_>>(), wanted, "{text}");
        }
    }
}
