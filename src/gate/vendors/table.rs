//! The vendor table. `consent-gate vendors compile` generates `table.txt` from `vendors/`, and this file reads it in
//! one pass at start. It also lists everything with an id. The site's config may change and extend this list.
//!
//! The first character of a line says what the line contains:
//!
//! * `&`: the flags of the vendors after it
//! * `@`: a vendor
//! * `.`: a feature of the vendor above
//! * `+`: a name under which the vendor or feature stores something
//! * `~`: the signal by which it is notified of the choice (see `signals.rs`)
//! * `(`: calls that need a separate consent
//! * `)`: a global whose calls are judged
//! * `|`: a stub for a global
//! * `%`: Google's country domains
//! * `!`: the start of the imported rule set
//! * `#`: a comment
//! * any other: a pattern of the vendor or feature above
//!
//! A vendor without an id is named after its first host. A host that ends in `.` ends in `.com`. In the imported rule
//! set a line is a vendor, and its id is its first host.

use crate::gate::category::{Category, Need};
use crate::gate::text::bytes::{cut, head, join, pieces, sum};
use crate::gate::vendors::call::Call;
use crate::gate::vendors::host_rules::{HostRules, parent};
use crate::gate::vendors::pattern::{Pattern, name_of, parts};
use crate::gate::vendors::stored::Stored;

/// The compiled table of the reviewed vendors that pages embed. `tests/gate_table.rs` generates it again and compares.
/// The file for browsers carries it next to the wasm, so that a site can replace it without a compiler.
pub const EVERYDAY: &str = include_str!("../table.txt");

/// The compiled table of all reviewed vendors and of the imported hosts.
pub const FULL: &str = include_str!("../full.txt");

/// Returns whether a compiled table is complete and unchanged: its last line is the hash of the lines before.
///
/// Threat: a table that has lost a part would allow the vendors that it no longer names.
pub fn is_whole(table: &str) -> bool {
    let Some((rows, end)) = table.get(1..).and_then(|rest| cut(rest, b'#')) else { return false };
    let digits = end.bytes().skip("end ".len()).take_while(|b| *b != b'\n');
    let said = digits.fold(0, |sum, b| sum << 4 | u32::from((b & 15) + (b >> 6) * 9));
    table.get(..=rows.len()).is_some_and(|rows| sum(rows) == said)
}

/// A vendor, or one feature of a vendor: the smallest unit of verdicts, choices and overrides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// The vendor's id, or the feature's id without the vendor's.
    pub(crate) id: &'static str,
    /// Number of the vendor. For a vendor it is the item's number.
    pub(crate) vendor: u16,
    pub(crate) category: Category,
    pub(crate) need: Need,
    /// A tag manager: it loads other vendors, which are judged separately.
    pub(crate) loader: bool,
    /// Globals that exist only after the library has run, separated by commas. They have no stub that queues calls.
    /// Mostly empty.
    pub(crate) globals: &'static str,
    /// The site's config sets its category or need.
    pub(crate) by_site: bool,
    /// The visitor's choice for exactly this item.
    pub(crate) choice: Option<bool>,
}

/// A vendor table in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) items: Vec<Item>,
    /// The names under which vendors store something.
    pub(crate) stored: Vec<Stored>,
    pub(crate) calls: Vec<Call>,
    /// The number of a vendor, and a global that its script defines.
    pub(crate) globals: Vec<(u16, &'static str)>,
    /// The number of a vendor or feature, and the first letter of the signal by which it is notified of the choice.
    pub(crate) signals: Vec<(u16, u8)>,
    /// The number of a vendor, and a stub for one of its globals.
    pub(crate) stubs: Vec<(u16, &'static str)>,
    /// The reviewed and the imported rule set.
    pub(crate) tiers: [HostRules; 2],
    countries: &'static str,
}

impl Table {
    /// Reads a compiled table. A line that the generator never writes has no harmful effect.
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

    /// Returns the host under which the table lists Google's country domains: `www.google.*` for `www.google.co.uk`.
    /// Only the listed countries match, so `www.google.evil` does not.
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

    /// Returns the number of the item with this id, a vendor or `vendor/feature`.
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

    /// Adds a vendor with its globals, or a feature of `vendor` with the feature's flags if they differ.
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
    fn detects_incomplete_and_changed_tables() {
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
    fn matches_only_the_listed_google_domains() {
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
