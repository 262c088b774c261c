//! Output of the commands: styles for terminals, escaping of foreign text, and error lines. Styles are left out if the
//! output is not a terminal or `NO_COLOR` is set.

use crate::cli::failure::Failure;
use crate::gate::Decision;
use anstyle::{AnsiColor, Style};
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use thiserror::Error;

/// An allowed request.
const ALLOWED: Style = AnsiColor::Green.on_default();
/// A held request, or a finding.
const HELD: Style = AnsiColor::Red.on_default().bold();
/// An unknown third party, or a warning.
const UNSURE: Style = AnsiColor::Yellow.on_default();
/// A file name and line, or other secondary text.
const FAINT: Style = Style::new().dimmed();

/// The standard output could not be written.
#[derive(Debug, Error)]
#[error("the standard output: {0}")]
pub(crate) struct StdoutError(#[source] io::Error);

/// Applies a style to a text.
fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Returns the word for a verdict, in its colour.
pub(crate) fn verdict(decision: Decision) -> String {
    let style = if decision == Decision::Allow { ALLOWED } else { HELD };
    styled(style, decision.name())
}

/// Styles a finding.
pub(crate) fn bad(text: impl Display) -> String {
    styled(HELD, text)
}

/// Styles an unknown third party or a warning.
pub(crate) fn unsure(text: impl Display) -> String {
    styled(UNSURE, text)
}

/// Styles secondary text.
pub(crate) fn faint(text: impl Display) -> String {
    styled(FAINT, text)
}

/// Escapes control characters in foreign text.
///
/// Threat: a file that is audited contains escape sequences, which would move the terminal's cursor or change its title.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Returns the standard output. Styles are removed where they are not wanted.
pub(crate) fn stdout() -> impl Write {
    io::BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()))
}

/// Prints the complete output of a command.
///
/// # Errors
///
/// [`Failure::Input`] if the standard output cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout();
    check_written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Checks the result of writing to the standard output. A closed pipe (`| head`) is not an error.
///
/// # Errors
///
/// [`Failure::Input`] for any other error, such as a full disk.
pub(crate) fn check_written(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(StdoutError(error).into()),
        _ => Ok(()),
    }
}

/// Prints an error or warning, in one line, on the standard error stream.
pub(crate) fn print_error(line: impl Display) {
    print_to_stderr(&escaped(&format!("consent-gate: {line}")));
}

/// Prints a line on the standard error stream. An error is ignored, because no other stream is left to report it.
pub(crate) fn print_to_stderr(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escaped("a\u{1b}[2Jb\nc\u{9b}ü"), "a\\u{1b}[2Jb\\nc\\u{9b}ü");
    }
}
