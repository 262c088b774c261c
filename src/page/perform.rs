//! Performs what the gate answers to an event. The gate is lent out for the answer only and given back before anything
//! is performed: a listener of the page may call the API from within.

use super::hands::Hands;
use super::running::{Page, now, page};
use crate::gate::{Choice, Effect, Event, Method, Ticket};

/// Lets the gate answer an event about a ticket; a number that is no ticket is ignored.
pub(super) fn on_ticket(number: u32, event: fn(Ticket) -> Event) {
    on(&mut |page| page.gate.ticket(number).map(event));
}

/// Lets the gate answer an event and performs the answer.
#[inline(never)]
pub(super) fn on(event: &mut dyn FnMut(&mut Page) -> Option<Event>) {
    let answer = page(|page| event(page).map(|event| (page.hands.clone(), page.answer(event))));
    let Some((hands, effects)) = answer else { return };
    for effect in effects {
        perform(&hands, effect);
    }
}

/// A choice by its verb of the API.
pub(super) fn choose(verb: &str, ids: &str, id: &str, method: Method) {
    let mut choice = Choice::parse(verb, ids);
    on(&mut |page| {
        let choice = choice.take()?;
        if choice.grants() && method == Method::Api && page.gate.config().api_locked {
            page.hands.complain(LOCKED);
            return None;
        }
        Some(Event::Choose { choice, method, id: id.into() })
    });
}

const LOCKED: &str = "the API is locked (\"api\": \"locked\"): only the banner can grant";

impl Page {
    /// The gate's answer. The record is stored at once, so that the call which changed it returns after that.
    fn answer(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.gate.handle(event, now());
        for effect in &effects {
            if let Effect::Save(text) = effect {
                self.hands.save(text);
            }
        }
        effects
    }

    /// Before a script may run, the calls of its vendor's globals are looked at.
    fn watch_run(&mut self, ticket: Ticket) {
        if let Some(url) = self.gate.url(ticket) {
            self.watch(url);
        }
    }
}

/// One effect. Rows are made one by one: a thousand at once would need half a megabyte that never goes back.
fn perform(hands: &Hands, effect: Effect) {
    match effect {
        Effect::Save(_) => {}
        Effect::Fetch(ticket) => hands.fetch(ticket.number()),
        Effect::Run(ticket) => {
            page(|page| page.watch_run(ticket));
            hands.run(ticket.number());
            tell(hands, "release", ticket);
        }
        Effect::Fail(ticket) => hands.fail(ticket.number()),
        Effect::Discard(ticket, _) => {
            hands.discard(ticket.number());
            tell(hands, "discard", ticket);
        }
        Effect::Changed => hands.emit("change", ""),
        Effect::Complain(line) => hands.complain(&line),
    }
}

/// Tells of a request, with its row of the report as JSON.
fn tell(hands: &Hands, event: &str, ticket: Ticket) {
    let row = page(|page| page.row(ticket));
    hands.emit(event, &row);
}
