//! Finds the vendors of a site by an audit of its files.

use crate::cli::audit::{self, AuditError, Listener, Row, Tag};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::site::options::Gates;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// Returns the ids of all vendors in these files. Prints the unknown third parties, which are not declared.
pub(super) fn vendors(paths: &[PathBuf], gates: &mut Gates) -> Result<BTreeSet<String>, Failure> {
    let mut found = Found::default();
    audit::read(paths, gates, &mut found)?;
    if found.failed {
        return Err(Failure::Reported(2));
    }
    if !found.unknown.is_empty() {
        let hosts: Vec<&str> = found.unknown.iter().map(String::as_str).collect();
        output::print_error(format!("not declared, because no row knows them: {}", hosts.join(", ")));
    }
    Ok(found.vendors)
}

#[derive(Debug, Default)]
struct Found {
    vendors: BTreeSet<String>,
    unknown: BTreeSet<String>,
    failed: bool,
}

impl Listener for Found {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        match row.verdict.vendor {
            Some(vendor) => self.vendors.insert(vendor.to_owned()),
            None => self.unknown.insert(row.host.to_owned()),
        };
        Ok(())
    }

    fn invalid_url(&mut self, _file: &str, _tag: &Tag) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self) {}

    fn failed(&mut self, error: &AuditError) {
        self.failed = true;
        output::print_error(error);
    }
}
