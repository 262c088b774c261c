//! The URLs of a `srcset`, as HTML splits it: a comma may stand inside a URL, but not at its end.

/// Every candidate's URL.
pub(crate) fn urls(text: &str) -> Vec<String> {
    let blank = |c: char| c.is_ascii_whitespace();
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c| blank(c) || c == ',');
        if rest.is_empty() {
            return found;
        }
        let (url, after) = rest.split_at(rest.find(blank).unwrap_or(rest.len()));
        found.push(url.trim_end_matches(',').to_owned());
        rest = if url.ends_with(',') { after } else { past_descriptor(after) };
    }
}

/// What follows the next comma outside parentheses.
fn past_descriptor(text: &str) -> &str {
    let mut open = false;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open = true,
            ')' => open = false,
            ',' if !open => return &text[at..],
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
            assert_eq!(urls(text), wanted, "{text}");
        }
    }
}
