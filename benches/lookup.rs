//! What a verdict costs in tables of 740 to 50,000 hosts, natively, and what it costs to read such a table. The growth
//! is what is asked for; the same in a browser is `tools/bench/lookup.mjs`, with the same tables.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_group!(benches, native::lookup);
#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(benches);

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use consent_gate::gate::{Config, Gate, Kind, Signals, Time};
    use criterion::Criterion;
    use std::fmt::Write as _;
    use std::hint::black_box;

    const SIZES: [u32; 4] = [740, 3_300, 10_000, 50_000];

    /// A table of so many hosts, three for each vendor.
    fn table(hosts: u32) -> &'static str {
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

    fn host(n: u32) -> String {
        let word = n.wrapping_mul(2_654_435_761);
        format!("{word:x}-tracker.example{}.test", n % 7)
    }

    fn gate(table: &'static str) -> Gate {
        Gate::with_table(table, "www.example.com", Config::default(), Signals::default(), None, Time(0.0))
    }

    pub(crate) fn lookup(criterion: &mut Criterion) {
        for size in SIZES {
            let table = table(size);
            let gate = gate(table);
            let hits: Vec<String> =
                (0..64).map(|n| format!("https://cdn.{}/x/y.js?z=1", host(n * size / 64))).collect();
            let misses: Vec<String> =
                (0..64).map(|n| format!("https://cdn.assets{n}.shop.example.org/x/y.js")).collect();
            for (name, urls) in [("hit", hits), ("miss", misses)] {
                let mut urls = urls.iter().cycle();
                criterion.bench_function(&format!("{name}/{size}"), |bencher| {
                    bencher.iter(|| {
                        gate.judge(black_box(urls.next().map_or("", |url| url)), Kind::Script).decision
                    });
                });
            }
            criterion.bench_function(&format!("start/{size}"), |bencher| {
                bencher.iter(|| self::gate(black_box(table)));
            });
        }
    }
}
