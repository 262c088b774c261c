//! The golden verdicts in a browser. `tests/gate_verdicts.rs` tests the same file natively.

use crate::support::{held, member, rows, start};
use consent_gate::gate::{Kind, Lane};
use consent_gate::page;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Returns the row of the report for a request, in the form of the file without the consent need.
fn reported(url: &str, kind: &str) -> [String; 4] {
    start(None);
    page::ask(url, Kind::from_name(kind) as u8, Lane::Free as u8);
    let rows = rows();
    let row = rows.get(0);
    if row == JsValue::UNDEFINED {
        return ["", "", "", "allow"].map(str::to_owned);
    }
    ["vendor", "feature", "category", "verdict"]
        .map(|name| member(&row, name).as_string().unwrap_or_default())
}

#[wasm_bindgen_test]
fn every_golden_row_holds() {
    let mut wrong = Vec::new();
    for case in include_str!("../cases/verdicts.tsv").lines().skip(1) {
        let fields: Vec<&str> = case.split('\t').collect();
        let [url, kind, vendor, feature, category, _, verdict] = fields[..] else {
            panic!("seven fields, not {case}");
        };
        let now = reported(url, kind);
        if now != [vendor, feature, category, verdict] || held(url) != (verdict == "hold") {
            wrong.push(format!("\nfile: {case}\npage: {now:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:{}", wrong.len(), wrong.concat());
}

#[wasm_bindgen_test]
fn every_kind_of_address_has_a_verdict() {
    start(None);
    let long = format!("https://www.clarity.ms/tag/{}", "a".repeat(1_000_000));
    assert!(held(&long));
    for url in
        ["", "data:text/javascript,1", "blob:https://www.clarity.ms/1", "about:blank", "https://", "\u{fffd}"]
    {
        assert!(!held(url), "{url}");
    }
    assert_eq!(page::report(), "[]");
}
