//! How far a long audit is, on the standard error stream, if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget};
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
        let target = ProgressDrawTarget::stderr;
        let bar = self.bar.get_or_insert_with(|| ProgressBar::with_draw_target(None, target()));
        bar.set_message(format!("{files} files, {findings} findings"));
        bar.tick();
    }

    /// Prints something while the line is out of the way.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
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
