//! Mistakes in a config or in a call of the API.

use core::fmt;

/// A mistake in a config or a call. It prints one line that names the mistake and the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem(pub(crate) String);

impl Problem {
    /// The line. In the wasm this is cheaper than formatting.
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
