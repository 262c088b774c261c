//! What an inline script is, and how much of its text an audit reads.

use crate::html::LONGEST_INLINE;
use crate::markup;

/// What an inline script is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Script {
    Classic,
    Module,
    Rules,
    /// It runs nothing, or its code is elsewhere.
    Data,
}

impl Script {
    pub(super) fn of(read: markup::Attributes<'_>) -> Script {
        let kind = read("type").unwrap_or_default();
        match kind.trim_ascii().to_ascii_lowercase().as_str() {
            "speculationrules" => Script::Rules,
            _ if read("src").is_some() => Script::Data,
            "module" => Script::Module,
            _ if markup::runs(read("type"), read("language")) => Script::Classic,
            _ => Script::Data,
        }
    }

    /// Whether more of a text is read, of which so much has been.
    pub(super) fn is_read(self, length: usize) -> bool {
        match self {
            Script::Data => false,
            Script::Classic => length < LONGEST_INLINE,
            Script::Module | Script::Rules => true,
        }
    }
}
