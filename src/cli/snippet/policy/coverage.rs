//! Finds the addresses with a consent need that a source of a policy would allow beyond its pattern.

use super::pattern::{category, host_and_path};
use crate::cli::site::options::Gates;
use crate::cli::vendors::folder::Folder;
use crate::cli::vendors::imported::Row;
use crate::cli::vendors::vendor_file::Vendor;
use crate::gate::Category;
use std::collections::BTreeMap;
use std::fmt;

/// A host source (Content Security Policy, host-source).
pub(super) struct Source<'p> {
    pub(super) host: &'p str,
    /// The path: a prefix if it is empty or ends in a slash, else one file.
    pub(super) path: &'p str,
    /// Whether the source covers the subdomains of `host` instead of `host`.
    pub(super) below: bool,
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Source { host, path, below } = self;
        write!(f, "https://{}{host}{path}", if *below { "*." } else { "" })
    }
}

impl Source<'_> {
    fn covers_path(&self, path: &str) -> bool {
        let prefix = self.path.is_empty() || self.path.ends_with('/');
        if prefix { path.starts_with(self.path) } else { path == self.path }
    }
}

/// The addresses of all vendors that need consent: path and category, by the host with its labels reversed.
pub(super) struct Coverage(BTreeMap<String, Vec<(String, Category)>>);

impl Coverage {
    /// Collects the addresses of the reviewed and the imported vendors that `gates` hold.
    pub(super) fn new(folder: &Folder, gates: &mut Gates) -> Coverage {
        let imported = folder.imported.iter().filter(|row| row.compiled()).map(Row::pattern);
        let reviewed = folder.vendors.iter().flat_map(Vendor::patterns).map(str::to_owned);
        let mut held: BTreeMap<String, Vec<(String, Category)>> = BTreeMap::new();
        for pattern in reviewed.chain(imported).flat_map(|it| in_each_country(&it, &folder.lists.countries)) {
            // A `*` in a path matches one segment of any name.
            let pattern = pattern.replace("/*", "/x");
            let Some((host, path)) = host_and_path(&pattern) else { continue };
            if let Some(category) = category(&pattern, gates).filter(|it| *it != Category::Necessary) {
                held.entry(reversed(host)).or_default().push((path.to_owned(), category));
            }
        }
        Coverage(held)
    }

    /// Returns the strictest category that `source` covers. `None` if it covers no address that needs consent.
    pub(super) fn strictest(&self, source: &Source<'_>) -> Option<Category> {
        let host = reversed(source.host);
        let above = format!("{host}.");
        let exact = self.0.get(&host).filter(|_| !source.below);
        let below = self.0.range(above.clone()..).take_while(|(host, _)| host.starts_with(&above));
        let below = below.filter(|_| source.below).map(|(_, held)| held);
        let held = exact.into_iter().chain(below).flatten();
        held.filter(|(path, _)| source.covers_path(path)).map(|held| held.1).max_by_key(|it| *it as usize)
    }
}

/// Replaces `google.*` by Google's domain in each country.
fn in_each_country(pattern: &str, countries: &[String]) -> Vec<String> {
    let host = pattern.find('/').unwrap_or(pattern.len());
    match pattern[..host].strip_suffix(".*") {
        None => vec![pattern.to_owned()],
        Some(name) => {
            let all = countries.iter().map(String::as_str).chain(["com"]);
            all.map(|country| format!("{name}.{country}{}", &pattern[host..])).collect()
        }
    }
}

/// Returns `a.b.example` as `example.b.a`. In this order a host is followed by its subdomains.
fn reversed(host: &str) -> String {
    host.rsplit('.').collect::<Vec<_>>().join(".")
}
