//! Insertions into a stream of bytes. All that a rewrite does is to insert: no byte of the input is lost, changed or moved,
//! whatever its encoding is.

use memchr::memchr_iter;
use std::cell::Cell;

/// Something that comes in before the byte at this offset of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Insertion {
    /// The offset.
    pub(crate) at: usize,
    /// What comes in: ASCII, so that it means the same in every encoding that HTML is read in as it streams.
    pub(crate) text: String,
}

/// The bytes that have been read and not been given out, and what is to come in between them.
#[derive(Debug, Default)]
pub(crate) struct Splice {
    bytes: Vec<u8>,
    /// The offset of the first of them in the input.
    start: usize,
    /// The number of newlines before it.
    newlines: usize,
    insertions: Vec<Insertion>,
    /// An offset and the number of newlines before it: where counting goes on.
    counted: Cell<(usize, usize)>,
}

impl Splice {
    /// Takes in what follows.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// How far the input has been taken in.
    pub(crate) fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// How far the input has been given out.
    #[cfg(any(test, feature = "edge"))]
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// Nothing comes in before what is there already.
    pub(crate) fn forget(&mut self) {
        self.insertions.clear();
    }

    /// The bytes between two offsets, as far as they are here.
    pub(crate) fn between(&self, from: usize, to: usize) -> &[u8] {
        let to = to.saturating_sub(self.start).min(self.bytes.len());
        let from = from.saturating_sub(self.start).min(to);
        &self.bytes[from..to]
    }

    /// The number of the line, counted from 0, in which the byte at this offset stands.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let (from, before) = self.counted.get();
        let from =
            if from < self.start || from > offset { (self.start, self.newlines) } else { (from, before) };
        let line = from.1 + newlines(self.between(from.0, offset));
        self.counted.set((offset.min(self.end()), line));
        line
    }

    /// Lets this come in at `at`. What has been given out already cannot be changed any more.
    pub(crate) fn insert(&mut self, at: usize, text: impl Into<String>) {
        debug_assert!(at >= self.start, "{at} has been given out");
        if at >= self.start {
            self.insertions.push(Insertion { at, text: text.into() });
        }
    }

    /// Everything that comes in.
    pub(crate) fn into_insertions(self) -> Vec<Insertion> {
        self.insertions
    }

    /// Gives out everything before this offset.
    pub(crate) fn give(&mut self, before: usize) -> Vec<u8> {
        // Stable: what comes in at one place keeps the order in which it was asked for.
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

    /// Gives out the rest; what comes in at the very end, too.
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
