//! What an input is: HTML, which is read, or anything else, which passes as it is.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

/// By its first bytes an input is told apart.
const SNIFFED: u64 = 4096;

/// HTML by the name's end. XHTML is not: browsers read it as XML, in which other rules hold.
const HTML: &[&str] = &["html", "htm", "shtml"];

/// Nothing else than HTML has these ends.
pub(crate) fn is_html(path: &Path) -> bool {
    has_end(path, HTML)
}

fn has_end(path: &Path, ends: &[&str]) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or("");
    ends.iter().any(|it| it.eq_ignore_ascii_case(end))
}

/// An input from its first byte on.
pub(crate) enum Sort {
    /// HTML.
    Markup(Box<dyn Read>),
    /// Something else, and what.
    Other(Box<dyn Read>, &'static str),
}

/// Opens an input; `-` is the standard one.
///
/// # Errors
///
/// What opening or reading fails with.
pub(crate) fn open(path: &Path) -> io::Result<Sort> {
    let stdin = path.as_os_str() == "-";
    let mut rest: Box<dyn Read> =
        if stdin { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
    let mut start = Vec::new();
    rest.by_ref().take(SNIFFED).read_to_end(&mut start)?;
    let other = other(&start, !stdin && !is_html(path));
    let whole = Box::new(Cursor::new(start).chain(rest));
    Ok(match other {
        None => Sort::Markup(whole),
        Some(why) => Sort::Other(whole, why),
    })
}

/// What these first bytes are, if they are no HTML. `strict`: nothing else says that they are.
fn other(start: &[u8], strict: bool) -> Option<&'static str> {
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Some("UTF-16; save it as UTF-8 to have it rewritten");
    }
    if start.contains(&0) {
        return Some("a binary file");
    }
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_inputs_apart() {
        for (start, strict, html) in [
            (&b"<p>"[..], true, true),
            (b"text <b>", false, true),
            (b"text <b>", true, false),
            (b"", false, true),
            (b"\xef\xbb\xbf <!doctype html>", true, true),
            (b"\xff\xfe<\0", false, false),
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
