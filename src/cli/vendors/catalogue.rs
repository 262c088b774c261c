//! The vendor files that the command line carries along, which `build.rs` lists, and the search for one by its id.

use super::vendor_file::{self, Vendor};
use crate::gate::{Nearest, hint};

/// Id and text of every vendor file, by id.
pub(crate) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Every vendor that the command line carries along, in the order of the ids.
pub(crate) fn all() -> Result<Vec<Vendor>, String> {
    FILES.iter().map(|(id, text)| vendor_file::parse(id, text)).collect()
}

/// The complaint about an id that none of these vendors has.
pub(crate) fn unknown<'v>(id: &str, known: impl Iterator<Item = &'v str>) -> String {
    format!("\"{id}\" is not a vendor; see `consent-gate vendors list`{}", meant(id, known))
}

/// Returns the end of a complaint about a word: the known one that was probably meant, or nothing.
pub(crate) fn meant<'v>(word: &str, known: impl Iterator<Item = &'v str>) -> String {
    let mut nearest = Nearest::new(word);
    known.for_each(|known| nearest.consider(known));
    hint(nearest.found.as_deref())
}

/// The vendor with this id.
pub(crate) fn find(id: &str) -> Result<Vendor, String> {
    let file = FILES.iter().find(|file| file.0 == id);
    let (name, text) = file.ok_or_else(|| unknown(id, FILES.iter().map(|file| file.0)))?;
    vendor_file::parse(name, text)
}
