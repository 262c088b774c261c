//! The types of inline scripts.

use crate::html::LONGEST_INLINE;
use crate::markup;

/// The type of an inline script (HTML, "prepare the script element").
#[derive(Clone, Copy, PartialEq)]
pub(super) enum InlineScript {
    /// A classic script.
    Classic,
    /// A module script.
    Module,
    /// Speculation rules.
    Rules,
    /// A data block, or an external script.
    Data,
}

impl InlineScript {
    /// Returns the type of a script element by its attributes.
    pub(super) fn of(read: markup::Attributes<'_>) -> InlineScript {
        let kind = read("type").unwrap_or_default();
        match kind.trim_ascii().to_ascii_lowercase().as_str() {
            "speculationrules" => InlineScript::Rules,
            _ if read("src").is_some() => InlineScript::Data,
            "module" => InlineScript::Module,
            _ if markup::runs(read("type"), read("language")) => InlineScript::Classic,
            _ => InlineScript::Data,
        }
    }

    /// Whether the audit needs more of the text after `length` bytes.
    pub(super) fn needs_more(self, length: usize) -> bool {
        match self {
            InlineScript::Data => false,
            InlineScript::Classic => length < LONGEST_INLINE,
            InlineScript::Module | InlineScript::Rules => true,
        }
    }
}
