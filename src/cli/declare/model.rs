//! The content of a declaration, by category and vendor. The site's config overrides the table.

use crate::cli::vendors::imported::{self, Row};
use crate::cli::vendors::vendor_file::Vendor;
use crate::cli::vendors::view::{self, Stored, View};
use crate::cli::vendors::{self, CatalogueError};
use crate::gate::{Category, Config, Need};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Returns the name of each kind of storage.
pub(crate) fn kinds() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("cookie", "Cookie"),
        ("local", "Local storage"),
        ("session", "Session storage"),
        ("indexeddb", "Database in the browser"),
        ("cache", "Cache of the browser"),
    ])
}

/// A vendor in a declaration.
#[derive(Debug)]
pub(super) struct Known {
    id: String,
    /// The vendor file, if there is one.
    file: Option<Vendor>,
    /// The row of an imported vendor.
    imported: Option<Imported>,
    /// The category in the site's config.
    category: Option<Category>,
    /// The consent need in the site's config.
    need: Option<Need>,
}

impl Known {
    /// Finds the vendor with this id in the table or the config.
    pub(super) fn find(id: &str, config: &Config) -> Result<Known, CatalogueError> {
        let site = config.vendors.iter().find(|vendor| vendor.id == id);
        let file = vendors::find(id);
        let imported = if file.is_err() { Imported::find(id) } else { None };
        if site.is_none()
            && imported.is_none()
            && let Err(problem) = file
        {
            return Err(problem);
        }
        let (category, need) = site.map_or((None, None), |site| (site.category, site.need));
        Ok(Known { id: id.to_owned(), file: file.ok(), imported, category, need })
    }

    fn view(&self) -> View<'_> {
        let mut view = match (&self.file, &self.imported) {
            (Some(file), _) => View::of(file),
            (None, Some(imported)) => imported.view(&self.id),
            (None, None) => View::named(&self.id),
        };
        if let Some(category) = self.category.map(Category::name) {
            let followers = view.stores.iter_mut().filter(|row| row.category == view.category);
            followers.for_each(|row| row.category = category);
            view.category = category;
        }
        if let Some(need) = self.need {
            view.consent = view::consent(need == Need::Required);
        }
        view
    }
}

/// An imported vendor. The data set has its owner and category, but no stored names.
#[derive(Debug)]
struct Imported {
    row: Row,
    reason: String,
}

impl Imported {
    /// Finds the imported vendor with this id, which is a host.
    fn find(id: &str) -> Option<Imported> {
        let row = imported::find(id)?;
        let reason = format!(
            "{} {} says whose this host is and what for. Nobody here has reviewed it, and what it stores is not known.",
            row.source, row.version
        );
        Some(Imported { row, reason })
    }

    fn view<'a>(&'a self, id: &'a str) -> View<'a> {
        let category = Category::parse(&self.row.category).map_or("marketing", Category::name);
        let checked = self.row.checked.clone();
        View { name: &self.row.name, category, reason: &self.reason, checked, ..View::named(id) }
    }
}

/// A declaration.
#[derive(Debug, Serialize)]
pub(super) struct Declaration<'a> {
    kinds: BTreeMap<&'static str, &'static str>,
    categories: Vec<Group<'a>>,
}

/// A category, with the vendors that store something in it.
#[derive(Debug, Serialize)]
struct Group<'a> {
    id: &'static str,
    name: &'static str,
    text: &'static str,
    vendors: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    vendor: View<'a>,
    stores: Vec<Stored<'a>>,
}

impl<'a> Declaration<'a> {
    /// Creates the declaration of these vendors.
    pub(super) fn of(known: &'a [Known]) -> Declaration<'a> {
        let group = |category: Category| {
            let (name, text) = words(category);
            let entries = known.iter().filter_map(|vendor| entry(vendor.view(), category.name()));
            Group { id: category.name(), name, text, vendors: entries.collect() }
        };
        let groups = Category::ALL.into_iter().map(group).filter(|group| !group.vendors.is_empty());
        Declaration { kinds: kinds(), categories: groups.collect() }
    }

    /// Returns the declaration as JSON, one object per line.
    pub(super) fn lines(&self) -> String {
        let mut out = String::new();
        for group in &self.categories {
            for Entry { vendor, stores } in &group.vendors {
                let line = json!({
                    "category": group.id,
                    "vendor": vendor.id,
                    "name": vendor.name,
                    "purpose": vendor.reason,
                    "consent": vendor.consent,
                    "exempt_reason": vendor.exempt_reason,
                    "checked": vendor.checked,
                    "stores": stores,
                });
                let _ = writeln!(out, "{line}");
            }
        }
        out
    }
}

/// Returns the names that a vendor stores in this category. A vendor without stored names is listed in its category.
fn entry<'a>(vendor: View<'a>, category: &str) -> Option<Entry<'a>> {
    let stores: Vec<Stored<'a>> =
        vendor.stores.iter().filter(|row| row.category == category).cloned().collect();
    (!stores.is_empty() || vendor.category == category).then_some(Entry { vendor, stores })
}

fn words(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Necessary => ("Necessary", "The site does not work without these."),
        Category::Functional => ("Functional", "For something that you use: a chat, a map, a player."),
        Category::Analytics => ("Analytics", "For measuring visits and how the site is used."),
        Category::Marketing => ("Marketing", "For advertising, profiles and recognition across sites."),
    }
}
