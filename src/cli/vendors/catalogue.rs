//! The vendor files that are compiled into the command line, and the search for a vendor by its id.

use super::vendor_file::{self, Vendor, VendorFileError};
use crate::gate::{Nearest, hint};
use thiserror::Error;

/// The id and text of every vendor file, in the order of the ids. `build.rs` writes this list.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// An id that no vendor has.
#[derive(Debug, Error)]
#[error("\"{id}\" is not a vendor; see `consent-gate vendors list`{hint}")]
pub(crate) struct UnknownVendor {
    id: String,
    /// The end of the sentence: a similar id, or nothing.
    hint: String,
}

impl UnknownVendor {
    /// The error for `id`, with a hint to the most similar id of `known`.
    pub(crate) fn new<'v>(id: &str, known: impl Iterator<Item = &'v str>) -> UnknownVendor {
        UnknownVendor { id: id.to_owned(), hint: similar(id, known) }
    }
}

/// A vendor that cannot be found or read.
#[derive(Debug, Error)]
pub(crate) enum CatalogueError {
    #[error(transparent)]
    Unknown(#[from] UnknownVendor),
    #[error(transparent)]
    File(#[from] VendorFileError),
}

/// Returns the end of an error about a misspelt word: the most similar known word, or nothing.
pub(crate) fn similar<'v>(word: &str, known: impl Iterator<Item = &'v str>) -> String {
    let mut nearest = Nearest::new(word);
    known.for_each(|known| nearest.consider(known));
    hint(nearest.found.as_deref())
}

/// Parses every vendor file, in the order of the ids.
pub(crate) fn all() -> Result<Vec<Vendor>, VendorFileError> {
    parse_all(str::to_owned)
}

/// Parses every vendor file. `file` returns the name that an error prints for an id.
pub(crate) fn parse_all(file: impl Fn(&str) -> String) -> Result<Vec<Vendor>, VendorFileError> {
    FILES.iter().map(|(id, text)| vendor_file::parse(&file(id), text)).collect()
}

/// Parses the file of the vendor with this id.
pub(crate) fn find(id: &str) -> Result<Vendor, CatalogueError> {
    let file = FILES.iter().find(|file| file.0 == id);
    let (name, text) = file.ok_or_else(|| UnknownVendor::new(id, FILES.iter().map(|file| file.0)))?;
    Ok(vendor_file::parse(name, text)?)
}
