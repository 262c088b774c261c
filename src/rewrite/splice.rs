//! Insertions into a stream of bytes. A rewrite only inserts: no byte of the input is lost, changed or moved, in any
//! encoding.

use memchr::memchr_iter;
use std::cell::Cell;

/// A text that is inserted into the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Insertion {
    /// Offset of the byte before which it is inserted.
    pub(crate) at: usize,
    /// The text, in ASCII, so that it means the same in every encoding in which HTML is read as a stream.
    pub(crate) text: String,
}

/// The bytes that have been read but not returned yet, and the insertions into them.
#[derive(Debug, Default)]
pub(crate) struct Splice {
    bytes: Vec<u8>,
    /// Offset of the first of them in the input.
    start: usize,
    /// Number of newlines before it.
    newlines: usize,
    insertions: Vec<Insertion>,
    /// The last counted offset, and the number of newlines before it.
    counted: Cell<(usize, usize)>,
}

impl Splice {
    /// Adds a piece of input.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Returns the number of bytes that have been added.
    pub(crate) fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Returns the number of input bytes that have been returned.
    #[cfg(any(test, feature = "edge"))]
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// Removes all insertions.
    pub(crate) fn forget(&mut self) {
        self.insertions.clear();
    }

    /// Returns the bytes between two offsets that are still available.
    pub(crate) fn between(&self, from: usize, to: usize) -> &[u8] {
        let to = to.saturating_sub(self.start).min(self.bytes.len());
        let from = from.saturating_sub(self.start).min(to);
        &self.bytes[from..to]
    }

    /// Returns the number, from 0, of the line that contains the byte at this offset.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let (from, before) = self.counted.get();
        let from =
            if from < self.start || from > offset { (self.start, self.newlines) } else { (from, before) };
        let line = from.1 + newlines(self.between(from.0, offset));
        self.counted.set((offset.min(self.end()), line));
        line
    }

    /// Inserts a text at `at`. Positions that have already been returned cannot change any more.
    pub(crate) fn insert(&mut self, at: usize, text: impl Into<String>) {
        debug_assert!(at >= self.start, "{at} has been given out");
        if at >= self.start {
            self.insertions.push(Insertion { at, text: text.into() });
        }
    }

    /// Returns all insertions.
    pub(crate) fn into_insertions(self) -> Vec<Insertion> {
        self.insertions
    }

    /// Returns the output before this offset.
    pub(crate) fn give(&mut self, before: usize) -> Vec<u8> {
        // A stable sort: insertions at one offset keep their order.
        self.insertions.sort_by_key(|insertion| insertion.at);
        let due = self.insertions.partition_point(|insertion| insertion.at < before);
        let more: usize = self.insertions[..due].iter().map(|insertion| insertion.text.len()).sum();
        let mut out = Vec::with_capacity(before.saturating_sub(self.start) + more);
        let mut from = 0;
        for insertion in self.insertions.drain(..due) {
            let to = insertion.at - self.start;
            out.extend_from_slice(&self.bytes[from..to]);
            out.extend_from_slice(insertion.text.as_bytes());
            from = to;
        }
        let length = before.saturating_sub(self.start).min(self.bytes.len());
        out.extend_from_slice(&self.bytes[from..length]);
        self.newlines += newlines(&self.bytes[..length]);
        self.bytes.drain(..length);
        self.start += length;
        out
    }

    /// Returns the rest of the output, including insertions at the end.
    pub(crate) fn finish(&mut self) -> Vec<u8> {
        let end = self.end();
        let mut out = self.give(end);
        out.extend(self.insertions.drain(..).flat_map(|insertion| insertion.text.into_bytes()));
        out
    }
}

fn newlines(bytes: &[u8]) -> usize {
    memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserts_in_order_and_counts_lines() {
        let mut splice = Splice::default();
        splice.take(b"a\nb");
        splice.take(b"c\nd");
        splice.insert(3, "2");
        splice.insert(1, "1");
        splice.insert(3, "3");
        assert_eq!(splice.line(5), 2);
        assert_eq!(splice.give(3), b"a1\nb");
        assert_eq!((splice.line(3), splice.line(5)), (1, 2));
        assert_eq!(splice.between(3, 5), b"c\n");
        splice.insert(6, "4");
        assert_eq!(splice.give(4), b"23c");
        assert_eq!(splice.finish(), b"\nd4");
    }
}
