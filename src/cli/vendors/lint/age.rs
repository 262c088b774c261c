//! Checks how old the facts are. The date is an argument.

use super::finding::Finding;
use crate::cli::vendors::vendor_file::Vendor;
use toml::value::{Date, Datetime};

/// The age in months from which an unrepeated check is a finding.
const TOO_OLD: i32 = 24;
/// The age in months from which an unrepeated check is a warning.
const OLD: i32 = 12;

/// The vendor files whose last check is too old.
#[derive(Debug, Default)]
pub struct Aged {
    /// A line for each file that was last checked 24 or more months ago.
    pub findings: Vec<Finding>,
    /// A line for each file that was last checked 12 to 23 months ago.
    pub warnings: Vec<Finding>,
}

/// Finds the vendors whose oldest check is 12 or 24 months old.
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

/// Returns every date of a check in the file.
fn dates(vendor: &Vendor) -> impl Iterator<Item = Date> + '_ {
    let sources = vendor.sources.iter().filter_map(|source| source.checked);
    let rules = vendor.rule.iter().filter_map(|rule| rule.checked);
    let storage = vendor.storage.iter().filter_map(|row| row.checked);
    let all = [vendor.checked].into_iter().chain(sources).chain(rules).chain(storage);
    all.filter_map(|it: Datetime| it.date)
}

/// Returns the number of whole months between two dates.
fn months(from: Date, to: Date) -> i32 {
    let months = |date: Date| i32::from(date.year) * 12 + i32::from(date.month);
    months(to) - months(from) - i32::from(to.day < from.day)
}
