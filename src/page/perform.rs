//! Handles an event and performs the gate's effects. The gate is borrowed only while it handles the event. Effects may
//! run listeners of the page that call the API.

use super::hands::Hands;
use super::running::{Page, now, page};
use crate::gate::{Choice, Effect, Event, Method, Ticket};

/// Handles an event about a ticket. A number that no ticket has is ignored.
pub(super) fn on_ticket(number: u32, event: fn(Ticket) -> Event) {
    on(&mut |page| page.gate.ticket(number).map(event));
}

/// Handles an event and performs the effects.
#[inline(never)]
pub(super) fn on(event: &mut dyn FnMut(&mut Page) -> Option<Event>) {
    let answer = page(|page| event(page).map(|event| (page.hands.clone(), page.answer(event))));
    let Some((hands, effects)) = answer else { return };
    for effect in effects {
        perform(&hands, effect);
    }
}

/// Handles a choice, given by its verb of the API.
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
    /// Handles an event and returns the effects. A new record is stored immediately, before the call that made the
    /// choice returns.
    fn answer(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.gate.handle(event, now());
        for effect in &effects {
            if let Effect::Save(text) = effect {
                self.hands.save(text);
            }
        }
        effects
    }

    /// Watches the calls of a vendor's globals before its script may run.
    fn watch_run(&mut self, ticket: Ticket) {
        if let Some(url) = self.gate.url(ticket) {
            self.watch(url);
        }
    }
}

/// Performs one effect. Rows of the report are created one at a time. Many at once would grow the wasm memory, which
/// never shrinks.
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

/// Notifies listeners of an event about a request, with its row of the report as JSON.
fn tell(hands: &Hands, event: &str, ticket: Ticket) {
    let row = page(|page| page.row(ticket));
    hands.emit(event, &row);
}
