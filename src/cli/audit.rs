//! `consent-gate audit`: what static markup and recorded traffic bring in from third parties, what the gate says about
//! each, and what would be asked for before a consent. Reads one file at a time and keeps none.

mod activated;
mod dependants;
mod har;
mod html;
mod inline;
mod json;
mod lines;
mod progress;
mod report;
mod row;
mod source;
mod summary;
mod tag;
mod text;
mod walk;

#[cfg(any(test, feature = "fuzz"))]
pub(crate) use har::tags as recorded;
#[cfg(any(test, feature = "fuzz"))]
pub(crate) use html::tags;
pub(crate) use row::Row;
#[cfg(test)]
pub(crate) use row::judge;
pub(crate) use tag::Tag;

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::site::place::{Gates, Place};
use clap::Args;
use dependants::{Advice, Dependants};
use progress::Progress;
use report::Report;
use std::io::{self, Write};
use std::path::PathBuf;
use summary::Summary;

/// What a finding is, for the help.
const FINDINGS: &str = "A finding (exit code 1) is a tag that needs consent and makes a request before it, directly or \
activated by a library in the page, or an unknown third party. Without --site, relative URLs are first-party and absolute \
URLs are third-party.";

/// The arguments.
#[derive(Args, Debug)]
#[command(after_help = FINDINGS)]
pub(crate) struct Audit {
    /// HTML files, HAR files, folders; - reads standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print one JSON object per line, the last one with the summary
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Audits every path and prints as it goes.
///
/// # Errors
///
/// [`Failure::Told`]: the exit code, everything has been printed. [`Failure::Input`]: a config or site is no good.
pub(crate) fn run(args: &Audit) -> Result<String, Failure> {
    let mut gates = Gates::new(&args.place).map_err(Failure::Input)?;
    let mut out = output::stdout();
    let mut printer = Printer {
        report: if args.json { Box::new(json::Lines) } else { Box::new(text::Text::default()) },
        out: &mut out,
        summary: Summary::default(),
        progress: Progress::default(),
    };
    let outcome = read(&args.paths, &mut gates, &mut printer).and_then(|()| printer.end());
    output::settle(outcome)?;
    match printer.summary.code() {
        0 => Ok(String::new()),
        code => Err(Failure::Told(code)),
    }
}

/// Who is told what an audit meets. An error ends the audit: nobody reads on.
pub(crate) trait Listener {
    /// A third party's tag or request.
    fn row(&mut self, row: &Row<'_>) -> io::Result<()>;
    /// An address that no browser understands, in this file.
    fn unreadable(&mut self, file: &str, tag: &Tag) -> io::Result<()>;
    /// What to do about code of the site's own in this file.
    fn advice(&mut self, _file: &str, _tag: &Tag, _advice: &Advice) -> io::Result<()> {
        Ok(())
    }
    /// A file has been read to its end.
    fn file(&mut self);
    /// Bad input, in one line.
    fn bad(&mut self, line: &str);
}

/// Reads everything below these paths, one file after another.
pub(crate) fn read(paths: &[PathBuf], gates: &mut Gates, listener: &mut dyn Listener) -> io::Result<()> {
    for path in paths {
        walk::files(path, &mut |found| match found {
            Ok(input) => one(&input, gates, listener),
            Err(line) => {
                listener.bad(&line);
                Ok(())
            }
        })?;
    }
    Ok(())
}

fn one(input: &source::Input, gates: &mut Gates, listener: &mut dyn Listener) -> io::Result<()> {
    let mut outcome = Ok(());
    let file = input.name();
    let page = gates.page().clone();
    let mut dependants = Dependants::of(input);
    let read = source::tags(input, &page, &mut |tag| {
        if outcome.is_ok() {
            outcome = meet(&file, &tag, gates, &mut dependants, listener);
        }
    });
    outcome?;
    match read {
        Ok(()) => listener.file(),
        Err(line) => listener.bad(&line),
    }
    Ok(())
}

fn meet(
    file: &str,
    tag: &Tag,
    gates: &mut Gates,
    dependants: &mut Dependants,
    listener: &mut dyn Listener,
) -> io::Result<()> {
    let gate = gates.of(tag.page.as_deref());
    if tag.code.is_none() {
        match row::judge(file, tag, gate) {
            Ok(Some(row)) => {
                dependants.meet(&row, gate);
                return listener.row(&row);
            }
            Err(()) => return listener.unreadable(file, tag),
            Ok(None) => {}
        }
    }
    match dependants.about(tag, gate) {
        Some(advice) => listener.advice(file, tag, &advice),
        None => Ok(()),
    }
}

/// Prints and counts.
struct Printer<'a> {
    report: Box<dyn Report>,
    out: &'a mut dyn Write,
    summary: Summary,
    progress: Progress,
}

impl Printer<'_> {
    fn end(&mut self) -> io::Result<()> {
        self.progress.end();
        self.report.end(self.out, &self.summary)?;
        self.out.flush()
    }
}

impl Listener for Printer<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.summary.count(row);
        self.progress.aside(|| self.report.row(self.out, row).and_then(|()| self.out.flush()))
    }

    fn unreadable(&mut self, file: &str, tag: &Tag) -> io::Result<()> {
        self.summary.unreadable += 1;
        self.progress.aside(|| self.report.unreadable(self.out, file, tag).and_then(|()| self.out.flush()))
    }

    fn advice(&mut self, file: &str, tag: &Tag, advice: &Advice) -> io::Result<()> {
        self.progress
            .aside(|| self.report.advice(self.out, file, tag, advice).and_then(|()| self.out.flush()))
    }

    fn file(&mut self) {
        self.summary.files += 1;
        self.progress.tick(self.summary.files, self.summary.findings());
    }

    fn bad(&mut self, line: &str) {
        self.summary.errors += 1;
        self.progress.above(|| output::complain(line));
    }
}
