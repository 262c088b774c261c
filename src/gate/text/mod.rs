//! Texts: their bytes, JSON that is read and written, and misspelt words.

pub(crate) mod bytes;
pub(crate) mod json;
pub(crate) mod misspelt;
pub(crate) mod value;
