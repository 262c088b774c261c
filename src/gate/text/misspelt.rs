//! Finds the known word that was probably meant by a misspelt one.

use crate::gate::text::bytes::join;

/// Maximum number of edits between a misspelt word and the suggested one.
const MOST_EDITS: usize = 2;
/// Maximum length in bytes of a misspelt word. Longer words get no suggestion, because the time is the product of both
/// lengths.
const LONGEST: usize = 63;
/// Searches for the known word with the fewest edits, at most a third of the misspelt word's length.
pub(crate) struct Nearest<'w> {
    word: &'w str,
    /// One more than the number of edits that a word may still have.
    limit: usize,
    pub(crate) found: Option<String>,
}

impl<'w> Nearest<'w> {
    pub(crate) fn new(word: &'w str) -> Nearest<'w> {
        Nearest { word, limit: (word.len() / 3).min(MOST_EDITS) + 1, found: None }
    }

    /// Considers `known`. It is kept if it has fewer edits than all words before it.
    pub(crate) fn consider(&mut self, known: &str) {
        let edits = edits(self.word, known);
        if edits < self.limit {
            self.limit = edits;
            self.found = Some(known.to_owned());
        }
    }
}

/// Returns the end of an error message: a suggestion, or an empty text.
pub(crate) fn hint(meant: Option<&str>) -> String {
    meant.map_or(String::new(), |meant| join(&["; did you mean \"", meant, "\"?"]))
}

/// Levenshtein distance in bytes. ASCII case and the difference between `_` and `-` cost nothing. Words of a very
/// different length are not compared.
fn edits(word: &str, known: &str) -> usize {
    if word.len() > LONGEST || known.len().abs_diff(word.len()) > MOST_EDITS {
        return usize::MAX;
    }
    let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    let mut row = [0; LONGEST + MOST_EDITS];
    let row = row.get_mut(..known.len()).unwrap_or_default();
    for (at, cell) in row.iter_mut().enumerate() {
        *cell = at + 1;
    }
    let mut last = known.len();
    for (at, byte) in word.bytes().enumerate() {
        let mut before = at;
        last = at + 1;
        for (cell, other) in row.iter_mut().zip(known.bytes()) {
            let exchanged = before + usize::from(plain(byte) != plain(other));
            before = *cell;
            last = exchanged.min(before + 1).min(last + 1);
            *cell = last;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (word, known, wanted) in [
            ("google-font", "google-fonts", 1),
            ("Google_Fonts", "google-fonts", 0),
            ("googlefonts", "google-fonts", 1),
            ("", "ab", 2),
            ("ab", "", 2),
            ("kitten", "sitting", 3),
            ("regim", "regime", 1),
        ] {
            assert_eq!(edits(word, known), wanted, "{word} {known}");
        }
    }

    #[test]
    fn suggests_only_similar_words() {
        let nearest = |word: &str| {
            let mut nearest = Nearest::new(word);
            for key in ["regime", "api", "csp", "unknown"] {
                nearest.consider(key);
            }
            nearest.found
        };
        for (word, wanted) in [
            ("regim", Some("regime")),
            ("unknwon", Some("unknown")),
            ("Unknown", Some("unknown")),
            ("ap", None),
            ("apo", Some("api")),
            ("colour", None),
            ("", None),
            ("unknown-third-parties", None),
        ] {
            assert_eq!(nearest(word).as_deref(), wanted, "{word}");
        }
        let long = "u".repeat(100_000);
        assert_eq!(nearest(&long), None);
    }
}
