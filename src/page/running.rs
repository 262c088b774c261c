//! The running gate of this page and what it acts through.

use super::hands::Hands;
use crate::gate::{Gate, Json, Ticket, Time};
use std::cell::RefCell;

/// One running gate and what it acts through.
pub(super) struct Page {
    pub(super) gate: Gate,
    pub(super) hands: Hands,
}

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Lends the running gate to `with`. Before `start` there is none, and the answer is the default.
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

/// Puts a gate in the place of the running one.
pub(super) fn run(gate: Gate, hands: Hands) {
    PAGE.replace(Some(Page { gate, hands }));
}

/// The borrow, compiled once for all callers: each copy would cost 400 bytes of wasm.
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
    /// Tells the page that a request is held; passes its number on, 0 for none.
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

    /// The report's row for this ticket, as JSON.
    pub(super) fn row(&self, ticket: Ticket) -> String {
        self.gate.row(ticket).json()
    }
}
