//! Writes values as JSON text. `value.rs` has the values that are read.

use crate::gate::text::bytes::{push_json, push_number};

/// A value that the gate returns as JSON text. The page parses the text, which takes fewer bytes of wasm than creating
/// the objects here.
pub trait Json {
    /// Appends the value as JSON text.
    fn write(&self, out: &mut String);

    /// Returns the value as JSON text.
    fn json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

impl Json for &str {
    fn write(&self, out: &mut String) {
        push_json(out, self);
    }
}

impl Json for String {
    fn write(&self, out: &mut String) {
        push_json(out, self);
    }
}

impl Json for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Json for u32 {
    fn write(&self, out: &mut String) {
        push_number(out, (*self).into());
    }
}

/// Moments, written as whole milliseconds.
impl Json for f64 {
    fn write(&self, out: &mut String) {
        push_number(out, *self as u64);
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, out: &mut String) {
        let mut before = "[";
        for value in self {
            out.push_str(before);
            value.write(out);
            before = ",";
        }
        out.push_str(if before == "[" { "[]" } else { "]" });
    }
}

/// Appends one member of an object. `before` is the opening brace or the comma before it.
pub(crate) fn push_member(out: &mut String, before: &str, name: &str, value: &dyn Json) {
    out.push_str(before);
    push_json(out, name);
    out.push(':');
    value.write(out);
}
