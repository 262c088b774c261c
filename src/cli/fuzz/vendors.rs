//! Targets for vendor files, imported rows, compiled tables and address patterns.

use super::first_line;
use crate::cli::vendors::compile::{Extent, table as compiled};
use crate::cli::vendors::folder::{Folder, Lists};
use crate::cli::vendors::imported;
use crate::cli::vendors::lint;
use crate::cli::vendors::vendor_file;
use crate::gate::{Config, Gate, Kind, Location, Signals, Time, is_whole};
use std::str::from_utf8;

/// The maximum length of a table in bytes. A gate leaks the text of its table.
const LONGEST: usize = 4096;

/// Any text is a vendor file, or gives an error of one line. A file without findings gives a complete table.
pub(super) fn vendor(data: &[u8]) {
    let Ok(text) = from_utf8(data) else { return };
    let row = imported::parse(text);
    assert!(row.is_ok() || row.is_err_and(|error| !error.to_string().contains('\n')));
    match vendor_file::parse("x", text) {
        Err(error) => {
            let line = error.to_string();
            assert!(!line.contains('\n') && line.starts_with("x:"));
        }
        Ok(vendor) => {
            let folder = Folder { vendors: vec![vendor], imported: Vec::new(), lists: Lists::default() };
            let findings = lint::check(&folder);
            assert!(findings.iter().all(|finding| !finding.0.is_empty()));
            if findings.is_empty() {
                let table = compiled(&folder, Extent::Full);
                assert!(is_whole(&table));
                gate(table);
            }
        }
    }
}

/// Any text is accepted as a table, and the gate judges requests by it.
pub(super) fn table(data: &[u8]) {
    let Some(text) = from_utf8(data).ok().filter(|text| text.len() <= LONGEST) else { return };
    is_whole(text);
    let gate = gate(text.to_owned());
    for line in text.split(['\n', ' ']).take(50) {
        gate.judge(&format!("https://{}", line.trim_start_matches(['=', '@', '.'])), Kind::Script);
    }
    gate.judge("https://www.google.co.uk/x?y=z", Kind::Script);
    gate.needs();
}

/// A pattern of only a host matches the host and its subdomains. The first line is the pattern, the rest a URL.
pub(super) fn pattern(data: &[u8]) {
    let Some((pattern, url)) = first_line(data).filter(|(pattern, _)| pattern.len() <= LONGEST) else {
        return;
    };
    let gate = gate(format!("#x\n&mr\n@vendor\n{pattern}\n"));
    let found = gate.judge(url, Kind::Script).vendor.is_some();
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let plain =
        pattern.contains('.') && pattern.split('.').all(|label| !label.is_empty() && label.chars().all(word));
    if let Some(location) = Location::split(url).filter(|_| plain) {
        let host = location.host();
        let covers = host.strip_suffix(pattern).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        assert!(host.len() > 253 || found == covers, "{pattern} and {host}: {found}");
    }
}

fn gate(table: String) -> Gate {
    Gate::with_table(table.leak(), "www.example.com", Config::default(), Signals::default(), None, Time(0.0))
}
