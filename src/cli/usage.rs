//! Answers to arguments that do not name a command to run: the help text, or an error in one line.

use crate::cli::failure::Failure;
use clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
use std::fmt;

/// Arguments that the command line does not accept.
#[derive(Debug)]
struct UsageError(clap::Error);

impl fmt::Display for UsageError {
    /// Writes the message of `clap` in one line: without the usage, with a pointer to the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.render().to_string();
        let lines = text.lines().take_while(|line| !line.starts_with("Usage:")).map(str::trim);
        let lines: Vec<&str> =
            lines.filter(|line| !line.is_empty() && !line.starts_with("For more")).collect();
        let line = lines.join(" ");
        let line = line.strip_prefix("error: ").unwrap_or(&line);
        write!(f, "{line} (see `consent-gate --help`)")
    }
}

impl std::error::Error for UsageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Returns the help text if it was requested.
///
/// # Errors
///
/// [`Failure::Input`] for wrong arguments. [`Failure::Reported`] if a command is missing: the help has been printed.
pub(super) fn answer(error: clap::Error) -> Result<String, Failure> {
    if !error.use_stderr() {
        return Ok(error.render().ansi().to_string());
    }
    if error.kind() == DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return Err(Failure::Reported(error.exit_code() as u8));
    }
    Err(UsageError(error).into())
}
