//! The command line's parts. Native only; the gate itself is `src/gate`.
#![forbid(unsafe_code)]

mod canonical;
mod catalogue;
mod check;
pub mod compile;
mod config;
mod explain;
mod export;
pub mod lint;
pub mod vendor_file;
mod vendors;

pub use canonical::Site;
pub use config::value;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Explains what Consent Gate does with a request, and why.
#[derive(Parser, Debug)]
#[command(name = "consent-gate", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// The verdict on URLs, with its reason
    Explain(explain::Explain),
    /// The vendor table
    #[command(subcommand)]
    Vendors(vendors::Vendors),
}

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// It found something: the lines to print. Exit code 1.
    Findings(String),
    /// It could not understand its input: one clear line. Exit code 2.
    Input(String),
}

/// Runs the command line with the program's arguments.
pub fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Explain(args) => explain::run(&args).map_err(Failure::Input),
        Command::Vendors(command) => vendors::run(&command),
    };
    match outcome {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(Failure::Findings(lines)) => {
            print(&lines);
            ExitCode::from(1)
        }
        Err(Failure::Input(line)) => {
            eprintln!("consent-gate: {line}");
            ExitCode::from(2)
        }
    }
}

/// A reader that has gone away (`| head`) is no error of ours.
fn print(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stdout().write_all(text.as_bytes());
}
