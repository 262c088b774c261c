//! What the commands print: styles that are there on a terminal only (and not under `NO_COLOR`), text made safe for a
//! terminal, and the one line of an error.

use crate::cli::failure::Failure;
use crate::gate::Decision;
use anstyle::{AnsiColor, Style};
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// What may load.
const ALLOWED: Style = AnsiColor::Green.on_default();
/// What waits, and what was found.
const HELD: Style = AnsiColor::Red.on_default().bold();
/// What nobody knows.
const UNSURE: Style = AnsiColor::Yellow.on_default();
/// Addresses and places.
const FAINT: Style = Style::new().dimmed();

/// Text in a style.
fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A verdict, filled to five columns where it begins a line.
pub(crate) fn verdict(decision: Decision) -> String {
    let style = if decision == Decision::Allow { ALLOWED } else { HELD };
    styled(style, decision.name())
}

/// Something found.
pub(crate) fn bad(text: impl Display) -> String {
    styled(HELD, text)
}

/// Something unknown.
pub(crate) fn unsure(text: impl Display) -> String {
    styled(UNSURE, text)
}

/// Something by the way.
pub(crate) fn faint(text: impl Display) -> String {
    styled(FAINT, text)
}

/// Foreign text for a terminal: control characters, which could move its cursor or change its title, are written out.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// The standard output, without styles unless it is a terminal that wants them.
pub(crate) fn stdout() -> impl Write {
    io::BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()))
}

/// Prints a whole answer.
///
/// # Errors
///
/// [`Failure::Input`] if the standard output cannot be written to.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout();
    settle(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// What follows from the outcome of writing to the standard output. A reader that has gone away (`| head`) is no error.
///
/// # Errors
///
/// [`Failure::Input`] with any other error, such as a full disk.
pub(crate) fn settle(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Input(format!("the standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// One clear line about what is wrong.
pub(crate) fn complain(line: impl Display) {
    aside(&shown(&format!("consent-gate: {line}")));
}

/// Prints a line on the standard error stream. If that fails, no other stream is left to say so.
pub(crate) fn aside(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing_by_foreign_text() {
        assert_eq!(shown("a\u{1b}[2Jb\nc\u{9b}ü"), "a\\u{1b}[2Jb\\nc\\u{9b}ü");
    }
}
