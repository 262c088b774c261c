//! Finds the files that an audit reads, from a path of the command line.

use super::Input;
use crate::cli::audit::error::AuditError;
use crate::cli::files::tree::{self, Entry};
use std::io;
use std::path::Path;

/// The file name extensions that are read in a folder. A file on the command line is read with any name.
const EXTENSIONS: &[&str] = &["html", "htm", "xhtml", "xht", "shtml", "har"];

/// Calls `found` for every file below `path`, and for every error.
pub(crate) fn files(
    path: &Path,
    found: &mut dyn FnMut(Result<Input, AuditError>) -> io::Result<()>,
) -> io::Result<()> {
    if path.as_os_str() == "-" {
        return found(Ok(Input::Stdin));
    }
    if !path.is_dir() {
        return found(Ok(Input::File(path.to_owned())));
    }
    folder(path, found)
}

fn folder(path: &Path, found: &mut dyn FnMut(Result<Input, AuditError>) -> io::Result<()>) -> io::Result<()> {
    let mut empty = true;
    tree::walk(path, &|_| true, &mut |entry| {
        let next = match entry {
            Entry::File(path) if is_read(&path) => Ok(Input::File(path)),
            Entry::Skipped(error) if matters(error.path()) => Err(error.into()),
            _ => return Ok(()),
        };
        empty = false;
        found(next)
    })?;
    if empty { found(Err(AuditError::Empty { folder: path.to_owned() })) } else { Ok(()) }
}

/// Whether a skipped entry would have been read: a folder, or a file with one of the extensions.
fn matters(path: &Path) -> bool {
    is_read(path) || path.is_dir()
}

fn is_read(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    EXTENSIONS.iter().any(|it| it.eq_ignore_ascii_case(extension))
}
