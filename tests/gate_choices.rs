//! The effects of a choice, a refusal and time on held requests, and their rows in the report.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Choice, Effect, Event, Kind, Lane, Outcome};
use support::scene::Scene;
use support::{NOW, choice, gate_with, ids};

const GA4: &str = "https://www.googletagmanager.com/gtag/js?id=G-1";
const ADS: &str = "https://www.googleadservices.com/pagead/conversion.js";
const MAPS: &str = "https://maps.googleapis.com/maps/api/js";
const UNKNOWN: &str = "https://cdn.unknown.example/x.js";

#[test]
fn refused_calls_get_an_answer() {
    let mut scene = Scene::new();
    for kind in [Kind::Fetch, Kind::Xhr, Kind::Beacon, Kind::Websocket, Kind::Eventsource, Kind::Img] {
        scene.0.request(GA4, kind, Lane::Free).expect("held");
    }
    assert_eq!(scene.does(choice(Choice::Deny(ids("marketing")))), "");
    assert_eq!(scene.does(choice(Choice::Deny(ids("analytics")))), "D1 D2 D3 D4 D5 E6");
    let rows = scene.0.report();
    assert_eq!((rows[0].state, rows[5].state), ("discarded", "waiting"));
    assert!(rows[0].reason.contains("refused analytics on 2026-11-21"), "{}", rows[0].reason);
    assert_eq!(scene.grant("analytics"), "R6");
    let rows = scene.0.report();
    assert!(rows[5].reason.contains("allowed: the visitor granted analytics"), "{}", rows[5].reason);
}

#[test]
fn data_consent_can_hold_a_tag_but_never_allow_it() {
    let mut gate = gate_with("{}", false);
    let mut held =
        |id: &str, url: &str| gate.request_with_id(id, url, Kind::Script, Lane::Free).map(|it| it.is_some());
    assert_eq!(held("marketing", ""), Ok(true));
    assert_eq!(held("necessary", ""), Ok(false));
    assert_eq!(held("necessary", GA4), Ok(true));
    assert_eq!(held("marketing", "https://www.example.com/x.js"), Ok(true));
    assert_eq!(held("functional", UNKNOWN), Ok(true));
    assert_eq!(held("infobip/chat-widget", UNKNOWN), Ok(false));
    assert!(held("markting", UNKNOWN).is_err());
    let states: Vec<_> = gate.report().iter().map(|row| (row.verdict, row.state)).collect();
    assert_eq!(states.iter().filter(|row| **row == ("hold", "waiting")).count(), 4);
}

#[test]
fn the_record_of_another_tab_applies() {
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Free);
    let other = support::saved(&mut gate_with("{}", false), Choice::GrantAll);
    let record = || support::record(&other);
    assert_eq!(scene.does(Event::Record(record())), "R1");
    assert_eq!(scene.0.handle(Event::Record(record()), NOW), []);
    assert_eq!(scene.0.handle(Event::Record(None), NOW), [Effect::Changed]);
    assert!(!scene.0.state(support::PAGE).decided);
}

#[test]
fn a_choice_is_stored_first() {
    let mut gate = gate_with("{}", false);
    let effects = gate.handle(choice(Choice::Withdraw), NOW);
    assert!(matches!(&effects[0], Effect::Save(text) if text.contains("\"method\":\"withdrawal\"")));
    assert_eq!(effects[1], Effect::Changed);
}

#[test]
fn a_choice_is_read_from_its_verb() {
    for (verb, words, wanted, grants) in [
        (
            "grant",
            "analytics\ninfobip/people-cdp-sdk",
            Some(Choice::Grant(ids("analytics infobip/people-cdp-sdk"))),
            true,
        ),
        ("deny", "", Some(Choice::Deny(vec![])), false),
        ("grantAll", "x", Some(Choice::GrantAll), true),
        ("denyAll", "", Some(Choice::DenyAll), false),
        ("withdraw", "", Some(Choice::Withdraw), false),
        ("Grant", "analytics", None, false),
    ] {
        let choice = Choice::parse(verb, words);
        assert_eq!(choice.as_ref().is_some_and(Choice::grants), grants);
        assert_eq!(choice, wanted);
    }
}

#[test]
fn unknown_ids_are_reported_and_the_others_count() {
    let mut gate = gate_with("{}", false);
    let effects = gate.handle(choice(Choice::Grant(ids("nonsense analytics"))), NOW);
    assert!(
        matches!(&effects[0], Effect::Complain(line) if line.starts_with("\"nonsense\" is not a category"))
    );
    assert!(matches!(&effects[1], Effect::Save(_)));
    let effects = gate.handle(choice(Choice::Deny(ids("necessary"))), NOW);
    assert_eq!(effects, [Effect::Complain("\"necessary\" is necessary and cannot be denied".into())]);
}

#[test]
fn late_and_first_party_requests_in_the_report() {
    let mut gate = gate_with("{}", false);
    gate.note_late(GA4, Kind::Script);
    gate.request("https://www.example.com/x.js", Kind::Script, Lane::Free);
    gate.request("data:,", Kind::Img, Lane::Free);
    gate.request(UNKNOWN, Kind::Fetch, Lane::Free);
    let rows: Vec<_> = gate.report().iter().map(|row| (row.verdict, row.state, row.ticket)).collect();
    assert_eq!(rows, [("hold", "late", None), ("allow", "allowed", None)]);
}

#[test]
fn once_releases_one_request_and_changes_no_choice() {
    let mut scene = Scene::new();
    let first = scene.hold(MAPS, Lane::Frame);
    scene.hold(MAPS, Lane::Frame);
    assert_eq!(scene.does(Event::Once(first)), "R1");
    assert_eq!(scene.states(), "released waiting");
    assert_eq!(scene.does(Event::Once(first)), "", "only once");
    assert!(!scene.0.report()[0].reason.contains("needs"), "{}", scene.0.report()[0].reason);
    assert_eq!(scene.hold(MAPS, Lane::Frame).number(), 3, "the next one waits again");
}

#[test]
fn requests_that_ended_long_ago_are_forgotten_and_held_ones_are_not() {
    let mut scene = Scene::new();
    let first = scene.hold(GA4, Lane::Free);
    for _ in 0..10_000 {
        let call = scene.hold(ADS, Lane::Free);
        scene.does(Event::Once(call));
        scene.does(Event::Settled(call, Outcome::Ran));
    }
    let last = scene.hold(ADS, Lane::Free);
    let report = scene.0.report();
    let count = |state: &str| report.iter().filter(|row| row.state == state).count();
    assert_eq!((count("waiting"), last.number()), (2, 10_002));
    assert!((500..=1_000).contains(&count("released")), "{}", report.len());
    assert_eq!(scene.0.row(first).and_then(|row| row.ticket), Some(1));
    assert_eq!(scene.grant("analytics marketing"), "R1 R10002");
}

/// Each kind of request of a marketing and of a functional vendor: the page's timeout for it before a choice.
#[test]
fn the_page_waits_for_functional_scripts_and_images_alone() {
    let rows = [
        (GA4, Kind::Script, Some(100)),
        (GA4, Kind::Img, Some(100)),
        (GA4, Kind::Iframe, Some(100)),
        (GA4, Kind::Fetch, None),
        (GA4, Kind::Worker, None),
        (GA4, Kind::Ping, None),
        ("https://www.googletagmanager.com/gtm.js?id=GTM-A", Kind::Script, Some(100)),
        (MAPS, Kind::Script, None),
        (MAPS, Kind::Img, None),
        (MAPS, Kind::Style, Some(100)),
        (MAPS, Kind::Font, Some(100)),
        (MAPS, Kind::Iframe, Some(100)),
    ];
    for (url, kind, ms) in rows {
        let mut scene = Scene::new();
        let ticket = scene.0.request(url, kind, Lane::Free).expect("held");
        assert_eq!(scene.0.patience(ticket), ms, "{kind:?} {url}");
        scene.does(choice(Choice::DenyAll));
        let ticket = scene.0.request(url, kind, Lane::Free).expect("held");
        assert_eq!(scene.0.patience(ticket), Some(0), "refused: {kind:?} {url}");
    }
}

#[test]
fn a_refusal_ends_everything_and_elements_can_still_run() {
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Free);
    scene.0.request(GA4, Kind::Fetch, Lane::Free).expect("held");
    scene.hold(MAPS, Lane::Free);
    assert_eq!(scene.does(choice(Choice::DenyAll)), "E1 D2 E3");
    assert_eq!(scene.states(), "waiting discarded waiting");
    assert_eq!(scene.grant("analytics functional"), "R1 R3");
}

#[test]
fn a_request_held_too_long_is_reported_to_the_page_and_stays_held() {
    let mut scene = Scene::new();
    let ticket = scene.hold(GA4, Lane::Free);
    assert_eq!(scene.does(Event::Overdue(ticket)), "E1");
    assert_eq!(scene.grant("analytics"), "R1");
    assert_eq!(scene.does(Event::Overdue(ticket)), "");
}
