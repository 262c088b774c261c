//! From a path of the command line to the files below it that an audit reads.

use super::source::Input;
use crate::cli::files::tree::{self, Entry};
use std::io;
use std::path::Path;

/// What is read in a folder, by the name's end. A file that is named by itself is read whatever its name.
const READ: &[&str] = &["html", "htm", "xhtml", "xht", "shtml", "har"];

/// Calls `found` for every file below `path`, and with one line for everything that cannot be walked.
pub(crate) fn files(
    path: &Path,
    found: &mut dyn FnMut(Result<Input, String>) -> io::Result<()>,
) -> io::Result<()> {
    if path.as_os_str() == "-" {
        return found(Ok(Input::Stdin));
    }
    if !path.is_dir() {
        return found(Ok(Input::File(path.to_owned())));
    }
    folder(path, found)
}

fn folder(path: &Path, found: &mut dyn FnMut(Result<Input, String>) -> io::Result<()>) -> io::Result<()> {
    let mut met = false;
    tree::walk(path, &|_| true, &mut |entry| {
        let next = match entry {
            Entry::File(path) if is_read(&path) => Ok(Input::File(path)),
            Entry::Skipped(path, line) if matters(&path) => Err(line),
            _ => return Ok(()),
        };
        met = true;
        found(next)
    })?;
    if met {
        return Ok(());
    }
    found(Err(format!("{}: no HTML or HAR file in this folder or below it", path.display())))
}

/// Whether something that is skipped could have been read: a folder, or a file by its name.
fn matters(path: &Path) -> bool {
    is_read(path) || path.is_dir()
}

fn is_read(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or("");
    READ.iter().any(|it| it.eq_ignore_ascii_case(end))
}
