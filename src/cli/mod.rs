//! The command line `consent-gate`. Native only. The decisions are in `src/gate`.
#![forbid(unsafe_code)]

mod audit;
mod build;
mod declare;
mod explain;
mod failure;
mod files;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
mod output;
mod receipt;
mod rewrite;
mod site;
mod snippet;
mod templates;
mod usage;
mod vendors;

pub use failure::Failure;
pub use files::FileError;
pub use rewrite::{RewriteError, Rewriter};
pub use site::{Site, config::value};
pub use vendors::{compile, folder, imported, lint, vendor_file};

use clap::{Parser, Subcommand};
use std::process::ExitCode;

const EXIT_CODES: &str =
    "Exit codes: 0 fine, 1 findings, 2 bad input (one line names the place and the mistake)";

/// Explains what Consent Gate does with requests, finds third parties in a site's files, rewrites static markup, and
/// writes the cookie declaration
#[derive(Parser, Debug)]
#[command(name = "consent-gate", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Prints the verdict on URLs, with its reason
    Explain(explain::Explain),
    /// Lists third parties in HTML files, folders and HAR recordings, and requests made before consent
    Audit(audit::Audit),
    /// Writes the cookie declaration: vendor, name, purpose, lifetime, and whether a withdrawal removes it
    Declare(declare::Declare),
    /// Writes the gate's files with your own vendor table or under your own name
    Build(build::Build),
    /// Makes tags of vendors that need consent inert, in files and folders; leaves all other bytes unchanged
    Rewrite(rewrite::Rewrite),
    /// Checks receipts (copies of consent records)
    #[command(subcommand)]
    Receipt(receipt::Receipt),
    /// Prints the first lines of <head> for a protection level of static markup
    Snippet(snippet::Snippet),
    /// Lists, shows, checks and compiles the vendor table
    #[command(subcommand)]
    Vendors(vendors::Vendors),
}

/// Runs the command line with the program's arguments.
pub fn main() -> ExitCode {
    let outcome = match Arguments::try_parse() {
        Ok(arguments) => run(&arguments.command),
        Err(error) => usage::answer(error),
    };
    match outcome.and_then(|text| output::print(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(failure),
    }
}

/// Prints a failure and returns its exit code.
fn report(failure: Failure) -> ExitCode {
    match failure {
        Failure::Findings(lines) => match output::print(&lines) {
            Ok(()) => ExitCode::from(1),
            Err(failure) => report(failure),
        },
        Failure::Input(error) => {
            output::print_error(error);
            ExitCode::from(2)
        }
        Failure::Reported(code) => ExitCode::from(code),
    }
}

/// Runs a command and returns the text to print.
fn run(command: &Command) -> Result<String, Failure> {
    match command {
        Command::Explain(args) => Ok(explain::run(args)?),
        Command::Audit(args) => audit::run(args),
        Command::Declare(args) => declare::run(args),
        Command::Build(args) => build::run(args),
        Command::Rewrite(args) => rewrite::run(args),
        Command::Receipt(command) => receipt::run(command),
        Command::Snippet(args) => Ok(snippet::run(args)?),
        Command::Vendors(command) => vendors::run(command),
    }
}
