//! `vendors/imported.tsv`: hosts from a data set that are not reviewed. `./build.sh vendors --import` writes the file.
//! A reviewed vendor takes precedence.

use std::collections::BTreeMap;
use thiserror::Error;

/// The columns, in order.
const HEADER: &str = "domain\tmatch\tname\ttpw_category\tcategory\tsource\tsource_version\tchecked";

/// A row of the file: one host.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line in the file, counted from 1.
    pub line: usize,
    /// The host.
    pub domain: String,
    /// `suffix` (with all subdomains) or `exact`.
    pub how: String,
    /// The name of the company or product in the data set.
    pub name: String,
    /// The provisional category, or `unclassified`.
    pub category: String,
    /// The name of the data set.
    pub source: String,
    /// The version of the data set.
    pub version: String,
    /// The date of the import.
    pub checked: String,
}

impl Row {
    /// Whether the vendor table contains this row.
    pub fn compiled(&self) -> bool {
        self.category != "unclassified"
    }

    /// Returns the row as an address pattern.
    pub fn pattern(&self) -> String {
        if self.how == "exact" { format!("={}", self.domain) } else { self.domain.clone() }
    }
}

/// A text that is not the table of imported hosts.
#[derive(Debug, Error)]
pub enum ImportedError {
    /// The header is missing or different.
    #[error("vendors/imported.tsv:1: the columns must be {}", HEADER.replace('\t', ", "))]
    Header,
    /// A row has another number of fields.
    #[error("vendors/imported.tsv:{line}: not eight fields")]
    Fields {
        /// The line of the row, counted from 1.
        line: usize,
    },
}

/// Parses the text of the file.
///
/// # Errors
///
/// [`ImportedError`] for the first line that is wrong.
pub fn parse(text: &str) -> Result<Vec<Row>, ImportedError> {
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        return Err(ImportedError::Header);
    }
    lines.zip(2..).map(|(text, line)| row(text, line)).collect()
}

/// Parses the file that was compiled into the command line.
///
/// # Errors
///
/// As [`parse`]. The tests rule this out.
pub fn bundled() -> Result<Vec<Row>, ImportedError> {
    parse(BUNDLED)
}

const BUNDLED: &str = include_str!("../../../vendors/imported.tsv");

/// Finds the row of a host in the compiled-in file.
pub(crate) fn find(domain: &str) -> Option<Row> {
    let of = |text: &str| text.split('\t').next() == Some(domain);
    let (text, line) = BUNDLED.lines().zip(1..).skip(1).find(|(text, _)| of(text))?;
    row(text, line).ok()
}

fn row(text: &str, line: usize) -> Result<Row, ImportedError> {
    let fields: Vec<String> = text.split('\t').map(str::to_owned).collect();
    let fields: [String; 8] = fields.try_into().map_err(|_| ImportedError::Fields { line })?;
    let [domain, how, name, _, category, source, version, checked] = fields;
    Ok(Row { line, domain, how, name, category, source, version, checked })
}

/// Groups the compiled rows by vendor. The id of an imported vendor is its shortest host. A host contains a dot, so the
/// id differs from all ids of reviewed vendors.
pub fn by_vendor(rows: &[Row]) -> BTreeMap<&str, Vec<&Row>> {
    let mut names: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.compiled()) {
        names.entry((&row.name, &row.category)).or_default().push(row);
    }
    names.into_values().filter_map(|rows| Some((shortest(&rows)?, rows))).collect()
}

fn shortest<'r>(rows: &[&'r Row]) -> Option<&'r str> {
    rows.iter().map(|row| row.domain.as_str()).min_by_key(|domain| (domain.len(), *domain))
}
