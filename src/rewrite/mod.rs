//! Makes static markup inert, so that it requests nothing before a consent. Reads a document as a stream and inserts
//! text into the tags of vendors that need a consent. Opens no file and prints nothing; `src/cli/rewrite.rs` does.

mod changed;
mod common;
mod document;
mod head;
mod mark;
mod page;
mod prefilter;
mod splice;
mod stream;
mod tags;

#[cfg(feature = "cli")]
pub(crate) use changed::Changed;
pub(crate) use common::Common;
pub(crate) use head::{Gate as GateTag, Missing};
pub(crate) use mark::MARKED_GATE;
#[cfg(test)]
pub(crate) use page::styles::{in_attribute, in_sheet};
#[cfg(feature = "edge")]
pub(crate) use stream::Stream;
#[cfg(all(feature = "cli", any(test, feature = "fuzz")))]
pub(crate) use stream::properties;
#[cfg(feature = "cli")]
pub(crate) use stream::{Outcome, rewrite};
#[cfg(feature = "cli")]
pub(crate) use tags::attribute;
pub(crate) use tags::{config_tag, gate_tag};
