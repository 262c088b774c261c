//! Whether a name may be stored on the site's origin, by choice and writer.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Choice, Decision, EVERYDAY, Gate, Store, Storing};
use proptest::prelude::*;
use support::{choose, gate_with, ids};

const CHAT: &str = "https://livechat.infobip.com/widget.js";
const PEOPLE: &str =
    "https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js";

#[test]
fn rows_and_choices_decide() {
    for (json, gpc, choice, name, wanted) in [
        ("{}", false, None, "_ga", Storing::Drop),
        ("{}", false, None, "_ga_ABC", Storing::Drop),
        ("{}", false, None, "_gac_x", Storing::Drop),
        ("{}", false, None, "_gallery", Storing::Keep),
        ("{}", false, None, "_GA", Storing::Keep),
        ("{}", false, None, "session", Storing::Keep),
        ("{}", false, None, "", Storing::Keep),
        // Exempt: the vendor may run, so it may store.
        ("{}", false, None, "_ALGOLIA", Storing::Keep),
        ("{}", false, Some(Choice::Grant(ids("analytics"))), "_ga", Storing::Keep),
        ("{}", false, Some(Choice::Grant(ids("marketing"))), "_ga", Storing::Drop),
        ("{}", false, Some(Choice::Grant(ids("google-analytics"))), "_ga", Storing::Keep),
        // A vendor that may run may store: the feature's script is allowed.
        ("{}", false, Some(Choice::Grant(ids("google-analytics/gtag-ga4"))), "_ga", Storing::Keep),
        // Stored by two vendors under one name: either is enough.
        ("{}", false, Some(Choice::Grant(ids("marketing"))), "_gac_x", Storing::Keep),
        ("{}", false, Some(Choice::Grant(ids("analytics"))), "_gac_x", Storing::Keep),
        ("{}", false, Some(Choice::Grant(ids("analytics"))), "_gcl_au", Storing::Drop),
        ("{}", false, Some(Choice::GrantAll), "_fbp", Storing::Keep),
        ("{}", false, Some(Choice::DenyAll), "_fbp", Storing::Drop),
        ("{}", false, Some(Choice::Withdraw), "_fbp", Storing::Drop),
        (r#"{"regime":"opt-out"}"#, false, None, "_ga", Storing::Keep),
        (r#"{"regime":"opt-out"}"#, true, None, "_ga", Storing::Drop),
        (r#"{"regime":"opt-out"}"#, true, None, "__zlcmid", Storing::Keep),
        (r#"{"regime":"opt-out"}"#, false, Some(Choice::Deny(ids("analytics"))), "_ga", Storing::Drop),
        (r#"{"vendors":{"google-analytics":{"consent":"exempt"}}}"#, false, None, "_ga", Storing::Keep),
        (r#"{"vendors":{"algolia":{"consent":"required"}}}"#, false, None, "_ALGOLIA", Storing::Drop),
    ] {
        let mut gate = gate_with(json, gpc);
        if let Some(choice) = choice.clone() {
            choose(&mut gate, choice);
        }
        let stored = gate.may_store(Store::Cookie, name, "");
        assert_eq!(stored, wanted, "{json} gpc={gpc} {choice:?} {name}");
    }
}

#[test]
fn a_row_applies_to_one_store() {
    let gate = gate_with("{}", false);
    for (store, name, wanted) in [
        (Store::Local, "_ga", Storing::Keep),
        (Store::Local, "ZD-buid", Storing::Drop),
        (Store::Session, "ZD-buid", Storing::Keep),
        (Store::Session, "_cltk", Storing::Drop),
        (Store::Local, "_cltk", Storing::Keep),
        (Store::Local, " ZD-buid", Storing::Keep),
        (Store::Indexeddb, "ZD-buid", Storing::Keep),
        (Store::Cache, "ZD-buid", Storing::Keep),
    ] {
        assert_eq!(gate.may_store(store, name, ""), wanted, "{store:?} {name}");
    }
}

#[test]
fn a_service_keeps_a_session_without_recognising_the_visitor() {
    for (granted, name, writer, wanted) in [
        ("", "any", CHAT, Storing::SessionOnly),
        ("", "any", "liveChat", Storing::SessionOnly),
        ("", "_ga", CHAT, Storing::Drop),
        ("", "any", "https://api.infobip.com/x.js", Storing::SessionOnly),
        ("", "any", "https://www.example.com/own.js", Storing::Keep),
        ("", "any", "liveChats", Storing::Keep),
        ("", "any", "gtag", Storing::Keep),
        ("", "any", "", Storing::Keep),
        ("infobip", "any", CHAT, Storing::Keep),
        ("marketing", "any", CHAT, Storing::Keep),
        ("marketing", "any", "liveChat", Storing::Keep),
        ("infobip/people-tracking-in-chat", "any", CHAT, Storing::Keep),
        // Here the visitor has granted recognition.
        ("infobip/people-cdp-sdk", "any", PEOPLE, Storing::Keep),
        ("infobip/people-cdp-sdk", "any", CHAT, Storing::SessionOnly),
    ] {
        let mut gate = gate_with("{}", false);
        if !granted.is_empty() {
            choose(&mut gate, Choice::Grant(ids(granted)));
        }
        assert_eq!(gate.may_store(Store::Cookie, name, writer), wanted, "{granted} {name} {writer}");
    }
    // A measurement that needs no consent has to recognise visitors.
    let matomo = gate_with(r#"{"vendors":{"matomo":{"consent":"exempt"}}}"#, false);
    for writer in ["https://x.matomo.cloud/matomo.js", "_paq"] {
        assert_eq!(matomo.may_store(Store::Cookie, "any", writer), Storing::Keep, "{writer}");
    }
    let gate = gate_with("{}", false);
    assert_eq!(gate.may_store(Store::Local, "any", CHAT), Storing::Keep, "only cookies have a lifetime");
}

#[test]
fn a_name_is_explained_by_its_row() {
    let gate = gate_with("{}", false);
    let verdict = gate.judge_stored(Store::Cookie, "_ga_1").expect("a row");
    assert_eq!((verdict.vendor, verdict.decision), (Some("google-analytics"), Decision::Hold));
    assert_eq!(
        verdict.reason.text(),
        "google-analytics is analytics and held: the visitor has not chosen yet (vendors/google-analytics.toml)"
    );
    assert!(gate.judge_stored(Store::Cookie, "basket").is_none());
}

/// Returns the rows of the table for cookies: the name, and whether it is a prefix.
fn rows() -> Vec<(&'static str, bool)> {
    let lines = EVERYDAY.lines().filter_map(|line| line.strip_prefix("+c"));
    lines.map(|name| name.strip_suffix('*').map_or((name, false), |prefix| (prefix, true))).collect()
}

/// Returns whether a row of the table matches this cookie.
fn named(name: &str) -> bool {
    rows().iter().any(|(row, prefix)| if *prefix { name.starts_with(row) } else { name == *row })
}

proptest! {
    #[test]
    fn any_name_is_judged(name in "\\PC{0,40}", store in any::<u8>(), writer in "\\PC{0,40}") {
        let gate = gate_with("{}", false);
        let store = Store::from_code(store);
        let dropped = gate.may_store(store, &name, &writer) == Storing::Drop;
        prop_assert_eq!(dropped, gate.judge_stored(store, &name).is_some_and(|it| it.decision == Decision::Hold));
    }

    #[test]
    fn names_near_a_row_are_distinguished(row in 0..rows().len(), cut in 0..3usize, more in "[A-Za-z0-9_.é-]{0,3}") {
        let (known, _) = rows()[row];
        let name = format!("{}{more}", &known[..known.len() - cut.min(known.len())]);
        // No vendor may store, so that every row counts.
        let mut gate = gate_with("{}", false);
        choose(&mut gate, Choice::DenyAll);
        let row = gate.judge_stored(Store::Cookie, &name);
        prop_assert_eq!(row.is_some(), named(&name), "{}", name);
    }

    #[test]
    fn more_consent_never_stores_less(name in "\\PC{0,12}", row in 0..rows().len(), tail in "[a-z]{0,3}") {
        let asks = |gate: &Gate, name: &str| gate.may_store(Store::Cookie, name, "") == Storing::Keep;
        let (mut none, mut all) = (gate_with("{}", false), gate_with("{}", false));
        choose(&mut none, Choice::DenyAll);
        choose(&mut all, Choice::GrantAll);
        for name in [name, format!("{}{tail}", rows()[row].0)] {
            prop_assert!(asks(&all, &name), "{}", name);
            prop_assert!(asks(&none, &name) || named(&name), "{}", name);
        }
    }
}
