//! Names under which vendors store something on the site's origin, from the vendor table.

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
    /// Every store, ordered by number.
    pub const ALL: [Store; 5] = [Store::Cookie, Store::Local, Store::Session, Store::Indexeddb, Store::Cache];

    /// Returns the store with this number, as in `www/platform/constants.ts`. Any unknown number is a cookie.
    pub fn from_code(code: u8) -> Store {
        match code {
            1 => Store::Local,
            2 => Store::Session,
            3 => Store::Indexeddb,
            4 => Store::Cache,
            _ => Store::Cookie,
        }
    }

    /// Returns the name for people.
    pub fn name(self) -> &'static str {
        ["cookie", "local storage", "session storage", "IndexedDB", "cache"][self as usize]
    }
}

/// A name under which a vendor stores something on the site's origin. Entries with this name need the vendor's consent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stored {
    /// Number of the vendor or feature.
    pub(crate) item: u16,
    store: Store,
    /// The name, or its prefix.
    name: &'static str,
    prefix: bool,
}

impl Stored {
    /// Reads `c_ga_*`: the store's letter, the name, and a star for a prefix.
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

    /// Returns whether the name matches. Case matters, as in every store.
    pub(crate) fn matches(&self, store: Store, name: &str) -> bool {
        self.store == store && if self.prefix { name.starts_with(self.name) } else { name == self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_store_the_name_and_the_star() {
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
    fn every_store_has_its_number() {
        for (code, store) in Store::ALL.into_iter().enumerate() {
            assert_eq!((Store::from_code(code as u8), store as usize), (store, code));
        }
        assert_eq!(Store::from_code(9), Store::Cookie);
    }
}
