//! Host effects: functions of `www/page/host-effects.ts`, passed at start, that perform the gate's effects.
//!
//! They change the document through functions captured before any other script ran. `web-sys` would call whatever the
//! page has put on the prototypes. They return before any code of the page runs, except `emit("change", …)`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The object with these functions.
    #[derive(Clone)]
    pub type Hands;

    /// Starts the download of a held script that runs later.
    #[wasm_bindgen(method)]
    pub fn fetch(this: &Hands, ticket: u32);

    /// Releases a held element.
    #[wasm_bindgen(method)]
    pub fn run(this: &Hands, ticket: u32);

    /// Calls [`overdue`](super::overdue) for this ticket after `ms` milliseconds.
    #[wasm_bindgen(method)]
    pub fn wait(this: &Hands, ticket: u32, ms: u32);

    /// Reports to the page that a held element has failed.
    #[wasm_bindgen(method)]
    pub fn fail(this: &Hands, ticket: u32);

    /// Discards a held element.
    #[wasm_bindgen(method)]
    pub fn discard(this: &Hands, ticket: u32);

    /// Notifies listeners of `change`, `hold`, `release` or `discard`. `detail` is JSON, or empty.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Hands, event: &str, detail: &str);

    /// Returns the stored text of the record.
    #[wasm_bindgen(method)]
    pub fn load(this: &Hands) -> Option<String>;

    /// Stores the text of the record. If it cannot be stored, it is kept until the page is closed.
    #[wasm_bindgen(method)]
    pub fn save(this: &Hands, text: &str);

    /// Judges the calls of a vendor's global from now on. `queue` names where its stub queues calls.
    #[wasm_bindgen(method)]
    pub fn watch(this: &Hands, global: &str, queue: &str);

    /// Notifies a vendor, whose script may now run, of the visitor's choice.
    #[wasm_bindgen(method)]
    pub fn signal(this: &Hands, letter: u8, url: &str);

    /// Prints one line on the console.
    #[wasm_bindgen(method)]
    pub fn complain(this: &Hands, line: &str);
}
