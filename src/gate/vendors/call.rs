//! Calls of a vendor's global that need a separate consent, although the vendor's script may run. The page holds them;
//! see `www/hold/vendor-calls.ts`.

use crate::gate::text::bytes::{cut, head, pieces};

/// Calls of a vendor's global that need a separate consent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// Number of the feature.
    pub(crate) item: u16,
    /// The global: a function, or an array of calls.
    pub(crate) global: &'static str,
    /// Where the global's stub queues calls: `.q`, or the name of a global array.
    pub(crate) queue: &'static str,
    /// The first words of these calls, separated by commas.
    commands: &'static str,
}

impl Call {
    /// Reads three fields separated by tabs: the global (`liveChat`), where its stub queues calls, and the commands.
    pub(crate) fn read(item: u16, text: &'static str) -> Call {
        let (global, rest) = head(text, b'\t');
        let (queue, commands) = head(rest, b'\t');
        Call { item, global, queue, commands }
    }

    /// Returns whether a call of `global` with the first arguments `words` is one of these.
    pub(crate) fn matches(&self, global: &str, words: &str) -> bool {
        self.global == global && pieces(self.commands, b',').any(|command| begins(words, command))
    }
}

/// Compares the first words of a call with a command. A command of one word must match the whole first word. In a
/// command of two words, the second may be a prefix.
fn begins(words: &str, command: &str) -> bool {
    let Some(rest) = words.strip_prefix(command) else { return false };
    rest.is_empty() || rest.starts_with(' ') || cut(command, b' ').is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_commands_of_one_and_two_words() {
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
