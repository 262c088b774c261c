//! The consent record: what the visitor chose, when, how, and under which policy version. Read from a parsed value and
//! written as a line of JSON, both by hand. Knows no table: an id that no vendor has any more is kept as it is.

use crate::gate::category::Category;
use crate::gate::text::bytes::{push_json, push_number};
use crate::gate::text::value::Value;

/// A moment, in milliseconds since 1970-01-01 UTC. The gate owns no clock; moments come in from outside.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Time(pub f64);

/// How a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
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

const METHODS: [(Method, &str); 6] = [
    (Method::Banner, "banner"),
    (Method::Preferences, "preferences"),
    (Method::Placeholder, "placeholder"),
    (Method::Api, "api"),
    (Method::Signal, "signal"),
    (Method::Withdrawal, "withdrawal"),
];

impl Method {
    /// The method of this name.
    pub fn parse(name: &str) -> Option<Method> {
        METHODS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The name that the record and `state()` use.
    pub fn name(self) -> &'static str {
        METHODS[self as usize].1
    }
}

/// What the visitor chose: one yes or no for a category, and narrower ones for vendors and features.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choices {
    pub(crate) categories: [Option<bool>; 4],
    pub(crate) narrow: Vec<(String, bool)>,
}

impl Choices {
    /// Sets exactly this id. `necessary` stays a yes.
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

    /// The same answer for all four categories (`necessary` stays a yes), and nothing narrower.
    pub(crate) fn all(yes: bool) -> Choices {
        Choices { categories: [Some(true), Some(yes), Some(yes), Some(yes)], narrow: Vec::new() }
    }
}

/// A visitor's stored consent. Only [`Record::read`] and the gate itself make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub(crate) id: String,
    pub(crate) time: f64,
    pub(crate) method: Method,
    pub(crate) policy_version: Option<String>,
    pub(crate) expires: f64,
    pub(crate) choices: Choices,
}

/// The version of the record's form. Another one is another product's record, or a later one of ours.
const FORM: f64 = 1.0;

/// How far a record may lie in the future before it counts as forged or as made by a broken clock.
const CLOCK_SKEW_MS: f64 = 300_000.0;

/// More choices than any table has ids are no record of ours, only work for the page.
const MOST_CHOICES: usize = 2_000;

/// The last moment that JavaScript's dates know.
const END_OF_TIME_MS: f64 = 8.64e15;

impl Record {
    /// The record in a parsed JSON value; `None` if it is not one of ours, or damaged anywhere.
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

    /// The record as one line of JSON, which [`Record::read`] understands once it is parsed.
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

    /// Whether the record counts at `now` under this policy version: neither expired, nor from the future, nor made
    /// under another version.
    pub fn counts(&self, now: Time, policy_version: Option<&str>) -> bool {
        !self.is_from_the_future(now)
            && now.0 < self.expires
            && self.policy_version.as_deref() == policy_version
    }
}

impl Record {
    /// Whether no clock that is right can have made it yet.
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
