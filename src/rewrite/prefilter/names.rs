//! Finds a name without regard to case. Used for every element and attribute.

use super::words::bit;

/// Names with their values, grouped by first letter.
#[derive(Debug)]
pub(crate) struct Names<T> {
    rows: [Vec<(&'static str, T)>; 26],
    /// The lengths of the names of each group, one bit per length. Most names of a page have none of these lengths.
    lengths: [u64; 26],
}

impl<T: Copy> Names<T> {
    /// Creates the map. Of rows with the same name the first one counts.
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

    /// Returns the value of this name.
    pub(crate) fn get(&self, name: &[u8]) -> Option<T> {
        let letter = letter(name);
        if self.lengths[letter] & bit(name.len()) == 0 {
            return None;
        }
        let mut rows = self.rows[letter].iter();
        rows.find(|row| row.0.as_bytes().eq_ignore_ascii_case(name)).map(|row| row.1)
    }
}

/// Returns the group of a name: the number of its first letter. Other first characters share these groups.
fn letter(name: &[u8]) -> usize {
    name.first().map_or(0, |first| usize::from(first.to_ascii_lowercase().wrapping_sub(b'a')) % 26)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_case_and_keeps_the_first_of_two_rows() {
        let names = Names::new([("src", 1), ("style", 2), ("src", 3), ("-x", 4)].into_iter());
        for (name, wanted) in
            [("src", Some(1)), ("STYLE", Some(2)), ("-X", Some(4)), ("srcs", None), ("", None)]
        {
            assert_eq!(names.get(name.as_bytes()), wanted, "{name}");
        }
    }
}
