//! Any text as a vendor's file and as imported rows.
#![no_main]

use consent_gate::cli::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::run("vendor", data));
