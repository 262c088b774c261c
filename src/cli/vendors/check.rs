//! `consent-gate vendors check` and `compile`: check `vendors/`, and write the vendor table. Only this module of the
//! vendor tools reads the clock.

use crate::cli::failure::Failure;
use crate::cli::vendors::compile;
use crate::cli::vendors::coverage;
use crate::cli::vendors::folder;
use crate::cli::vendors::lint::{self, Finding};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use toml::value::Date;

/// Checks the files in `root/vendors`, their age, their coverage of busy hosts, and whether the generated files are up
/// to date. Returns the text to print.
///
/// # Errors
///
/// [`Failure::Findings`] with a line for each finding, or for a file that cannot be read.
pub(crate) fn run(root: &Path) -> Result<String, Failure> {
    let mut lines = stale(root).map_err(findings)?;
    let vendors = folder::read(&root.join("vendors")).map_err(unreadable)?.vendors;
    let hosts = coverage::hosts(&root.join("vendors")).map_err(unreadable)?;
    let coverage = coverage::measure(hosts, &vendors);
    let aged = lint::aged(&vendors, today());
    lines.extend(aged.findings.iter().map(Finding::to_string));
    lines.extend(coverage.shortfalls());
    if !lines.is_empty() {
        return Err(Failure::Findings(lines.iter().map(|line| format!("{line}\n")).collect()));
    }
    let warnings: String = aged.warnings.iter().map(|warning| format!("warning: {warning}\n")).collect();
    Ok(format!("{warnings}{coverage}the vendor files are in order and the table is up to date\n"))
}

/// Makes a finding of a file in `vendors/` that cannot be read.
fn unreadable(error: impl std::error::Error) -> Failure {
    Failure::Findings(error.to_string())
}

/// Returns a line for each generated file that is out of date.
fn stale(root: &Path) -> Result<Vec<String>, Vec<Finding>> {
    let old = |(path, content): &(PathBuf, String)| {
        std::fs::read_to_string(root.join(path)).map_or(true, |old| old != *content)
    };
    let line =
        |path: &Path| format!("{}: not up to date; run `consent-gate vendors compile`", path.display());
    let generated = compile::generate(root)?;
    Ok(generated.iter().filter(|file| old(file)).map(|file| line(&file.0)).collect())
}

/// Writes the files that are generated from `root/vendors`. Returns the text to print.
///
/// # Errors
///
/// [`Failure::Findings`] with a line for each finding. Then no file is written.
pub(crate) fn compile(root: &Path) -> Result<String, Failure> {
    let changed = compile::write(root).map_err(findings)?;
    let lines: Vec<String> = changed.iter().map(|path| format!("wrote {}\n", path.display())).collect();
    Ok(if lines.is_empty() { "the table is up to date\n".to_owned() } else { lines.concat() })
}

fn findings(findings: Vec<Finding>) -> Failure {
    Failure::Findings(findings.iter().map(|finding| format!("{finding}\n")).collect())
}

/// Returns the current date in UTC. With a clock before 1970 it returns 1970-01-01, at which no file is too old.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    civil((seconds / 86_400) as i64)
}

/// Returns the date that is `days` after 1970-01-01 (Howard Hinnant's `civil_from_days`, for `days` ≥ 0).
fn civil(days: i64) -> Date {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let january = i64::from(month >= 10);
    Date {
        year: (era * 400 + year + january) as u16,
        month: (month + 3 - 12 * january) as u8,
        day: (day - (153 * month + 2) / 5 + 1) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        for (days, wanted) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_779, "2026-11-22"),
            (20_819, "2027-01-01"),
        ] {
            assert_eq!(civil(days).to_string(), wanted);
        }
    }
}
