//! Bad input: the gate does not panic, whatever a page, a config or a store contains. It can read everything that it
//! writes.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Choice, Config, Gate, Kind, Lane, Location, Record, Signals, Value, inline_uses};
use proptest::prelude::*;
use support::{NOW, choose, gate_with, ids, json, record, saved};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Number),
        ".{0,12}".prop_map(Value::Text),
        "(required|exempt|marketing|opt-out|hold|a.example|=a.example/x)".prop_map(Value::Text),
    ];
    let key = "(regime|unknown|first_party|vendors|infobip|features|chat-widget|consent|category|domains|v|id|time|choices|.{0,4})";
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((key, inner), 0..6).prop_map(Value::Map),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_judged(url in "\\PC{0,60}", kind in any::<u8>()) {
        let gate = gate_with("{}", false);
        let verdict = gate.judge(&url, Kind::from_code(kind));
        prop_assert!(!verdict.reason.to_string().is_empty());
    }

    #[test]
    fn what_looks_like_a_url_is_split(
        scheme in "(https?|wss?|data|)", user in "([a-z:@]{0,6}@)?", host in "[a-z0-9.:\\[\\]-]{0,20}", rest in "[/?#a-z=&%]{0,20}"
    ) {
        let url = format!("{scheme}://{user}{host}{rest}");
        if let Some(location) = Location::split(&url) {
            prop_assert!(!location.host().is_empty() && url.contains(location.host()));
            prop_assert!(location.path().is_empty() || location.path().starts_with('/'));
            prop_assert!(!location.host().contains(['/', '?', '#', '@']));
        }
        gate_with("{}", false).judge(&url, Kind::Script);
    }

    #[test]
    fn any_value_is_a_config(value in value()) {
        let (config, _) = Config::read(&value);
        let gate = Gate::new("www.example.com", config, Signals::default(), Record::read(&value), NOW);
        gate.judge("https://livechat.infobip.com/widget.js", Kind::Script);
    }

    #[test]
    fn any_script_is_read(text in "[a-zX`'\"/*\\\\{}()\\[\\]$=>?.,;: \n<!-]{0,80}") {
        inline_uses(&text, "XXX");
        inline_uses(&text.replace('X', "XXX"), "XXX");
    }

    #[test]
    fn a_record_survives_writing_and_reading(id in "\\PC{1,20}", version in prop::option::of("\\PC{0,8}"), time in 0u64..8_000_000_000_000) {
        let version = version.map_or("null".to_owned(), |version| serde_json::to_string(&version).unwrap());
        let text = format!(
            r#"{{"v":1,"id":{},"time":{time},"method":"banner","policy_version":{version},"expires":{},"choices":{{"marketing":true,"x":false}}}}"#,
            serde_json::to_string(&id).unwrap(), time + 1
        );
        let first = record(&text).expect("a record");
        prop_assert_eq!(record(&first.write()), Some(first));
    }
}

#[test]
fn an_invalid_or_damaged_record_does_not_count() {
    let good = saved(&mut gate_with("{}", false), Choice::GrantAll);
    assert!(record(&good).is_some());
    for (from, to) in [
        ("\"v\":1", "\"v\":2"),
        ("\"v\":1,", ""),
        ("\"id\":\"record-1\"", "\"id\":7"),
        ("\"id\":\"record-1\"", "\"id\":\"\""),
        ("\"api\"", "\"telepathy\""),
        ("\"time\":", "\"time\":-"),
        ("\"time\":", "\"when\":"),
        ("\"expires\":", "\"expires\":9e99,\"x\":"),
        ("\"marketing\":true", "\"marketing\":\"yes\""),
        ("\"choices\":{", "\"choices\":[{"),
    ] {
        let bad = good
            .replace(from, to)
            .replace("[{\"necessary\":true,\"functional\":true,\"analytics\":true,\"marketing\":true}", "[]");
        assert!(bad != good, "{from} is not in {good}");
        assert_eq!(record(&bad), None, "{bad}");
    }
    for foreign in ["null", "[]", "7", "\"x\"", "{}", r#"{"consent":true}"#] {
        assert_eq!(record(foreign), None);
    }
}

#[test]
fn the_record_is_one_line_of_json() {
    let mut gate = gate_with(r#"{"policy_version":"2 \"x\""}"#, false);
    choose(&mut gate, Choice::Grant(ids("analytics infobip/people-cdp-sdk")));
    let text = saved(&mut gate, Choice::Deny(ids("marketing vimeo")));
    let wanted = r#"{"v":1,"id":"record-1","time":1795262400000,"method":"api","policy_version":"2 \u0022x\u0022","expires":1810814400000,"choices":{"analytics":true,"marketing":false,"infobip/people-cdp-sdk":true,"vimeo":false}}"#;
    assert_eq!(text, wanted);
    let Value::Map(members) = json(&text) else { panic!("an object") };
    assert_eq!(members.len(), 7);
}

#[test]
fn judges_oversized_urls_without_panicking() {
    let mut gate = gate_with("{}", false);
    let long = format!("https://www.google-analytics.com/{}", "x".repeat(1 << 20));
    assert!(gate.request(&long, Kind::Script, Lane::Free).is_some());
    let deep = format!("https://{}google-analytics.com/", "a.".repeat(100_000));
    assert!(gate.request(&deep, Kind::Script, Lane::Free).is_some());
    for _ in 0..20_000 {
        gate.request("https://cdn.unknown.example/x.js", Kind::Fetch, Lane::Free);
        gate.request("https://www.clarity.ms/tag/x", Kind::Script, Lane::Free);
    }
    let report = gate.report();
    assert_eq!(report.iter().filter(|row| row.state == "waiting").count(), 2 + 20_000);
    assert!((500..=1_000).contains(&report.iter().filter(|row| row.state == "allowed").count()));
    choose(&mut gate, Choice::GrantAll);
    assert_eq!(gate.state(support::PAGE).waiting, 0);
}
