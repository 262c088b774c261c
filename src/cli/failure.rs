//! How a command ends without success, and the exit code that follows.

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// It found something: the lines to print. Exit code 1.
    Findings(String),
    /// It could not understand its input: one clear line. Exit code 2.
    Input(String),
    /// Everything has been said already: the exit code.
    Told(u8),
}
