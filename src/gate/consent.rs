//! The consent record: the visitor's choices, with time, method and policy version. It is read from a parsed value and
//! written as a line of JSON, without a serialiser.
//!
//! This file does not use the vendor table. An id that no vendor has any more is kept unchanged.

use crate::gate::category::Category;
use crate::gate::text::bytes::{push_json, push_number};
use crate::gate::text::value::Value;

/// A moment, in milliseconds since 1970-01-01 UTC. The gate has no clock; every moment is passed as an argument.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Time(pub f64);

/// How a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Method {
    /// A button of the banner's first layer.
    Banner,
    /// The preferences, the banner's second layer.
    Preferences,
    /// The placeholder of a held embed.
    Placeholder,
    /// A call of the API by code of the page.
    Api,
    /// A signal of the browser (Global Privacy Control).
    Signal,
    /// The visitor withdrew a consent.
    Withdrawal,
}

const METHODS: [(Method, &str); 6] = [
    (Method::Banner, "banner"),
    (Method::Preferences, "preferences"),
    (Method::Placeholder, "placeholder"),
    (Method::Api, "api"),
    (Method::Signal, "signal"),
    (Method::Withdrawal, "withdrawal"),
];

impl Method {
    /// Returns the method with this name.
    pub fn parse(name: &str) -> Option<Method> {
        METHODS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// Returns the name that the record and `state()` use.
    pub fn name(self) -> &'static str {
        METHODS[self as usize].1
    }
}

/// The visitor's choices: an answer for each category, and narrower answers for vendors and features.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choices {
    pub(crate) categories: [Option<bool>; 4],
    pub(crate) narrow: Vec<(String, bool)>,
}

impl Choices {
    /// Sets the choice of exactly this id. `necessary` cannot be denied.
    pub(crate) fn set(&mut self, id: &str, yes: bool) {
        if let Some(category) = Category::parse(id) {
            self.categories[category as usize] = Some(yes || category == Category::Necessary);
            return;
        }
        for choice in &mut self.narrow {
            if choice.0 == id {
                choice.1 = yes;
                return;
            }
        }
        self.narrow.push((id.to_owned(), yes));
    }

    /// Returns the same answer for all four categories, except that `necessary` is always granted. Narrower choices are
    /// removed.
    pub(crate) fn all(yes: bool) -> Choices {
        Choices { categories: [Some(true), Some(yes), Some(yes), Some(yes)], narrow: Vec::new() }
    }
}

/// A visitor's stored consent. Only [`Record::read`] and the gate create one.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub(crate) id: String,
    pub(crate) time: f64,
    pub(crate) method: Method,
    pub(crate) policy_version: Option<String>,
    pub(crate) expires: f64,
    pub(crate) choices: Choices,
}

/// Version of the record's format. A record with another version belongs to another product or to a later release.
const FORM: f64 = 1.0;

/// Maximum number of milliseconds that a record's time may be in the future. Beyond this limit a record counts as
/// forged, or as made by a wrong clock, and is ignored.
const CLOCK_SKEW_MS: f64 = 300_000.0;

/// Maximum number of choices in a record, more than any vendor table has ids.
///
/// Threat: a forged record with many choices would slow the page down. Such a record is rejected.
const MOST_CHOICES: usize = 2_000;

/// The last moment that a JavaScript `Date` can represent (ECMAScript, "time value").
const END_OF_TIME_MS: f64 = 8.64e15;

impl Record {
    /// Reads a record from a parsed JSON value. Returns `None` if any part is missing or invalid.
    pub fn read(value: &Value) -> Option<Record> {
        let moment =
            |key| number(value, key).filter(|ms| (0.0..=END_OF_TIME_MS).contains(ms)).map(f64::trunc);
        if number(value, "v") != Some(FORM) {
            return None;
        }
        let policy_version = match value.get("policy_version") {
            None | Some(Value::Null) => None,
            Some(version) => Some(version.text()?.to_owned()),
        };
        let id = text(value, "id")?.to_owned();
        if id.is_empty() {
            return None;
        }
        Some(Record {
            id,
            time: moment("time")?,
            method: Method::parse(text(value, "method")?)?,
            policy_version,
            expires: moment("expires")?,
            choices: choices(value.get("choices")?)?,
        })
    }

    /// Writes the record as one line of JSON. [`Record::read`] accepts the parsed line.
    pub fn write(&self) -> String {
        let mut out = String::from("{\"v\":1,\"id\":");
        push_json(&mut out, &self.id);
        out.push_str(",\"time\":");
        push_number(&mut out, self.time as u64);
        out.push_str(",\"method\":");
        push_json(&mut out, self.method.name());
        if let Some(version) = &self.policy_version {
            out.push_str(",\"policy_version\":");
            push_json(&mut out, version);
        }
        out.push_str(",\"expires\":");
        push_number(&mut out, self.expires as u64);
        out.push_str(",\"choices\":{");
        let mut comma = "";
        let mut push = |id: &str, yes: bool| {
            out.push_str(comma);
            push_json(&mut out, id);
            out.push_str(if yes { ":true" } else { ":false" });
            comma = ",";
        };
        for category in Category::ALL {
            if let Some(yes) = self.choices.categories[category as usize] {
                push(category.name(), yes);
            }
        }
        for (id, yes) in &self.choices.narrow {
            push(id, *yes);
        }
        out.push_str("}}");
        out
    }

    /// Returns whether the record counts at `now` under this policy version: it has not expired, is not from the
    /// future, and was made under the same version.
    pub fn counts(&self, now: Time, policy_version: Option<&str>) -> bool {
        !self.is_from_the_future(now)
            && now.0 < self.expires
            && self.policy_version.as_deref() == policy_version
    }
}

impl Record {
    /// Returns whether the record's time is so far ahead of `now` that no correct clock can have made it.
    pub fn is_from_the_future(&self, now: Time) -> bool {
        self.time > now.0 + CLOCK_SKEW_MS
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.text()
}

fn number(value: &Value, key: &str) -> Option<f64> {
    value.get(key)?.number()
}

fn choices(value: &Value) -> Option<Choices> {
    let Value::Map(members) = value else { return None };
    if members.len() > MOST_CHOICES {
        return None;
    }
    let mut choices = Choices::default();
    for (id, answer) in members {
        let Value::Bool(yes) = answer else { return None };
        choices.set(id, *yes);
    }
    Some(choices)
}
