//! The consent record: what the visitor chose, when, how, and under which policy version.

use super::value::Value;

/// A moment, in milliseconds since 1970-01-01 UTC. The gate owns no clock; moments come in from outside.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Time(pub f64);

/// How a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A button of the first layer.
    Banner,
    /// The preferences.
    Preferences,
    /// The placeholder of one held embed.
    Placeholder,
    /// Code of the page called the API.
    Api,
    /// The browser said so (Global Privacy Control).
    Signal,
    /// The visitor took a consent back.
    Withdrawal,
}

/// What the visitor chose. Only [`Record::read`] and the gate itself make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub(crate) id: String,
}

impl Record {
    /// The record in a parsed JSON value; `None` if it is not one of ours, or damaged.
    pub fn read(_value: &Value) -> Option<Record> {
        None
    }

    /// The record as one line of JSON.
    pub fn write(&self) -> String {
        String::new()
    }
}
