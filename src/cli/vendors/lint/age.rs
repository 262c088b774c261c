//! How long ago somebody looked. The day comes in as a value; only the command line reads the clock.

use super::finding::Finding;
use crate::cli::vendors::vendor_file::Vendor;
use toml::value::{Date, Datetime};

/// From this age on, in months, a check has to be repeated.
const TOO_OLD: i32 = 24;
/// From this age on it should be.
const OLD: i32 = 12;

/// What is older than it should be.
#[derive(Debug, Default)]
pub struct Aged {
    /// One line for each file that must be compared with its sources again.
    pub findings: Vec<Finding>,
    /// One line for each that should be.
    pub warnings: Vec<Finding>,
}

/// The vendors whose oldest check lies 12 or 24 months back.
pub fn aged(vendors: &[Vendor], today: Date) -> Aged {
    let mut aged = Aged::default();
    for vendor in vendors {
        let Some(oldest) = dates(vendor).min_by_key(|date| (date.year, date.month, date.day)) else {
            continue;
        };
        let months = months(oldest, today);
        let line = || {
            Finding(format!(
                "vendors/{}.toml: last checked on {oldest}, {months} months ago; compare it with its sources again",
                vendor.id
            ))
        };
        match months {
            TOO_OLD.. => aged.findings.push(line()),
            OLD.. => aged.warnings.push(line()),
            _ => {}
        }
    }
    aged
}

/// Every date that the file gives for having been checked.
fn dates(vendor: &Vendor) -> impl Iterator<Item = Date> + '_ {
    let sources = vendor.sources.iter().filter_map(|source| source.checked);
    let rules = vendor.rule.iter().filter_map(|rule| rule.checked);
    let storage = vendor.storage.iter().filter_map(|row| row.checked);
    let all = [vendor.checked].into_iter().chain(sources).chain(rules).chain(storage);
    all.filter_map(|it: Datetime| it.date)
}

/// Whole months from one day to another.
fn months(from: Date, to: Date) -> i32 {
    let months = |date: Date| i32::from(date.year) * 12 + i32::from(date.month);
    months(to) - months(from) - i32::from(to.day < from.day)
}
