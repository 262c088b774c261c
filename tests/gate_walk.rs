//! The walk over a host's levels, compared with a simple implementation for random hosts: the exact host, then the host
//! and each parent as a suffix.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::gate::{Config, Gate, Kind, Signals, Time};
use proptest::collection::vec;
use proptest::prelude::*;
use std::iter::successors;

/// Returns the number of the rule that matches `host`; the first of two equal ones.
fn walked(rules: &[String], host: &str) -> Option<usize> {
    let place = |line: &str| rules.iter().position(|rule| rule == line);
    let mut levels = successors(Some(host), |here| here.split_once('.').map(|(_, parent)| parent));
    place(&format!("={host}")).or_else(|| levels.find_map(place))
}

/// A table in which each rule is a separate vendor.
fn table(rules: &[String]) -> &'static str {
    let rows = rules.iter().enumerate().map(|(n, rule)| format!("@vendor-{n}\n{rule}\n"));
    format!("#consent-gate-table 1 2026-11-22\n&mr\n{}", rows.collect::<String>()).leak()
}

proptest! {
    #[test]
    fn the_lookup_agrees_with_the_plain_walk(
        rules in vec("=?(a|b|ab)([.](a|b|com)){0,3}", 0..200), // Not `.com` alone: no table has such a rule.
        host in "(a|b|ab|x|com)([.](a|b|com)){0,4}",
    ) {
        let (config, signals) = (Config::default(), Signals::default());
        let gate = Gate::with_table(table(&rules), "page.test", config, signals, None, Time(0.0));
        let wanted = walked(&rules, &host).map(|number| format!("vendor-{number}"));
        let verdict = gate.judge(&format!("https://{host}/"), Kind::Script);
        prop_assert_eq!(verdict.vendor.map(str::to_owned), wanted);
    }
}
