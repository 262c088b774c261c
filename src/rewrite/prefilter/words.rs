//! Finds whether a text contains one of several names as a word. Used for every inline script, most of which contain
//! none.

use std::collections::HashSet;
use std::str;

/// Minimum length in bytes of a library's name.
const SHORTEST: usize = 3;

/// A set of ASCII names.
#[derive(Debug)]
pub(crate) struct Words {
    names: HashSet<&'static str>,
    /// For each first byte, the lengths of the names, one bit per length.
    lengths: [u64; 256],
}

impl Words {
    /// Creates the set of these names.
    pub(crate) fn new(names: impl Iterator<Item = &'static str>) -> Words {
        let names: HashSet<_> = names.filter(|name| name.len() >= SHORTEST).collect();
        let mut lengths = [0; 256];
        for name in names.iter().map(|name| name.as_bytes()) {
            lengths[usize::from(name[0])] |= bit(name.len());
        }
        Words { names, lengths }
    }

    /// Returns whether the text contains one of the names as a word.
    pub(crate) fn any(&self, text: &[u8]) -> bool {
        let mut rest = text;
        while let Some(start) = rest.iter().position(|byte| IN_WORD[usize::from(*byte)]) {
            rest = &rest[start..];
            let end = rest.iter().position(|byte| !IN_WORD[usize::from(*byte)]).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if self.has(word) {
                return true;
            }
            rest = behind;
        }
        false
    }

    fn has(&self, word: &[u8]) -> bool {
        self.lengths[usize::from(word[0])] & bit(word.len()) != 0
            && str::from_utf8(word).is_ok_and(|word| self.names.contains(word))
    }
}

/// Returns the bit for a length. All lengths from 63 share one.
pub(crate) fn bit(length: usize) -> u64 {
    1 << length.min(63)
}

/// ASCII bytes that may be part of an identifier in JavaScript.
const IN_WORD: [bool; 256] = {
    let mut words = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        words[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'$');
        byte += 1;
    }
    words
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_words() {
        let words = Words::new(["google", "L", "$x_1"].into_iter());
        for (text, wanted) in [
            ("new google.maps.Map()", true),
            ("google", true),
            ("(window.$x_1)", true),
            ("googles goog_le Google", false),
            ("L.map()", false),
            ("", false),
            ("\u{fc}google\u{fc}", true),
        ] {
            assert_eq!(words.any(text.as_bytes()), wanted, "{text}");
        }
    }
}
