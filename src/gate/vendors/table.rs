//! The vendor table: `table.txt`, generated from `vendors/` by `consent-gate vendors compile`, read in one pass
//! at start. Also the list of everything that can be named by an id, which the site's config may change and extend.
//!
//! One line each, told apart by its first character: `&` what the vendors below are, `@` vendor, `.` feature, `+`
//! something stored, `~` what it can be told (see `signals.rs`), `(` calls, `)` a global whose calls are looked at, `|`
//! a stub for a global, `%` Google's country domains, `!` the imported tier, `#` a comment; any other line is a pattern
//! of the vendor or feature above it. A vendor without an id has the name of its first host, `.` ends a host that ends
//! in `.com`; in the imported tier a line is a vendor, and its id the first of its hosts.

use crate::gate::category::{Category, Need};
use crate::gate::text::bytes::{cut, head, join, pieces, sum};
use crate::gate::vendors::call::Call;
use crate::gate::vendors::host_rules::{HostRules, parent};
use crate::gate::vendors::pattern::{Pattern, name_of, parts};
use crate::gate::vendors::stored::Stored;

/// The compiled table of the reviewed vendors that pages embed. `tests/gate_table.rs` regenerates it and compares. The file for browsers
/// carries it beside the wasm, not in it: so a site's own table needs no compiler.
pub const EVERYDAY: &str = include_str!("../table.txt");

/// The compiled table of all reviewed vendors and of the imported hosts.
pub const FULL: &str = include_str!("../full.txt");

/// Whether a compiled table is as it was written: its last line is the sum of those before.
///
/// Threat: a table that has lost a part would let in whom it no longer names.
pub fn is_whole(table: &str) -> bool {
    let Some((rows, end)) = table.get(1..).and_then(|rest| cut(rest, b'#')) else { return false };
    let digits = end.bytes().skip("end ".len()).take_while(|b| *b != b'\n');
    let said = digits.fold(0, |sum, b| sum << 4 | u32::from((b & 15) + (b >> 6) * 9));
    table.get(..=rows.len()).is_some_and(|rows| sum(rows) == said)
}

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

/// The table, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) items: Vec<Item>,
    /// What vendors store.
    pub(crate) stored: Vec<Stored>,
    pub(crate) calls: Vec<Call>,
    /// The number of a vendor, and a global that its script serves.
    pub(crate) globals: Vec<(u16, &'static str)>,
    /// The number of a vendor or feature, and the first letter of how it is told what the visitor allows.
    pub(crate) signals: Vec<(u16, u8)>,
    /// The number of a vendor, and a stub for one of its globals.
    pub(crate) stubs: Vec<(u16, &'static str)>,
    /// The reviewed tier and the imported one.
    pub(crate) tiers: [HostRules; 2],
    countries: &'static str,
}

impl Table {
    /// Reads a compiled table. What the generator never writes is read as something harmless.
    pub(crate) fn read(text: &'static str) -> Table {
        let mut table = Table::default();
        let (mut tier, mut flags) = (0, "");
        for line in pieces(text, b'\n') {
            let rest = line.get(1..).unwrap_or("");
            let last = (table.items.len() as u16).wrapping_sub(1);
            match line.as_bytes().first() {
                None | Some(b'#') => {}
                Some(b'&') => flags = rest,
                Some(b'@') => table.push(rest, flags, None),
                Some(b'.') => table.push(rest, flags, table.items.last().map(|item| item.vendor)),
                Some(b'(') => table.calls.push(Call::read(last, rest)),
                Some(b')') => table.globals.push((last, rest)),
                Some(b'|') => table.stubs.push((last, rest)),
                Some(b'~') => table.signals.push((last, rest.as_bytes().first().copied().unwrap_or(0))),
                Some(b'+') => table.stored.push(Stored::read(last, rest)),
                Some(b'%') => table.countries = rest,
                Some(b'!') => tier = 1,
                Some(_) if tier == 1 => table.import(line, flags),
                Some(_) => table.place(line, last),
            }
        }
        table
    }

    fn place(&mut self, line: &'static str, number: u16) {
        let pattern = Pattern::read(line);
        if let Some(item) = self.items.last_mut()
            && item.id.is_empty()
        {
            item.id = name_of(pattern.host);
        }
        self.tiers[0].add(pattern, number);
    }

    fn import(&mut self, line: &'static str, flags: &str) {
        let number = self.items.len() as u16;
        self.push(parts(head(line, b' ').0).1, flags, None);
        for host in pieces(line, b' ') {
            self.tiers[1].add(Pattern::read(host), number);
        }
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

    /// A vendor with its globals, or a feature of `vendor` with its own flags where they differ.
    fn push(&mut self, line: &'static str, flags: &str, vendor: Option<u16>) {
        let (id, rest) = head(line, b'\t');
        let (flags, globals) = match vendor {
            Some(_) if !rest.is_empty() => (rest, ""),
            Some(_) => (flags, ""),
            None => (flags, rest),
        };
        let vendor = vendor.unwrap_or(self.items.len() as u16);
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

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "#x\n%de co.uk\n&fr\n@a\tA\na.test\n.one\tme\n(go\t.q\tauth,set i\n.two\n&al\n@\n=x.b.test/y\n+c_b_*\n!\n&nel\nc.test d.test\n";

    #[test]
    fn reads_every_line() {
        let table = Table::read(SMALL);
        assert_eq!(table.find("a"), Some(0));
        assert_eq!(table.find("a/one"), Some(1));
        assert_eq!(table.find("a/two"), Some(2));
        assert_eq!(table.find("b"), Some(3));
        assert_eq!(table.find("c.test"), Some(4));
        for unknown in ["one", "a/", "/", "", "a/three", "b/one", "a/one/", "d.test"] {
            assert_eq!(table.find(unknown), None, "{unknown}");
        }
        assert_eq!(table.items[1].need, Need::Exempt);
        assert_eq!((table.items[2].category, table.items[2].need), (Category::Functional, Need::Required));
        assert_eq!((table.items[0].globals, table.items[1].globals), ("A", ""));
        assert!(table.items[3].loader && table.items[4].loader);
        assert_eq!((table.calls[0].item, table.calls[0].global), (1, "go"));
        assert_eq!((table.stored.len(), table.stored[0].item), (1, 3));
    }

    #[test]
    fn a_table_that_lost_a_part_is_not_whole() {
        for table in [EVERYDAY, FULL] {
            assert!(is_whole(table));
            let end = table.rfind("#end ").unwrap();
            let lines: Vec<&str> = table.split_inclusive('\n').collect();
            let shorter = lines[..9].concat() + &lines[10..].concat();
            let changed = table.replacen("doubleclick", "doubleklick", 1);
            for broken in ["", "\n", "#end 811c9dc5", &table[..end], &table[..end + 5], &shorter, &changed] {
                assert!(!is_whole(broken), "{}", broken.len());
            }
        }
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
