//! `consent-gate vendors site`: writes a page for each vendor, and an index with a search that needs no server. The
//! pages work under `default-src 'self'`. The same table always gives the same bytes.

use super::catalogue;
use super::view::View;
use crate::cli::declare::kinds;
use crate::cli::files::{self, FileError};
use crate::cli::templates::{TemplateError, Templates};
use crate::cli::vendors::vendor_file::{Vendor, VendorFileError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use thiserror::Error;

const STYLE: &str = include_str!("../templates/vendors.css");
const SCRIPT: &str = include_str!("../templates/vendors.js");

/// Pages that cannot be written.
#[derive(Debug, Error)]
pub(super) enum PagesError {
    #[error(transparent)]
    Vendor(#[from] VendorFileError),
    #[error("\"{id}\" cannot be the name of a page: small letters, digits and hyphens can")]
    Id { id: String },
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error(transparent)]
    File(#[from] FileError),
}

/// Writes the pages. Returns the text to print.
pub(super) fn run(out: &Path) -> Result<String, PagesError> {
    let vendors = catalogue::all()?;
    let pages = pages(&vendors)?;
    std::fs::create_dir_all(out).map_err(FileError::at(out))?;
    for (name, text) in &pages {
        files::write(&out.join(name), text.as_bytes())?;
    }
    Ok(format!("wrote {} pages and their index to {}\n", vendors.len(), out.display()))
}

/// Returns the text of every file, by its name.
fn pages(vendors: &[Vendor]) -> Result<BTreeMap<String, String>, PagesError> {
    let templates = Templates::new()?;
    let mut files = BTreeMap::new();
    for vendor in vendors {
        files.insert(file_name(&vendor.id)?, templates.fill("vendor.html", page(vendor, vendors))?);
    }
    let mut rows: Vec<Row<'_>> = vendors.iter().map(row).collect();
    rows.sort_by_key(|row| (row.name.to_lowercase(), row.id));
    let values = BTreeMap::from([("vendors", rows)]);
    files.insert("index.html".to_owned(), templates.fill("vendors.html", values)?);
    files.insert("vendors.css".to_owned(), STYLE.to_owned());
    files.insert("vendors.js".to_owned(), SCRIPT.to_owned());
    Ok(files)
}

/// Returns the file name of a vendor's page.
///
/// Threat: a vendor file with an id such as `../a` would write outside the folder.
fn file_name(id: &str) -> Result<String, PagesError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() || id == "index" || !id.bytes().all(plain) {
        return Err(PagesError::Id { id: id.to_owned() });
    }
    Ok(format!("{id}.html"))
}

/// A line of the index, with the words that the search compares.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    category: &'a str,
    consent: &'static str,
    words: String,
    hosts: String,
}

fn row(vendor: &Vendor) -> Row<'_> {
    let names: Vec<&str> =
        [&vendor.id, &vendor.name].into_iter().chain(&vendor.also_known_as).map(String::as_str).collect();
    let patterns = vendor.domains.iter().chain(vendor.rule.iter().flat_map(|rule| &rule.patterns));
    let hosts: BTreeSet<&str> = patterns.filter_map(|line| host(line)).collect();
    let listed: Vec<&str> = hosts.iter().copied().collect();
    Row {
        id: &vendor.id,
        name: &vendor.name,
        category: &vendor.category,
        consent: super::view::consent(vendor.consent_required),
        words: format!("{} {}", names.join(" "), listed.join(" ")).to_lowercase(),
        hosts: listed.join(" "),
    }
}

/// Returns the host of a pattern; `None` for a pattern for any host.
fn host(pattern: &str) -> Option<&str> {
    let host = pattern.trim_start_matches('=').split(['/', '?']).next()?;
    (!host.is_empty() && host != "*").then_some(host)
}

/// The values for the page of a vendor.
#[derive(Serialize)]
struct Page<'a> {
    vendor: View<'a>,
    kinds: BTreeMap<&'static str, &'static str>,
    related: Vec<Related<'a>>,
}

/// A related vendor. Without a name it has no page.
#[derive(Serialize)]
struct Related<'a> {
    id: &'a str,
    name: Option<&'a str>,
}

fn page<'a>(vendor: &'a Vendor, all: &'a [Vendor]) -> Page<'a> {
    let name = |id: &str| all.iter().find(|other| other.id == id).map(|other| other.name.as_str());
    let related = vendor.related.iter().map(|id| Related { id, name: name(id) }).collect();
    Page { vendor: View::of(vendor), kinds: kinds(), related }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::vendors::vendor_file;

    fn vendor(id: &str) -> Vendor {
        let text = format!(
            "id = '{id}'\nname = '<i>\"&'\nwebsite = 'javascript:1'\ncategory = 'x'\nconsent_required = true\n\
             reason = '</p><script>'\nchecked = 2026-11-21\nrelated = ['a', 'x\"y']\n\
             domains = ['=h.example/a?b', '*/m.js', 's.example']"
        );
        vendor_file::parse("test", &text).expect("a vendor")
    }

    #[test]
    fn texts_of_a_vendor_file_are_escaped() {
        let pages = pages(&[vendor("a")]).expect("pages");
        let (page, index) = (&pages["a.html"], &pages["index.html"]);
        for part in ["<h1>&lt;i&gt;&quot;&amp;</h1>", "&lt;/p&gt;&lt;script&gt;", "<dd>javascript:1</dd>"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("<a href=\"a.html\">") && page.contains("<li>x&quot;y</li>"), "{page}");
        assert!(index.contains("data-hosts=\"h.example s.example\""), "{index}");
        assert!(index.contains("data-words=\"a &lt;i&gt;&quot;&amp; h.example s.example\""), "{index}");
    }

    #[test]
    fn an_id_that_leads_out_of_the_folder_is_rejected() {
        for id in ["../a", "a/b", "A", "", "index", "a.b"] {
            assert!(pages(&[vendor(id)]).is_err(), "{id}");
        }
    }
}
