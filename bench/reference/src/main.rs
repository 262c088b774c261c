//! Matching beside the `adblock` crate, a point of reference: the same hosts as filters, the same addresses, in one run. An
//! ad blocker does more with a filter than a host needs, and says nothing about consent. Prints ns for one verdict.

#[path = "../../../benches/support/made.rs"]
mod made;

use adblock::Engine;
use adblock::lists::{FilterSet, ParseOptions};
use adblock::request::Request;
use consent_gate::gate::{Gate, Kind};
use made::{SIZES, gate, hits, host, misses, table};
use std::hint::black_box;
use std::time::Instant;

const CALLS: usize = 20_000;

fn main() {
    println!("hosts      hit: gate  adblock    ratio     miss: gate  adblock    ratio");
    for size in SIZES {
        let gate = gate(table(size));
        let engine = engine(size);
        let urls = [hits(size), misses()];
        let cells: Vec<String> = urls.iter().map(|urls| compare(&gate, &engine, urls)).collect();
        println!("{size:<8}{}", cells.join("     "));
    }
}

/// Both, with the same addresses.
fn compare(gate: &Gate, engine: &Engine, urls: &[String]) -> String {
    let ours = best(urls, |url| gate.judge(url, Kind::Script).decision as usize);
    let theirs = best(urls, |url| {
        let request = Request::new(url, "https://www.example.com/", "script");
        usize::from(request.is_ok_and(|request| engine.check_network_request(&request).matched))
    });
    format!("{ours:>10.0} {theirs:>8.0} {:>7.1}×", theirs / ours)
}

/// ns for one call, the best of five rounds: what else the machine does only adds.
fn best(urls: &[String], act: impl Fn(&str) -> usize) -> f64 {
    let round = || {
        let from = Instant::now();
        for url in urls.iter().cycle().take(CALLS) {
            black_box(act(black_box(url)));
        }
        from.elapsed().as_nanos() as f64 / CALLS as f64
    };
    (0..5).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn engine(size: u32) -> Engine {
    let rules: Vec<String> = (0..size).map(|n| format!("||{}^", host(n))).collect();
    let mut filters = FilterSet::new(false);
    filters.add_filters(&rules, ParseOptions::default());
    Engine::from_filter_set(filters, true)
}
