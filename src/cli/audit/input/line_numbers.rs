//! Converts byte offsets into line numbers while a document is read.

/// The ends of the lines of a document, as far as it has been read.
#[derive(Debug)]
pub(crate) struct LineNumbers {
    /// The number of the first line.
    first: usize,
    /// The number of bytes read.
    read: usize,
    /// The offsets of the line feeds.
    ends: Vec<usize>,
}

impl LineNumbers {
    /// Starts a document whose first line has this number.
    pub(crate) fn from(first: usize) -> LineNumbers {
        LineNumbers { first, read: 0, ends: Vec::new() }
    }

    /// Adds the next bytes of the document.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let ends = bytes.iter().enumerate().filter(|it| *it.1 == b'\n').map(|it| self.read + it.0);
        self.ends.extend(ends);
        self.read += bytes.len();
    }

    /// Returns the line of the byte at this offset.
    pub(crate) fn at(&self, offset: usize) -> usize {
        self.first + self.ends.partition_point(|end| *end < offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_across_chunks() {
        let mut lines = LineNumbers::from(1);
        lines.add(b"a\nb");
        lines.add(b"c\n\nd");
        for (offset, wanted) in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (6, 4), (99, 4)] {
            assert_eq!(lines.at(offset), wanted, "{offset}");
        }
    }
}
