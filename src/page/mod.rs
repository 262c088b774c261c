//! The only surface of the wasm: one line for each thing that the page's JavaScript may ask. Strings and numbers
//! become types here, once, and what the gate answers is performed; nothing is decided.

mod hands;
mod perform;
mod running;
mod stored;

use crate::gate::{Event, Gate, Json, Kind, Lane, Method, Outcome, Signals, Store, Surroundings, is_whole};
pub use hands::Hands;
use running::{now, page, run};
use wasm_bindgen::prelude::*;

/// Starts the gate: `table` is the compiled vendor table, `config` is the text of the page's config element, `host` the page's host, `gpc` its signal.
/// Every mistake in the config is one line on the console. False if the table has lost a part: nothing has started then.
#[wasm_bindgen]
pub fn start(hands: Hands, table: String, config: Option<String>, host: &str, gpc: bool) -> bool {
    if !is_whole(&table) {
        return false;
    }
    let (config, problems) = stored::config(config.as_deref());
    for problem in &problems {
        hands.complain(problem.text());
    }
    let record = stored::record(&hands, now());
    // The rows point into the table for as long as the page lives.
    let gate = Gate::with_table(table.leak(), host, config, Signals { gpc }, record, now());
    for problem in gate.problems() {
        hands.complain(problem.text());
    }
    run(gate, hands);
    true
}

/// Whether a request would be held now. Leaves no trace.
#[wasm_bindgen]
pub fn peek(url: &str, kind: u8) -> bool {
    page(|page| page.gate.would_hold(url, Kind::from_code(kind)))
}

/// A request is made: its ticket if it is held, 0 if it may go.
#[wasm_bindgen]
pub fn ask(url: &str, kind: u8, lane: u8) -> u32 {
    page(|page| {
        let ticket = page.gate.request(url, Kind::from_code(kind), Lane::from_code(lane));
        if ticket.is_none() && kind == Kind::Script as u8 {
            page.watch(url);
        }
        page.held(ticket)
    })
}

/// The same for a script whose own tag names what it belongs to. An id that does not exist is one line on the console,
/// and the script waits for what was probably meant, else for `marketing`.
#[wasm_bindgen]
pub fn ask_id(id: &str, url: &str, lane: u8) -> u32 {
    page(|page| {
        let lane = Lane::from_code(lane);
        let ticket = page.gate.request_with_id(id, url, Kind::Script, lane).unwrap_or_else(|problem| {
            page.hands.complain(problem.text());
            page.gate.request_with_id(&page.gate.meant(id), url, Kind::Script, lane).unwrap_or(None)
        });
        if ticket.is_none() {
            page.watch(url);
        }
        page.held(ticket)
    })
}

/// A call of a global that is watched, by its first arguments: its ticket if it is held, else 0.
#[wasm_bindgen]
pub fn ask_call(global: &str, words: &str) -> u32 {
    page(|page| {
        let ticket = page.gate.request_call(global, words);
        page.held(ticket)
    })
}

/// Whether any calls of this global would be held now.
#[wasm_bindgen]
pub fn holds_calls(global: &str) -> bool {
    page(|page| page.gate.holds_calls(global))
}

/// Whether something may be stored under this name: 0 yes, 1 no, 2 for the session only. `writer` is the URL of the
/// script that runs, or the vendor's global that is being called.
#[wasm_bindgen]
pub fn may_store(store: u8, name: &str, writer: &str) -> u8 {
    page(|page| page.gate.may_store(Store::from_code(store), name, writer) as u8)
}

/// An inline script that the parser has reached: its ticket if it needs a held library, else 0.
#[wasm_bindgen]
pub fn ask_inline(text: &str, lane: u8) -> u32 {
    page(|page| {
        let ticket = page.gate.request_inline(text, Lane::from_code(lane));
        page.held(ticket)
    })
}

/// The stubs for the globals of a held script's vendor, a line each.
#[wasm_bindgen]
pub fn stubs(ticket: u32) -> String {
    page(|page| page.gate.ticket(ticket).map(|ticket| page.gate.stubs(ticket)).unwrap_or_default())
}

/// The vendor of the held library that an uncaught error of the site's own file names; empty for none.
#[wasm_bindgen]
pub fn missing(message: &str, url: &str) -> String {
    page(|page| page.gate.missing(message, url).unwrap_or("").into())
}

/// A released request has come to its end, or to the end of the gate's patience.
#[wasm_bindgen]
pub fn settled(ticket: u32, outcome: u8) {
    let outcome = Outcome::from_code(outcome);
    perform::on(&mut |page| page.gate.ticket(ticket).map(|ticket| Event::Settled(ticket, outcome)));
}

/// A held element can never start any more.
#[wasm_bindgen]
pub fn gone(ticket: u32) {
    perform::on_ticket(ticket, Event::Gone);
}

/// The page has waited for a held request as long as [`Hands::wait`] said.
#[wasm_bindgen]
pub fn overdue(ticket: u32) {
    perform::on_ticket(ticket, Event::Overdue);
}

/// The visitor lets this one held request go.
#[wasm_bindgen]
pub fn once(ticket: u32) {
    perform::on_ticket(ticket, Event::Once);
}

/// The page's own policy would have refused the held script.
#[wasm_bindgen]
pub fn refused(ticket: u32) {
    perform::on_ticket(ticket, Event::Refused);
}

/// The document has been parsed: deferred scripts may run.
#[wasm_bindgen]
pub fn parsed() {
    perform::on(&mut |_| Some(Event::Parsed));
}

/// The visitor's choice, or that of code which speaks for the visitor. `verb` is the API's name for it, `ids` stand
/// on a line each, `id` names the new record, `method` says how it was made. A locked API grants nothing
/// where that is `api`.
#[wasm_bindgen]
pub fn choose(verb: &str, ids: &str, id: &str, method: &str) {
    perform::choose(verb, ids, id, Method::parse(method).unwrap_or(Method::Api));
}

/// The stored record may have changed (another tab, the back/forward cache, a prerendered page): acts on it as it is.
#[wasm_bindgen]
pub fn reread() {
    perform::on(&mut |page| Some(Event::Record(stored::record(&page.hands, now()))));
}

/// `consentGate.state()` as JSON; the arguments are what only the page knows.
#[wasm_bindgen]
pub fn state(strength: &str, engine: &str, late: bool) -> String {
    page(|page| page.gate.state(Surroundings { strength, engine, late }).json())
}

/// `consentGate.report()` as JSON.
#[wasm_bindgen]
pub fn report() -> String {
    page(|page| page.gate.report().json())
}

/// What the site declares and has to ask about, in lines: an id, a blank, and a category.
#[wasm_bindgen]
pub fn needs() -> String {
    page(|page| page.gate.needs())
}

/// Whether the site's policy lists hosts, so that scripts without the gate's nonce may be released.
#[wasm_bindgen]
pub fn trusts_hosts() -> bool {
    page(|page| page.gate.config().csp_hosts)
}

/// A request that was made before the gate stood, for the report.
#[wasm_bindgen]
pub fn note_late(url: &str, kind: u8) {
    page(|page| page.gate.note_late(url, Kind::from_code(kind)));
}
