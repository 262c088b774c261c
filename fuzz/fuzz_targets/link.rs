//! Any text as a link's relations, a refresh and speculation rules.
#![no_main]

use consent_gate::cli::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::run("link", data));
