//! Measures splitting a URL, a queue of 10,000 tickets, and the audit of a large HAR, natively. `lookup.rs` measures
//! lookups, `rewrite.rs` rewriting.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_group!(benches, native::split, native::queue, native::audit);
#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(benches);

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use consent_gate::gate::{
        Choice, Config, Event, Gate, Kind, Lane, Location, Method, Outcome, Signals, Time,
    };
    use criterion::{BatchSize, Criterion};
    use std::fmt::Write as _;
    use std::hint::black_box;
    use std::process::{Command, Stdio};

    const URLS: [&str; 4] = [
        "https://www.example.com/",
        "https://user:pass@cdn.shop.example.co.uk:8443/a/b/c.js?x=1&y=2#z",
        "https://[2001:db8::1]:8080/collect?v=2&tid=G-1",
        "https://www.googletagmanager.com/gtag/js?id=G-12345678&l=dataLayer&cx=c",
    ];

    /// Number of tickets in the queue, and of requests in the HAR.
    const MANY: usize = 10_000;

    pub(crate) fn split(criterion: &mut Criterion) {
        let mut urls = URLS.iter().cycle();
        criterion.bench_function("split a URL", |bencher| {
            bencher.iter(|| {
                Location::split(black_box(urls.next().map_or("", |url| url))).map(|it| it.host().len())
            });
        });
    }

    /// Holds 10,000 scripts, releases them by one choice, and settles them one after another.
    pub(crate) fn queue(criterion: &mut Criterion) {
        for (name, lane) in [("free", Lane::Free), ("ordered", Lane::Ordered)] {
            let mut group = criterion.benchmark_group("10,000 tickets");
            group.sample_size(10);
            group.bench_function(name, |bencher| {
                bencher.iter_batched(|| held(lane), release, BatchSize::PerIteration)
            });
            group.finish();
        }
    }

    fn held(lane: Lane) -> Gate {
        let mut gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0));
        for _ in 0..MANY {
            gate.request("https://www.googleadservices.com/pagead/conversion.js", Kind::Script, lane);
        }
        gate
    }

    fn release(mut gate: Gate) -> Gate {
        let yes = Event::Choose { choice: Choice::GrantAll, method: Method::Api, id: "bench".into() };
        gate.handle(yes, Time(1.0));
        for number in 1..=MANY as u32 {
            if let Some(ticket) = gate.ticket(number) {
                gate.handle(Event::Settled(ticket, Outcome::Ran), Time(2.0));
            }
        }
        gate
    }

    /// Measures the whole command, including the start of the process and reading the file.
    pub(crate) fn audit(criterion: &mut Criterion) {
        let file = std::env::temp_dir().join("consent-gate-bench.har");
        std::fs::write(&file, har()).expect("a temporary file");
        let mut group = criterion.benchmark_group("audit");
        group.sample_size(10);
        group.bench_function("a HAR of 10,000 requests", |bencher| {
            bencher.iter(|| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_consent-gate"));
                let silent = command.arg("audit").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
                black_box(silent.status().expect("the command line").code())
            });
        });
        group.finish();
        let _ = std::fs::remove_file(file);
    }

    fn har() -> String {
        let mut text = String::from(
            r#"{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"pages":[{"id":"p","title":"https://www.example.com/","startedDateTime":"2026-11-22T00:00:00Z","pageTimings":{}}],"entries":["#,
        );
        for n in 0..MANY {
            let comma = if n == 0 { "" } else { "," };
            let url = match n % 3 {
                0 => format!("https://www.example.com/a/{n}.js"),
                1 => format!("https://www.google-analytics.com/collect?n={n}"),
                _ => format!("https://cdn{n}.unknown.example/x.js"),
            };
            let _ = write!(
                text,
                r#"{comma}{{"pageref":"p","startedDateTime":"2026-11-22T00:00:00Z","time":1,"request":{{"method":"GET","url":"{url}","headers":[],"queryString":[],"cookies":[],"httpVersion":"h2","headersSize":-1,"bodySize":0}},"response":{{"status":200,"statusText":"","headers":[],"cookies":[],"content":{{"size":0,"mimeType":"text/javascript"}},"redirectURL":"","httpVersion":"h2","headersSize":-1,"bodySize":0}},"cache":{{}},"timings":{{"send":0,"wait":1,"receive":0}}}}"#
            );
        }
        text.push_str("]}}");
        text
    }
}
