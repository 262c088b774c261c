//! Finds the id or key that was probably meant where a config names one that does not exist, and takes the strict reading.

use super::category::{Category, Need};
use super::choose::unknown_id;
use super::config::{Config, Problem};
use super::table::Table;
use super::text::join;

/// The largest number of edits between a misspelt word and the one that is suggested for it.
const MOST_EDITS: usize = 2;
/// Longer words are not compared: comparing two words takes the product of their lengths.
const LONGEST: usize = 63;
/// The id of a vendor that the site defines is not taken for a misspelt one if it is shorter: short words resemble many.
const SHORTEST_NEW: usize = 5;

/// Searches the known word that differs least from a misspelt one, by no more than a third of it.
pub(crate) struct Nearest<'w> {
    word: &'w str,
    /// One more than the number of edits that a word may differ by.
    limit: usize,
    pub(crate) found: Option<String>,
}

impl<'w> Nearest<'w> {
    pub(crate) fn new(word: &'w str) -> Nearest<'w> {
        Nearest { word, limit: (word.len() / 3).min(MOST_EDITS) + 1, found: None }
    }

    /// Takes `known` if it is nearer than every word before it.
    pub(crate) fn consider(&mut self, known: &str) {
        let edits = edits(self.word, known);
        if edits < self.limit {
            self.limit = edits;
            self.found = Some(known.to_owned());
        }
    }
}

/// Returns the end of a complaint: the word that was probably meant, or nothing.
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

impl Table {
    /// Returns the category, vendor or `vendor/feature` whose id differs least from `id`.
    pub(crate) fn nearest(&self, id: &str) -> Option<String> {
        let mut nearest = Nearest::new(id);
        for category in Category::ALL {
            nearest.consider(category.name());
        }
        for (number, item) in self.items.iter().enumerate() {
            match self.items.get(item.vendor as usize) {
                Some(vendor) if item.vendor as usize != number => {
                    nearest.consider(&join(&[vendor.id, "/", item.id]));
                }
                _ => nearest.consider(item.id),
            }
        }
        nearest.found
    }

    /// Names the ids of a config that no vendor and no feature has. A misspelt id that asks for a consent is taken for
    /// the id that was probably meant. Called before the config's own vendors are taken in.
    pub(crate) fn check(&mut self, config: &Config) -> Vec<Problem> {
        let mut problems = Vec::new();
        for vendor in &config.vendors {
            // A vendor of the site's own has domains. One without is named by `data-consent`, or declared.
            let own = !vendor.domains.is_empty();
            let new = vendor.category.is_some() || vendor.need != Some(Need::Required);
            if own || !self.check_id(vendor.id, vendor.need, new, &mut problems) {
                continue;
            }
            for feature in &vendor.features {
                self.check_id(&join(&[vendor.id, "/", feature.id]), feature.need, true, &mut problems);
            }
        }
        for dependent in config.dependents.iter().filter(|it| !it.vendor.is_empty()) {
            if !config.vendors.iter().any(|vendor| vendor.id == dependent.vendor) {
                self.check_id(&dependent.vendor, None, false, &mut problems);
            }
        }
        for id in &config.declared {
            if !config.vendors.iter().any(|vendor| vendor.id == id) {
                self.check_id(id, None, false, &mut problems);
            }
        }
        problems
    }

    /// Whether the id exists. One that does not is a problem, unless it may be new and resembles none.
    fn check_id(&mut self, id: &str, need: Option<Need>, new: bool, problems: &mut Vec<Problem>) -> bool {
        if self.find(id).is_some() {
            return true;
        }
        let meant = if new && id.len() < SHORTEST_NEW { None } else { self.nearest(id) };
        if meant.is_some() || !new {
            problems.push(unknown_id(id, meant.as_deref()));
        }
        if need == Some(Need::Required)
            && let Some(number) = meant.and_then(|meant| self.find(&meant))
        {
            self.require(Some(number));
        }
        false
    }

    /// Lets a vendor with its features, one feature, or everything wait for a consent.
    pub(crate) fn require(&mut self, only: Option<u16>) {
        for (at, item) in self.items.iter_mut().enumerate() {
            if only.is_none_or(|only| at == only as usize || item.vendor == only) {
                item.set(None, Some(Need::Required));
            }
        }
    }
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
    fn suggests_what_is_near_only() {
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
