//! Any JSON as a config, and a gate made of it.
#![no_main]

use consent_gate::cli::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::run("config", data));
