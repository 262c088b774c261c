//! `consent-gate rewrite`: static markup that asks for nothing before a consent. Tags of vendors that need one become
//! inert, all else stays byte for byte; the gate in the page knows the changed tags and releases them.

mod files;
mod input;
mod report;

use crate::cli::failure::Failure;
use crate::cli::files::atomic;
use crate::cli::site::place::{Gates, Place};
use crate::cli::snippet;
use crate::rewrite::{self as markup, Common, GateTag, MARKED_GATE, Missing};
use clap::Args;
use files::{Job, Target};
use report::Report;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::rc::Rc;

/// What is left as it is, for the help.
const LEFT: &str = "AMP documents and files that are not HTML are copied unchanged and named. A page that has the gate's \
tag keeps it; a fragment gets no tag. A second rewrite changes nothing.";

/// The arguments.
#[derive(Args, Debug)]
#[command(after_help = LEFT)]
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
    place: Place,
}

/// Rewrites every input and says what was changed.
///
/// # Errors
///
/// [`Failure::Told`]: the exit code, everything has been printed. [`Failure::Input`]: a config, a site or an output is
/// no good.
pub(crate) fn run(args: &Rewrite) -> Result<String, Failure> {
    let common = common(&args.place, &args.gate_src).map_err(Failure::Input)?;
    let target = if args.check { None } else { args.output.as_deref() };
    let target = Target::new(&args.inputs, target).map_err(Failure::Input)?;
    let mut report = Report::new(args.json, target.is_stdout());
    for path in &args.inputs {
        files::each(path, &target, &mut |job| match job {
            Ok(job) => one(&job, &target, &common, &mut report),
            Err(line) => report.bad(&line),
        });
    }
    match report.end(args.check)? {
        0 => Ok(String::new()),
        code => Err(Failure::Told(code)),
    }
}

/// Rewrites documents, one after another, for a site with the default config. For programs that have no files.
#[derive(Clone, Debug)]
pub struct Rewriter(Rc<Common>);

impl Rewriter {
    /// `origin` is the site's, such as `https://www.example.com`; `gate_src` is where its pages find the gate's file.
    ///
    /// # Errors
    ///
    /// One line if `origin` is none.
    pub fn new(origin: Option<&str>, gate_src: &str) -> Result<Rewriter, String> {
        let place = Place { config: None, site: origin.map(str::to_owned), full: false };
        Ok(Rewriter(common(&place, gate_src)?))
    }

    /// Copies a document, its tags made inert; whether anything came in.
    ///
    /// # Errors
    ///
    /// What `input` or `out` fails with.
    pub fn rewrite(&self, input: &mut dyn Read, out: &mut dyn Write) -> io::Result<bool> {
        Ok(markup::rewrite(input, out, &self.0)?.differs)
    }
}

fn common(place: &Place, gate_src: &str) -> Result<Rc<Common>, String> {
    let mut gates = Gates::new(place)?;
    let base = gates.page().clone();
    let tag = GateTag {
        src: gate_src.to_owned(),
        config: snippet::config_tag(place.config.as_deref())?,
        script: markup::gate_tag(gate_src, MARKED_GATE),
        missing: Missing::ComesIn,
    };
    Ok(Common::new(gates.of(None).clone(), base, tag))
}

fn one(job: &Job, target: &Target, common: &Rc<Common>, report: &mut Report) {
    let name = job.name();
    let outcome = match input::open(&job.from) {
        Ok(input::Sort::Markup(mut input)) => {
            let mut write = |out: &mut dyn Write| markup::rewrite(&mut input, out, common);
            into(job, &mut write).map(|outcome| report.document(&name, &outcome))
        }
        Ok(input::Sort::Other(mut input, why)) => {
            let mut write = |out: &mut dyn Write| io::copy(&mut input, out);
            into(job, &mut write).map(|_| report.left(&name, why))
        }
        Err(error) => Err(error),
    };
    // The reader of the standard output has had enough.
    let enough = |error: &io::Error| target.is_stdout() && error.kind() == ErrorKind::BrokenPipe;
    if let Err(error) = outcome
        && !enough(&error)
    {
        report.bad(&format!("{name}: {error}"));
    }
}

/// Writes to the job's target; nothing is written for a check.
fn into<T>(job: &Job, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let Some(to) = &job.to else { return write(&mut io::sink()) };
    if to.as_os_str() == "-" {
        let mut out = BufWriter::new(io::stdout().lock());
        let outcome = write(&mut out).and_then(|outcome| out.flush().map(|()| outcome));
        // What a writer that failed still has is not tried once more.
        let _ = out.into_parts();
        return outcome;
    }
    let permissions = fs::metadata(&job.from).ok().filter(fs::Metadata::is_file).map(|it| it.permissions());
    let outcome = atomic::fill(to, permissions, write);
    outcome.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", to.display())))
}
