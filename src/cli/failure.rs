//! The failures of a command, and their exit codes.

use std::error::Error;

/// The reason why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The command found something. Prints these lines; exit code 1.
    Findings(String),
    /// The input is wrong or cannot be read. Prints the error in one line; exit code 2.
    Input(Box<dyn Error>),
    /// The command has already printed everything. Exits with this code.
    Reported(u8),
}

/// Makes bad input of the error of any module, so that commands can use `?`.
impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Input(Box::new(error))
    }
}
