//! Performs what the gate answers to an event. The gate is lent out for the answer only and given back before anything
//! is performed: a listener of the page may call the API from within.

use super::hands::Hands;
use super::{Page, now, page};
use crate::gate::{Choice, Effect, Event, Method, Ticket};

/// An effect, and the row of the report (as JSON) for the request that it is about.
type Deed = (Effect, String);

/// Lets the gate answer an event about a ticket; a number that is no ticket is ignored.
pub(super) fn on_ticket(number: u32, event: fn(Ticket) -> Event) {
    on(&mut |page| page.gate.ticket(number).map(event));
}

/// Lets the gate answer an event and performs the answer.
#[inline(never)]
pub(super) fn on(event: &mut dyn FnMut(&mut Page) -> Option<Event>) {
    let answer = page(|page| event(page).map(|event| (page.hands.clone(), page.answer(event))));
    let Some((hands, deeds)) = answer else { return };
    for (effect, row) in deeds {
        perform(&hands, effect, &row);
    }
}

/// A choice by its verb of the API.
pub(super) fn choose(verb: &str, ids: &str, id: &str, method: Method, trusted: bool) {
    let mut choice = Choice::parse(verb, ids);
    on(&mut |page| {
        let choice = choice.take()?;
        if choice.grants() && !trusted && page.gate.config().api_locked {
            page.hands.complain(LOCKED);
            return None;
        }
        Some(Event::Choose { choice, method, id: id.into() })
    });
}

const LOCKED: &str = "the API is locked (\"api\": \"locked\"): only the visitor's own click can grant";

impl Page {
    /// The gate's answer. The record is stored at once, so that the call which changed it returns after that.
    fn answer(&mut self, event: Event) -> Vec<Deed> {
        let effects = self.gate.handle(event, now());
        // Plain loops here and in `value`: collected iterators come to half a kilobyte each.
        let mut deeds = Vec::new();
        for effect in effects {
            deeds.push(self.prepare(effect));
        }
        deeds
    }

    fn prepare(&mut self, effect: Effect) -> Deed {
        let row = match &effect {
            Effect::Run(ticket) => {
                if let Some(url) = self.gate.url(*ticket) {
                    self.watch(url);
                }
                self.row(*ticket)
            }
            Effect::Discard(ticket, _) => self.row(*ticket),
            Effect::Save(text) => {
                self.hands.save(text);
                String::new()
            }
            _ => String::new(),
        };
        (effect, row)
    }
}

fn perform(hands: &Hands, effect: Effect, row: &str) {
    match effect {
        Effect::Save(_) => {}
        Effect::Fetch(ticket) => hands.fetch(ticket.number()),
        Effect::Run(ticket) => {
            hands.run(ticket.number());
            hands.emit("release", row);
        }
        Effect::Discard(ticket, _) => {
            hands.discard(ticket.number());
            hands.emit("discard", row);
        }
        Effect::Changed => hands.emit("change", ""),
        Effect::Complain(line) => hands.complain(&line),
    }
}
