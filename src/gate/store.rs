//! May something be stored under this name, on the site's own origin? Names that no row gives to a vendor are the
//! site's own. The page asks before each write, and about every name that is there already; it removes what may not be.

use super::Gate;
use super::category::{Category, Need};
use super::policy::Policy;
use super::table::{Item, Table};
use super::verdict::{Answer, Decision, Owner, Verdict};

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
    /// A cache of the Cache API.
    Cache,
}

impl Store {
    /// Every store, in the order of their numbers.
    pub const ALL: [Store; 5] = [Store::Cookie, Store::Local, Store::Session, Store::Indexeddb, Store::Cache];

    /// The store of this number, which is the same in `www/platform/constants.ts`; any other number is a cookie.
    pub fn from_code(code: u8) -> Store {
        match code {
            1 => Store::Local,
            2 => Store::Session,
            3 => Store::Indexeddb,
            4 => Store::Cache,
            _ => Store::Cookie,
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        ["cookie", "local storage", "session storage", "IndexedDB", "cache"][self as usize]
    }
}

/// Something that a vendor stores on the site's own origin, and that waits for the vendor's consent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stored {
    /// The vendor or feature.
    pub(crate) item: u16,
    store: Store,
    /// The name, or what it begins with.
    name: &'static str,
    prefix: bool,
}

impl Stored {
    /// `c_ga_*`: the store's letter, the name, and a star for a prefix.
    pub(crate) fn read(item: u16, text: &'static str) -> Stored {
        let store = match text.as_bytes().first() {
            Some(b'l') => Store::Local,
            Some(b's') => Store::Session,
            Some(b'i') => Store::Indexeddb,
            Some(b'h') => Store::Cache,
            _ => Store::Cookie,
        };
        let rest = text.get(1..).unwrap_or("");
        let name = rest.strip_suffix('*').unwrap_or(rest);
        Stored { item, store, name, prefix: name.len() < rest.len() }
    }

    /// Upper and lower case differ, as in every store.
    fn matches(&self, store: Store, name: &str) -> bool {
        self.store == store && if self.prefix { name.starts_with(self.name) } else { name == self.name }
    }
}

/// What becomes of something that is to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Storing {
    /// It is stored.
    Keep,
    /// It is not stored, and what is there is removed.
    Drop,
    /// A cookie is stored for the session only: its vendor may keep a session, but not recognise the visitor.
    SessionOnly,
}

impl Gate {
    /// Whether something may be stored under this name now. `writer` is the URL of the script that runs, or the
    /// vendor's global that is being called; empty where nobody knows.
    pub fn may_store(&self, store: Store, name: &str, writer: &str) -> Storing {
        match self.policy.storer(store, name) {
            Some(answer) if answer.decision == Decision::Hold => Storing::Drop,
            _ if store == Store::Cookie && self.policy.session_only(writer) => Storing::SessionOnly,
            _ => Storing::Keep,
        }
    }

    /// Whose this name is and why it may or may not be stored now; `None` for the site's own.
    pub fn judge_stored(&self, store: Store, name: &str) -> Option<Verdict<'_>> {
        Some(Verdict::new(&self.policy, self.policy.storer(store, name)?))
    }
}

impl Policy {
    /// The answer about a name: that of an owner who may run, else of the first. What two vendors store under one name
    /// stays for as long as either may run.
    fn storer(&self, store: Store, name: &str) -> Option<Answer> {
        let mut first = None;
        for row in &self.table.stored {
            if !row.matches(store, name) {
                continue;
            }
            let answer = self.decide(Owner::Item(granted_part(&self.table, row.item)));
            if answer.decision == Decision::Allow {
                return Some(answer);
            }
            first = first.or(Some(answer));
        }
        first
    }

    /// Whether the writer is a service that needs no consent, while calls by which the same vendor recognises visitors
    /// wait for one: then no cookie of it may outlast the session.
    fn session_only(&self, writer: &str) -> bool {
        let script = self.judge(writer).item(self).filter(is_service);
        for call in &self.table.calls {
            let vendor = self.item(call.item).and_then(|item| self.item(item.vendor));
            let serves = script.map(|item| item.vendor) == vendor.map(|item| item.vendor);
            let called = call.global == writer && vendor.as_ref().is_some_and(is_service);
            if (script.is_some() && serves || called) && !self.allows(Owner::Item(call.item)) {
                return true;
            }
        }
        false
    }
}

/// What a visitor asks for, such as a chat. What counts visitors may be exempt, too, and may know them again.
fn is_service(item: &&Item) -> bool {
    item.need == Need::Exempt && item.category == Category::Functional
}

/// The vendor, or the feature of it that the visitor has granted by name: who may run may store.
fn granted_part(table: &Table, vendor: u16) -> u16 {
    let granted = |item: &Item| item.vendor == vendor && item.choice == Some(true);
    table.items.iter().position(granted).map_or(vendor, |number| number as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_letter_a_name_and_a_star() {
        for (text, store, name, prefix) in [
            ("c_ga", Store::Cookie, "_ga", false),
            ("c_ga_*", Store::Cookie, "_ga_", true),
            ("lk", Store::Local, "k", false),
            ("sk*", Store::Session, "k", true),
            ("ik", Store::Indexeddb, "k", false),
            ("hk", Store::Cache, "k", false),
            ("", Store::Cookie, "", false),
        ] {
            let row = Stored::read(7, text);
            assert_eq!((row.item, row.store, row.name, row.prefix), (7, store, name, prefix), "{text}");
        }
    }

    #[test]
    fn names_are_compared_exactly() {
        for (row, name, matches) in [
            ("c_ga", "_ga", true),
            ("c_ga", "_ga_", false),
            ("c_ga", "_GA", false),
            ("c_ga", " _ga", false),
            ("c_ga_*", "_ga_", true),
            ("c_ga_*", "_ga_X", true),
            ("c_ga_*", "_ga", false),
            ("c_ga_*", "x_ga_X", false),
            ("c_é*", "_éa", true),
            ("c_é*", "_e", false),
        ] {
            assert_eq!(Stored::read(0, row).matches(Store::Cookie, name), matches, "{row} {name}");
            assert!(!Stored::read(0, row).matches(Store::Local, name), "{row} {name}");
        }
    }

    #[test]
    fn numbers_name_every_store() {
        for (code, store) in Store::ALL.into_iter().enumerate() {
            assert_eq!((Store::from_code(code as u8), store as usize), (store, code));
        }
        assert_eq!(Store::from_code(9), Store::Cookie);
    }
}
