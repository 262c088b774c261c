//! Requests and their tickets, one by one.

use crate::support::{CLARITY, MAPS, PIXEL, calls, choose, held, hold, json, member, settle, start, states};
use consent_gate::gate::{Lane, Outcome};
use consent_gate::page;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn an_allowed_request_has_no_ticket() {
    let hands = start(None);
    assert_eq!(hold("https://livechat.infobip.com/widget.js", Lane::Free), 0);
    assert_eq!(hold("https://cdn.example.net/x.js", Lane::Free), 0);
    assert_eq!(hold("https://www.example.com/x.js", Lane::Free), 0);
    assert_eq!(calls(&hands), [""; 0]);
    assert_eq!(states(), ["allowed", "allowed"], "the site's own is no row");
}

#[wasm_bindgen_test]
fn a_held_request_has_a_ticket_and_is_reported() {
    let hands = start(None);
    assert_eq!([hold(CLARITY, Lane::Free), hold(PIXEL, Lane::Free)], [1, 2]);
    assert_eq!(calls(&hands), ["emit hold 1 waiting", "emit hold 2 waiting"]);
}

#[wasm_bindgen_test]
fn peek_has_no_side_effects() {
    let hands = start(None);
    assert!(held(CLARITY));
    assert_eq!(states(), [""; 0]);
    assert_eq!(calls(&hands), [""; 0]);
}

#[wasm_bindgen_test]
fn a_tag_waits_for_the_id_in_data_consent() {
    let hands = start(None);
    assert_eq!(page::ask_id("analytics", "", Lane::Blocking as u8), 1);
    assert_eq!(page::ask_id("advertising", "https://www.example.com/x.js", Lane::Free as u8), 2);
    assert_eq!(page::ask_id("infobip/people-cdp-sdk", "", Lane::Free as u8), 3);
    assert_eq!(page::ask_id("necessary", "", Lane::Free as u8), 0);
    calls(&hands);
    choose("grant", "analytics");
    assert_eq!(calls(&hands), ["emit change", "run 1", "emit release 1 released"]);
}

#[wasm_bindgen_test]
fn data_consent_never_allows_a_tag() {
    start(None);
    assert_eq!(page::ask_id("necessary", CLARITY, Lane::Free as u8), 1);
    choose("grant", "functional");
    assert_eq!(states(), ["waiting"]);
}

#[wasm_bindgen_test]
fn an_unknown_id_is_reported_once_and_the_intended_vendor_is_held() {
    let hands = start(None);
    assert_eq!(page::ask_id("anlaytics", "", Lane::Free as u8), 1);
    let lines = calls(&hands);
    let complaints: Vec<_> = lines.iter().filter(|line| line.starts_with("complain")).collect();
    let [line] = complaints[..] else { panic!("one complaint: {lines:?}") };
    assert!(line.ends_with("did you mean \"analytics\"?"), "{line}");
    choose("grant", "functional");
    assert_eq!(states(), ["waiting"]);
    choose("grant", "analytics");
    assert_eq!(states(), ["released"]);
}

#[wasm_bindgen_test]
fn an_inline_script_waits_for_the_library_that_it_needs() {
    let hands = start(None);
    let uses = "new google.maps.Map(element)";
    assert_eq!(page::ask_inline(uses, 0), 0, "nothing is held");
    assert_eq!(hold(MAPS, Lane::Blocking), 1);
    assert_eq!(page::ask_inline("menu(); window.google && google.maps.go()", 0), 0, "guarded");
    assert_eq!(page::ask_inline("start()", 0), 0, "does not need it");
    assert_eq!(page::ask_inline(uses, 0), 2);
    calls(&hands);
    choose("grant", "google-maps");
    assert_eq!(calls(&hands), ["emit change", "run 1", "emit release 1 released"]);
    settle(1, Outcome::Ran);
    assert_eq!(calls(&hands), ["run 2", "emit release 2 released"]);
}

#[wasm_bindgen_test]
fn the_page_is_notified_of_a_failed_request() {
    let hands = start(Some(r#"{"element_timeout": 50}"#));
    hold(CLARITY, Lane::Free);
    hold(MAPS, Lane::Free);
    assert_eq!(json(&member(&hands, "waited")), r#"["1 50"]"#);
    calls(&hands);
    page::overdue(1);
    assert_eq!(calls(&hands), ["fail 1"]);
    choose("denyAll", "");
    assert_eq!(calls(&hands), ["emit change", "fail 1", "fail 2"]);
    assert_eq!(states(), ["waiting", "waiting"]);
}

#[wasm_bindgen_test]
fn elements_that_cannot_start_any_more_are_discarded() {
    let hands = start(None);
    for lane in [Lane::Frame, Lane::Blocking, Lane::Free] {
        hold(CLARITY, lane);
    }
    calls(&hands);
    page::gone(1);
    page::refused(2);
    page::gone(1);
    assert_eq!(
        calls(&hands),
        ["discard 1", "emit discard 1 discarded", "discard 2", "emit discard 2 discarded"]
    );
    choose("grantAll", "");
    assert_eq!(states(), ["discarded", "discarded", "released"]);
}

#[wasm_bindgen_test]
fn an_unknown_ticket_is_ignored() {
    let hands = start(None);
    for ticket in [0, 1, u32::MAX] {
        settle(ticket, Outcome::Ran);
        page::gone(ticket);
        page::refused(ticket);
    }
    assert_eq!(calls(&hands), [""; 0]);
}

#[wasm_bindgen_test]
fn the_calls_of_a_script_that_may_run_are_watched() {
    let hands = start(None);
    hold("https://livechat.infobip.com/widget.js", Lane::Free);
    assert_eq!(json(&member(&hands, "watched")), r#"["liveChat .q"]"#);
    assert!(page::holds_calls("liveChat") && !page::holds_calls("nobody"));
    assert_eq!(page::ask_call("liveChat", "init id"), 0);
    assert_eq!(page::ask_call("liveChat", "auth token"), 1);
    assert_eq!(calls(&hands), ["emit hold 1 waiting"]);
    choose("grant", "marketing");
    assert_eq!(calls(&hands), ["emit change", "run 1", "emit release 1 released"]);
    assert_eq!(page::ask_call("liveChat", "auth token"), 0);
    assert!(!page::holds_calls("liveChat"));
}
