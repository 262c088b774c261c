//! Measures how many of the busiest third-party hosts the table knows, by the verdicts of the gate.

use crate::cli::files::{self, FileError};
use crate::cli::vendors::vendor_file::Vendor;
use crate::gate::{Config, FULL, Gate, Kind, Signals, Time};
use std::fmt;
use std::path::Path;

/// The number of hosts, and how many of them must belong to reviewed vendors.
const REVIEWED: (usize, usize) = (200, 195);
/// The number of hosts, and how many of them must be reviewed or imported.
const EITHER: (usize, usize) = (1000, 850);

/// The part of the table that knows a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A reviewed vendor owns the host.
    Reviewed,
    /// Reviewed vendors own paths of the host, but not the host.
    ByPath,
    /// Only the imported rows contain the host.
    Imported,
    /// No rule contains the host.
    No,
}

/// The hosts, the busiest first, with the part of the table that knows each.
#[derive(Debug)]
pub struct Coverage(Vec<(String, Known)>);

/// Reads the hosts of `vendors/top-hosts.tsv`.
///
/// # Errors
///
/// [`FileError`] if the file cannot be read.
pub fn hosts(folder: &Path) -> Result<Vec<String>, FileError> {
    let host = |line: &str| line.split('\t').nth(1).map(str::to_owned);
    Ok(files::read_text(&folder.join("top-hosts.tsv"))?.lines().skip(1).filter_map(host).collect())
}

/// Finds the part of the table that knows each host.
pub fn measure(hosts: Vec<String>, vendors: &[Vendor]) -> Coverage {
    let gate = Gate::with_table(FULL, "site.invalid", Config::default(), Signals::default(), None, Time(0.0));
    let reviewed = |url: &str| {
        let vendor = gate.judge(url, Kind::from_name("script")).vendor?;
        Some(vendors.iter().any(|it| it.id == vendor))
    };
    let known = |host: &str| match reviewed(&format!("https://{host}/")) {
        Some(true) => Known::Reviewed,
        _ if probes(host, vendors).any(|url| reviewed(&url) == Some(true)) => Known::ByPath,
        Some(false) => Known::Imported,
        None => Known::No,
    };
    let rows = hosts.into_iter().map(|host| (known(&host), host)).map(|(known, host)| (host, known));
    Coverage(rows.collect())
}

/// Returns a URL for each path on this host that a reviewed vendor owns.
fn probes<'v>(host: &'v str, vendors: &'v [Vendor]) -> impl Iterator<Item = String> + 'v {
    let patterns = vendors.iter().flat_map(|vendor| vendor.rule.iter().flat_map(|rule| &rule.patterns));
    let all = vendors.iter().flat_map(|vendor| &vendor.domains).chain(patterns);
    all.filter_map(move |line| {
        let (name, path) = line.strip_prefix('=')?.split_once('/')?;
        let country = name.strip_suffix('*').is_some_and(|before| host.starts_with(before));
        (name == host || country).then(|| format!("https://{host}/{}", path.replace('*', "x")))
    })
}

impl Coverage {
    /// Returns a line for each count that is too low.
    pub fn shortfalls(&self) -> Vec<String> {
        let reviewed = self.count(REVIEWED.0, |known| matches!(known, Known::Reviewed | Known::ByPath));
        let either = self.count(EITHER.0, |known| known != Known::No);
        let line = |(top, least): (usize, usize), found: usize, by: &str| {
            (found < least).then(|| {
                format!("vendors/top-hosts.tsv: {found} of the {top} busiest hosts are known to {by}, wanted {least}")
            })
        };
        [line(REVIEWED, reviewed, "a reviewed vendor"), line(EITHER, either, "either tier")]
            .into_iter()
            .flatten()
            .collect()
    }

    fn count(&self, top: usize, is: impl Fn(Known) -> bool) -> usize {
        self.0.iter().take(top).filter(|row| is(row.1)).count()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for top in [100, REVIEWED.0, 500, EITHER.0] {
            let [hosts, paths, imported] = [Known::Reviewed, Known::ByPath, Known::Imported]
                .map(|wanted| self.count(top, |known| known == wanted));
            writeln!(f, "of the {top} busiest hosts {hosts} reviewed, {paths} by path, {imported} imported")?;
        }
        let unknown: Vec<&str> = self
            .0
            .iter()
            .take(REVIEWED.0)
            .filter(|row| row.1 == Known::No)
            .map(|row| row.0.as_str())
            .collect();
        writeln!(f, "unknown among the first {}: {}", REVIEWED.0, unknown.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::vendors::vendor_file::parse;

    #[test]
    fn finds_the_part_of_the_table_that_knows_a_host() {
        let text = include_str!("../../../vendors/google-analytics.toml");
        let vendors = [parse("google-analytics", text).unwrap()];
        let hosts = ["www.google-analytics.com", "www.google.com", "www.google.de", "unknown.example"];
        let coverage = measure(hosts.map(str::to_owned).to_vec(), &vendors);
        let known: Vec<Known> = coverage.0.iter().map(|row| row.1).collect();
        assert_eq!(known, [Known::Reviewed, Known::ByPath, Known::ByPath, Known::No]);
        assert_eq!(coverage.shortfalls().len(), 2);
    }
}
