//! The vendors that a declaration is about, found by an audit of the site's files.

use crate::cli::audit::{self, Listener, Row, Tag};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::site::place::Gates;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// The ids of all vendors in these files. Third parties that no row knows are told of: nobody can declare them.
pub(super) fn vendors(paths: &[PathBuf], gates: &mut Gates) -> Result<BTreeSet<String>, Failure> {
    let mut found = Found::default();
    audit::read(paths, gates, &mut found).map_err(|error| Failure::Input(error.to_string()))?;
    if found.failed {
        return Err(Failure::Told(2));
    }
    if !found.unknown.is_empty() {
        let hosts: Vec<&str> = found.unknown.iter().map(String::as_str).collect();
        output::complain(format!("not declared, because no row knows them: {}", hosts.join(", ")));
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

    fn unreadable(&mut self, _file: &str, _tag: &Tag) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self) {}

    fn bad(&mut self, line: &str) {
        self.failed = true;
        output::complain(line);
    }
}
