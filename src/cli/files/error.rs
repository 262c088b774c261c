//! The error of a file operation, with the path.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A file or folder that could not be read or written.
#[derive(Debug, Error)]
#[error("{}: {source}", path.display())]
pub struct FileError {
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    /// Returns a function that adds `path` to an error, for `map_err`.
    pub(crate) fn at(path: impl AsRef<Path>) -> impl Fn(io::Error) -> FileError {
        move |source| FileError { path: path.as_ref().to_owned(), source }
    }
}
