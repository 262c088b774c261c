//! From a path of the command line to the files below it. A folder is walked as it is read, in the file system's own
//! order, so that one with a million files costs no more memory than one with ten.

use super::source::Input;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

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
    for entry in WalkDir::new(path).follow_links(true) {
        let next = match entry {
            Ok(entry) => file(&entry).map(Ok),
            Err(error) => problem(&error).map(Err),
        };
        if let Some(next) = next {
            met = true;
            found(next)?;
        }
    }
    if met {
        return Ok(());
    }
    found(Err(format!("{}: no HTML or HAR file in this folder or below it", path.display())))
}

fn file(entry: &DirEntry) -> Option<Input> {
    (entry.file_type().is_file() && is_read(entry.path())).then(|| Input::File(entry.path().to_owned()))
}

fn is_read(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or("");
    READ.iter().any(|it| it.eq_ignore_ascii_case(end))
}

/// One line; none for a link that leads nowhere and whose name says that nobody would have read it.
fn problem(error: &walkdir::Error) -> Option<String> {
    let path = error.path().map_or_else(PathBuf::new, Path::to_owned);
    if let Some(ancestor) = error.loop_ancestor() {
        let (path, ancestor) = (path.display(), ancestor.display());
        return Some(format!("{path}: a link back to {ancestor}, which contains it; not followed"));
    }
    let gone = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
    let cause = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
    (!gone || is_read(&path)).then(|| format!("{}: {cause}", path.display()))
}
