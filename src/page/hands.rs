//! What the gate's effects are performed with: functions of `www/hands.js`, handed over at start. They work on the
//! document through functions that were taken before any other script ran; `web-sys` would call whatever the page has
//! put on the prototypes since. They return before anything of the page's own runs, `emit("change", …)` excepted.

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

    /// A held element will not start.
    #[wasm_bindgen(method)]
    pub fn discard(this: &Hands, ticket: u32);

    /// Tells listeners: `change`, `hold`, `release`, `discard`.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Hands, event: &str, detail: &JsValue);

    /// Removes what a vendor has stored; `store` is 0 for cookies, 1 and 2 for local and session storage, 3 for
    /// IndexedDB.
    #[wasm_bindgen(method)]
    pub fn clear(this: &Hands, store: u8, name: &str, prefix: bool);

    /// Looks at the calls of a vendor's global from now on; `queue` is where its stub keeps them.
    #[wasm_bindgen(method)]
    pub fn watch(this: &Hands, global: &str, queue: &str);

    /// One line on the console.
    #[wasm_bindgen(method)]
    pub fn complain(this: &Hands, line: &str);
}
