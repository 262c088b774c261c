//! Any JSON as a config, and a gate made of it.
#![no_main]

use consent_gate::cli;
use consent_gate::gate::{Config, Gate, Kind, Lane, Signals, Time};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(json) = serde_json::from_str(text) else { return };
    let (config, problems) = Config::read(&cli::value(json));
    assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
    let mut gate = Gate::new("www.example.com", config, Signals { gpc: true }, None, Time(0.0));
    gate.ask("https://livechat.infobip.com/widget.js", Kind::Script, Lane::Free);
    gate.report();
});
