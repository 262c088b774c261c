//! What a name stands for, in whatever letters a page writes it: asked of every element and attribute.

use super::words::bit;

/// Names and what they stand for, by their first letter.
#[derive(Debug)]
pub(crate) struct Names<T> {
    rows: [Vec<(&'static str, T)>; 26],
    /// The lengths that the names of a row have, each as a bit: most names of a page are in none of them.
    lengths: [u64; 26],
}

impl<T: Copy> Names<T> {
    /// Of rows with the same name the first one counts.
    pub(crate) fn new(all: impl Iterator<Item = (&'static str, T)>) -> Names<T> {
        let mut names = Names { rows: [const { Vec::new() }; 26], lengths: [0; 26] };
        for (name, what) in all {
            if names.get(name.as_bytes()).is_none() {
                let letter = letter(name.as_bytes());
                names.rows[letter].push((name, what));
                names.lengths[letter] |= bit(name.len());
            }
        }
        names
    }

    /// What this name stands for, if for anything.
    pub(crate) fn get(&self, name: &[u8]) -> Option<T> {
        let letter = letter(name);
        if self.lengths[letter] & bit(name.len()) == 0 {
            return None;
        }
        let mut rows = self.rows[letter].iter();
        rows.find(|row| row.0.as_bytes().eq_ignore_ascii_case(name)).map(|row| row.1)
    }
}

/// The place of a name's first letter in the alphabet, for most names.
fn letter(name: &[u8]) -> usize {
    name.first().map_or(0, |first| usize::from(first.to_ascii_lowercase().wrapping_sub(b'a')) % 26)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_counts_in_any_letters() {
        let names = Names::new([("src", 1), ("style", 2), ("src", 3), ("-x", 4)].into_iter());
        for (name, wanted) in
            [("src", Some(1)), ("STYLE", Some(2)), ("-X", Some(4)), ("srcs", None), ("", None)]
        {
            assert_eq!(names.get(name.as_bytes()), wanted, "{name}");
        }
    }
}
