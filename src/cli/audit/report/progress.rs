//! The progress line of a long audit, on the standard error stream if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// The time without a progress line, so that a short audit shows none.
const DELAY: Duration = Duration::from_millis(500);

/// The progress line.
#[derive(Debug)]
pub(crate) struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress { started: Instant::now(), bar: None }
    }
}

impl Progress {
    /// Updates the line after a file.
    pub(crate) fn tick(&mut self, files: usize, findings: usize) {
        if self.started.elapsed() < DELAY {
            return;
        }
        let bar = self.bar.get_or_insert_with(bar);
        bar.set_message(format!("{files} files, {findings} findings"));
        bar.tick();
    }

    /// Prints to the standard output. Hides the line during that time if both are on the terminal.
    pub(crate) fn print<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if io::stdout().is_terminal() => bar.suspend(print),
            _ => print(),
        }
    }

    /// Prints to the standard error stream, above the line.
    pub(crate) fn print_error(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Removes the line.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Creates the line. It stays invisible if the standard error stream is not a terminal.
fn bar() -> ProgressBar {
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(ProgressStyle::default_spinner())
}
