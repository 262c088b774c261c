//! The input and output of [`Gate::handle`](crate::gate::Gate::handle): events from the page, and effects for the page.
//! Both are plain values.

use crate::gate::consent::{Method, Record};
use crate::gate::queue::ticket::{Outcome, Ticket};
use crate::gate::text::bytes::pieces;

/// A choice of the visitor, or of code that acts for the visitor. Ids are categories, vendors or `vendor/feature`.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Grants exactly these ids.
    Grant(Vec<String>),
    /// Denies exactly these ids.
    Deny(Vec<String>),
    /// Grants all four categories and removes narrower choices.
    GrantAll,
    /// Denies every category except `necessary` and removes narrower choices.
    DenyAll,
    /// Withdraws every consent: the same as `DenyAll`, but recorded as a withdrawal.
    Withdraw,
}

impl Choice {
    /// Parses a choice from its verb in the API (`grant`, `deny`, `grantAll`, `denyAll`, `withdraw`) and its ids, one
    /// per line.
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

    /// Returns whether the choice grants anything.
    pub fn grants(&self) -> bool {
        matches!(self, Choice::Grant(_) | Choice::GrantAll)
    }
}

/// An event that the page reports to the gate.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A choice was made.
    Choose {
        /// The choice.
        choice: Choice,
        /// How it was made. A withdrawal is always recorded as [`Method::Withdrawal`].
        method: Method,
        /// A new, unguessable id for the record.
        id: String,
    },
    /// The stored record was read again: after a change in another tab, after a return from the back/forward cache, or
    /// when a prerendered page is activated.
    Record(Option<Record>),
    /// The document has been parsed: deferred scripts may run.
    Parsed,
    /// A released request has ended, or its timeout has passed.
    Settled(Ticket, Outcome),
    /// A held element was removed permanently.
    Gone(Ticket),
    /// The visitor allowed this one request without making a choice.
    Once(Ticket),
    /// The page's Content Security Policy does not allow the held element.
    Refused(Ticket),
    /// A held request has reached its timeout; see [`Gate::patience`](crate::gate::Gate::patience).
    Overdue(Ticket),
}

/// An action that the page has to perform. Effects are performed in the order of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Store this record, a line of JSON.
    Save(String),
    /// Start the download of a held request now; it runs later.
    Fetch(Ticket),
    /// Release a held request: load it and let it run.
    Run(Ticket),
    /// Report to the page that a held element has failed. It stays held, and a later grant releases it.
    Fail(Ticket),
    /// Discard a held request permanently. The sentence gives the reason.
    Discard(Ticket, String),
    /// The consent state has changed. First check everything that vendors have stored
    /// ([`Gate::may_store`](crate::gate::Gate::may_store)), then notify the listeners.
    Changed,
    /// Print this line on the console.
    Complain(String),
}
