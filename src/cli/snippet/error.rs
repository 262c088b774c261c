//! The errors of `consent-gate snippet`.

use crate::cli::site::config::ConfigError;
use crate::cli::site::options::SiteOptionsError;
use crate::cli::vendors::CatalogueError;
use crate::cli::vendors::folder::FolderError;
use crate::cli::vendors::vendor_file::VendorFileError;
use thiserror::Error;

/// Arguments for which no snippet can be written.
#[derive(Debug, Error)]
pub(crate) enum SnippetError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Options(#[from] SiteOptionsError),
    /// `--vendors` has an unknown id.
    #[error(transparent)]
    Vendor(#[from] CatalogueError),
    #[error(transparent)]
    VendorFile(#[from] VendorFileError),
    #[error(transparent)]
    Folder(#[from] FolderError),
}
