//! Any text as an inline script.
#![no_main]

use consent_gate::gate::inline_uses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    inline_uses(text, "Stripe");
    inline_uses(text, "google.maps");
});
