//! Any text as a URL.
#![no_main]

use consent_gate::gate::{Config, Gate, Kind, Location, Signals, Time};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static GATE: LazyLock<Gate> =
    LazyLock::new(|| Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0)));

fuzz_target!(|url: &str| {
    if let Some(location) = Location::split(url) {
        assert!(!location.host().is_empty() && !location.host().contains(['/', '?', '#', '@']));
    }
    assert!(!GATE.judge(url, Kind::Script).reason.text().is_empty());
});
