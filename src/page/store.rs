//! Where the record is kept: the browser's local storage, or memory for as long as the page lives where storage is
//! blocked. Knows nothing of what a record means.
//!
//! Threat: `gloo_storage::LocalStorage::raw()` panics where the visitor blocks site data, and that is the visitor who
//! must be respected. So storage is probed first, and every failure after that means "not stored".

use super::value;
use crate::gate::Record;
use gloo_storage::{LocalStorage, Storage};

/// Under which key, and in other tabs' `storage` events.
const KEY: &str = "consent-gate";

/// One of the two; the memory holds the record's text.
pub(super) enum Store {
    Local(web_sys::Storage),
    Memory(Option<String>),
}

impl Store {
    /// Local storage if it can be had, else memory.
    pub(super) fn probe() -> Store {
        let there = web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))));
        if there { Store::Local(LocalStorage::raw()) } else { Store::Memory(None) }
    }

    /// The record, unless there is none or the text is not one of ours.
    pub(super) fn read(&self) -> Option<Record> {
        let text = match self {
            Store::Local(storage) => storage.get_item(KEY).ok()?,
            Store::Memory(text) => text.clone(),
        };
        Record::read(&value::parse(&text?)?)
    }

    /// Stores the record's text. Where storage is full, unreadable or has been taken away, memory keeps it for this page.
    pub(super) fn write(&mut self, text: String) {
        let stored = matches!(self, Store::Local(storage) if replace(storage, &text));
        if !stored {
            *self = Store::Memory(Some(text));
        }
    }
}

/// Whether the stored record is `text` now.
///
/// Threat: a "yes" that cannot be overwritten would outlive the visitor's "no", so what cannot be replaced is removed.
fn replace(storage: &web_sys::Storage, text: &str) -> bool {
    let put = || storage.set_item(KEY, text).is_ok();
    let done = put() || (storage.remove_item(KEY).is_ok() && put());
    done && storage.get_item(KEY).ok().flatten().as_deref() == Some(text)
}
