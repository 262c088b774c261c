//! `consent-gate receipt`: checks copies of consent records, without a network. A receipt has no signature, so the check
//! proves no authorship.

mod check;
mod texts;

use crate::cli::failure::Failure;
use crate::cli::site::config;
use check::Known;
use clap::Subcommand;
use std::path::PathBuf;

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Receipt {
    /// Checks that receipts are complete and consistent: format, checksum, table, texts, times, id. Proves no authorship
    Verify {
        /// Receipts from `consentGate.receipt()`, one JSON object per file; - reads standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Vendor table of yours, or of an earlier version, that receipts may name
        #[arg(long = "table", value_name = "FILE")]
        tables: Vec<PathBuf>,
        /// Language file of yours, or of an earlier version, that receipts may name
        #[arg(long = "texts", value_name = "FILE")]
        texts: Vec<PathBuf>,
    },
}

/// Runs a subcommand. Returns the text to print.
///
/// # Errors
///
/// [`Failure::Findings`] for receipts that are not in order, or [`Failure::Input`] for a file that cannot be read.
pub(super) fn run(command: &Receipt) -> Result<String, Failure> {
    let Receipt::Verify { files, tables, texts } = command;
    let known = Known::read(tables, texts)?;
    let (mut lines, mut wrong) = (Vec::new(), false);
    for file in files {
        let receipt = config::json(file)?;
        let findings = check::findings(&receipt, &known, now());
        wrong |= !findings.is_empty();
        if findings.is_empty() {
            lines.push(format!("{}: whole: {}", file.display(), check::summary(&receipt)));
        }
        lines.extend(findings.into_iter().map(|finding| format!("{}: {finding}", file.display())));
    }
    if wrong { Err(Failure::Findings(lines.join("\n"))) } else { Ok(lines.join("\n")) }
}

/// Checks any JSON as a receipt, for the fuzz target.
#[cfg(any(test, feature = "fuzz"))]
pub(crate) fn fuzz(receipt: &serde_json::Value) {
    let known = Known::read(&[], &[]).expect("the compiled-in files are parsed");
    let findings = check::findings(receipt, &known, 1_795_262_400_000.0);
    assert!(findings.iter().all(|finding| !finding.is_empty()));
    assert!(!check::summary(receipt).is_empty());
}

/// Returns the current time in milliseconds since 1970.
fn now() -> f64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_millis() as f64)
}
