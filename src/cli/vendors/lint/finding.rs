//! What a check finds, a line each.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(pub String);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The findings so far, and where the next one belongs.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) place: String,
    pub(super) lines: Vec<Finding>,
}

impl Findings {
    pub(super) fn say(&mut self, what: impl fmt::Display) {
        self.lines.push(Finding(format!("{}: {what}", self.place)));
    }

    pub(super) fn require(&mut self, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.say(what());
        }
    }
}
