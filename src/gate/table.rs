//! The vendor table: `table.txt`, generated from `vendors/` by `consent-gate vendors compile`, read in one pass
//! at start. Also the list of everything that can be named by an id, which the site's config may change and extend.
//!
//! One line each, told apart by its first character: `@` vendor, `.` feature, `+` something stored, `(` calls, `)` a
//! global whose calls are looked at, `%` Google's country domains, `!` the next tier, `#` a comment; any other line is a
//! pattern of the vendor or feature above it.

use super::category::{Category, Need};
use super::pattern::Pattern;
use super::text::{cut, head, join, pieces};
use super::tier::{Tier, parent};

/// The compiled table of the reviewed vendors. `tests/gate_table.rs` regenerates it and compares. The file for browsers
/// carries it beside the wasm, not in it: so a site's own table needs no compiler.
pub const REVIEWED: &str = include_str!("table.txt");

/// A vendor, or one feature of a vendor: the smallest thing that a verdict, a choice or an override names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// The vendor's id, or the feature's without the vendor's.
    pub(crate) id: &'static str,
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

/// Calls of a vendor's global that need a consent of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// The feature.
    pub(crate) item: u16,
    /// The global function, or array of calls.
    pub(crate) global: &'static str,
    /// Where its stub keeps calls: `.q`, or the name of a global array.
    pub(crate) queue: &'static str,
    /// What the calls begin with, separated by commas.
    commands: &'static str,
}

impl Call {
    /// Whether `words`, the first arguments of a call of `global`, is one of these.
    pub(crate) fn matches(&self, global: &str, words: &str) -> bool {
        self.global == global && pieces(self.commands, b',').any(|command| begins(words, command))
    }
}

/// A command of one word is the whole first word; of two, the second may go on.
fn begins(words: &str, command: &str) -> bool {
    let Some(rest) = words.strip_prefix(command) else { return false };
    rest.is_empty() || rest.starts_with(' ') || cut(command, b' ').is_some()
}

/// The table, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) items: Vec<Item>,
    /// What vendors store, with the number of the vendor or feature.
    pub(crate) stored: Vec<(u16, Stored)>,
    pub(crate) calls: Vec<Call>,
    /// The number of a vendor, and a global that its script serves.
    pub(crate) globals: Vec<(u16, &'static str)>,
    /// The reviewed tier and the imported one.
    pub(crate) tiers: [Tier; 2],
    countries: &'static str,
}

impl Table {
    /// Reads a compiled table. What the generator never writes is read as something harmless.
    pub(crate) fn read(text: &'static str) -> Table {
        let mut table = Table::default();
        let mut tier = 0;
        for line in pieces(text, b'\n') {
            let rest = line.get(1..).unwrap_or("");
            let last = (table.items.len() as u16).wrapping_sub(1);
            match line.as_bytes().first() {
                None | Some(b'#') => {}
                Some(b'@') => table.push(rest, last.wrapping_add(1)),
                Some(b'.') => table.push(rest, table.items.last().map_or(0, |item| item.vendor)),
                Some(b'(') => table.calls.push(call(last, rest)),
                Some(b')') => table.globals.push((last, rest)),
                Some(b'+') => table.stored.push((last, stored(rest))),
                Some(b'%') => table.countries = rest,
                Some(b'!') => tier = 1,
                Some(_) => table.tiers[tier].add(Pattern::read(line), last),
            }
        }
        table
    }

    /// The host under which the table knows one of Google's country domains: `www.google.*` for `www.google.co.uk`.
    /// The list of them is closed, so `www.google.evil` stays what it is.
    pub(crate) fn google(&self, host: &str) -> Option<String> {
        let mut level = Some(host);
        while let Some(here) = level {
            if let Some(country) = here.strip_prefix("google.") {
                let before = host.get(..host.len() - country.len())?;
                let known = pieces(self.countries, b' ').any(|it| it == country);
                return (known && !country.is_empty()).then(|| join(&[before, "*"]));
            }
            level = parent(here);
        }
        None
    }

    /// The item of this id: a vendor, or `vendor/feature`.
    pub(crate) fn find(&self, id: &str) -> Option<u16> {
        let (vendor, feature) = match cut(id, b'/') {
            Some((vendor, feature)) => (vendor, Some(feature)),
            None => (id, None),
        };
        let mut found = None;
        for (number, item) in self.items.iter().enumerate() {
            let is_vendor = item.vendor as usize == number;
            match (found, feature) {
                (None, _) if is_vendor && item.id == vendor => found = Some(number as u16),
                (Some(vendor), Some(feature))
                    if !is_vendor && item.vendor == vendor && item.id == feature =>
                {
                    return Some(number as u16);
                }
                _ => {}
            }
        }
        if feature.is_none() { found } else { None }
    }

    fn push(&mut self, line: &'static str, vendor: u16) {
        let (id, rest) = head(line, b'\t');
        let (flags, globals) = head(rest, b'\t');
        let has = |flag: u8| flags.bytes().any(|b| b == flag);
        let category = match flags.as_bytes().first() {
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

fn call(item: u16, text: &'static str) -> Call {
    let (global, rest) = head(text, b'\t');
    let (queue, commands) = head(rest, b'\t');
    Call { item, global, queue, commands }
}

/// `c_ga_*`: the store's letter, the name, and a star for a prefix.
fn stored(text: &'static str) -> Stored {
    let store = match text.as_bytes().first() {
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

    const SMALL: &str = "#x\n%de co.uk\n@a\tfr\ta.example\n.one\tme\n(go\t.q\tauth,set i\n@b\tal\n+c_b_*\nb.example\n!\n@c\tnel\nc.example\n";

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
        let call = table.calls[0];
        assert_eq!((call.item, call.global, call.queue), (1, "go", ".q"));
        for (words, matches) in
            [("auth", true), ("auth x", true), ("author", false), ("", false), ("set i", true)]
        {
            assert_eq!(call.matches("go", words), matches, "{words}");
        }
        assert!(call.matches("go", "set id") && !call.matches("go", "set") && !call.matches("gone", "auth"));
        assert_eq!(table.stored, [(2, Stored { name: "_b_", prefix: true, store: Store::Cookie })]);
    }

    #[test]
    fn google_has_a_closed_list_of_countries() {
        let table = Table::read(SMALL);
        for (host, canonical) in [
            ("www.google.de", Some("www.google.*")),
            ("google.co.uk", Some("google.*")),
            ("www.google.evil", None),
            ("www.google.de.evil.example", None),
            ("notgoogle.de", None),
            ("google.", None),
        ] {
            assert_eq!(table.google(host).as_deref(), canonical);
        }
    }
}
