//! Hands that write down what they are asked, and short words for the surface. Every test starts its own gate, in a
//! page whose storage is empty.

use consent_gate::gate::{Kind, Lane, Outcome, REVIEWED};
use consent_gate::page::{self, Hands};
use js_sys::{Array, JSON, Reflect, eval};
use wasm_bindgen::{JsCast, JsValue};

/// A script that waits for consent to analytics, one for marketing, and a library that waits for functional.
pub const CLARITY: &str = "https://www.clarity.ms/tag/p";
pub const PIXEL: &str = "https://connect.facebook.net/en_US/fbevents.js";
pub const MAPS: &str = "https://maps.googleapis.com/maps/api/js?key=k";

/// Each call is one line: the name, then what it was given; of a row its ticket and state.
const HANDS: &str = r#"(() => {
  const calls = [];
  const told = (value) => (value && typeof value === "object" ? `${value.ticket} ${value.state}` : value ?? "");
  const hand = (name) => (...given) => void calls.push([name, ...given.map(told)].join(" ").trim());
  const names = ["fetch", "run", "discard", "emit", "clear", "watch", "complain"];
  return { calls, ...Object.fromEntries(names.map((name) => [name, hand(name)])) };
})()"#;

/// Starts a gate for a visitor of www.example.com whom nobody has asked.
pub fn start(config: Option<&str>) -> Hands {
    storage().clear().expect("the storage of the test page");
    start_again(config)
}

/// As the next page of the same site does.
pub fn start_again(config: Option<&str>) -> Hands {
    let hands: Hands = eval(HANDS).expect("the hands").unchecked_into();
    page::start(hands.clone(), REVIEWED.to_owned(), config.map(str::to_owned), "www.example.com", false);
    hands
}

/// What the hands have been asked since the last call of this.
pub fn calls(hands: &Hands) -> Vec<String> {
    let calls: Array = member(hands, "calls").unchecked_into();
    let length = calls.length();
    calls
        .splice(0, length, &JsValue::UNDEFINED)
        .iter()
        .take(length as usize)
        .filter_map(|it| it.as_string())
        .collect()
}

/// A script that waits in this lane; its ticket.
pub fn hold(url: &str, lane: Lane) -> u32 {
    page::ask(url, Kind::Script as u8, lane as u8)
}

/// Whether a script would be held now.
pub fn held(url: &str) -> bool {
    page::peek(url, Kind::Script as u8)
}

/// A choice by code of the page.
pub fn choose(verb: &str, ids: &str) {
    page::choose(verb, ids, "r1", "api", false);
}

/// A released script has ended.
pub fn settle(ticket: u32, outcome: Outcome) {
    page::settled(ticket, outcome as u8);
}

/// The states of the report's rows, in order.
pub fn states() -> Vec<String> {
    let rows: Array = page::report().unchecked_into();
    rows.iter().filter_map(|row| member(&row, "state").as_string()).collect()
}

/// The page's `state()` as JSON.
pub fn state() -> String {
    json(&page::state("one-tag", "wasm", false))
}

/// One member of an object.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

/// A value as JSON, as the page would write it.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The browser's storage of the test page.
pub fn storage() -> web_sys::Storage {
    web_sys::window().and_then(|window| window.local_storage().ok()?).expect("a storage")
}
