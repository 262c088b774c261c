//! What an input is: HTML, which is read, or anything else, which passes as it is.

use crate::html::{SNIFFED, other};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

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
    rest.by_ref().take(SNIFFED as u64).read_to_end(&mut start)?;
    let other = other(&start, !stdin && !is_html(path));
    let whole = Box::new(Cursor::new(start).chain(rest));
    Ok(match other {
        None => Sort::Markup(whole),
        Some(why) => Sort::Other(whole, why),
    })
}
