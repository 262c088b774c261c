//! Mistakes in a config or in an API call.

use core::fmt;

/// A mistake in a config or an API call. Its text is one line that names the mistake and how to fix it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem(pub(crate) String);

impl Problem {
    /// Returns the line. In the wasm this needs fewer bytes than formatting.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Problem> for String {
    fn from(problem: Problem) -> String {
        problem.0
    }
}
