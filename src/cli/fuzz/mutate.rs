//! Simple mutations of inputs for `cargo test`. The same seed gives the same mutations.

/// A linear congruential generator.
pub(super) struct Random(u64);

impl Random {
    /// Creates a generator.
    pub(super) fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Returns a number below `end`. `end` must not be 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// Returns a part of `data` of at most 64 bytes.
    fn part<'d>(&mut self, data: &'d [u8]) -> &'d [u8] {
        let start = self.below(data.len() + 1);
        let most = (data.len() - start).min(64);
        &data[start..start + self.below(most + 1)]
    }

    /// Changes `data` in one to six places. Some changes insert parts of `other`.
    pub(super) fn mutated(&mut self, data: &[u8], other: &[u8]) -> Vec<u8> {
        let mut data = data.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(data.len() + 1);
            match self.below(5) {
                0 => data.truncate(at),
                1 => {
                    let end = (at + self.below(16)).min(data.len());
                    data.drain(at..end);
                }
                2 if at < data.len() => data[at] = SPECIAL[self.below(SPECIAL.len())],
                3 => {
                    let part = self.part(&data).to_vec();
                    data.splice(at..at, part);
                }
                _ => {
                    let part = self.part(other).to_vec();
                    data.splice(at..at, part);
                }
            }
        }
        data
    }
}

/// Bytes with a meaning for at least one reader.
const SPECIAL: &[u8] = b"<>\"'&;:/\\?#%@!=,.()[]{}*+-_`$~| \t\n\r\0a0Z\x7f\x80\xc3\xff";
