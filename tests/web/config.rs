//! The site's configuration as text: each mistake is one line, and the default is used.

use crate::support::{CLARITY, PIXEL, calls, choose, held, start, states};
use consent_gate::page;
use wasm_bindgen_test::wasm_bindgen_test;

/// A script of an unknown host.
const NOBODYS: &str = "https://cdn.example.net/x.js";

#[wasm_bindgen_test]
fn no_config_is_the_default() {
    let hands = start(None);
    assert!(held(CLARITY));
    assert_eq!(calls(&hands), [""; 0]);
}

#[wasm_bindgen_test]
fn text_that_is_not_json_gets_strict_defaults() {
    for text in ["", "{", "{'regime':'opt-out'}", "undefined", "\u{0}"] {
        let hands = start(Some(text));
        assert_eq!(calls(&hands), [""; 0], "the page says where the mistake is");
        assert!(held(CLARITY));
        assert!(!held(NOBODYS));
    }
    start(Some(r#"{"unknown":"hold""#));
    assert!(held(NOBODYS));
}

#[wasm_bindgen_test]
fn a_mistake_is_reported_and_the_rest_applies() {
    let hands = start(Some(r#"{"regime":"opt-out","unknwon":"hold","csp":5}"#));
    let asked = calls(&hands);
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains("unknwon") && asked[1].contains("csp"), "{asked:?}");
    assert!(!held(CLARITY));
    assert!(!page::trusts_hosts());
}

#[wasm_bindgen_test]
fn values_of_a_wrong_type_are_reported() {
    let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
    for text in
        ["[]", "5", "\"opt-out\"", deep.as_str(), r#"{"vendors":[]}"#, r#"{"vendors":{"x":{"features":5}}}"#]
    {
        let hands = start(Some(text));
        assert!(!calls(&hands).is_empty(), "{text}");
        assert!(held(CLARITY), "{text}");
    }
}

#[wasm_bindgen_test]
fn the_site_defines_vendors() {
    start(Some(
        r#"{"csp":"hosts","vendors":{"chat":{"domains":["chat.example.net"],"category":"functional","consent":"required"}}}"#,
    ));
    assert!(page::trusts_hosts());
    assert!(held("https://eu.chat.example.net/w.js"));
    choose("grant", "chat");
    assert!(!held("https://eu.chat.example.net/w.js"));
}

#[wasm_bindgen_test]
fn a_locked_api_grants_only_to_the_visitor() {
    let hands = start(Some(r#"{"api":"locked"}"#));
    page::ask(PIXEL, 0, 3);
    calls(&hands);
    choose("grantAll", "");
    let asked = calls(&hands);
    assert!(matches!(&asked[..], [line] if line.starts_with("complain the API is locked")), "{asked:?}");
    assert_eq!(states(), ["waiting"]);
    page::choose("grantAll", "", "r1", "banner");
    assert_eq!(states(), ["released"]);
}

#[wasm_bindgen_test]
fn an_unknown_id_is_reported_once_and_the_others_count() {
    let hands = start(None);
    choose("grant", "nobody\nanalytics");
    let asked = calls(&hands);
    assert_eq!(asked.iter().filter(|line| line.starts_with("complain \"nobody\"")).count(), 1, "{asked:?}");
    assert!(!held(CLARITY));
    choose("deny", "necessary");
    assert!(
        calls(&hands)[0].starts_with("complain \"necessary\" is necessary"),
        "no denial of what is necessary"
    );
}
