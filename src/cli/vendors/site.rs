//! `consent-gate vendors site`: one page for each vendor, and an index that is searched without a network. The pages
//! work under `default-src 'self'` and are the same for the same table, byte for byte.

use super::catalogue;
use super::view::View;
use crate::cli::declare::kinds;
use crate::cli::files::atomic;
use crate::cli::templates::Templates;
use crate::cli::vendors::vendor_file::Vendor;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const STYLE: &str = include_str!("../templates/vendors.css");
const SCRIPT: &str = include_str!("../templates/vendors.js");

/// Writes the pages; what is to be printed.
pub(super) fn run(out: &Path) -> Result<String, String> {
    let vendors = catalogue::all()?;
    let files = files(&vendors)?;
    std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    for (name, text) in &files {
        let path: PathBuf = out.join(name);
        atomic::write(&path, text.as_bytes()).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(format!("wrote {} pages and their index to {}\n", vendors.len(), out.display()))
}

/// Every file by its name.
fn files(vendors: &[Vendor]) -> Result<BTreeMap<String, String>, String> {
    let templates = Templates::new()?;
    let mut files = BTreeMap::new();
    for vendor in vendors {
        let file = file(&vendor.id)?;
        files.insert(file, templates.fill("vendor.html", page(vendor, vendors))?);
    }
    let mut rows: Vec<Row<'_>> = vendors.iter().map(row).collect();
    rows.sort_by_key(|row| (row.name.to_lowercase(), row.id));
    let values = BTreeMap::from([("vendors", rows)]);
    files.insert("index.html".to_owned(), templates.fill("vendors.html", values)?);
    files.insert("vendors.css".to_owned(), STYLE.to_owned());
    files.insert("vendors.js".to_owned(), SCRIPT.to_owned());
    Ok(files)
}

/// The name of a vendor's page: an id that is no plain word names no file.
fn file(id: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() || id == "index" || !id.bytes().all(plain) {
        return Err(format!("\"{id}\" cannot be the name of a page: small letters, digits and hyphens can"));
    }
    Ok(format!("{id}.html"))
}

/// A line of the index, with what it is found by.
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

/// The host of a pattern that is for one host or for what is below one.
fn host(pattern: &str) -> Option<&str> {
    let host = pattern.trim_start_matches('=').split(['/', '?']).next()?;
    (!host.is_empty() && host != "*").then_some(host)
}

/// What the page of a vendor is filled with.
#[derive(Serialize)]
struct Page<'a> {
    vendor: View<'a>,
    kinds: BTreeMap<&'static str, &'static str>,
    related: Vec<Related<'a>>,
}

/// Another vendor; without a name it has no page.
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
    fn what_stands_in_a_file_is_text_on_its_page() {
        let files = files(&[vendor("a")]).expect("pages");
        let (page, index) = (&files["a.html"], &files["index.html"]);
        for part in ["<h1>&lt;i&gt;&quot;&amp;</h1>", "&lt;/p&gt;&lt;script&gt;", "<dd>javascript:1</dd>"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("<a href=\"a.html\">") && page.contains("<li>x&quot;y</li>"), "{page}");
        assert!(index.contains("data-hosts=\"h.example s.example\""), "{index}");
        assert!(index.contains("data-words=\"a &lt;i&gt;&quot;&amp; h.example s.example\""), "{index}");
    }

    #[test]
    fn an_id_that_could_leave_the_folder_has_no_page() {
        for id in ["../a", "a/b", "A", "", "index", "a.b"] {
            assert!(files(&[vendor(id)]).is_err(), "{id}");
        }
    }
}
