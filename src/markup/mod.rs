//! Finds the elements and attributes of static markup that load something, and the URLs in their values. Every command
//! that reads or changes markup uses it. It neither parses a document nor judges a URL.

mod carried;
pub(crate) mod css;
mod data;
mod link;
mod loads;
#[cfg(feature = "cli")]
mod module;
#[cfg(test)]
mod parity;
mod script;
mod srcset;
mod table;

pub(crate) use carried::{Carried, carried};
pub(crate) use link::{base, preloads};
#[cfg(feature = "cli")]
pub(crate) use link::{follows_links, speculation};
#[cfg(feature = "cli")]
pub(crate) use loads::Load;
pub(crate) use loads::{Attributes, Content, loads};
#[cfg(feature = "cli")]
pub(crate) use module::specifiers;
pub(crate) use script::runs;
pub(crate) use srcset::urls as srcset;
pub(crate) use table::{Sort, attributes, elements, is_css};
