//! Reads the inputs of an audit. Opens a file, detects whether it is HTML or a recording, and rejects other files.

mod activated;
pub(super) mod har;
pub(super) mod html;
mod inline;
mod line_numbers;
pub(super) mod walk;

use super::error::AuditError;
use super::tag::Tag;
use crate::cli::files::FileError;
use crate::html::{BOM, SNIFFED, is_utf16};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use url::Url;

/// An input.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// The standard input, `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// Returns the name that findings and errors print.
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

/// Calls `found` for every tag or recorded request in an input.
///
/// # Errors
///
/// [`AuditError`] if the input cannot be read or is neither HTML nor a recording.
pub(crate) fn tags(input: &Input, page: &Url, found: &mut dyn FnMut(Tag)) -> Result<(), AuditError> {
    let file = input.name();
    let rest = input.open().map_err(FileError::at(&file))?;
    read(file, rest, page, found)
}

fn read(file: String, mut rest: impl Read, page: &Url, found: &mut dyn FnMut(Tag)) -> Result<(), AuditError> {
    let mut head = Vec::new();
    rest.by_ref().take(SNIFFED as u64).read_to_end(&mut head).map_err(FileError::at(&file))?;
    let format = format(&file, &head)?;
    let skipped = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let recording = format == Format::Json || file.to_ascii_lowercase().ends_with(".har");
    let mut whole = Cursor::new(head.split_off(skipped)).chain(rest);
    if recording {
        return har::tags(&mut whole, found).map_err(|source| AuditError::Har { file, source });
    }
    html::tags(&mut whole, page, found).map_err(|source| AuditError::Html { file, source })
}

/// The format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Markup,
    Json,
}

/// Detects the format from the first bytes. UTF-16 is not supported, and a zero byte means a binary file.
fn format(file: &str, head: &[u8]) -> Result<Format, AuditError> {
    if is_utf16(head) {
        return Err(AuditError::Utf16 { file: file.to_owned() });
    }
    if let Some(offset) = head.iter().position(|byte| *byte == 0) {
        return Err(AuditError::Binary { file: file.to_owned(), offset });
    }
    let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    Ok(if starts_object(text) { Format::Json } else { Format::Markup })
}

/// Whether a text starts like a JSON object. Templates (`{% extends`, `{{ title }}`, `{# … #}`) do not.
fn starts_object(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"\"") || rest.starts_with(b"}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Parts of markup and recordings, complete and broken.
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
        // Errors are allowed. A panic fails the test.
        let _ = read("a.html".to_owned(), bytes, &page, &mut count);
        let _ = read("a.har".to_owned(), bytes, &page, &mut count);
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
    fn depth_of_nested_frames_is_limited() {
        let mut text = "<img src=//a.example/>".to_owned();
        for _ in 0..6 {
            text = format!("<iframe srcdoc=\"{}\">", htmlize::escape_all_quotes(text));
        }
        assert_eq!(audited(text.as_bytes()), 2);
        assert_eq!(audited("<noscript><iframe srcdoc='".repeat(2000).as_bytes()), 0);
    }

    #[test]
    fn detects_the_format() {
        for (head, wanted) in [
            (&b"<p>"[..], Some(Format::Markup)),
            (b"", Some(Format::Markup)),
            (b"\xef\xbb\xbf\n {\"log\"", Some(Format::Json)),
            (b"{ \"log\"", Some(Format::Json)),
            (b"{% extends \"a.html\" %}<p>", Some(Format::Markup)),
            (b"{{ title }}", Some(Format::Markup)),
            (b"{# a #}<p>", Some(Format::Markup)),
            (b"{#if a}<p>{/if}", Some(Format::Markup)),
            (b"\xff\xfe<\0", None),
            (b"\x89PNG\r\n\x1a\n\0", None),
        ] {
            assert_eq!(format("a", head).ok(), wanted, "{head:?}");
        }
    }
}
