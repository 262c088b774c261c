//! Performs what the gate answers to an event. The gate is lent out for the answer only and given back before anything
//! is performed: a listener of the page may call the API from within.

use super::hands::Hands;
use super::{Page, now, page};
use crate::gate::{Choice, Effect, Event, Method, Ticket};
use wasm_bindgen::JsValue;

/// Something to do with the hands, with everything in it that only the gate could tell.
type Deed = Box<dyn FnOnce(&Hands)>;

/// Lets the gate answer an event about a ticket; a number that is no ticket is ignored.
pub(super) fn on_ticket(number: u32, event: impl FnOnce(Ticket) -> Event) {
    on(|page| page.gate.ticket(number).map(event));
}

/// Lets the gate answer an event and performs the answer.
pub(super) fn on(event: impl FnOnce(&mut Page) -> Option<Event>) {
    let answer = page(|page| {
        let event = event(page)?;
        let effects = page.gate.handle(event, now());
        Some((page.hands.clone(), effects.into_iter().map(|effect| page.deed(effect)).collect::<Vec<_>>()))
    });
    let Some((hands, deeds)) = answer else { return };
    for deed in deeds {
        deed(&hands);
    }
}

/// A choice by its verb of the API.
pub(super) fn choose(verb: &str, ids: &str, id: &str, method: Method, trusted: bool) {
    let list = || ids.lines().map(String::from).collect();
    let choice = match verb {
        "grant" => Choice::Grant(list()),
        "deny" => Choice::Deny(list()),
        "grantAll" => Choice::GrantAll,
        "denyAll" => Choice::DenyAll,
        _ => Choice::Withdraw,
    };
    on(|page| {
        let grants = matches!(choice, Choice::Grant(_) | Choice::GrantAll);
        if grants && !trusted && page.gate.config().api_locked {
            page.hands
                .complain("the API is locked (\"api\": \"locked\"): only the visitor's own click can grant");
            return None;
        }
        Some(Event::Choose { choice, method, id: id.into() })
    });
}

impl Page {
    fn deed(&mut self, effect: Effect) -> Deed {
        match effect {
            Effect::Save(text) => {
                self.store.write(text);
                Box::new(|_| ())
            }
            Effect::Fetch(ticket) => Box::new(move |hands| hands.fetch(ticket.number())),
            Effect::Run(ticket) => {
                let row = self.row(ticket);
                Box::new(move |hands| {
                    hands.run(ticket.number());
                    hands.emit("release", &row);
                })
            }
            Effect::Discard(ticket, _) => {
                let row = self.row(ticket);
                Box::new(move |hands| {
                    hands.discard(ticket.number());
                    hands.emit("discard", &row);
                })
            }
            Effect::Clear(stored) => Box::new(move |hands| {
                for it in &stored {
                    hands.clear(it.store as u8, it.name, it.prefix);
                }
            }),
            Effect::Changed => Box::new(|hands| hands.emit("change", &JsValue::NULL)),
            Effect::Complain(line) => Box::new(move |hands| hands.complain(&line)),
        }
    }
}
