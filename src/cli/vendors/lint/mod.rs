//! Checks the content of `vendors/`. Each finding is one line with the name of the file, and the line of an imported row.

mod address;
mod age;
mod finding;
mod imported;
mod reach;
mod storage;
mod vendor;

pub use age::{Aged, aged};
pub use finding::Finding;

use super::folder::Folder;
use finding::Findings;

/// Returns all findings, except those that depend on the date: see [`aged`].
pub fn check(folder: &Folder) -> Vec<Finding> {
    let mut findings = Findings::default();
    for vendor in &folder.vendors {
        findings.place = format!("vendors/{}.toml", vendor.id);
        vendor::check(&mut findings, vendor, &folder.vendors);
        address::check(&mut findings, vendor, &folder.lists);
        storage::check(&mut findings, vendor, &folder.lists.common);
    }
    reach::check(&mut findings, &folder.vendors);
    imported::check(&mut findings, folder);
    findings.lines
}
