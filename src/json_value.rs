//! JSON from the page's side into the gate's own [`Value`]. The browser parses; what it gives is read by hand, which
//! costs a tenth of the bytes of a deserialiser.

use crate::gate::Value;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Deeper values than any config or record has are left out, so that none can exhaust the stack.
const DEPTH: u8 = 16;

/// The value of a JSON text; `None` where it is none.
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
