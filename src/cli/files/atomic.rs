//! Writes a file completely or not at all: writes a temporary file in the same folder, then renames it.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes `content` to `path`.
///
/// # Errors
///
/// The error of the file system. `path` is then unchanged.
pub(crate) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    fill(path, None, |out| out.write_all(content))
}

/// Writes the output of `content` to `path`, and sets `permissions` if given. Creates missing parent folders.
///
/// A target that is not a regular file, such as `/dev/null` or a named pipe, is written in place, not replaced.
///
/// # Errors
///
/// The error of `content` or of the file system. A regular file is then unchanged.
pub(crate) fn fill<T>(
    path: &Path,
    permissions: Option<Permissions>,
    content: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let old = fs::metadata(path);
    if old.as_ref().is_ok_and(|target| !target.is_file() && !target.is_dir()) {
        return write_buffered(&mut fs::OpenOptions::new().write(true).open(path)?, content);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = temporary(path);
    let outcome = write_temporary(&temporary, permissions, old.is_ok(), content)
        .and_then(|outcome| fs::rename(&temporary, path).map(|()| outcome));
    if outcome.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    outcome
}

/// Writes the temporary file. `replaces` says whether the target exists.
fn write_temporary<T>(
    path: &Path,
    permissions: Option<Permissions>,
    replaces: bool,
    content: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let mut file = File::create(path)?;
    let outcome = write_buffered(&mut file, content)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    // Without `sync_all`, a power failure can leave the new name with no content. Only a replaced file has content to
    // lose. For new files the call is left out: it makes writing many of them six times slower.
    if replaces {
        file.sync_all()?;
    }
    Ok(outcome)
}

fn write_buffered<T>(
    file: &mut File,
    content: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let mut out = BufWriter::with_capacity(64 << 10, file);
    let outcome = content(&mut out)?;
    out.flush()?;
    Ok(outcome)
}

/// Returns a name in the same folder that no other process uses.
fn temporary(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
