//! Matching beside the `adblock` crate, a point of reference: the same hosts as filters, the same addresses, in one run. An
//! ad blocker does more with a filter than a host needs, and says nothing about consent. Prints ns for one verdict.

use adblock::Engine;
use adblock::lists::{FilterSet, ParseOptions};
use adblock::request::Request;
use consent_gate::gate::{Config, Gate, Kind, Signals, Time};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

const SIZES: [u32; 4] = [740, 3_300, 10_000, 50_000];
const CALLS: usize = 20_000;

fn main() {
    println!("hosts      hit: gate  adblock    ratio     miss: gate  adblock    ratio");
    for size in SIZES {
        let gate = gate(size);
        let engine = engine(size);
        let hits: Vec<String> =
            (0..64).map(|n| format!("https://cdn.{}/x/y.js?z=1", host(n * size / 64))).collect();
        let misses: Vec<String> =
            (0..64).map(|n| format!("https://cdn.assets{n}.shop.example.org/x/y.js")).collect();
        let cells: Vec<String> = [hits, misses].iter().map(|urls| compare(&gate, &engine, urls)).collect();
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

/// A table of so many hosts, three for each vendor: the same as in `benches/lookup.rs`.
fn gate(size: u32) -> Gate {
    let mut text = String::from("#consent-gate-table 1 2026-11-22\n%de co.uk\n&mr\n");
    for n in 0..size {
        if n % 3 == 0 {
            let _ = writeln!(text, "@vendor-{n}");
        }
        let _ = writeln!(text, "{}", host(n));
    }
    text.push_str("#end\n");
    Gate::with_table(text.leak(), "www.example.com", Config::default(), Signals::default(), None, Time(0.0))
}

fn host(n: u32) -> String {
    let word = n.wrapping_mul(2_654_435_761);
    format!("{word:x}-tracker.example{}.test", n % 7)
}
