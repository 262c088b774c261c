//! Functions for several native tests: configs and records from JSON text, and a gate at a fixed time.
#![allow(dead_code)]

pub mod command;
pub mod scene;

use consent_gate::cli;
use consent_gate::gate::{
    Choice, Config, Effect, Event, Gate, Method, Record, Signals, Surroundings, Time, Value,
};

/// 2026-11-21, noon UTC.
pub const NOW: Time = Time(1_795_262_400_000.0);

/// The page's description for the gate.
pub const PAGE: Surroundings<'static> = Surroundings { strength: "one tag", engine: "wasm", late: false };

/// Parses a JSON text.
pub fn json(text: &str) -> Value {
    cli::value(serde_json::from_str(text).expect(text))
}

/// Reads a config, which must have no problems.
pub fn config(text: &str) -> Config {
    let (config, problems) = Config::read(&json(text));
    assert!(problems.is_empty(), "{text}: {problems:?}");
    config
}

/// Makes a gate on www.example.com without a record.
pub fn gate_with(text: &str, gpc: bool) -> Gate {
    Gate::new("www.example.com", config(text), Signals { gpc }, None, NOW)
}

/// Splits words into ids.
pub fn ids(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// Returns a choice by the API.
pub fn choice(choice: Choice) -> Event {
    Event::Choose { choice, method: Method::Api, id: "record-1".to_owned() }
}

/// Makes a choice, and returns the error messages.
pub fn choose(gate: &mut Gate, made: Choice) -> Vec<String> {
    let effects = gate.handle(choice(made), NOW);
    let complaint = |effect| match effect {
        Effect::Complain(line) => Some(line),
        _ => None,
    };
    effects.into_iter().filter_map(complaint).collect()
}

/// Makes a choice, and returns the record that it stores.
pub fn saved(gate: &mut Gate, made: Choice) -> String {
    let effects = gate.handle(choice(made), NOW);
    let save = |effect| match effect {
        Effect::Save(text) => Some(text),
        _ => None,
    };
    effects.into_iter().find_map(save).expect("a record is stored")
}

/// Returns the record in a stored text.
pub fn record(text: &str) -> Option<Record> {
    Record::read(&json(text))
}
