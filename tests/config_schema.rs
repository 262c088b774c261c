//! `schemas/config.schema.json` describes the config that the crate reads: the same keys, defaults and verdicts.
//! `tools/test/schemas.test.mjs` tests the schema with the same cases.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Config, Regime};
use serde_json::Value as Json;

const SCHEMA: &str = include_str!("../schemas/config.schema.json");
const CASES: &str = include_str!("cases/config.txt");

fn schema() -> Json {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

/// Returns the keys of the schema, in alphabetical order.
fn keys(schema: &Json) -> Vec<&str> {
    let mut keys: Vec<&str> =
        schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn schema_and_reader_have_the_same_keys() {
    assert_eq!(keys(&schema()), Config::KEYS);
}

#[test]
fn schema_states_the_defaults() {
    let (schema, config) = (schema(), Config::default());
    let default = |key: &str| schema["properties"][key]["default"].clone();
    assert_eq!(default("expires_days").as_f64(), Some(config.expires_days));
    assert_eq!(default("fetch_timeout"), config.fetch_timeout);
    assert_eq!(default("element_timeout"), config.element_timeout);
    assert_eq!(default("regime"), config.regime.name());
    assert_eq!(config.regime, Regime::OptIn);
    assert_eq!(default("unknown"), if config.unknown_held { "hold" } else { "allow" });
    assert_eq!(default("api"), if config.api_locked { "locked" } else { "open" });
    assert_eq!(default("csp"), if config.csp_hosts { "hosts" } else { "nonce" });
}

#[test]
fn reader_accepts_good_configs_and_reports_bad_ones() {
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        let (wanted, json) = line.split_once(' ').expect("a case is a word, a space and a config");
        // The command line and the banner check the options of the banner.
        if json.starts_with(r#"{"banner":{"#) {
            continue;
        }
        let (_, problems) = Config::read(&support::json(json));
        assert_eq!(problems.is_empty(), wanted == "good", "{json}: {problems:?}");
    }
}
