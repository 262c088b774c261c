//! The report of a rewrite: a line for each inert tag and each unchanged document, then the numbers. It is printed on the
//! standard error stream if the document is written to the standard output.

use super::error::RewriteError;
use crate::cli::failure::Failure;
use crate::cli::output::{self, bad, escaped, faint, unsure};
use crate::rewrite::{Changed, Outcome};
use serde_json::json;
use std::io::{self, Write};

/// The report of a run.
#[derive(Debug)]
pub(crate) struct Report {
    json: bool,
    on_stderr: bool,
    documents: usize,
    differing: usize,
    tags: usize,
    unchanged: usize,
    errors: usize,
    /// The first error of the standard output. After it, no line is printed.
    stdout_error: Option<io::Error>,
}

impl Report {
    /// Creates an empty report. `on_stderr` says that the document is written to the standard output.
    pub(crate) fn new(json: bool, on_stderr: bool) -> Report {
        let (documents, differing, tags, unchanged, errors) = (0, 0, 0, 0, 0);
        Report { json, on_stderr, documents, differing, tags, unchanged, errors, stdout_error: None }
    }

    /// Reports a document that has been rewritten.
    pub(crate) fn document(&mut self, file: &str, outcome: &Outcome) {
        self.documents += 1;
        self.differing += usize::from(outcome.differs);
        self.tags += outcome.changed.len();
        for changed in &outcome.changed {
            let line = if self.json { object(file, changed) } else { text(file, changed) };
            self.print(&line);
        }
        if self.json {
            self.print(&json!({"file": file, "changed": outcome.differs, "left": outcome.left}).to_string());
        }
        if let Some(why) = &outcome.left {
            self.unchanged += 1;
            if !self.json {
                self.print(&format!(
                    "{} {}",
                    faint(format!("{}:", escaped(file))),
                    unsure(format!("skipped: {why}"))
                ));
            }
        }
    }

    /// Reports a file that has been copied unchanged.
    pub(crate) fn unchanged(&mut self, file: &str, why: &str) {
        let outcome = Outcome { changed: Vec::new(), differs: false, left: Some(why.to_owned()) };
        self.document(file, &outcome);
    }

    /// Reports an input that cannot be rewritten.
    pub(crate) fn failed(&mut self, error: &RewriteError) {
        self.errors += 1;
        output::print_error(error);
    }

    /// Prints the numbers. Returns the exit code.
    ///
    /// # Errors
    ///
    /// [`Failure::Input`] if the standard output cannot be written.
    pub(crate) fn end(mut self, check: bool) -> Result<u8, Failure> {
        let Report { documents, differing, tags, unchanged, errors, .. } = self;
        let summary = if self.json {
            json!({"summary": {"files": documents, "changed": differing, "tags": tags, "left": unchanged, "errors": errors}})
                .to_string()
        } else {
            let would = if check { "would change" } else { "changed" };
            let line = format!(
                "{documents} read, {differing} {would}, {tags} made inert, {unchanged} left unchanged"
            );
            if check && differing > 0 { bad(line) } else { line }
        };
        self.print(&summary);
        output::check_written(self.stdout_error.map_or(Ok(()), Err))?;
        Ok(match (errors, differing) {
            (0, differing) => u8::from(check && differing > 0),
            _ => 2,
        })
    }

    fn print(&mut self, line: &str) {
        if self.on_stderr {
            output::print_to_stderr(line);
        } else if self.stdout_error.is_none() {
            let mut out = output::stdout();
            self.stdout_error = writeln!(out, "{line}").and_then(|()| out.flush()).err();
        }
    }
}

fn text(file: &str, changed: &Changed) -> String {
    let place = faint(format!("{}:{}:", escaped(file), changed.line));
    let noscript = if changed.noscript { " [in noscript]" } else { "" };
    let Changed { what, reason, .. } = changed;
    let url = if changed.url.is_empty() { String::new() } else { format!(" {}", escaped(&changed.url)) };
    format!("{place} {what}{url}{noscript}: {reason}")
}

fn object(file: &str, changed: &Changed) -> String {
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (vendor, feature) = match changed.vendor.split_once('/') {
        Some((vendor, feature)) => (known(vendor), known(feature)),
        None => (known(&changed.vendor), None),
    };
    json!({
        "file": file, "line": changed.line, "element": changed.what, "kind": changed.kind.name(),
        "url": known(&changed.url), "vendor": vendor, "feature": feature, "category": known(changed.category),
        "reason": changed.reason, "noscript": changed.noscript,
    })
    .to_string()
}
