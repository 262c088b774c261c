//! The errors of `consent-gate build`.

use crate::cli::files::FileError;
use crate::cli::vendors::UnknownVendor;
use std::path::PathBuf;
use thiserror::Error;

/// Arguments that cannot be used, or a file that cannot be read or written.
#[derive(Debug, Error)]
pub(super) enum BuildError {
    /// `--vendors` has an unknown id.
    #[error("--vendors: {0}")]
    Unknown(#[source] UnknownVendor),
    /// `--name` is not a file name.
    #[error("--name {name}: lower-case letters, digits and \"-\" only, a letter first")]
    Name { name: String },
    /// The folder of `--from` does not contain the gate's file.
    #[error("{}: {gate} is not there; `./build.sh build` makes it, --from says where", folder.display())]
    NotBuilt { folder: PathBuf, gate: String },
    #[error(transparent)]
    File(#[from] FileError),
}
