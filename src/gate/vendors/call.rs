//! Which calls of a vendor's global need a consent of their own, although its script may run. The page holds them; see
//! `www/hold/vendor-calls.ts`.

use crate::gate::text::bytes::{cut, head, pieces};

/// Calls of a vendor's global that need a consent of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// The feature.
    pub(crate) item: u16,
    /// The global function, or array of calls.
    pub(crate) global: &'static str,
    /// Where its stub keeps calls: `.q`, or the name of a global array.
    pub(crate) queue: &'static str,
    /// What the calls begin with, separated by commas.
    commands: &'static str,
}

impl Call {
    /// `liveChat`, a tab, where its stub keeps calls, a tab, and the commands.
    pub(crate) fn read(item: u16, text: &'static str) -> Call {
        let (global, rest) = head(text, b'\t');
        let (queue, commands) = head(rest, b'\t');
        Call { item, global, queue, commands }
    }

    /// Whether `words`, the first arguments of a call of `global`, is one of these.
    pub(crate) fn matches(&self, global: &str, words: &str) -> bool {
        self.global == global && pieces(self.commands, b',').any(|command| begins(words, command))
    }
}

/// A command of one word is the whole first word; of two, the second may go on.
fn begins(words: &str, command: &str) -> bool {
    let Some(rest) = words.strip_prefix(command) else { return false };
    rest.is_empty() || rest.starts_with(' ') || cut(command, b' ').is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_a_word_or_begins_two() {
        let call = Call::read(1, "go\t.q\tauth,set i");
        assert_eq!((call.item, call.global, call.queue), (1, "go", ".q"));
        for (words, matches) in [
            ("auth", true),
            ("auth x", true),
            ("author", false),
            ("", false),
            ("set i", true),
            ("set id", true),
            ("set", false),
        ] {
            assert_eq!(call.matches("go", words), matches, "{words}");
        }
        assert!(!call.matches("gone", "auth"));
    }
}
