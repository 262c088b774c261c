//! Reads the texts that the gate starts with: the page's config and the stored record.

use super::hands::Hands;
use crate::gate::{Config, Problem, Record, Time, Value};
use crate::json_value;

/// Reads the config. Invalid JSON gets the strict reading, and the page reports where the mistake is.
pub(super) fn config(config: Option<&str>) -> (Config, Vec<Problem>) {
    let Some(text) = config else { return (Config::default(), Vec::new()) };
    let value = json_value::parse(text);
    let (config, problems) = value.as_ref().map(Config::read).unwrap_or_default();
    if matches!(value, Some(Value::Map(_))) {
        (config, problems)
    } else {
        (Config::unreadable(text), problems)
    }
}

/// Reads the stored record. The page reports a record that cannot be read or is dated in the future, and ignores it.
pub(super) fn record(hands: &Hands, now: Time) -> Option<Record> {
    let text = hands.load()?;
    let record = json_value::parse(&text).and_then(|value| Record::read(&value));
    if record.as_ref().is_none_or(|record| record.is_from_the_future(now)) {
        hands.complain(DAMAGED);
    }
    record
}

const DAMAGED: &str =
    "the stored record is damaged or from the future and does not count: the visitor is asked again";
