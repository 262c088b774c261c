//! The errors of `consent-gate rewrite`.

use crate::cli::files::FileError;
use crate::cli::files::tree::WalkError;
use crate::cli::site::config::ConfigError;
use crate::cli::site::options::SiteOptionsError;
use std::path::PathBuf;
use thiserror::Error;

/// Arguments that do not fit each other, or a file that cannot be read or written.
#[derive(Debug, Error)]
pub enum RewriteError {
    /// The site or its config is wrong.
    #[error(transparent)]
    Options(#[from] SiteOptionsError),
    /// The config file cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Several files or a folder, and the standard output.
    #[error("-o -: the standard output takes one file; say a folder with -o")]
    StdoutForSeveral,
    /// Several files or a folder, and a file as output.
    #[error("-o {}: is a file; a folder is needed for a folder or for several files", output.display())]
    FileForSeveral {
        /// The value of `-o`.
        output: PathBuf,
    },
    /// The standard input among several inputs.
    #[error("-: the standard input cannot go into a folder; run it separately with another -o")]
    StdinAmongSeveral,
    /// The standard input, and a folder as output.
    #[error("-o {}: is a folder; say the file's name, too", output.display())]
    FolderForStdin {
        /// The value of `-o`.
        output: PathBuf,
    },
    /// Two inputs with the same name, and a folder as output.
    #[error(
        "{}: an input before it has the same name in {}; run it separately with another -o",
        input.display(),
        output.display()
    )]
    SameName {
        /// The second input.
        input: PathBuf,
        /// The value of `-o`.
        output: PathBuf,
    },
    /// An entry of a folder is not read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}
