//! The vendor files that the command line carries along. `build.rs` lists them.

/// Id and text of every vendor file, by id.
pub(crate) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
