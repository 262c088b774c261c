//! What must be true of `vendors/` before a table is made of it. Each finding is one line that names the file, and for
//! an imported row its line.

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

/// Everything that is wrong, but for what only the calendar shows: see [`aged`].
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
