//! Files of the site that need a held library, and the advice about those without an entry in the config.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use consent_gate::gate::{Event, Kind, Lane};
use support::gate_with;
use support::scene::Scene;

const MAPS: &str = "https://maps.googleapis.com/maps/api/js";

#[test]
fn files_that_the_config_names_run_after_their_library() {
    let config = r#"{"dependents": ["/js/init.js", {"src": "/js/map.js", "vendor": "google-maps"}]}"#;
    let mut scene = Scene(gate_with(config, false));
    let (init, map) = ("https://www.example.com/js/init.js?v=1", "https://www.example.com/js/map.js");
    assert_eq!(scene.0.request(init, Kind::Script, Lane::Blocking), None, "no library is held");
    assert_eq!(scene.hold(map, Lane::Blocking).number(), 1, "its vendor is held");
    assert_eq!(scene.hold(MAPS, Lane::Free).number(), 2);
    assert_eq!(scene.hold(init, Lane::Deferred).number(), 3);
    assert_eq!(scene.0.request("https://cdn.example.net/js/init.js", Kind::Script, Lane::Free), None);
    assert_eq!(scene.0.request("https://www.example.com/js/init.json", Kind::Script, Lane::Free), None);
    assert_eq!(scene.0.request(init, Kind::Img, Lane::Free), None);
    assert_eq!(scene.does(Event::Parsed), "");
    assert_eq!(scene.grant("functional"), "F1 R2 F3");
    assert_eq!(scene.ran(2), "R1");
    assert_eq!(scene.ran(1), "R3");
    assert_eq!(scene.ran(3), "");
    assert_eq!(scene.0.request(map, Kind::Script, Lane::Blocking), None, "the library has come");
}

#[test]
fn entries_that_match_no_file_of_the_site_are_problems() {
    for (config, wanted) in [
        (r#"{"dependents": [{"src": "/a.js", "vendor": "google-map"}]}"#, "did you mean \"google-maps\"?"),
        (r#"{"dependents": ["https://cdn.example.net/a.js"]}"#, "is not a file of this site"),
    ] {
        let gate = gate_with(config, false);
        let problems: Vec<&str> = gate.problems().iter().map(|problem| problem.text()).collect();
        assert!(problems.len() == 1 && problems[0].contains(wanted), "{problems:?}");
    }
    let own =
        r#"{"dependents": ["https://static.example.com/a.js", {"src": "/b.js", "vendor": "google-maps"}]}"#;
    assert!(gate_with(own, false).problems().is_empty());
}

#[test]
fn an_error_names_the_vendor_of_a_held_library() {
    let mut scene = Scene::new();
    let own = "https://www.example.com/js/init.js";
    assert_eq!(scene.0.missing("google is not defined", own), None);
    scene.hold(MAPS, Lane::Free);
    for (message, url, wanted) in [
        ("Uncaught ReferenceError: google is not defined", own, Some("google-maps")),
        ("Can't find variable: google", own, Some("google-maps")),
        ("window.google is undefined", own, Some("google-maps")),
        ("googled is not defined", own, None),
        ("google is not defined", "https://cdn.unknown.example/x.js", None),
        ("", own, None),
    ] {
        assert_eq!(scene.0.missing(message, url), wanted, "{message}");
    }
}
