//! The errors of an audit. Each is about one input; the audit continues with the next.

use super::input::har::HarError;
use super::input::html::HtmlError;
use crate::cli::files::FileError;
use crate::cli::files::tree::WalkError;
use std::path::PathBuf;
use thiserror::Error;

/// An input that cannot be audited.
#[derive(Debug, Error)]
pub(crate) enum AuditError {
    /// An entry of a folder is not read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A folder without files to audit.
    #[error("{}: no HTML or HAR file in this folder or below it", folder.display())]
    Empty { folder: PathBuf },
    /// The input cannot be opened or read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The input is text in an encoding that is not supported.
    #[error("{file}: is UTF-16; save it as UTF-8 to have it audited")]
    Utf16 { file: String },
    /// The input is not text.
    #[error("{file}: is a binary file (a zero byte at offset {offset}), neither HTML nor HAR")]
    Binary { file: String, offset: usize },
    /// The input is HTML, and reading it failed.
    #[error("{file}: {source}")]
    Html { file: String, source: HtmlError },
    /// The input is JSON, but not a complete recording.
    #[error("{file}:{source}")]
    Har { file: String, source: HarError },
}
