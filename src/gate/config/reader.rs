//! Reads the values of single config keys and collects the problems. Decides nothing about requests.
//!
//! Ids and patterns are never freed. A page has only one config, and the tables of a gate can then hold `'static`
//! references.

use crate::gate::config::problem::Problem;
use crate::gate::text::bytes::{join, push_number};
use crate::gate::text::misspelt::{Nearest, hint};
use crate::gate::text::value::Value;
use crate::gate::vendors::location::Host;
use crate::gate::vendors::pattern::parts;

/// The names of the signals to vendors. A compiled table contains their first letters.
pub const SIGNALS: [&str; 5] = ["google", "uet", "clarity", "meta", "tiktok"];

/// Reads one config.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Problem>,
    /// The path of the current key, such as `vendors.infobip.consent`.
    key: String,
}

const NO_HOST: &str = "\" is not a host name (ASCII, without scheme and port); it is ignored";

impl Reader {
    /// Reports that the key `name` does not exist. Returns the known key that was probably meant, or an empty text.
    pub(crate) fn unknown(&mut self, name: &str, known: &[&str]) -> String {
        let mut nearest = Nearest::new(name);
        for known in known {
            nearest.consider(known);
        }
        self.problem(&["\": unknown key; it is ignored", &hint(nearest.found.as_deref())]);
        nearest.found.unwrap_or_default()
    }

    /// Reports that the current key has a wrong value and that the default is used.
    pub(crate) fn wrong(&mut self, wanted: &str) {
        if self.key.is_empty() {
            self.problems.push(Problem("the config must be a JSON object; the defaults are used".to_owned()));
        } else {
            self.wrong_so(wanted, "the default");
        }
    }

    /// Reports that the current key has a wrong value and names the value that is used instead.
    fn wrong_so(&mut self, wanted: &str, used: &str) {
        self.problem(&["\" must be ", wanted, "; ", used, " is used"]);
    }

    pub(crate) fn problem(&mut self, parts: &[&str]) {
        self.problems.push(Problem(join(&["config \"", &self.key, &join(parts)])));
    }

    /// Reads each member of an object, with its key as the current key.
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

    /// Returns whether the value is the second word. The first word is the default.
    pub(crate) fn either(&mut self, value: &Value, usual: &str, other: &str) -> bool {
        self.one_of(value, usual, other).unwrap_or_else(|wanted| {
            self.wrong(&wanted);
            false
        })
    }

    /// The same as `either`, if the second word is the stricter one: any value except the first word counts as the
    /// second.
    pub(crate) fn strictly(&mut self, value: &Value, usual: &str, other: &str) -> bool {
        self.one_of(value, usual, other).unwrap_or_else(|wanted| {
            self.wrong_so(&wanted, &join(&["\"", other, "\""]));
            true
        })
    }

    /// Returns whether the value is the second word.
    ///
    /// # Errors
    ///
    /// If the value is neither word: a text that lists both.
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

    /// Reads a time in milliseconds, from 1 to 600,000 (ten minutes).
    pub(crate) fn timeout(&mut self, value: &Value, usual: u32) -> u32 {
        self.number(value, 1, 600_000, usual.into()) as u32
    }

    /// Reads a version. Versions are names: `"3"` and `3` are the same.
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

    /// Reads `false`, `true` (the default) or an object of options. Another module reads the options. Here only the ids
    /// in `vendors` are used.
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

    /// Checks the names and values of `signals`. The page sends the signals.
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

    /// Reads patterns. Their hosts are converted to the form in which hosts are compared.
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

    /// Reads a list of strings. `take` returns whether a string is valid.
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

/// Copies a text that is never freed.
pub(crate) fn keep(text: &str) -> &'static str {
    text.to_owned().leak()
}
