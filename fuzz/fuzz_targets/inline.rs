//! Any text as an inline script.
#![no_main]

use consent_gate::cli::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::run("inline", data));
