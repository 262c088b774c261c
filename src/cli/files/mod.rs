//! Files: which ones a folder has, and writing one whole or not at all.

pub(crate) mod atomic;
pub(crate) mod tree;
