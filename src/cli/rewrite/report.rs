//! What a rewrite has done: a line for each tag that was made inert and for each document that was left as it is, then
//! the numbers. On the standard error stream where the document itself goes to the standard output.

use crate::cli::failure::Failure;
use crate::cli::output::{self, bad, faint, shown, unsure};
use crate::rewrite::{Changed, Outcome};
use serde_json::json;
use std::io::{self, Write};

/// The report of a run.
#[derive(Debug)]
pub(crate) struct Report {
    json: bool,
    aside: bool,
    documents: usize,
    differing: usize,
    tags: usize,
    left: usize,
    errors: usize,
    /// The first error of the standard output. Nothing is printed after it.
    failed: Option<io::Error>,
}

impl Report {
    /// `aside`: the standard output has been given to the document.
    pub(crate) fn new(json: bool, aside: bool) -> Report {
        Report { json, aside, documents: 0, differing: 0, tags: 0, left: 0, errors: 0, failed: None }
    }

    /// A document has been read to its end.
    pub(crate) fn document(&mut self, file: &str, outcome: &Outcome) {
        self.documents += 1;
        self.differing += usize::from(outcome.differs);
        self.tags += outcome.changed.len();
        for changed in &outcome.changed {
            let line = if self.json { object(file, changed) } else { text(file, changed) };
            self.say(&line);
        }
        if self.json {
            self.say(&json!({"file": file, "changed": outcome.differs, "left": outcome.left}).to_string());
        }
        if let Some(why) = &outcome.left {
            self.left += 1;
            if !self.json {
                self.say(&format!(
                    "{} {}",
                    faint(format!("{}:", shown(file))),
                    unsure(format!("skipped: {why}"))
                ));
            }
        }
    }

    /// What is no HTML has been copied.
    pub(crate) fn left(&mut self, file: &str, why: &str) {
        let outcome = Outcome { changed: Vec::new(), differs: false, left: Some(why.to_owned()) };
        self.document(file, &outcome);
    }

    /// Bad input, in one line.
    pub(crate) fn bad(&mut self, line: &str) {
        self.errors += 1;
        output::complain(line);
    }

    /// The numbers, and the exit code that follows from them.
    ///
    /// # Errors
    ///
    /// The standard output could not be written to.
    pub(crate) fn end(mut self, check: bool) -> Result<u8, Failure> {
        let Report { documents, differing, tags, left, errors, .. } = self;
        let summary = if self.json {
            json!({"summary": {"files": documents, "changed": differing, "tags": tags, "left": left, "errors": errors}})
                .to_string()
        } else {
            let would = if check { "would change" } else { "changed" };
            let line =
                format!("{documents} read, {differing} {would}, {tags} made inert, {left} left unchanged");
            if check && differing > 0 { bad(line) } else { line }
        };
        self.say(&summary);
        output::settle(self.failed.map_or(Ok(()), Err))?;
        Ok(match (errors, differing) {
            (0, differing) => u8::from(check && differing > 0),
            _ => 2,
        })
    }

    fn say(&mut self, line: &str) {
        if self.aside {
            output::aside(line);
        } else if self.failed.is_none() {
            let mut out = output::stdout();
            self.failed = writeln!(out, "{line}").and_then(|()| out.flush()).err();
        }
    }
}

fn text(file: &str, changed: &Changed) -> String {
    let place = faint(format!("{}:{}:", shown(file), changed.line));
    let noscript = if changed.noscript { " [in noscript]" } else { "" };
    let Changed { what, reason, .. } = changed;
    let url = if changed.url.is_empty() { String::new() } else { format!(" {}", shown(&changed.url)) };
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
