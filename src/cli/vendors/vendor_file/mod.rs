//! Reads vendor files, `vendors/ID.toml`. Checks only their form; `lint` checks their content.

mod fields;

pub use fields::{Rule, Runtime, Source, Storage, Stub, Vendor};

use crate::cli::files::{self, FileError};
use std::path::Path;
use thiserror::Error;

/// A vendor file that cannot be read.
#[derive(Debug, Error)]
pub enum VendorFileError {
    /// The file or the folder of the files cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The text is not TOML, or not the TOML of a vendor.
    #[error("{file}:{line}: {}", source.message().replace('\n', " "))]
    Form {
        /// The name of the file.
        file: String,
        /// The line of the mistake, from 1.
        line: usize,
        /// The error of the parser.
        source: toml::de::Error,
    },
    /// The file is not named after the vendor's id.
    #[error("{file}: its id is \"{id}\"; the file must be called {id}.toml")]
    Name {
        /// The name of the file.
        file: String,
        /// The id in the file.
        id: String,
    },
}

/// Parses the text of a vendor file. `file` is the name that errors print.
///
/// # Errors
///
/// [`VendorFileError::Form`] with the first mistake.
pub fn parse(file: &str, text: &str) -> Result<Vendor, VendorFileError> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        VendorFileError::Form { file: file.to_owned(), line, source: error }
    })
}

/// Reads every `*.toml` of a folder. Returns the vendors in the order of their ids.
///
/// # Errors
///
/// [`VendorFileError`] for the first file that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<Vendor>, VendorFileError> {
    let mut vendors = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(FileError::at(folder))? {
        let path = entry.map_err(FileError::at(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            vendors.push(read_file(&path)?);
        }
    }
    vendors.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(vendors)
}

/// Reads a vendor file. Its name must be the vendor's id.
///
/// # Errors
///
/// [`VendorFileError`] if the file cannot be read, has a mistake, or has another name.
pub(crate) fn read_file(path: &Path) -> Result<Vendor, VendorFileError> {
    let file = path.display().to_string();
    let vendor = parse(&file, &files::read_text(path)?)?;
    if path.file_stem().is_none_or(|stem| stem != vendor.id.as_str()) {
        return Err(VendorFileError::Name { file, id: vendor.id });
    }
    Ok(vendor)
}
