//! Everything that stands in `vendors/`, read: the reviewed vendors, the imported rows and the lists. Judges nothing.

use crate::cli::vendors::catalogue::FILES;
use crate::cli::vendors::imported::{self, Row};
use crate::cli::vendors::vendor_file::{self, Vendor};
use std::path::Path;

/// The lists beside the vendor files, one entry a line.
#[derive(Debug, Default)]
pub struct Lists {
    /// What may follow `google.` besides `com`.
    pub countries: Vec<String>,
    /// Hosts under which everybody has something.
    pub shared: Vec<String>,
    /// Names that sites give to storage of their own.
    pub common: Vec<String>,
}

/// The folder's content.
#[derive(Debug, Default)]
pub struct Folder {
    /// By id.
    pub vendors: Vec<Vendor>,
    /// In the order of the file.
    pub imported: Vec<Row>,
    /// The lists.
    pub lists: Lists,
}

/// Reads `vendors/`.
///
/// # Errors
///
/// One line about the first file that cannot be read.
pub fn read(folder: &Path) -> Result<Folder, String> {
    Ok(Folder {
        vendors: vendor_file::read_folder(folder)?,
        imported: imported::parse(&text(&folder.join("imported.tsv"))?)?,
        lists: lists(folder)?,
    })
}

/// The folder as it was when the command line was compiled.
///
/// # Errors
///
/// One line about the first file that is not understood; a test keeps that from happening.
pub fn bundled() -> Result<Folder, String> {
    let vendors: Result<Vec<Vendor>, String> =
        FILES.iter().map(|(id, text)| vendor_file::parse(&format!("vendors/{id}.toml"), text)).collect();
    let list = |text: &str| lines(text).map(str::to_owned).collect();
    Ok(Folder {
        vendors: vendors?,
        imported: imported::bundled()?,
        lists: Lists {
            countries: list(include_str!("../../../vendors/google-domains.txt")),
            shared: list(include_str!("../../../vendors/shared-hosts.txt")),
            common: list(include_str!("../../../vendors/common-names.txt")),
        },
    })
}

/// Reads the lists of `vendors/`.
///
/// # Errors
///
/// One line about the first file that cannot be read.
pub fn lists(folder: &Path) -> Result<Lists, String> {
    Ok(Lists {
        countries: list(&folder.join("google-domains.txt"))?,
        shared: list(&folder.join("shared-hosts.txt"))?,
        common: list(&folder.join("common-names.txt"))?,
    })
}

/// A file's text.
///
/// # Errors
///
/// One line that names the file.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn list(path: &Path) -> Result<Vec<String>, String> {
    Ok(lines(&text(path)?).map(str::to_owned).collect())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}
