//! A config file, read with serde_json into the plain values that the gate understands.

use crate::cli::site::banner_options;
use crate::gate::{Config, FULL, Gate, Signals, Time, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

/// The config in this file, the default one without a file. Comments, trailing commas and a byte order mark are allowed,
/// as in a page.
///
/// # Errors
///
/// One line for each mistake: the file cannot be read or is no JSON, a key or a value is wrong, or an id names no vendor.
pub fn read(path: Option<&Path>) -> Result<Config, String> {
    let Some(path) = path else { return Ok(Config::default()) };
    let json = value(json(path)?);
    let (config, problems) = Config::read(&json);
    let gate = Gate::with_table(FULL, "site.invalid", config.clone(), Signals::default(), None, Time(0.0));
    let of_gate = problems.iter().chain(gate.problems()).map(ToString::to_string);
    let lines: Vec<String> = of_gate
        .chain(banner_options::problems(&json))
        .map(|problem| format!("{}: {problem}", path.display()))
        .collect();
    if lines.is_empty() { Ok(config) } else { Err(lines.join("\n")) }
}

/// The file as it is written; `-` is the standard input.
///
/// # Errors
///
/// One line if the file cannot be read or is no JSON.
pub(crate) fn json(path: &Path) -> Result<serde_json::Value, String> {
    let shown = path.display();
    let text = text(path).map_err(|error| format!("{shown}: {error}"))?;
    parse(&text).map_err(|error| format!("{shown}: {error}"))
}

/// Reads a file once: a pipe, which may be asked for by several parts of a command, gives its text only once.
fn text(path: &Path) -> io::Result<String> {
    static TEXTS: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = texts.get(path) {
        return Ok(text.clone());
    }
    let stdin = path.as_os_str() == "-";
    let text = if stdin { io::read_to_string(io::stdin())? } else { fs::read_to_string(path)? };
    texts.insert(path.to_owned(), text.clone());
    Ok(text)
}

/// Parses the text of a config file.
pub(crate) fn parse(text: &str) -> serde_json::Result<serde_json::Value> {
    serde_json::from_str(&strict_json(text))
}

/// Overwrites comments, trailing commas and a byte order mark with blanks, so that lines and columns stay.
/// `platform/config.ts` does the same in a page.
fn strict_json(text: &str) -> String {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    // Where the last comma stands in `out`, if nothing but blanks and comments has followed it.
    let mut comma = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest);
        let (token, after) = rest.split_at(length);
        rest = after;
        if length > 1 && first == '/' {
            out.extend(token.chars().map(|c| if c == '\n' { c } else { ' ' }));
            continue;
        }
        if let (Some(at), ']' | '}') = (comma, first) {
            out.replace_range(at..=at, " ");
        }
        if first == ',' {
            comma = Some(out.len());
        } else if !first.is_ascii_whitespace() {
            comma = None;
        }
        out.push_str(token);
    }
    out
}

/// The length of the string, comment or single character with which `text` begins.
fn token_length(text: &str) -> usize {
    if let Some(inner) = text.strip_prefix('"') {
        let mut escaped = false;
        let end = inner.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        return end.map_or(text.len(), |end| end + 2);
    }
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if let Some(inner) = text.strip_prefix("/*") {
        return inner.find("*/").map_or(text.len(), |end| end + 4);
    }
    text.chars().next().map_or(0, char::len_utf8)
}

/// The gate's form of a JSON value.
pub fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(yes),
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(list) => Value::List(list.into_iter().map(value).collect()),
        serde_json::Value::Object(map) => {
            Value::Map(map.into_iter().map(|(key, it)| (key, value(it))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::strict_json;

    #[test]
    fn comments_and_trailing_commas_are_blanks() {
        for (text, wanted) in [
            ("\u{FEFF}{}", "{}"),
            ("{\"a\":1,}", "{\"a\":1 }"),
            ("[1, /* x\n */ ]", "[1      \n    ]"),
            ("// x\n{\"a\":\"//,]\\\",]\"}", "    \n{\"a\":\"//,]\\\",]\"}"),
            ("[1,,]", "[1, ]"),
            ("{\"a\":\"", "{\"a\":\""),
            ("/* x", "    "),
        ] {
            let found = strict_json(text);
            assert_eq!(found.trim_end(), wanted.trim_end(), "{text}");
            assert_eq!(found.matches('\n').count(), text.matches('\n').count());
        }
        assert!(serde_json::from_str::<serde_json::Value>(&strict_json("[1,,]")).is_err());
    }
}
