//! `vendors/imported.tsv`: hosts that a data set has sorted and nobody here has reviewed. Written by
//! `./build.sh vendors --import`; a reviewed vendor always wins.

use std::collections::BTreeMap;

/// The columns, in order.
const HEADER: &str = "domain\tmatch\tname\ttpw_category\tcategory\tsource\tsource_version\tchecked";

/// One host.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line in the file, from 1.
    pub line: usize,
    /// The host.
    pub domain: String,
    /// `suffix` (with what is below) or `exact`.
    pub how: String,
    /// The company or product, as the data set calls it.
    pub name: String,
    /// Our category, provisional, or `unclassified`.
    pub category: String,
    /// The data set.
    pub source: String,
    /// Its version.
    pub version: String,
    /// The day of the import.
    pub checked: String,
}

impl Row {
    /// Whether the table has it.
    pub fn compiled(&self) -> bool {
        self.category != "unclassified"
    }

    /// The address pattern that says the same.
    pub fn pattern(&self) -> String {
        if self.how == "exact" { format!("={}", self.domain) } else { self.domain.clone() }
    }
}

/// Reads the file's text.
///
/// # Errors
///
/// One line about the header or the first row that has not as many fields.
pub fn parse(text: &str) -> Result<Vec<Row>, String> {
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        return Err(format!("vendors/imported.tsv:1: the columns must be {}", HEADER.replace('\t', ", ")));
    }
    lines.zip(2..).map(|(text, line)| row(text, line)).collect()
}

/// The file as it was when the command line was compiled.
///
/// # Errors
///
/// As [`parse`]; a test keeps that from happening.
pub fn bundled() -> Result<Vec<Row>, String> {
    parse(BUNDLED)
}

const BUNDLED: &str = include_str!("../../../vendors/imported.tsv");

/// The row of this host in the same file.
pub(crate) fn find(domain: &str) -> Option<Row> {
    let of = |text: &str| text.split('\t').next() == Some(domain);
    let (text, line) = BUNDLED.lines().zip(1..).skip(1).find(|(text, _)| of(text))?;
    row(text, line).ok()
}

fn row(text: &str, line: usize) -> Result<Row, String> {
    let fields: Vec<String> = text.split('\t').map(str::to_owned).collect();
    let fields: [String; 8] =
        fields.try_into().map_err(|_| format!("vendors/imported.tsv:{line}: not eight fields"))?;
    let [domain, how, name, _, category, source, version, checked] = fields;
    Ok(Row { line, domain, how, name, category, source, version, checked })
}

/// The compiled rows by vendor. An imported vendor's id is the shortest of its hosts: it cannot be taken for a reviewed
/// one's, and it says nothing that the table does not hold anyway.
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
