//! `consent-gate vendors check` and `compile`: what is wrong with `vendors/`, and the files made of it.

use super::lint::Finding;
use super::{Failure, compile};
use std::path::{Path, PathBuf};

/// Checks the files in `root/vendors` and that everything made of them is up to date; what is to be printed.
///
/// # Errors
///
/// One line for each finding.
pub(crate) fn run(root: &Path) -> Result<String, Failure> {
    let stale = |(path, content): &(PathBuf, String)| {
        std::fs::read_to_string(root.join(path)).map_or(true, |old| old != *content)
    };
    let generated = compile::generate(root).map_err(findings)?;
    let stale: Vec<&PathBuf> = generated.iter().filter(|file| stale(file)).map(|file| &file.0).collect();
    if stale.is_empty() {
        return Ok("the vendor files are in order and the table is up to date\n".to_owned());
    }
    let line =
        |path: &&PathBuf| format!("{}: not up to date; run `consent-gate vendors compile`\n", path.display());
    Err(Failure::Findings(stale.iter().map(line).collect()))
}

/// Writes what is made of `root/vendors`; what is to be printed.
///
/// # Errors
///
/// One line for each finding: a table is made of clean files only.
pub(crate) fn compile(root: &Path) -> Result<String, Failure> {
    let changed = compile::write(root).map_err(findings)?;
    let shown: Vec<String> = changed.iter().map(|path| format!("wrote {}\n", path.display())).collect();
    Ok(if shown.is_empty() { "the table is up to date\n".to_owned() } else { shown.concat() })
}

fn findings(findings: Vec<Finding>) -> Failure {
    Failure::Findings(findings.iter().map(|finding| format!("{finding}\n")).collect())
}
