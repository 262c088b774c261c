//! What the gate's effects are performed with: functions of `www/page/host-effects.ts`, handed over at start. They work
//! on the document through functions that were taken before any other script ran; `web-sys` would call whatever the page
//! has put on the prototypes since. They return before anything of the page's own runs, `emit("change", …)` excepted.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The object with these functions.
    #[derive(Clone)]
    pub type Hands;

    /// Starts the download of a held script that runs later.
    #[wasm_bindgen(method)]
    pub fn fetch(this: &Hands, ticket: u32);

    /// Lets a held element start.
    #[wasm_bindgen(method)]
    pub fn run(this: &Hands, ticket: u32);

    /// Calls [`overdue`](super::overdue) for this ticket after `ms` milliseconds.
    #[wasm_bindgen(method)]
    pub fn wait(this: &Hands, ticket: u32, ms: u32);

    /// A held element has failed, as far as the page is concerned.
    #[wasm_bindgen(method)]
    pub fn fail(this: &Hands, ticket: u32);

    /// A held element will not start.
    #[wasm_bindgen(method)]
    pub fn discard(this: &Hands, ticket: u32);

    /// Tells listeners: `change`, `hold`, `release`, `discard`; `detail` is JSON, or empty.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Hands, event: &str, detail: &str);

    /// The record's text, from where it is stored.
    #[wasm_bindgen(method)]
    pub fn load(this: &Hands) -> Option<String>;

    /// Stores the record's text; where that cannot be, it is kept for as long as the page lives.
    #[wasm_bindgen(method)]
    pub fn save(this: &Hands, text: &str);

    /// Looks at the calls of a vendor's global from now on; `queue` is where its stub keeps them.
    #[wasm_bindgen(method)]
    pub fn watch(this: &Hands, global: &str, queue: &str);

    /// A script is let in that can be told what the visitor allows.
    #[wasm_bindgen(method)]
    pub fn signal(this: &Hands, letter: u8, url: &str);

    /// One line on the console.
    #[wasm_bindgen(method)]
    pub fn complain(this: &Hands, line: &str);
}
