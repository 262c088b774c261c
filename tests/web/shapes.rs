//! The exact shapes of `state()` and `report()`: other programs are written against them.

use crate::support::{CLARITY, choose, hold, json, member, parsed, start, state};
use consent_gate::gate::Lane;
use consent_gate::page;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn state_of_a_visitor_without_a_choice() {
    start(None);
    let expected = concat!(
        r#"{"regime":"opt-in","decided":false,"#,
        r#""categories":{"necessary":true,"functional":false,"analytics":false,"marketing":false},"#,
        r#""choices":{},"signals":{"gpc":false},"record":null,"#,
        r#""strength":"one-tag","engine":"wasm","late":false,"waiting":0}"#
    );
    assert_eq!(state(), expected);
}

#[wasm_bindgen_test]
fn state_of_a_visitor_who_has_chosen() {
    start(Some(r#"{"policy_version":"7","expires_days":1}"#));
    hold(CLARITY, Lane::Free);
    choose("grant", "functional\ninfobip/people-cdp-sdk");
    let state = parsed(&page::state("sealed", "js", true));
    assert_eq!(
        json(&member(&state, "categories")),
        r#"{"necessary":true,"functional":true,"analytics":false,"marketing":false}"#
    );
    assert_eq!(json(&member(&state, "choices")), r#"{"infobip/people-cdp-sdk":true}"#);
    let record = member(&state, "record");
    let [time, expires] = ["time", "expires"].map(|name| member(&record, name).as_f64().unwrap_or_default());
    assert_eq!(expires - time, 86_400_000.0);
    assert_eq!(
        json(&record),
        format!(r#"{{"id":"r1","time":{time},"method":"api","policy_version":"7","expires":{expires}}}"#)
    );
    let rest = ["decided", "strength", "engine", "late", "waiting"].map(|name| json(&member(&state, name)));
    assert_eq!(rest, ["true", "\"sealed\"", "\"js\"", "true", "1"]);
}

#[wasm_bindgen_test]
fn rows_of_the_report() {
    start(None);
    hold(CLARITY, Lane::Free);
    hold("https://cdn.example.net/x.js", Lane::Free);
    page::note_late("https://www.google-analytics.com/analytics.js", 0);
    let report = page::report();
    let rows: [(&str, &str); 3] = [
        (
            r#"{"ticket":1,"url":"https://www.clarity.ms/tag/p","kind":"script","vendor":"microsoft-clarity","#,
            r#""feature":"tag","category":"analytics","verdict":"hold","state":"waiting","reason":"microsoft-clarity/tag is analytics and held"#,
        ),
        (
            r#"{"ticket":null,"url":"https://cdn.example.net/x.js","kind":"script","vendor":null,"#,
            r#""feature":null,"category":null,"verdict":"allow","state":"allowed","reason":"unknown third party"#,
        ),
        (
            r#"{"ticket":null,"url":"https://www.google-analytics.com/analytics.js","kind":"script","vendor":"google-analytics","#,
            r#""feature":null,"category":"analytics","verdict":"hold","state":"late","reason":"#,
        ),
    ];
    for (start, end) in rows {
        assert!(report.contains(&format!("{start}{end}")), "{start}{end} is not in\n{report}");
    }
}
