//! What the page tells the gate and what the gate asks of the page: plain values, the whole traffic of
//! [`Gate::handle`](crate::gate::Gate::handle).

use crate::gate::consent::{Method, Record};
use crate::gate::queue::ticket::{Outcome, Ticket};
use crate::gate::text::bytes::pieces;

/// What a visitor (or code that speaks for one) chose. Ids are categories, vendors or `vendor/feature`.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Says yes to exactly these ids.
    Grant(Vec<String>),
    /// Says no to exactly these ids.
    Deny(Vec<String>),
    /// Says yes to all four categories and forgets narrower choices.
    GrantAll,
    /// Says no to every category but `necessary` and forgets narrower choices.
    DenyAll,
    /// Takes every consent back: as `DenyAll`, and the record says so.
    Withdraw,
}

impl Choice {
    /// The choice by its verb of the API (`grant`, `deny`, `grantAll`, `denyAll`, `withdraw`), with ids on a line each.
    pub fn parse(verb: &str, ids: &str) -> Option<Choice> {
        let mut list = Vec::new();
        if !ids.is_empty() {
            for id in pieces(ids.strip_suffix('\n').unwrap_or(ids), b'\n') {
                list.push(id.to_owned());
            }
        }
        Some(match verb {
            "grant" => Choice::Grant(list),
            "deny" => Choice::Deny(list),
            "grantAll" => Choice::GrantAll,
            "denyAll" => Choice::DenyAll,
            "withdraw" => Choice::Withdraw,
            _ => return None,
        })
    }

    /// Whether it says yes to anything.
    pub fn grants(&self) -> bool {
        matches!(self, Choice::Grant(_) | Choice::GrantAll)
    }
}

/// Something that has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A choice was made.
    Choose {
        /// What was chosen.
        choice: Choice,
        /// How. A withdrawal is recorded as [`Method::Withdrawal`], whatever stands here.
        method: Method,
        /// A fresh, unguessable id for the new record.
        id: String,
    },
    /// The stored record was read again (another tab, the back/forward cache, a prerendered page shown).
    Record(Option<Record>),
    /// The document has been parsed: deferred scripts may run.
    Parsed,
    /// A released request has come to its end, or to the end of the gate's patience.
    Settled(Ticket, Outcome),
    /// A held element was removed for good.
    Gone(Ticket),
    /// The visitor lets this one request go, and chooses nothing else.
    Once(Ticket),
    /// The page's own Content Security Policy does not trust the held element.
    Refused(Ticket),
    /// The page has waited for a held request as long as [`Gate::patience`](crate::gate::Gate::patience) says.
    Overdue(Ticket),
}

/// Something that the page has to do now, in the order of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Store this record, a line of JSON.
    Save(String),
    /// Start the download of a held request now; it runs later.
    Fetch(Ticket),
    /// Release a held request: load it and let it run.
    Run(Ticket),
    /// Tell the page that a held element has failed. It goes on waiting: a later grant still runs it.
    Fail(Ticket),
    /// Drop a held request for good; the sentence says why.
    Discard(Ticket, String),
    /// The consent state changed: look again at what vendors have stored ([`Gate::may_store`](crate::gate::Gate::may_store)),
    /// then tell the listeners.
    Changed,
    /// One clear line for the console.
    Complain(String),
}
