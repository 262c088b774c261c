//! Reads a config file with `serde_json`, and converts it into the values of the gate.

use crate::cli::files::FileError;
use crate::cli::site::banner_options;
use crate::gate::{Config, FULL, Gate, Signals, Time, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};
use thiserror::Error;

/// A config file that cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is not JSON.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// The error of the parser, with line and column.
        source: serde_json::Error,
    },
    /// Keys, values or vendor ids are wrong. Prints a line for each.
    #[error("{}", lines(path, problems))]
    Problems {
        /// The file.
        path: PathBuf,
        /// A sentence for each mistake.
        problems: Vec<String>,
    },
}

/// Returns the problems of a file, one line each.
fn lines(path: &Path, problems: &[String]) -> String {
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {problem}", path.display())).collect();
    lines.join("\n")
}

/// Reads a config file. Returns the default config without a file. As in a page, the file can have comments, trailing
/// commas and a byte order mark.
///
/// # Errors
///
/// [`ConfigError`] if the file cannot be read, is not JSON, or has a wrong key, value or vendor id.
pub fn read(path: Option<&Path>) -> Result<Config, ConfigError> {
    let Some(path) = path else { return Ok(Config::default()) };
    let json = value(json(path)?);
    let (config, problems) = Config::read(&json);
    let gate = Gate::with_table(FULL, "site.invalid", config.clone(), Signals::default(), None, Time(0.0));
    let of_gate = problems.iter().chain(gate.problems()).map(ToString::to_string);
    let problems: Vec<String> = of_gate.chain(banner_options::problems(&json)).collect();
    if problems.is_empty() {
        Ok(config)
    } else {
        Err(ConfigError::Problems { path: path.to_owned(), problems })
    }
}

/// Reads a JSON file without checking its keys. `-` is the standard input.
///
/// # Errors
///
/// [`ConfigError`] if the file cannot be read or is not JSON.
pub(crate) fn json(path: &Path) -> Result<serde_json::Value, ConfigError> {
    let text = text(path).map_err(FileError::at(path))?;
    parse(&text).map_err(|source| ConfigError::Json { path: path.to_owned(), source })
}

/// Reads a file only once. Several parts of a command use the config, and a pipe can be read only once.
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

/// Parses JSON with comments, trailing commas and a byte order mark.
pub(crate) fn parse(text: &str) -> serde_json::Result<serde_json::Value> {
    serde_json::from_str(&strict_json(text))
}

/// Replaces comments and trailing commas by blanks, and removes a byte order mark. Lines and columns stay the same.
/// `www/platform/config.ts` does the same in a page.
fn strict_json(text: &str) -> String {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    // The position of the last comma in `out`, if only blanks and comments have followed it.
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

/// Returns the length of the string, comment or character at the start of `text`.
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

/// Converts a JSON value into the gate's type.
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
    use super::*;
    use std::error::Error as _;

    #[test]
    fn errors_name_the_file_and_keep_their_source() {
        let error = read(Some(Path::new("missing/config.json"))).expect_err("no such file");
        assert!(
            matches!(error, ConfigError::File(_)) && error.to_string().starts_with("missing/config.json: ")
        );
        let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::NotFound));
    }

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
