//! A config file, read with serde_json into the plain values that the gate understands.

use crate::gate::{Config, Value};
use std::path::Path;

/// The config in this file, the default one without a file. What is wrong in it goes to the standard error stream, one
/// line each, as it goes to the console in a page.
///
/// # Errors
///
/// One line if the file cannot be read or is no JSON.
pub fn read(path: Option<&Path>) -> Result<Config, String> {
    let Some(path) = path else { return Ok(Config::default()) };
    let (config, problems) = Config::read(&value(json(path)?));
    for problem in problems {
        super::output::complain(format!("{}: {problem}", path.display()));
    }
    Ok(config)
}

/// The file as it is written.
///
/// # Errors
///
/// One line if the file cannot be read or is no JSON.
pub(crate) fn json(path: &Path) -> Result<serde_json::Value, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{shown}: {error}"))
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
