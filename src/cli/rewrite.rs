//! `consent-gate rewrite`: makes the tags of vendors that need consent inert. All other bytes stay unchanged. The gate in
//! the page recognises the inert tags and releases them.

mod error;
mod files;
mod input;
mod report;

use crate::cli::failure::Failure;
use crate::cli::files::{FileError, atomic};
use crate::cli::site::options::{Gates, SiteOptions};
use crate::cli::snippet;
use crate::rewrite::{self as markup, Common, GateTag, MARKED_GATE, Missing};
use clap::Args;
pub use error::RewriteError;
use files::{Job, Target};
use report::Report;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::rc::Rc;

/// The end of the help: files that are not changed.
const UNCHANGED: &str = "AMP documents and files that are not HTML are copied unchanged and named. A page that has the gate's \
tag keeps it; a fragment gets no tag. A second rewrite changes nothing.";

/// The arguments.
#[derive(Args, Debug)]
#[command(after_help = UNCHANGED)]
pub(crate) struct Rewrite {
    /// HTML files and folders (copied completely); - reads standard input
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// Output: a file for a file, a folder for a folder or several inputs, - for standard output; may be IN
    #[arg(short, long, value_name = "OUT", required_unless_present = "check")]
    output: Option<PathBuf>,
    /// URL of the gate's file for the pages
    #[arg(long, value_name = "URL", default_value = snippet::GATE_SRC)]
    gate_src: String,
    /// Write nothing; exit with code 1 if anything would change
    #[arg(long)]
    check: bool,
    /// Print one JSON object per line, the last one with the summary
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    options: SiteOptions,
}

/// Rewrites every input and prints the changes.
///
/// # Errors
///
/// [`Failure::Input`] if the config, the site or the output is wrong. [`Failure::Reported`] if an input cannot be
/// rewritten, or with `--check` if it would change.
pub(crate) fn run(args: &Rewrite) -> Result<String, Failure> {
    let common = common(&args.options, &args.gate_src)?;
    let target = if args.check { None } else { args.output.as_deref() };
    let target = Target::new(&args.inputs, target)?;
    let mut report = Report::new(args.json, target.is_stdout());
    for path in &args.inputs {
        files::each(path, &target, &mut |job| match job {
            Ok(job) => rewrite(&job, &target, &common, &mut report),
            Err(error) => report.failed(&error),
        });
    }
    match report.end(args.check)? {
        0 => Ok(String::new()),
        code => Err(Failure::Reported(code)),
    }
}

/// Rewrites documents for a site with the default config. For programs that use this crate as a library.
#[derive(Clone, Debug)]
pub struct Rewriter(Rc<Common>);

impl Rewriter {
    /// Creates a rewriter. `origin` is the origin of the site, such as `https://www.example.com`. `gate_src` is the URL
    /// of the gate's file for its pages.
    ///
    /// # Errors
    ///
    /// [`RewriteError::SiteOptions`] if `origin` is not an origin.
    pub fn new(origin: Option<&str>, gate_src: &str) -> Result<Rewriter, RewriteError> {
        let options = SiteOptions { config: None, site: origin.map(str::to_owned), full: false };
        Ok(Rewriter(common(&options, gate_src)?))
    }

    /// Copies a document and makes its tags inert. Returns whether the copy differs.
    ///
    /// # Errors
    ///
    /// The error of `input` or `out`.
    pub fn rewrite(&self, input: &mut dyn Read, out: &mut dyn Write) -> io::Result<bool> {
        Ok(markup::rewrite(input, out, &self.0)?.differs)
    }
}

/// Reads the config and prepares the parts that all documents share.
fn common(options: &SiteOptions, gate_src: &str) -> Result<Rc<Common>, RewriteError> {
    let mut gates = Gates::new(options)?;
    let base = gates.page().clone();
    let tag = GateTag {
        src: gate_src.to_owned(),
        config: snippet::config_tag(options.config.as_deref())?,
        script: markup::gate_tag(gate_src, MARKED_GATE),
        missing: Missing::ComesIn,
    };
    Ok(Common::new(gates.of(None).clone(), base, tag))
}

/// Rewrites one file and reports the outcome.
fn rewrite(job: &Job, target: &Target, common: &Rc<Common>, report: &mut Report) {
    let name = job.name();
    let outcome = match input::open(&job.from) {
        Ok(input::Content::Markup(mut input)) => {
            let mut write = |out: &mut dyn Write| markup::rewrite(&mut input, out, common);
            write_to_target(job, &mut write).map(|outcome| report.document(&name, &outcome))
        }
        Ok(input::Content::Other(mut input, why)) => {
            let mut write = |out: &mut dyn Write| io::copy(&mut input, out);
            write_to_target(job, &mut write).map(|_| report.unchanged(&name, why))
        }
        Err(error) => Err(error),
    };
    // A closed pipe (`| head`) is not an error.
    let closed = |error: &io::Error| target.is_stdout() && error.kind() == ErrorKind::BrokenPipe;
    if let Err(error) = outcome
        && !closed(&error)
    {
        report.failed(&FileError::at(&job.from)(error).into());
    }
}

/// Writes to the target of a job. For `--check` the output is discarded.
fn write_to_target<T>(job: &Job, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let Some(to) = &job.to else { return write(&mut io::sink()) };
    if to.as_os_str() == "-" {
        let mut out = BufWriter::new(io::stdout().lock());
        let outcome = write(&mut out).and_then(|outcome| out.flush().map(|()| outcome));
        // After an error the buffer is discarded, because dropping it would write again.
        let _ = out.into_parts();
        return outcome;
    }
    let permissions = fs::metadata(&job.from).ok().filter(fs::Metadata::is_file).map(|it| it.permissions());
    let outcome = atomic::fill(to, permissions, write);
    outcome.map_err(|error| io::Error::new(error.kind(), FileError::at(to)(error)))
}
