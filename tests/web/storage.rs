//! The record in the browser's storage. `tests/pages/storage.test.mjs` tests browsers without storage.

use crate::support::{
    CLARITY, calls, choose, held, hold, json, member, parsed, start, start_again, state, storage,
};
use consent_gate::gate::Lane;
use consent_gate::page;
use wasm_bindgen_test::wasm_bindgen_test;

const KEY: &str = "consent-gate";

/// A record as another tab writes it; `more` replaces its last members.
fn written(more: &str) -> String {
    let now = js_sys::Date::now().trunc();
    format!(r#"{{"v":1,"id":"other","time":{now},"method":"banner","expires":{},{more}}}"#, now + 1e9)
}

fn stored() -> Option<String> {
    storage().get_item(KEY).expect("the storage of the test page")
}

fn put(text: &str) {
    storage().set_item(KEY, text).expect("the storage of the test page");
}

#[wasm_bindgen_test]
fn a_choice_is_stored_before_the_call_returns() {
    start(None);
    choose("grant", "analytics\ninfobip/people-cdp-sdk");
    let text = stored().expect("a record");
    assert!(text.starts_with(r#"{"v":1,"id":"r1","time":"#), "{text}");
    assert!(text.ends_with(r#""choices":{"analytics":true,"infobip/people-cdp-sdk":true}}"#), "{text}");
}

#[wasm_bindgen_test]
fn the_next_page_reads_what_this_one_wrote() {
    start(Some(r#"{"policy_version":"é \"7\" \\ \u2028"}"#));
    choose("grant", "analytics\ngoogle-maps");
    let before = state();
    start_again(Some(r#"{"policy_version":"é \"7\" \\ \u2028"}"#));
    assert_eq!(state(), before);
    assert!(!held(CLARITY));
}

#[wasm_bindgen_test]
fn a_record_under_another_policy_does_not_count() {
    start(Some(r#"{"policy_version":"7"}"#));
    choose("grantAll", "");
    start_again(Some(r#"{"policy_version":"8"}"#));
    assert!(held(CLARITY));
}

#[wasm_bindgen_test]
fn an_invalid_record_counts_as_none() {
    let late = format!(
        r#"{{"v":1,"id":"x","time":{},"method":"api","expires":9e14,"choices":{{"analytics":true}}}}"#,
        8e14
    );
    let old = r#"{"v":1,"id":"x","time":1,"method":"api","expires":2,"choices":{"analytics":true}}"#;
    let version = written(r#""choices":{"analytics":true}"#).replace("\"v\":1", "\"v\":2");
    let half = written(r#""choices":{"analytics":true"#);
    let word = written(r#""choices":{"analytics":"yes"}"#);
    let damaged = ["", "null", "[]", "{}", "granted", "\u{0}\u{ffff}", &late, &version, &half, &word];
    for (text, lines) in damaged.map(|text| (text, 1)).into_iter().chain([(old, 0)]) {
        start(None);
        put(text);
        let hands = start_again(None);
        assert!(held(CLARITY), "{text}");
        assert_eq!(json(&member(&parsed(&page::state("", "", false)), "record")), "null", "{text}");
        let said = calls(&hands);
        assert_eq!(said.len(), lines, "{text}: {said:?}");
        assert!(said.iter().all(|line| line.starts_with("complain the stored record")), "{said:?}");
    }
}

#[wasm_bindgen_test]
fn a_choice_in_another_tab_applies_here() {
    let hands = start(None);
    hold(CLARITY, Lane::Free);
    put(&written(r#""choices":{"analytics":true}"#));
    calls(&hands);
    page::reread();
    assert_eq!(calls(&hands), ["emit change", "run 1", "emit release 1 released"]);
    page::reread();
    assert_eq!(calls(&hands), [""; 0], "nothing has changed since");
    storage().clear().expect("the storage of the test page");
    page::reread();
    assert_eq!(calls(&hands), ["emit change"]);
    assert!(held(CLARITY));
}

#[wasm_bindgen_test]
fn the_record_contains_a_withdrawal() {
    start(None);
    choose("grantAll", "");
    choose("withdraw", "");
    let text = stored().expect("a record");
    assert!(text.contains(r#""method":"withdrawal""#), "{text}");
    assert!(text.contains(r#""analytics":false"#), "{text}");
    start_again(None);
    assert!(held(CLARITY));
}
