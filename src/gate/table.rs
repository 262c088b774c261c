//! The bundled vendor table: `table.txt`, generated from `vendors/` by `consent-gate vendors compile`, read in one pass
//! at start. Also the list of everything that can be named by an id, which the site's config may change and extend.
//!
//! One line each, told apart by its first character: `@` vendor, `.` feature, `+` something stored, `%` Google's
//! country domains, `!` the next tier, `#` a comment; any other line is a pattern of the vendor or feature above it.

use super::category::{Category, Need};
use super::pattern::{Pattern, Text};
use super::tier::{Tier, levels};
use std::borrow::Cow;

/// The compiled table. `tests/gate_table.rs` regenerates it and compares.
const TABLE: &str = include_str!("table.txt");

/// A vendor, or one feature of a vendor: the smallest thing that a verdict, a choice or an override names.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The vendor's id, or the feature's without the vendor's.
    pub(crate) id: Text,
    /// Number of the vendor; its own number for a vendor.
    pub(crate) vendor: u16,
    pub(crate) category: Category,
    pub(crate) need: Need,
    /// Loads others, each judged on its own (a tag manager).
    pub(crate) loader: bool,
    /// Globals that exist only once the library has run (no queue stub), separated by commas; mostly empty.
    pub(crate) globals: &'static str,
    /// The site's config says what it is.
    pub(crate) by_site: bool,
    /// The visitor's choice for exactly this.
    pub(crate) choice: Option<bool>,
}

/// Something that a vendor stores on the site's own origin and that a withdrawal removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The name, or what it begins with.
    pub name: &'static str,
    /// Whether `name` is a prefix.
    pub prefix: bool,
    /// Where it is stored.
    pub store: Store,
}

/// Where something is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Store {
    /// A cookie.
    Cookie,
    /// `localStorage`.
    Local,
    /// `sessionStorage`.
    Session,
    /// An IndexedDB database.
    Indexeddb,
}

/// The table, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) items: Vec<Item>,
    /// What vendors store, with the number of the vendor or feature.
    pub(crate) stored: Vec<(u16, Stored)>,
    /// The reviewed tier and the imported one.
    pub(crate) tiers: [Tier; 2],
    countries: &'static str,
}

impl Table {
    /// The bundled table.
    pub(crate) fn bundled() -> Table {
        Table::read(TABLE)
    }

    /// Reads a compiled table. What the generator never writes is read as something harmless.
    pub(crate) fn read(text: &'static str) -> Table {
        let mut table = Table::default();
        let mut tier = 0;
        for line in text.split('\n') {
            let Some(first) = line.bytes().next() else { continue };
            let rest = line.get(1..).unwrap_or("");
            let last = (table.items.len() as u16).wrapping_sub(1);
            match first {
                b'@' => table.push(rest, last.wrapping_add(1)),
                b'.' => table.push(rest, table.items.last().map_or(0, |item| item.vendor)),
                b'+' => table.stored.push((last, stored(rest))),
                b'%' => table.countries = rest,
                b'!' => tier = 1,
                b'#' => {}
                _ => table.tiers[tier].add(Pattern::bundled(line), last),
            }
        }
        table
    }

    /// The host under which the table knows `host`: `www.google.co.uk` is `www.google.*`. The list of country domains
    /// is closed, so `www.google.evil` stays what it is.
    pub(crate) fn canonical<'h>(&self, host: &'h str) -> Cow<'h, str> {
        let known = |country: &str| self.countries.split(' ').any(|it| it == country);
        match levels(host).find_map(|level| level.strip_prefix("google.")) {
            Some(country) if known(country) => [&host[..host.len() - country.len()], "*"].concat().into(),
            _ => host.into(),
        }
    }

    /// The item of this id: a vendor, or `vendor/feature`.
    pub(crate) fn find(&self, id: &str) -> Option<u16> {
        let (vendor, feature) = id.split_once('/').unwrap_or((id, ""));
        let vendor = self.position(|number, item| item.vendor == number && item.id == vendor)?;
        if feature.is_empty() {
            return (!id.ends_with('/')).then_some(vendor);
        }
        self.position(|number, item| item.vendor == vendor && number != vendor && item.id == feature)
    }

    fn position(&self, wanted: impl Fn(u16, &Item) -> bool) -> Option<u16> {
        let mut items = self.items.iter().enumerate();
        items.find(|(number, item)| wanted(*number as u16, item)).map(|(number, _)| number as u16)
    }

    fn push(&mut self, line: &'static str, vendor: u16) {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or("");
        let (id, flags, globals) = (field().into(), field(), field());
        let has = |flag: u8| flags.bytes().any(|b| b == flag);
        let category = match flags.bytes().next() {
            Some(b'n') => Category::Necessary,
            Some(b'f') => Category::Functional,
            Some(b'a') => Category::Analytics,
            _ => Category::Marketing,
        };
        let need = if has(b'e') { Need::Exempt } else { Need::Required };
        let loader = has(b'l');
        self.items.push(Item { id, vendor, category, need, loader, globals, by_site: false, choice: None });
    }
}

/// `c_ga_*`: the store's letter, the name, and a star for a prefix.
fn stored(text: &'static str) -> Stored {
    let store = match text.bytes().next() {
        Some(b'l') => Store::Local,
        Some(b's') => Store::Session,
        Some(b'i') => Store::Indexeddb,
        _ => Store::Cookie,
    };
    let name = text.get(1..).unwrap_or("");
    match name.strip_suffix('*') {
        Some(name) => Stored { name, prefix: true, store },
        None => Stored { name, prefix: false, store },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str =
        "#x\n%de co.uk\n@a\tfr\ta.example\n.one\tme\n@b\tal\n+c_b_*\nb.example\n!\n@c\tnel\nc.example\n";

    #[test]
    fn reads_every_line() {
        let table = Table::read(SMALL);
        assert_eq!(table.find("a"), Some(0));
        assert_eq!(table.find("a/one"), Some(1));
        assert_eq!(table.find("b"), Some(2));
        for unknown in ["one", "a/", "/", "", "a/two", "b/one", "a/one/"] {
            assert_eq!(table.find(unknown), None, "{unknown}");
        }
        assert_eq!(table.items[1].need, Need::Exempt);
        assert!(table.items[2].loader && table.items[3].loader);
        assert_eq!(table.stored, [(2, Stored { name: "_b_", prefix: true, store: Store::Cookie })]);
    }

    #[test]
    fn google_has_a_closed_list_of_countries() {
        let table = Table::read(SMALL);
        for (host, canonical) in [
            ("www.google.de", "www.google.*"),
            ("google.co.uk", "google.*"),
            ("www.google.evil", "www.google.evil"),
            ("www.google.de.evil.example", "www.google.de.evil.example"),
            ("notgoogle.de", "notgoogle.de"),
            ("google.", "google."),
        ] {
            assert_eq!(table.canonical(host), canonical);
        }
    }
}
