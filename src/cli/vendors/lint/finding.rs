//! The findings of the checks, one line each.

use std::fmt;

/// A finding: one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(pub String);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The findings so far.
#[derive(Default)]
pub(super) struct Findings {
    /// The file of the next finding, and its line if known.
    pub(super) place: String,
    pub(super) lines: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub(super) fn add(&mut self, what: impl fmt::Display) {
        self.lines.push(Finding(format!("{}: {what}", self.place)));
    }

    /// Adds a finding unless `good`.
    pub(super) fn require(&mut self, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.add(what());
        }
    }
}
