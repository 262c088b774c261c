//! Holding and releasing in fixed scenes. `gate_random.rs` has random ones.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Choice, Event, Lane, Outcome};
use support::choice;
use support::scene::Scene;

const GA4: &str = "https://www.googletagmanager.com/gtag/js?id=G-1";
const ADS: &str = "https://www.googleadservices.com/pagead/conversion.js";
const MAPS: &str = "https://maps.googleapis.com/maps/api/js";

#[test]
fn blocking_scripts_run_one_after_another_and_are_fetched_together() {
    let mut scene = Scene::new();
    for _ in 0..30 {
        scene.hold(GA4, Lane::Blocking);
    }
    let first = scene.grant("analytics");
    let fetches: Vec<String> = (2..=30).map(|number| format!("F{number}")).collect();
    assert_eq!(first, format!("R1 {}", fetches.join(" ")));
    for number in 1..30 {
        assert_eq!(scene.ran(number), format!("R{}", number + 1));
    }
    assert_eq!(scene.ran(30), "");
}

#[test]
fn an_overdue_script_leaves_the_lane_and_may_still_run() {
    let mut scene = Scene::new();
    let slow = scene.hold(GA4, Lane::Blocking);
    let next = scene.hold(GA4, Lane::Blocking);
    assert_eq!(scene.grant("analytics"), "R1 F2");
    assert_eq!(scene.does(Event::Settled(slow, Outcome::Overdue)), "R2");
    assert_eq!(scene.states(), "failed released");
    assert_eq!(scene.does(Event::Settled(slow, Outcome::Ran)), "");
    assert_eq!(scene.states(), "released released");
    assert_eq!(scene.does(Event::Settled(next, Outcome::Failed)), "");
    assert_eq!(scene.does(Event::Settled(slow, Outcome::Overdue)), "");
    assert_eq!(scene.states(), "released failed");
}

#[test]
fn deferred_scripts_wait_for_the_document_and_for_blocking_ones() {
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Deferred);
    scene.hold(GA4, Lane::Blocking);
    scene.hold(GA4, Lane::Deferred);
    assert_eq!(scene.grant("analytics"), "F1 R2 F3");
    assert_eq!(scene.does(Event::Parsed), "");
    assert_eq!(scene.ran(2), "R1");
    assert_eq!(scene.ran(1), "R3");
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Deferred);
    assert_eq!(scene.grant("analytics"), "F1");
    assert_eq!(scene.does(Event::Parsed), "R1");
}

#[test]
fn ordered_insertions_wait_for_each_other_only() {
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Ordered);
    scene.hold(GA4, Lane::Blocking);
    scene.hold(GA4, Lane::Ordered);
    scene.hold(GA4, Lane::Free);
    scene.hold(GA4, Lane::Frame);
    assert_eq!(scene.grant("analytics"), "R1 R2 F3 R4 R5");
    assert_eq!(scene.ran(1), "R3");
}

#[test]
fn only_allowed_requests_are_released_and_the_rest_later() {
    let mut scene = Scene::new();
    scene.hold(ADS, Lane::Blocking);
    scene.hold(GA4, Lane::Blocking);
    assert_eq!(scene.grant("analytics"), "R2");
    assert_eq!(scene.ran(2), "");
    assert_eq!(scene.states(), "waiting released");
    assert_eq!(scene.grant("marketing"), "R1");
}

#[test]
fn a_refusal_discards_scripts_that_have_not_run() {
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Blocking);
    scene.hold(GA4, Lane::Blocking);
    assert_eq!(scene.grant("analytics"), "R1 F2");
    assert_eq!(scene.does(choice(Choice::DenyAll)), "E2");
    assert_eq!(scene.ran(1), "");
    assert_eq!(scene.states(), "released waiting");
    assert_eq!(scene.grant("analytics"), "R2");
}

#[test]
fn an_inline_script_runs_after_the_library_that_it_uses() {
    let mut scene = Scene::new();
    assert_eq!(scene.0.request_inline("new google.maps.Map(e)", Lane::Blocking), None);
    let library = scene.hold(MAPS, Lane::Blocking);
    let inline =
        scene.0.request_inline("new google.maps.Map(e)", Lane::Blocking).expect("held behind its library");
    assert_eq!(
        scene.0.request_inline("menu(); if (window.google) new google.maps.Map(e)", Lane::Blocking),
        None
    );
    scene.hold(MAPS, Lane::Blocking);
    assert_eq!(scene.grant("functional"), "R1 F3");
    // The parser continues while the library loads. Later scripts wait for the earlier ones.
    let late = scene
        .0
        .request_inline("google.maps.event", Lane::Blocking)
        .expect("behind a library that has not run yet");
    assert_eq!(scene.does(Event::Settled(library, Outcome::Ran)), "R2");
    assert_eq!(scene.ran(inline.number()), "R3");
    assert_eq!(scene.ran(3), format!("R{}", late.number()));
    assert_eq!(scene.ran(late.number()), "");
    assert_eq!(scene.0.request_inline("new google.maps.Map(e)", Lane::Blocking), None);
    assert_eq!(scene.0.report()[1].vendor, Some("google-maps"));
}

#[test]
fn an_inline_script_does_not_wait_for_a_library_without_a_turn() {
    for lane in [Lane::Deferred, Lane::Ordered, Lane::Free] {
        let mut scene = Scene::new();
        scene.hold(MAPS, lane);
        assert_eq!(scene.0.request_inline("new google.maps.Map(e)", Lane::Blocking), None);
    }
    let mut scene = Scene::new();
    scene.hold(GA4, Lane::Blocking);
    assert_eq!(scene.0.request_inline("gtag('js'); dataLayer.push(1)", Lane::Blocking), None);
}

#[test]
fn a_script_that_the_page_policy_refuses_is_discarded_and_frees_the_queue() {
    let mut scene = Scene::new();
    let library = scene.hold(MAPS, Lane::Blocking);
    scene.0.request_inline("new google.maps.Map(e)", Lane::Blocking).expect("held");
    assert_eq!(scene.does(Event::Refused(library)), "D1 R2");
    assert_eq!(scene.does(Event::Refused(library)), "");
    assert_eq!(scene.grant("functional"), "");
    let rows = scene.0.report();
    assert_eq!((rows[0].state, &*rows[0].reason), ("discarded", "not trusted by the page's CSP"));
}

#[test]
fn a_removed_frame_is_discarded_unless_it_has_been_released() {
    let mut scene = Scene::new();
    let gone = scene.hold(GA4, Lane::Frame);
    let stays = scene.hold(GA4, Lane::Frame);
    assert_eq!(scene.does(Event::Gone(gone)), "D1");
    assert_eq!(scene.grant("analytics"), "R2");
    assert_eq!(scene.does(Event::Gone(stays)), "");
    assert_eq!(scene.states(), "discarded released");
}
