//! A generated vendor table of any size, with URLs that match it and URLs that do not. All benchmarks of lookups use
//! it.

use consent_gate::gate::{Config, Gate, Signals, Time};
use std::fmt::Write as _;

/// Numbers of hosts in the tables.
pub(crate) const SIZES: [u32; 4] = [740, 3_300, 10_000, 50_000];

/// Generates a table with this number of hosts, three for each vendor.
pub(crate) fn table(hosts: u32) -> &'static str {
    let mut text = String::from("#consent-gate-table 1 2026-11-22\n%de co.uk\n&mr\n");
    for n in 0..hosts {
        if n % 3 == 0 {
            let _ = writeln!(text, "@vendor-{n}");
        }
        let _ = writeln!(text, "{}", host(n));
    }
    text.push_str("#end\n");
    text.leak()
}

/// Returns the host with this number. The hosts are spread over the alphabet.
pub(crate) fn host(n: u32) -> String {
    let word = n.wrapping_mul(2_654_435_761);
    format!("{word:x}-tracker.example{}.test", n % 7)
}

/// Creates the gate of a site with this table.
pub(crate) fn gate(table: &'static str) -> Gate {
    Gate::with_table(table, "www.example.com", Config::default(), Signals::default(), None, Time(0.0))
}

/// Returns URLs that match a table of this size.
pub(crate) fn hits(size: u32) -> Vec<String> {
    (0..64).map(|n| format!("https://cdn.{}/x/y.js?z=1", host(n * size / 64))).collect()
}

/// Returns URLs that match no table.
pub(crate) fn misses() -> Vec<String> {
    (0..64).map(|n| format!("https://cdn.assets{n}.shop.example.org/x/y.js")).collect()
}
