//! `consent-gate audit`: lists the third parties in static markup and recorded traffic, with the verdict of the gate, and
//! finds requests before consent. Reads one file at a time, as a stream.

mod dependents;
mod error;
mod input;
mod listener;
mod report;
mod row;
mod tag;

pub(crate) use error::AuditError;
#[cfg(any(test, feature = "fuzz"))]
pub(crate) use input::har::tags as recorded;
#[cfg(any(test, feature = "fuzz"))]
pub(crate) use input::html::tags;
pub(crate) use listener::Listener;
pub(crate) use row::Row;
#[cfg(test)]
pub(crate) use row::judge;
pub(crate) use tag::Tag;

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::site::options::{Gates, SiteOptions};
use clap::Args;
use dependents::Dependents;
use report::Printer;
use std::io;
use std::path::PathBuf;

/// The definition of a finding, for the help.
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
    options: SiteOptions,
}

/// Audits every path and prints each result immediately.
///
/// # Errors
///
/// [`Failure::Input`] if the config or the site is wrong. [`Failure::Reported`] for findings and for inputs that cannot
/// be audited.
pub(crate) fn run(args: &Audit) -> Result<String, Failure> {
    let mut gates = Gates::new(&args.options)?;
    let mut out = output::stdout();
    let mut printer = Printer::new(args.json, &mut out);
    let outcome = read(&args.paths, &mut gates, &mut printer).and_then(|()| printer.end());
    output::check_written(outcome)?;
    match printer.code() {
        0 => Ok(String::new()),
        code => Err(Failure::Reported(code)),
    }
}

/// Audits everything below these paths, one file after another.
pub(crate) fn read(paths: &[PathBuf], gates: &mut Gates, listener: &mut dyn Listener) -> io::Result<()> {
    for path in paths {
        input::walk::files(path, &mut |found| match found {
            Ok(input) => audit(&input, gates, listener),
            Err(error) => {
                listener.failed(&error);
                Ok(())
            }
        })?;
    }
    Ok(())
}

/// Audits one input.
fn audit(input: &input::Input, gates: &mut Gates, listener: &mut dyn Listener) -> io::Result<()> {
    let mut outcome = Ok(());
    let file = input.name();
    let page = gates.page().clone();
    let mut dependents = Dependents::of(input);
    let read = input::tags(input, &page, &mut |tag| {
        if outcome.is_ok() {
            outcome = visit(&file, &tag, gates, &mut dependents, listener);
        }
    });
    outcome?;
    match read {
        Ok(()) => listener.file(),
        Err(error) => listener.failed(&error),
    }
    Ok(())
}

/// Judges a tag and passes the result to the listener.
fn visit(
    file: &str,
    tag: &Tag,
    gates: &mut Gates,
    dependents: &mut Dependents,
    listener: &mut dyn Listener,
) -> io::Result<()> {
    let gate = gates.of(tag.page.as_deref());
    if tag.code.is_none() {
        match row::judge(file, tag, gate) {
            Ok(Some(row)) => {
                dependents.add_library(&row, gate);
                return listener.row(&row);
            }
            Err(row::InvalidUrl) => return listener.invalid_url(file, tag),
            Ok(None) => {}
        }
    }
    match dependents.advice(tag, gate) {
        Some(advice) => listener.advice(file, tag, &advice),
        None => Ok(()),
    }
}
