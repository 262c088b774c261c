//! Any bytes as a document that is audited.
#![no_main]

use consent_gate::cli::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::run("audit", data));
