//! Reading HTML as a stream: detection of the file type, and the state of a walk through a document's tags. Every
//! command that reads or changes markup uses it.

mod sniff;
mod walk;

pub(crate) use crate::gate::inline::LONGEST as LONGEST_INLINE;
#[cfg(feature = "cli")]
pub(crate) use sniff::{BOM, is_utf16};
pub(crate) use sniff::{SNIFFED, other};
#[cfg(feature = "cli")]
pub(crate) use walk::CHUNK;
#[cfg(test)]
pub(crate) use walk::LONGEST_TAG;
pub(crate) use walk::{DEEPEST, Walk, attribute, settings};
