//! `schemas/vendor.schema.json` describes the vendor files that the crate reads: the same keys in every table.
//! `tools/test/schemas.test.mjs` tests the schema with all files of `vendors/` and with invalid ones.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::cli::vendor_file::parse;
use serde_json::Value as Json;

const WHOLE: &str = include_str!("../vendors/infobip.toml");

/// A vendor file that is invalid because of the key `zzz` in one table, and the path of this table in the schema.
const TABLES: [(&str, &str); 6] = [
    ("zzz = 1\nid = \"x\"", "/properties"),
    ("sources = [{ zzz = 1 }]", "/definitions/source/properties"),
    ("[[rule]]\nzzz = 1", "/definitions/rule/properties"),
    ("[[rule]]\nruntime = { zzz = 1 }", "/definitions/runtime/properties"),
    ("[[stub]]\nzzz = 1", "/definitions/stub/properties"),
    ("[[storage]]\nzzz = 1", "/definitions/storage/properties"),
];

/// Returns the keys that the reader lists when it rejects `zzz`, in alphabetical order.
fn known_to_the_reader(toml: &str) -> Vec<String> {
    let error = parse("x.toml", toml).expect_err("zzz is not a key").to_string();
    let (_, list) = error.split_once("expected one of ").unwrap_or_else(|| panic!("{error}"));
    let mut keys: Vec<String> = list.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn schema_and_reader_have_the_same_keys() {
    let schema: Json = serde_json::from_str(include_str!("../schemas/vendor.schema.json")).expect("JSON");
    for (toml, place) in TABLES {
        let table = schema.pointer(place).and_then(Json::as_object).expect(place);
        let mut keys: Vec<&str> = table.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(known_to_the_reader(toml), keys, "{place}");
    }
}

#[test]
fn reader_requires_what_the_schema_requires() {
    let schema: Json = serde_json::from_str(include_str!("../schemas/vendor.schema.json")).expect("JSON");
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        let without: Vec<&str> =
            WHOLE.lines().filter(|line| !line.starts_with(&format!("{key} = "))).collect();
        let error = parse("x.toml", &without.join("\n"));
        assert!(error.is_err_and(|error| error.to_string().contains("missing field")), "{key}");
    }
}
