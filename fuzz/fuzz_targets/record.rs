//! Any JSON as a record, and back.
#![no_main]

use consent_gate::cli;
use consent_gate::gate::Record;
use libfuzzer_sys::fuzz_target;

fn read(text: &str) -> Option<Record> {
    Record::read(&cli::value(serde_json::from_str(text).ok()?))
}

fuzz_target!(|text: &str| {
    if let Some(record) = read(text) {
        assert_eq!(read(&record.write()), Some(record));
    }
});
