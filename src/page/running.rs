//! The running gate of this page and its host effects.

use super::hands::Hands;
use crate::gate::{Gate, Json, Ticket, Time};
use std::cell::RefCell;

/// A running gate and its host effects.
pub(super) struct Page {
    pub(super) gate: Gate,
    pub(super) hands: Hands,
}

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Calls `with` with the running gate. Before `start` there is none, and the default is returned.
pub(super) fn page<T: Default>(with: impl FnOnce(&mut Page) -> T) -> T {
    let mut with = Some(with);
    let mut answer = T::default();
    lend(&mut |page| {
        if let Some(with) = with.take() {
            answer = with(page);
        }
    });
    answer
}

/// Replaces the running gate.
pub(super) fn run(gate: Gate, hands: Hands) {
    PAGE.replace(Some(Page { gate, hands }));
}

/// Borrows the running gate. Not inlined, so that the wasm contains this code only once.
#[inline(never)]
fn lend(with: &mut dyn FnMut(&mut Page)) {
    PAGE.with_borrow_mut(|page| {
        if let Some(page) = page {
            with(page);
        }
    });
}

pub(super) fn now() -> Time {
    Time(js_sys::Date::now())
}

impl Page {
    /// Notifies the page of a held request and starts its timeout. Returns the ticket's number, or 0 for none.
    pub(super) fn held(&self, ticket: Option<Ticket>) -> u32 {
        let Some(ticket) = ticket else { return 0 };
        self.hands.emit("hold", &self.row(ticket));
        if let Some(ms) = self.gate.patience(ticket) {
            self.hands.wait(ticket.number(), ms);
        }
        ticket.number()
    }

    /// Sends the consent signal to a script that may run, and hooks the calls of its global that need separate consent.
    pub(super) fn watch(&self, url: &str) {
        if let Some(signal) = self.gate.signal_of(url) {
            self.hands.signal(signal, url);
        }
        for (global, queue) in self.gate.watched(url) {
            self.hands.watch(global, queue);
        }
    }

    /// Returns the row of the report for this ticket, as JSON.
    pub(super) fn row(&self, ticket: Ticket) -> String {
        self.gate.row(ticket).json()
    }
}
