//! Converts JSON into the gate's [`Value`]. The browser parses the text, and this file reads the result without a
//! deserialiser, which takes fewer bytes.

use crate::gate::Value;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Maximum depth. Configs and records are never this deep.
///
/// Threat: a deeply nested JSON text would exhaust the stack. Deeper lists and objects are read as `null`.
const DEPTH: u8 = 16;

/// Parses a JSON text. Returns `None` if it is not valid.
pub(super) fn parse(text: &str) -> Option<Value> {
    JSON::parse(text).ok().map(|value| read(&value, DEPTH))
}

fn read(value: &JsValue, depth: u8) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(truth) = value.as_bool() {
        Value::Bool(truth)
    } else if depth == 0 || value.is_null() {
        Value::Null
    } else if let Some(list) = value.dyn_ref::<Array>() {
        let mut items = Vec::new();
        for at in 0..list.length() {
            items.push(read(&list.get(at), depth - 1));
        }
        Value::List(items)
    } else {
        let entries = Object::entries(value.unchecked_ref());
        let mut members = Vec::new();
        for at in 0..entries.length() {
            members.push(pair(&entries.get(at), depth));
        }
        Value::Map(members)
    }
}

fn pair(entry: &JsValue, depth: u8) -> (String, Value) {
    let entry: &Array = entry.unchecked_ref();
    (entry.get(0).as_string().unwrap_or_default(), read(&entry.get(1), depth - 1))
}
