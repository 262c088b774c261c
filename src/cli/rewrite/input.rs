//! Opens an input and detects whether it is HTML. Other files are copied unchanged.

use crate::html::{SNIFFED, other};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

/// The file name extensions of HTML. XHTML is left out, because browsers parse it as XML.
const HTML: &[&str] = &["html", "htm", "shtml"];

/// Whether the file name has an extension of HTML.
pub(crate) fn is_html(path: &Path) -> bool {
    has_extension(path, HTML)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    extensions.iter().any(|it| it.eq_ignore_ascii_case(extension))
}

/// The content of an input, from its first byte.
pub(crate) enum Content {
    /// HTML.
    Markup(Box<dyn Read>),
    /// Another format, with its description.
    Other(Box<dyn Read>, &'static str),
}

/// Opens an input; `-` is the standard input.
///
/// # Errors
///
/// The error of opening or reading it.
pub(crate) fn open(path: &Path) -> io::Result<Content> {
    let stdin = path.as_os_str() == "-";
    let mut rest: Box<dyn Read> =
        if stdin { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
    let mut start = Vec::new();
    rest.by_ref().take(SNIFFED as u64).read_to_end(&mut start)?;
    let other = other(&start, !stdin && !is_html(path));
    let whole = Box::new(Cursor::new(start).chain(rest));
    Ok(match other {
        None => Content::Markup(whole),
        Some(why) => Content::Other(whole, why),
    })
}
