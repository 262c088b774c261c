//! How far a long audit is, on the standard error stream, if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

/// A short audit shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// The line that moves.
#[derive(Debug)]
pub(crate) struct Progress {
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress { begun: Instant::now(), bar: None }
    }
}

impl Progress {
    /// Another file has been read.
    pub(crate) fn tick(&mut self, files: usize, findings: usize) {
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_insert_with(bar);
        bar.set_message(format!("{files} files, {findings} findings"));
        bar.tick();
    }

    /// Prints something while the line is out of the way, which it is anyway if the output goes elsewhere.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if io::stdout().is_terminal() => bar.suspend(print),
            _ => print(),
        }
    }

    /// Prints something on the same stream.
    pub(crate) fn above(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Where the standard error stream is no terminal, this draws nothing.
fn bar() -> ProgressBar {
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(ProgressStyle::default_spinner())
}
