//! The bundled vendor table.

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
