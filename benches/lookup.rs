//! Measures a verdict, and reading the table, in tables of 740 to 50,000 hosts, natively. It shows how the cost grows
//! with the table. `tools/bench/lookup.mjs` measures the same tables in a browser.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_group!(benches, native::lookup);
#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(benches);

#[cfg(not(target_arch = "wasm32"))]
#[path = "support/made.rs"]
mod made;

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::made::{self, SIZES, hits, misses, table};
    use consent_gate::gate::Kind;
    use criterion::Criterion;
    use std::hint::black_box;

    pub(crate) fn lookup(criterion: &mut Criterion) {
        for size in SIZES {
            let table = table(size);
            let gate = made::gate(table);
            for (name, urls) in [("hit", hits(size)), ("miss", misses())] {
                let mut urls = urls.iter().cycle();
                criterion.bench_function(&format!("{name}/{size}"), |bencher| {
                    bencher.iter(|| {
                        gate.judge(black_box(urls.next().map_or("", |url| url)), Kind::Script).decision
                    });
                });
            }
            criterion.bench_function(&format!("start/{size}"), |bencher| {
                bencher.iter(|| made::gate(black_box(table)));
            });
        }
    }
}
