//! Files: walking a folder, reading a file, and writing a file completely or not at all.

pub(crate) mod atomic;
mod error;
pub(crate) mod tree;

pub use error::FileError;

use std::path::Path;

/// Reads a text file.
///
/// # Errors
///
/// [`FileError`] if the file cannot be read or is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, FileError> {
    std::fs::read_to_string(path).map_err(FileError::at(path))
}

/// Writes a file completely or not at all.
///
/// # Errors
///
/// [`FileError`] if the file cannot be written.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), FileError> {
    atomic::write(path, content).map_err(FileError::at(path))
}
