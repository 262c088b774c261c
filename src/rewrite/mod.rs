//! Static markup that asks for nothing before a consent: reads a document as it streams by and inserts what makes the
//! tags of vendors that need a consent inert. Opens no file and prints nothing; `src/cli/rewrite.rs` does.

mod changed;
mod common;
mod head;
mod mark;
mod page;
mod script;
mod splice;
mod stream;
mod styles;

pub(crate) use changed::Changed;
pub(crate) use common::Common;
pub(crate) use head::Gate as GateTag;
pub(crate) use stream::{Outcome, rewrite};
