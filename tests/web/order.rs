//! The order in which held scripts run.

use crate::support::{CLARITY, MAPS, PIXEL, calls, choose, hold, member, parsed, settle, start, states};
use consent_gate::gate::{Lane, Outcome};
use consent_gate::page;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

/// Returns the fetches and runs among the host effects, without the events.
fn deeds(calls: Vec<String>) -> Vec<String> {
    calls.into_iter().filter(|line| !line.starts_with("emit")).collect()
}

#[wasm_bindgen_test]
fn blocking_scripts_are_fetched_together_and_run_one_by_one() {
    let hands = start(None);
    for url in [CLARITY, PIXEL, MAPS] {
        hold(url, Lane::Blocking);
    }
    choose("grantAll", "");
    assert_eq!(deeds(calls(&hands)), ["run 1", "fetch 2", "fetch 3"]);
    settle(1, Outcome::Ran);
    assert_eq!(deeds(calls(&hands)), ["run 2"]);
    settle(2, Outcome::Failed);
    assert_eq!(deeds(calls(&hands)), ["run 3"]);
    settle(3, Outcome::Ran);
    assert_eq!(states(), ["released", "failed", "released"]);
}

#[wasm_bindgen_test]
fn deferred_scripts_wait_for_the_parser_and_the_blocking_ones() {
    let hands = start(None);
    hold(CLARITY, Lane::Deferred);
    hold(PIXEL, Lane::Blocking);
    choose("grantAll", "");
    assert_eq!(deeds(calls(&hands)), ["fetch 1", "run 2"]);
    settle(2, Outcome::Ran);
    assert_eq!(deeds(calls(&hands)), [""; 0]);
    page::parsed();
    assert_eq!(deeds(calls(&hands)), ["run 1"]);
}

#[wasm_bindgen_test]
fn ordered_insertions_keep_their_order() {
    let hands = start(None);
    hold(CLARITY, Lane::Ordered);
    hold(PIXEL, Lane::Ordered);
    hold(MAPS, Lane::Free);
    choose("grantAll", "");
    assert_eq!(deeds(calls(&hands)), ["run 1", "fetch 2", "run 3"]);
    settle(1, Outcome::Ran);
    assert_eq!(deeds(calls(&hands)), ["run 2"]);
}

#[wasm_bindgen_test]
fn a_script_without_an_answer_leaves_the_queue_and_may_still_run() {
    let hands = start(None);
    hold(CLARITY, Lane::Blocking);
    hold(PIXEL, Lane::Blocking);
    choose("grantAll", "");
    settle(1, Outcome::Overdue);
    assert_eq!(deeds(calls(&hands)), ["run 1", "fetch 2", "run 2"]);
    assert_eq!(states(), ["failed", "released"]);
    settle(1, Outcome::Ran);
    assert_eq!(states(), ["released", "released"]);
    assert_eq!(deeds(calls(&hands)), [""; 0], "nothing runs twice");
}

#[wasm_bindgen_test]
fn a_denial_holds_and_a_later_grant_releases() {
    let hands = start(None);
    hold(CLARITY, Lane::Free);
    choose("denyAll", "");
    assert_eq!(calls(&hands), ["emit hold 1 waiting", "emit change", "fail 1"]);
    choose("grant", "microsoft-clarity\nmarketing");
    assert_eq!(calls(&hands), ["emit change", "run 1", "emit release 1 released"]);
    choose("grantAll", "");
    assert_eq!(calls(&hands), ["emit change"]);
}

#[wasm_bindgen_test]
fn a_withdrawal_holds_again_and_stores_no_more() {
    let hands = start(None);
    choose("grantAll", "");
    assert_eq!(hold(CLARITY, Lane::Free), 0);
    assert_eq!(page::may_store(0, "_clck", ""), 0);
    calls(&hands);
    choose("withdraw", "");
    assert_eq!(calls(&hands), ["emit change"]);
    assert_eq!((page::may_store(0, "_clck", ""), page::may_store(0, "own", "")), (1, 0));
    assert_eq!(hold(CLARITY, Lane::Free), 1);
}

#[wasm_bindgen_test]
fn a_listener_may_choose_again() {
    let hands = start(None);
    hold(CLARITY, Lane::Free);
    calls(&hands);
    let told = member(&hands, "emit");
    let listener = Closure::<dyn Fn(String)>::new(move |event: String| {
        if event == "change" && states() == ["waiting"] {
            choose("grant", "analytics");
        }
    });
    Reflect::set(&hands, &"emit".into(), listener.as_ref()).expect("a hand");
    choose("grant", "marketing");
    Reflect::set(&hands, &"emit".into(), &told).expect("a hand");
    assert_eq!(calls(&hands), ["run 1"]);
    assert_eq!(member(&parsed(&page::state("", "", false)), "waiting"), JsValue::from(0));
}
