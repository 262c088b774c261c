//! Reads the folder `vendors/`: the vendor files, the imported rows and the lists. `lint` checks the content.

use crate::cli::files::{self, FileError};
use crate::cli::vendors::catalogue;
use crate::cli::vendors::imported::{self, ImportedError, Row};
use crate::cli::vendors::vendor_file::{self, Vendor, VendorFileError};
use std::path::Path;
use thiserror::Error;

/// The lists in `vendors/`, one entry per line of their files.
#[derive(Debug, Default)]
pub struct Lists {
    /// The top-level domains of Google's country domains, without `com`.
    pub countries: Vec<String>,
    /// Hosts that many customers share.
    pub shared: Vec<String>,
    /// Names that many sites use for their first-party storage.
    pub common: Vec<String>,
}

/// The content of the folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// The reviewed vendors, in the order of their ids.
    pub vendors: Vec<Vendor>,
    /// The imported rows, in the order of the file.
    pub imported: Vec<Row>,
    /// The lists.
    pub lists: Lists,
}

/// A folder `vendors/` that cannot be read.
#[derive(Debug, Error)]
pub enum FolderError {
    /// A list or the imported rows cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A vendor file cannot be read.
    #[error(transparent)]
    Vendor(#[from] VendorFileError),
    /// The imported rows have a mistake.
    #[error(transparent)]
    Imported(#[from] ImportedError),
}

/// Reads `vendors/`.
///
/// # Errors
///
/// [`FolderError`] for the first file that cannot be read.
pub fn read(folder: &Path) -> Result<Folder, FolderError> {
    Ok(Folder {
        vendors: vendor_file::read_folder(folder)?,
        imported: imported::parse(&files::read_text(&folder.join("imported.tsv"))?)?,
        lists: lists(folder)?,
    })
}

/// Parses the content of `vendors/` that was compiled into the command line.
///
/// # Errors
///
/// [`FolderError`] for the first file with a mistake. The tests rule this out.
pub fn bundled() -> Result<Folder, FolderError> {
    let list = |text: &str| lines(text).map(str::to_owned).collect();
    Ok(Folder {
        vendors: catalogue::parse_all(|id| format!("vendors/{id}.toml"))?,
        imported: imported::bundled()?,
        lists: Lists {
            countries: list(include_str!("../../../vendors/google-domains.txt")),
            shared: list(include_str!("../../../vendors/shared-hosts.txt")),
            common: list(include_str!("../../../vendors/common-names.txt")),
        },
    })
}

/// Reads the lists of `vendors/`.
///
/// # Errors
///
/// [`FileError`] for the first file that cannot be read.
pub fn lists(folder: &Path) -> Result<Lists, FileError> {
    Ok(Lists {
        countries: list(&folder.join("google-domains.txt"))?,
        shared: list(&folder.join("shared-hosts.txt"))?,
        common: list(&folder.join("common-names.txt"))?,
    })
}

fn list(path: &Path) -> Result<Vec<String>, FileError> {
    Ok(lines(&files::read_text(path)?).map(str::to_owned).collect())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}
