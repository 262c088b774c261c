//! One input of an audit: opens it, finds out whether it is markup or a recording, and refuses what is neither.

use super::tag::Tag;
use super::{har, html};
use crate::html::{BOM, SNIFFED, is_utf16};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use url::Url;

/// What is to be read.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name that findings and errors print.
    pub(crate) fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::File(path) => path.display().to_string(),
        }
    }

    fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Input::Stdin => Box::new(io::stdin().lock()),
            Input::File(path) => Box::new(File::open(path)?),
        })
    }
}

/// Calls `found` for everything in this input that loads something.
///
/// # Errors
///
/// One line with the input's name and the place.
pub(crate) fn tags(input: &Input, page: &Url, found: &mut dyn FnMut(Tag)) -> Result<(), String> {
    let name = input.name();
    let rest = input.open().map_err(|error| format!("{name}: {error}"))?;
    read(&name, rest, page, found)
}

fn read(name: &str, mut rest: impl Read, page: &Url, found: &mut dyn FnMut(Tag)) -> Result<(), String> {
    let shown = |error: io::Error| format!("{name}: {error}");
    let mut head = Vec::new();
    rest.by_ref().take(SNIFFED as u64).read_to_end(&mut head).map_err(shown)?;
    let sort = sort(&head).map_err(|problem| format!("{name}: {problem}"))?;
    let skipped = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let recording = sort == Sort::Json || name.to_ascii_lowercase().ends_with(".har");
    let mut whole = Cursor::new(head.split_off(skipped)).chain(rest);
    if recording {
        return har::tags(&mut whole, found).map_err(|problem| format!("{name}:{problem}"));
    }
    html::tags(&mut whole, page, found).map_err(|problem| format!("{name}: {problem}"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Markup,
    Json,
}

/// What these first bytes are. A zero byte is in no text; UTF-16 is text that this does not read.
fn sort(head: &[u8]) -> Result<Sort, String> {
    if is_utf16(head) {
        return Err("is UTF-16; save it as UTF-8 to have it audited".to_owned());
    }
    if let Some(at) = head.iter().position(|byte| *byte == 0) {
        return Err(format!("is a binary file (a zero byte at offset {at}), neither HTML nor HAR"));
    }
    let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    Ok(if starts_object(text) { Sort::Json } else { Sort::Markup })
}

/// Whether a text begins as a JSON object does, and not as a template (`{% extends`, `{{ title }}`, `{# … #}`).
fn starts_object(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"\"") || rest.starts_with(b"}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a careless or malicious author might put together.
    const PIECES: &[&str] = &[
        "<script src=//a.example/>",
        "</script>",
        "<noscript>",
        "</noscript>",
        "<style>",
        "@import url(",
        "</style>",
        "<iframe srcdoc=\"",
        "&lt;iframe srcdoc='",
        "<template>",
        "</template>",
        "<svg>",
        "</svg>",
        "<math><mi>",
        "<base href=//b.example/>",
        "<img srcset='a 1x,",
        "<meta http-equiv=refresh content=\"0;url='",
        "\"",
        "'",
        ">",
        "<select>",
        "<table><script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<plaintext>",
        "<p style='url(((",
        "&#x110000;",
        "{\"log\":",
        "{\"entries\":[",
        "{\"request\":{\"url\":\"",
        "]}}",
        "\u{feff}",
        "\u{0}",
        "ü",
        "\n",
    ];

    fn audited(bytes: &[u8]) -> usize {
        let page = Url::parse("https://relative.invalid/").expect("an address");
        let mut found = 0;
        let mut count = |_: Tag| found += 1;
        // An error is an answer; a panic would fail the test.
        let _ = read("a.html", bytes, &page, &mut count);
        let _ = read("a.har", bytes, &page, &mut count);
        let _ = html::tags(&mut &*bytes, &page, &mut count);
        found
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            audited(&bytes);
        }

        #[test]
        fn any_pieces_of_markup_are_read_without_a_panic(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
        ) {
            audited(pieces.concat().as_bytes());
        }
    }

    #[test]
    fn nested_frames_end_somewhere() {
        let mut text = "<img src=//a.example/>".to_owned();
        for _ in 0..6 {
            text = format!("<iframe srcdoc=\"{}\">", htmlize::escape_all_quotes(text));
        }
        assert_eq!(audited(text.as_bytes()), 2);
        assert_eq!(audited("<noscript><iframe srcdoc='".repeat(2000).as_bytes()), 0);
    }

    #[test]
    fn tells_inputs_apart() {
        for (head, wanted) in [
            (&b"<p>"[..], Some(Sort::Markup)),
            (b"", Some(Sort::Markup)),
            (b"\xef\xbb\xbf\n {\"log\"", Some(Sort::Json)),
            (b"{ \"log\"", Some(Sort::Json)),
            (b"{% extends \"a.html\" %}<p>", Some(Sort::Markup)),
            (b"{{ title }}", Some(Sort::Markup)),
            (b"{# a #}<p>", Some(Sort::Markup)),
            (b"{#if a}<p>{/if}", Some(Sort::Markup)),
            (b"\xff\xfe<\0", None),
            (b"\x89PNG\r\n\x1a\n\0", None),
        ] {
            assert_eq!(sort(head).ok(), wanted, "{head:?}");
        }
    }
}
