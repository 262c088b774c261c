//! What is in a folder and below it. Regular files are given out; anything that is not one is named and left alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Something below a folder.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A folder, met before what is in it.
    Folder(PathBuf),
    /// A regular file, or a link to one inside the folder.
    File(PathBuf),
    /// Something that is not read, and one line that says why.
    Skipped(PathBuf, String),
}

/// Calls `found` for everything below `root`, in the file system's own order: a folder with a million files costs no more
/// memory than one with ten. Folders of which `enter` says no are left out.
///
/// Threat: a link in a site's folder would publish any file of the machine, and a named pipe would stop the program for
/// ever. Links that lead out of `root` are not followed, and only regular files are opened.
///
/// # Errors
///
/// What `found` fails with.
pub(crate) fn walk(
    root: &Path,
    enter: &dyn Fn(&Path) -> bool,
    found: &mut dyn FnMut(Entry) -> io::Result<()>,
) -> io::Result<()> {
    let canonical = fs::canonicalize(root).ok();
    let mut entries = WalkDir::new(root).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found(failed(&error))?;
                continue;
            }
        };
        let folder = entry.file_type().is_dir();
        if entry.path_is_symlink() && entry.depth() > 0 && leads_out(entry.path(), canonical.as_deref()) {
            found(outside(&entry))?;
        } else if !folder || enter(entry.path()) {
            found(sorted(entry))?;
            continue;
        }
        if folder {
            entries.skip_current_dir();
        }
    }
    Ok(())
}

fn sorted(entry: DirEntry) -> Entry {
    let sort = entry.file_type();
    let path = entry.into_path();
    match (sort.is_dir(), sort.is_file()) {
        (true, _) => Entry::Folder(path),
        (_, true) => Entry::File(path),
        _ => {
            let line = format!("{}: skipped: {}", path.display(), special(sort));
            Entry::Skipped(path, line)
        }
    }
}

#[cfg(unix)]
fn special(sort: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match sort {
        _ if sort.is_fifo() => "a named pipe, not a regular file",
        _ if sort.is_socket() => "a socket, not a regular file",
        _ if sort.is_block_device() || sort.is_char_device() => "a device, not a regular file",
        _ => "not a regular file",
    }
}

#[cfg(not(unix))]
fn special(_: fs::FileType) -> &'static str {
    "not a regular file"
}

fn leads_out(path: &Path, root: Option<&Path>) -> bool {
    match (fs::canonicalize(path), root) {
        (Ok(target), Some(root)) => !target.starts_with(root),
        _ => true,
    }
}

fn outside(entry: &DirEntry) -> Entry {
    let line = format!("{}: skipped: a link that leads out of the folder", entry.path().display());
    Entry::Skipped(entry.path().to_owned(), line)
}

fn failed(error: &walkdir::Error) -> Entry {
    let path = error.path().map_or_else(PathBuf::new, Path::to_owned);
    let cause = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => {
            format!("a link back to {}, which contains it; not followed", ancestor.display())
        }
        (None, Some(error)) => error.to_string(),
        (None, None) => error.to_string(),
    };
    let line = format!("{}: {cause}", path.display());
    Entry::Skipped(path, line)
}
