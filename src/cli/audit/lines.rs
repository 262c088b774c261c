//! From the offset of a byte to the number of its line, while a document streams by.

/// Where the lines of a document end, as far as it has been read.
#[derive(Debug)]
pub(crate) struct Lines {
    first: usize,
    read: usize,
    ends: Vec<usize>,
}

impl Lines {
    /// A document whose first line has this number.
    pub(crate) fn from(first: usize) -> Lines {
        Lines { first, read: 0, ends: Vec::new() }
    }

    /// Takes in what follows.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let ends = bytes.iter().enumerate().filter(|it| *it.1 == b'\n').map(|it| self.read + it.0);
        self.ends.extend(ends);
        self.read += bytes.len();
    }

    /// The number of the line that the byte at this offset stands in.
    pub(crate) fn at(&self, offset: usize) -> usize {
        self.first + self.ends.partition_point(|end| *end < offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_over_pieces() {
        let mut lines = Lines::from(1);
        lines.take(b"a\nb");
        lines.take(b"c\n\nd");
        for (offset, wanted) in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (6, 4), (99, 4)] {
            assert_eq!(lines.at(offset), wanted, "{offset}");
        }
    }
}
