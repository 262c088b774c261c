//! Reads the values of single config keys and collects what is wrong with them. Decides nothing about requests.
//!
//! Ids and patterns are kept for as long as the program runs: a page has one config, and the tables of a running gate
//! then hold plain references.

use crate::gate::config::problem::Problem;
use crate::gate::text::bytes::{join, push_number};
use crate::gate::text::misspelt::{Nearest, hint};
use crate::gate::text::value::Value;
use crate::gate::vendors::location::Host;
use crate::gate::vendors::pattern::parts;

/// The names of what can be told. A compiled table has their first letters.
pub const SIGNALS: [&str; 5] = ["google", "uet", "clarity", "meta", "tiktok"];

/// Walks through one config.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Problem>,
    /// The key that is being read: `vendors.infobip.consent`.
    key: String,
}

const NO_HOST: &str = "\" is not a host name (ASCII, without scheme and port); it is ignored";

impl Reader {
    /// Complains that the key `name` does not exist. Returns the known key that was probably meant, or nothing.
    pub(crate) fn unknown(&mut self, name: &str, known: &[&str]) -> String {
        let mut nearest = Nearest::new(name);
        for known in known {
            nearest.consider(known);
        }
        self.problem(&["\": there is no such key; it is ignored", &hint(nearest.found.as_deref())]);
        nearest.found.unwrap_or_default()
    }

    /// The value of the current key is of no use.
    pub(crate) fn wrong(&mut self, wanted: &str) {
        if self.key.is_empty() {
            self.problems.push(Problem("the config must be a JSON object; the defaults are used".to_owned()));
        } else {
            self.wrong_so(wanted, "the default");
        }
    }

    /// The value of the current key is of no use; says what is used instead.
    fn wrong_so(&mut self, wanted: &str, used: &str) {
        self.problem(&["\" must be ", wanted, "; ", used, " is used"]);
    }

    pub(crate) fn problem(&mut self, parts: &[&str]) {
        self.problems.push(Problem(join(&["config \"", &self.key, &join(parts)])));
    }

    /// Reads each member of an object, under its own key.
    pub(crate) fn each(&mut self, value: &Value, read: &mut dyn FnMut(&mut Reader, &str, &Value)) {
        let Value::Map(members) = value else { return self.wrong("an object") };
        let length = self.key.len();
        for (name, value) in members {
            self.key.push_str(if length == 0 { "" } else { "." });
            self.key.push_str(name);
            read(self, name, value);
            self.key.truncate(length);
        }
    }

    /// Whether the second word stands there; the first one is the default.
    pub(crate) fn either(&mut self, value: &Value, usual: &str, other: &str) -> bool {
        self.one_of(value, usual, other).unwrap_or_else(|wanted| {
            self.wrong(&wanted);
            false
        })
    }

    /// As `either`, where the second word is the stricter one: any other value than the first counts as the second.
    pub(crate) fn strictly(&mut self, value: &Value, usual: &str, other: &str) -> bool {
        self.one_of(value, usual, other).unwrap_or_else(|wanted| {
            self.wrong_so(&wanted, &join(&["\"", other, "\""]));
            true
        })
    }

    /// Whether the second word stands there.
    ///
    /// # Errors
    ///
    /// What should stand there, if it is neither.
    fn one_of(&self, value: &Value, usual: &str, other: &str) -> Result<bool, String> {
        match value.text().unwrap_or("") {
            word if word == usual => Ok(false),
            word if word == other => Ok(true),
            _ => Err(join(&["\"", usual, "\" or \"", other, "\""])),
        }
    }

    pub(crate) fn text<'v>(&mut self, value: &'v Value) -> Option<&'v str> {
        if value.text().is_none() {
            self.wrong("a string");
        }
        value.text()
    }

    pub(crate) fn number(&mut self, value: &Value, least: u32, most: u32, usual: f64) -> f64 {
        match value.number() {
            Some(number) if number >= least.into() && number <= most.into() => number,
            _ => {
                let mut wanted = String::from("a number from ");
                push_number(&mut wanted, least.into());
                wanted.push_str(" to ");
                push_number(&mut wanted, most.into());
                self.wrong(&wanted);
                usual
            }
        }
    }

    /// A time in ms, ten minutes at most.
    pub(crate) fn timeout(&mut self, value: &Value, usual: u32) -> u32 {
        self.number(value, 1, 600_000, usual.into()) as u32
    }

    /// A version is a name: `"3"` and `3` are the same one.
    pub(crate) fn version(&mut self, value: &Value) -> Option<String> {
        let mut text = String::new();
        match value {
            Value::Text(version) => text.push_str(version),
            Value::Number(number) if *number as u64 as f64 == *number => {
                push_number(&mut text, *number as u64)
            }
            _ => {
                self.wrong("a string or a whole number");
                return None;
            }
        }
        Some(text)
    }

    /// `false`, `true` (the default) or an object of options, which their own module reads. Here only the ids of its
    /// `vendors` are of use.
    pub(crate) fn options(&mut self, value: &Value) -> Vec<String> {
        if !matches!(value, Value::Bool(_) | Value::Map(_)) {
            self.wrong("false or an object");
        }
        let mut ids = Vec::new();
        if let Some(Value::List(list)) = value.get("vendors") {
            for id in list {
                ids.push(id.text().unwrap_or("").to_owned());
            }
        }
        ids
    }

    /// Which signals are given; the page acts on it.
    pub(crate) fn signals(&mut self, value: &Value) {
        self.each(value, &mut |reader, name, value| match value {
            _ if !SIGNALS.contains(&name) => {
                reader.unknown(name, &SIGNALS);
            }
            Value::Bool(_) => {}
            _ => reader.wrong("true or false"),
        });
    }

    pub(crate) fn hosts(&mut self, value: &Value) -> Vec<Host> {
        let mut hosts = Vec::new();
        self.lines(value, &mut |line| Host::parse(line).map(|host| hosts.push(host)).is_some());
        hosts
    }

    /// Patterns, their hosts in the form in which hosts are compared.
    pub(crate) fn domains(&mut self, value: &Value) -> Vec<&'static str> {
        let mut domains = Vec::new();
        self.lines(value, &mut |line| {
            let (equals, host, rest) = parts(line);
            let host = Host::parse(host);
            domains.extend(host.as_ref().map(|host| keep(&join(&[equals, host.as_str(), rest]))));
            host.is_some()
        });
        domains
    }

    /// Reads a list of strings; `take` says whether a string was of use.
    fn lines(&mut self, value: &Value, take: &mut dyn FnMut(&str) -> bool) {
        let Value::List(list) = value else { return self.wrong("a list of strings") };
        for entry in list {
            let line = entry.text().unwrap_or("an entry that is not a string");
            if !take(line) {
                self.problem(&["\": \"", line, NO_HOST]);
            }
        }
    }
}

/// Keeps a text for as long as the program runs.
pub(crate) fn keep(text: &str) -> &'static str {
    text.to_owned().leak()
}
