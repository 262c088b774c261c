//! What must be true of `vendors/` before a table is made of it. Each finding is one line that names the file, and for
//! an imported row its line.

mod address;
mod age;
mod imported;
mod reach;
mod storage;
mod vendor;

pub use age::{Aged, aged};

use super::folder::Folder;
use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(pub String);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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

/// The findings so far, and where the next one belongs.
#[derive(Default)]
struct Findings {
    place: String,
    lines: Vec<Finding>,
}

impl Findings {
    fn say(&mut self, what: impl fmt::Display) {
        self.lines.push(Finding(format!("{}: {what}", self.place)));
    }

    fn require(&mut self, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.say(what());
        }
    }
}
