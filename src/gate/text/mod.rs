//! Text handling: bytes, reading and writing JSON, misspelt words.

pub(crate) mod bytes;
pub(crate) mod json;
pub(crate) mod misspelt;
pub(crate) mod value;
