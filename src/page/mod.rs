//! The interface of the wasm: one function for each question or event of the page's JavaScript. This module converts
//! strings and numbers to types, and performs the gate's effects. It decides nothing.

mod hands;
mod perform;
mod running;
mod stored;

use crate::gate::{Event, Gate, Json, Kind, Lane, Method, Outcome, Signals, Store, Surroundings, is_whole};
pub use hands::Hands;
use running::{now, page, run};
use wasm_bindgen::prelude::*;

/// Starts the gate. Returns `false`, and starts nothing, if the vendor table is incomplete. Prints one line on the
/// console for each mistake in the config.
///
/// * `table`: the compiled vendor table
/// * `config`: the text of the page's config element
/// * `host`: the page's host
/// * `gpc`: the Global Privacy Control signal
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
    // Rules point into the table as long as the page lives.
    let gate = Gate::with_table(table.leak(), host, config, Signals { gpc }, record, now());
    for problem in gate.problems() {
        hands.complain(problem.text());
    }
    run(gate, hands);
    true
}

/// Returns whether a request would be held now. Records nothing.
#[wasm_bindgen]
pub fn peek(url: &str, kind: u8) -> bool {
    page(|page| page.gate.would_hold(url, Kind::from_code(kind)))
}

/// Judges a request of the page. Returns its ticket if it is held, else 0.
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

/// The same for a script whose tag has a `data-consent` id. An unknown id prints one line on the console. The script is
/// then held for the id that was probably meant, else for `marketing`.
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

/// Judges a call of a watched global by its first arguments. Returns its ticket if it is held, else 0.
#[wasm_bindgen]
pub fn ask_call(global: &str, words: &str) -> u32 {
    page(|page| {
        let ticket = page.gate.request_call(global, words);
        page.held(ticket)
    })
}

/// Returns whether any call of this global would be held now.
#[wasm_bindgen]
pub fn holds_calls(global: &str) -> bool {
    page(|page| page.gate.holds_calls(global))
}

/// Returns whether something may be stored under this name: 0 for yes, 1 for no, 2 for a session cookie. `writer` is
/// the URL of the running script, or the vendor's global that is called.
#[wasm_bindgen]
pub fn may_store(store: u8, name: &str, writer: &str) -> u8 {
    page(|page| page.gate.may_store(Store::from_code(store), name, writer) as u8)
}

/// Judges an inline script that the parser has reached. Returns its ticket if it needs a held library, else 0.
#[wasm_bindgen]
pub fn ask_inline(text: &str, lane: u8) -> u32 {
    page(|page| {
        let ticket = page.gate.request_inline(text, Lane::from_code(lane));
        page.held(ticket)
    })
}

/// Returns the stubs for the globals of a held script's vendor, one per line.
#[wasm_bindgen]
pub fn stubs(ticket: u32) -> String {
    page(|page| page.gate.ticket(ticket).map(|ticket| page.gate.stubs(ticket)).unwrap_or_default())
}

/// Returns the vendor of the held library that an uncaught error in a first-party file names, or an empty text.
#[wasm_bindgen]
pub fn missing(message: &str, url: &str) -> String {
    page(|page| page.gate.missing(message, url).unwrap_or("").into())
}

/// Reports that a released request has ended, or that its timeout has passed.
#[wasm_bindgen]
pub fn settled(ticket: u32, outcome: u8) {
    let outcome = Outcome::from_code(outcome);
    perform::on(&mut |page| page.gate.ticket(ticket).map(|ticket| Event::Settled(ticket, outcome)));
}

/// Reports that a held element can never load.
#[wasm_bindgen]
pub fn gone(ticket: u32) {
    perform::on_ticket(ticket, Event::Gone);
}

/// Reports that the time given to [`Hands::wait`] has passed.
#[wasm_bindgen]
pub fn overdue(ticket: u32) {
    perform::on_ticket(ticket, Event::Overdue);
}

/// Allows this one held request, as the visitor wants.
#[wasm_bindgen]
pub fn once(ticket: u32) {
    perform::on_ticket(ticket, Event::Once);
}

/// Reports that the page's CSP would have blocked the held script.
#[wasm_bindgen]
pub fn refused(ticket: u32) {
    perform::on_ticket(ticket, Event::Refused);
}

/// Reports that the document has been parsed: deferred scripts may run.
#[wasm_bindgen]
pub fn parsed() {
    perform::on(&mut |_| Some(Event::Parsed));
}

/// Records a choice of the visitor, or of code that acts for the visitor. With `"api": "locked"`, a choice with the
/// method `api` cannot grant anything.
///
/// * `verb`: the API's name for the choice
/// * `ids`: one id per line
/// * `id`: the id of the new record
/// * `method`: how the choice was made
#[wasm_bindgen]
pub fn choose(verb: &str, ids: &str, id: &str, method: &str) {
    perform::choose(verb, ids, id, Method::parse(method).unwrap_or(Method::Api));
}

/// Reads the stored record again. Another tab, the back/forward cache or a prerendered page may have changed it.
#[wasm_bindgen]
pub fn reread() {
    perform::on(&mut |page| Some(Event::Record(stored::record(&page.hands, now()))));
}

/// Returns `consentGate.state()` as JSON. The arguments are the members that only the page has.
#[wasm_bindgen]
pub fn state(strength: &str, engine: &str, late: bool) -> String {
    page(|page| page.gate.state(Surroundings { strength, engine, late }).json())
}

/// Returns `consentGate.report()` as JSON.
#[wasm_bindgen]
pub fn report() -> String {
    page(|page| page.gate.report().json())
}

/// Returns the declared vendors and features that need a consent, one per line: an id, a space and a category.
#[wasm_bindgen]
pub fn needs() -> String {
    page(|page| page.gate.needs())
}

/// Returns whether the site's CSP allows scripts by host. Scripts without the gate's nonce may then be released.
#[wasm_bindgen]
pub fn trusts_hosts() -> bool {
    page(|page| page.gate.config().csp_hosts)
}

/// Logs a request that was made before the gate started, for the report.
#[wasm_bindgen]
pub fn note_late(url: &str, kind: u8) {
    page(|page| page.gate.note_late(url, Kind::from_code(kind)));
}
