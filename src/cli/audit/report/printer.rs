//! Prints the results of an audit in one of the formats, and counts them.

use super::Report;
use super::json::JsonLines;
use super::progress::Progress;
use super::summary::Summary;
use super::text::Text;
use crate::cli::audit::dependents::Advice;
use crate::cli::audit::error::AuditError;
use crate::cli::audit::listener::Listener;
use crate::cli::audit::row::Row;
use crate::cli::audit::tag::Tag;
use crate::cli::output;
use std::io::{self, Write};

/// The report of a run.
pub(in crate::cli::audit) struct Printer<'a> {
    report: Box<dyn Report>,
    out: &'a mut dyn Write,
    summary: Summary,
    progress: Progress,
}

impl<'a> Printer<'a> {
    /// Creates an empty report, as JSON or as text.
    pub(in crate::cli::audit) fn new(json: bool, out: &'a mut dyn Write) -> Printer<'a> {
        let report: Box<dyn Report> = if json { Box::new(JsonLines) } else { Box::new(Text::default()) };
        Printer { report, out, summary: Summary::default(), progress: Progress::default() }
    }

    /// Prints the summary.
    pub(in crate::cli::audit) fn end(&mut self) -> io::Result<()> {
        self.progress.end();
        self.report.end(self.out, &self.summary)?;
        self.out.flush()
    }

    /// Returns the exit code.
    pub(in crate::cli::audit) fn code(&self) -> u8 {
        self.summary.code()
    }
}

impl Listener for Printer<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.summary.count(row);
        self.progress.print(|| self.report.row(self.out, row).and_then(|()| self.out.flush()))
    }

    fn invalid_url(&mut self, file: &str, tag: &Tag) -> io::Result<()> {
        self.summary.unreadable += 1;
        self.progress.print(|| self.report.invalid_url(self.out, file, tag).and_then(|()| self.out.flush()))
    }

    fn advice(&mut self, file: &str, tag: &Tag, advice: &Advice) -> io::Result<()> {
        self.progress
            .print(|| self.report.advice(self.out, file, tag, advice).and_then(|()| self.out.flush()))
    }

    fn file(&mut self) {
        self.summary.files += 1;
        self.progress.tick(self.summary.files, self.summary.findings());
    }

    fn failed(&mut self, error: &AuditError) {
        self.summary.errors += 1;
        self.progress.print_error(|| output::print_error(error));
    }
}
