//! Host effects that log their calls, and short functions for the interface. Every test starts a new gate, in a page
//! with empty storage.

use consent_gate::gate::{EVERYDAY, Kind, Lane, Outcome};
use consent_gate::page::{self, Hands};
use gloo_storage::{LocalStorage, Storage as _};
use js_sys::{Array, JSON, Reflect, eval};
use wasm_bindgen::{JsCast, JsValue};

/// A script that waits for consent to analytics, one for marketing, and a library that waits for functional.
pub const CLARITY: &str = "https://www.clarity.ms/tag/p";
pub const PIXEL: &str = "https://connect.facebook.net/en_US/fbevents.js";
pub const MAPS: &str = "https://maps.googleapis.com/maps/api/js?key=k";

/// Each call is one line: the name, then its arguments. A row is shown by its ticket and state.
const HANDS: &str = r#"(() => {
  const calls = [];
  const row = (value) => /^\{/.test(value) && JSON.parse(value);
  const told = (value) => (row(value) ? `${row(value).ticket} ${row(value).state}` : value ?? "");
  const hand = (name) => (...given) => void calls.push([name, ...given.map(told)].join(" ").trim());
  const names = ["fetch", "run", "fail", "discard", "emit", "complain"];
  const waited = [];
  const wait = (ticket, ms) => void waited.push(`${ticket} ${ms}`);
  const load = () => localStorage.getItem("consent-gate") ?? undefined;
  const save = (text) => localStorage.setItem("consent-gate", text);
  const watched = [];
  const watch = (global, queue) => void watched.push(`${global} ${queue}`);
  const signalled = [];
  const signal = (letter, url) => void signalled.push(`${String.fromCodePoint(letter)} ${url}`);
  return { calls, waited, wait, load, save, watch, watched, signal, signalled, ...Object.fromEntries(names.map((name) => [name, hand(name)])) };
})()"#;

/// Starts a gate for a visitor of www.example.com who has not chosen.
pub fn start(config: Option<&str>) -> Hands {
    storage().clear().expect("the storage of the test page");
    start_again(config)
}

/// Starts a gate as the next page of the same site does.
pub fn start_again(config: Option<&str>) -> Hands {
    let hands: Hands = eval(HANDS).expect("the hands").unchecked_into();
    page::start(hands.clone(), EVERYDAY.to_owned(), config.map(str::to_owned), "www.example.com", false);
    hands
}

/// Returns the host effects since the last call of this function.
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

/// Requests a held script in this lane, and returns its ticket.
pub fn hold(url: &str, lane: Lane) -> u32 {
    page::ask(url, Kind::Script as u8, lane as u8)
}

/// Returns whether a script would be held now.
pub fn held(url: &str) -> bool {
    page::peek(url, Kind::Script as u8)
}

/// Makes a choice by code of the page.
pub fn choose(verb: &str, ids: &str) {
    page::choose(verb, ids, "r1", "api");
}

/// Reports that a released script has ended.
pub fn settle(ticket: u32, outcome: Outcome) {
    page::settled(ticket, outcome as u8);
}

/// Returns the states of the report's rows, in order.
pub fn states() -> Vec<String> {
    rows().iter().filter_map(|row| member(&row, "state").as_string()).collect()
}

/// Returns the rows of the report.
pub fn rows() -> Array {
    parsed(&page::report()).unchecked_into()
}

/// Returns the page's `state()` as JSON.
pub fn state() -> String {
    page::state("one-tag", "wasm", false)
}

/// Parses a JSON text.
pub fn parsed(text: &str) -> JsValue {
    JSON::parse(text).expect("JSON")
}

/// Returns one member of an object.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

/// Returns a value as JSON, as the page would serialize it.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Returns the browser's storage of the test page.
pub fn storage() -> web_sys::Storage {
    LocalStorage::raw()
}
