//! The interface of `src/page` in a browser: the calls of the page's JavaScript, and the effects that it performs.
//! Nothing is loaded and no element is used; the pages with elements are in `tests/pages`.
#![cfg(target_arch = "wasm32")]

#[path = "web/config.rs"]
mod config;
#[path = "web/order.rs"]
mod order;
#[path = "web/requests.rs"]
mod requests;
#[path = "web/shapes.rs"]
mod shapes;
#[path = "web/storage.rs"]
mod storage;
#[path = "web/support.rs"]
mod support;
#[path = "web/verdicts.rs"]
mod verdicts;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
