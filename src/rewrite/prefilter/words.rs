//! Whether a text says one of some names at all: asked of every inline script, most of which say none.

use std::collections::HashSet;
use std::str;

/// No library has a shorter name.
const SHORTEST: usize = 3;

/// Names, in ASCII.
#[derive(Debug)]
pub(crate) struct Words {
    names: HashSet<&'static str>,
    /// By a name's first byte: the lengths that such names have, each as a bit.
    lengths: [u64; 256],
}

impl Words {
    /// These names.
    pub(crate) fn new(names: impl Iterator<Item = &'static str>) -> Words {
        let names: HashSet<_> = names.filter(|name| name.len() >= SHORTEST).collect();
        let mut lengths = [0; 256];
        for name in names.iter().map(|name| name.as_bytes()) {
            lengths[usize::from(name[0])] |= bit(name.len());
        }
        Words { names, lengths }
    }

    /// Whether the text has one of them as a word.
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

/// A length as a bit; all that are longer share one.
pub(crate) fn bit(length: usize) -> u64 {
    1 << length.min(63)
}

/// Bytes of names in JavaScript, as far as libraries have them.
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
