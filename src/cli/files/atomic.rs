//! Writes files whole or not at all: into a temporary file beside the target, which then gets its name.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes `content` to `path`.
///
/// # Errors
///
/// What the file system fails with. `path` is then as it was.
pub(crate) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    fill(path, None, |out| out.write_all(content))
}

/// Writes what `content` writes to `path`, with these permissions if there are any. The folders above it are made.
///
/// A target that is no regular file, such as `/dev/null` or a named pipe, is written to and not replaced.
///
/// # Errors
///
/// What `content` or the file system fails with. A regular file is then as it was.
pub(crate) fn fill<T>(
    path: &Path,
    permissions: Option<Permissions>,
    content: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let old = fs::metadata(path);
    if old.as_ref().is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        return put(&mut fs::OpenOptions::new().write(true).open(path)?, content);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = beside(path);
    let outcome = stored(&beside, permissions, old.is_ok(), content)
        .and_then(|outcome| fs::rename(&beside, path).map(|()| outcome));
    if outcome.is_err() {
        let _ = fs::remove_file(&beside);
    }
    outcome
}

fn stored<T>(
    path: &Path,
    permissions: Option<Permissions>,
    replaces: bool,
    content: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let mut file = File::create(path)?;
    let outcome = put(&mut file, content)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    // To wait for the disk makes a folder of many new files six times slower, and protects only what is replaced: without
    // it, a machine that stops may keep the new name and lose the content.
    if replaces {
        file.sync_all()?;
    }
    Ok(outcome)
}

fn put<T>(file: &mut File, content: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let mut out = BufWriter::with_capacity(64 << 10, file);
    let outcome = content(&mut out)?;
    out.flush()?;
    Ok(outcome)
}

/// A name in the same folder that no other program uses.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
