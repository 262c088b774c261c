//! Walks a folder. Reports regular files and folders; skips everything else with a reason.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

/// An entry below a folder.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A folder, reported before its content.
    Folder(PathBuf),
    /// A regular file, or a link to one inside the folder.
    File(PathBuf),
    /// An entry that is not read, with the reason.
    Skipped(WalkError),
}

/// An entry below a folder that is not read.
#[derive(Debug, Error)]
pub enum WalkError {
    /// The entry is a pipe, a socket or a device.
    #[error("{}: skipped: {what}", path.display())]
    NotRegular {
        /// The entry.
        path: PathBuf,
        /// Its type, in words.
        what: &'static str,
    },
    /// The entry is a link to a target outside the folder.
    #[error("{}: skipped: a link that leads out of the folder", path.display())]
    LeadsOut {
        /// The link.
        path: PathBuf,
    },
    /// The entry is a link to a folder that contains it.
    #[error("{}: a link back to {}, which contains it; not followed", path.display(), ancestor.display())]
    Loop {
        /// The link.
        path: PathBuf,
        /// The folder that it leads to.
        ancestor: PathBuf,
    },
    /// The file system returned an error.
    #[error("{}: {}", path.display(), cause(source))]
    Unreadable {
        /// The entry.
        path: PathBuf,
        /// The error.
        source: walkdir::Error,
    },
}

impl WalkError {
    /// The path of the entry.
    pub(crate) fn path(&self) -> &Path {
        match self {
            WalkError::NotRegular { path, .. }
            | WalkError::LeadsOut { path }
            | WalkError::Loop { path, .. }
            | WalkError::Unreadable { path, .. } => path,
        }
    }
}

/// Returns the text of the error without its path, where it has such a text.
fn cause(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

impl From<walkdir::Error> for WalkError {
    fn from(source: walkdir::Error) -> WalkError {
        let path = source.path().map_or_else(PathBuf::new, Path::to_owned);
        match source.loop_ancestor().map(Path::to_owned) {
            Some(ancestor) => WalkError::Loop { path, ancestor },
            None => WalkError::Unreadable { path, source },
        }
    }
}

/// Calls `found` for every entry below `root`. Skips a folder if `enter` returns `false` for it. The entries are not
/// sorted, so memory does not grow with the number of files.
///
/// Threat: the author of a site's files adds a link to a private file, which would be published. Links out of `root` are
/// not followed. Or the author adds a named pipe, which would block the program. Only regular files are opened.
///
/// # Errors
///
/// The first error of `found`.
pub(crate) fn walk(
    root: &Path,
    enter: &dyn Fn(&Path) -> bool,
    found: &mut dyn FnMut(Entry) -> io::Result<()>,
) -> io::Result<()> {
    let canonical = fs::canonicalize(root).ok();
    let outside = |entry: &DirEntry| {
        entry.path_is_symlink() && entry.depth() > 0 && leads_out(entry.path(), canonical.as_deref())
    };
    let mut entries = WalkDir::new(root).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if outside(&entry) => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                found(Entry::Skipped(WalkError::LeadsOut { path: entry.into_path() }))?;
            }
            Ok(entry) if entry.file_type().is_dir() && !enter(entry.path()) => entries.skip_current_dir(),
            Ok(entry) => found(classified(entry))?,
            Err(error) => found(Entry::Skipped(error.into()))?,
        }
    }
    Ok(())
}

fn classified(entry: DirEntry) -> Entry {
    let kind = entry.file_type();
    let path = entry.into_path();
    match (kind.is_dir(), kind.is_file()) {
        (true, _) => Entry::Folder(path),
        (_, true) => Entry::File(path),
        _ => Entry::Skipped(WalkError::NotRegular { path, what: special(kind) }),
    }
}

#[cfg(unix)]
fn special(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        _ if kind.is_fifo() => "a named pipe, not a regular file",
        _ if kind.is_socket() => "a socket, not a regular file",
        _ if kind.is_block_device() || kind.is_char_device() => "a device, not a regular file",
        _ => "not a regular file",
    }
}

#[cfg(not(unix))]
fn special(_: fs::FileType) -> &'static str {
    "not a regular file"
}

/// Whether the target of a link is outside `root`, or unknown.
fn leads_out(path: &Path, root: Option<&Path>) -> bool {
    match (fs::canonicalize(path), root) {
        (Ok(target), Some(root)) => !target.starts_with(root),
        _ => true,
    }
}
