//! Reading HTML as a stream: what a file is by its first bytes, and what a walk through a document's tags keeps. For every
//! command that reads or changes markup.

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
