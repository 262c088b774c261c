//! What a declaration says: by category and vendor, with what the site's config says otherwise taken in.

use crate::cli::vendors;
use crate::cli::vendors::imported::{self, Row};
use crate::cli::vendors::vendor_file::Vendor;
use crate::cli::vendors::view::{self, Stored, View};
use crate::gate::{Category, Config, Need};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a kind of storage is called.
pub(crate) fn kinds() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("cookie", "Cookie"),
        ("local", "Local storage"),
        ("session", "Session storage"),
        ("indexeddb", "Database in the browser"),
        ("cache", "Cache of the browser"),
    ])
}

/// A vendor to be declared.
#[derive(Debug)]
pub(super) struct Known {
    id: String,
    /// Its file; a vendor that only the site's config or the data set names has none.
    file: Option<Vendor>,
    /// Its row in the imported data set, if `vendors/` has no reviewed file for it.
    imported: Option<Imported>,
    category: Option<Category>,
    need: Option<Need>,
}

impl Known {
    /// The vendor with this id, of the table or of the config.
    pub(super) fn find(id: &str, config: &Config) -> Result<Known, String> {
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

/// A vendor of the data set, which says whose a host is and what for, and not what it stores.
#[derive(Debug)]
struct Imported {
    row: Row,
    reason: String,
}

impl Imported {
    /// The vendor whose id this host is.
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

/// The whole.
#[derive(Debug, Serialize)]
pub(super) struct Declaration<'a> {
    kinds: BTreeMap<&'static str, &'static str>,
    categories: Vec<Group<'a>>,
}

/// One category, with everybody who stores something in it.
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
    /// The declaration of these vendors.
    pub(super) fn of(known: &'a [Known]) -> Declaration<'a> {
        let group = |category: Category| {
            let (name, text) = words(category);
            let entries = known.iter().filter_map(|vendor| entry(vendor.view(), category.name()));
            Group { id: category.name(), name, text, vendors: entries.collect() }
        };
        let groups = Category::ALL.into_iter().map(group).filter(|group| !group.vendors.is_empty());
        Declaration { kinds: kinds(), categories: groups.collect() }
    }

    /// One JSON object a line.
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

/// What a vendor stores in this category. A vendor that stores nothing stands in its own.
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
