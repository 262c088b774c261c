//! Detects the file type from the first bytes. HTML is read; any other file passes through unchanged.

/// The byte order mark of UTF-8, which some editors write.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Number of leading bytes used to detect the file type.
pub(crate) const SNIFFED: usize = 4096;

/// Returns a description of the file type if these first bytes are not HTML.
///
/// `strict`: no other source, such as a media type or a file name, says that the file is HTML.
pub(crate) fn other(start: &[u8], strict: bool) -> Option<&'static str> {
    if is_utf16(start) {
        return Some("UTF-16; save it as UTF-8 to have it rewritten");
    }
    let text = start.strip_prefix(BOM).unwrap_or(start).trim_ascii_start();
    // A file that begins with a tag is a page with a stray zero byte. In UTF-16 the zero is next to the tag's first
    // character.
    let tag = text.starts_with(b"<");
    if start.iter().take(if tag { 4 } else { SNIFFED }).any(|byte| *byte == 0) {
        return Some("a binary file");
    }
    let lower = text.to_ascii_lowercase();
    let has = |what: &[u8]| lower.windows(what.len()).any(|it| it == what);
    if lower.starts_with(b"<?xml") && (strict || !(has(b"<!doctype html") || has(b"<html"))) {
        return Some("XML, not HTML");
    }
    if strict && !lower.starts_with(b"<") || lower.starts_with(b"{") {
        return Some("not HTML");
    }
    None
}

/// Returns whether the file begins with the byte order mark of UTF-16, which is not supported.
pub(crate) fn is_utf16(start: &[u8]) -> bool {
    start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinguishes_html_from_other_files() {
        for (start, strict, html) in [
            (&b"<p>"[..], true, true),
            (b"text <b>", false, true),
            (b"text <b>", true, false),
            (b"", false, true),
            (b"\xef\xbb\xbf <!doctype html>", true, true),
            (b"\xff\xfe<\0", false, false),
            (b"<\0p\0>\0", false, false),
            (b"<p>a stray \0", false, true),
            (b"\x89PNG\r\n\x1a\n\0", false, false),
            (b"<?xml version='1.0'?><rss>", false, false),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>", false, true),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>", true, false),
            (b" {\"a\": 1}", false, false),
        ] {
            assert_eq!(other(start, strict).is_none(), html, "{start:?}");
        }
    }
}
