//! Tests that every reader of foreign text takes linear time and little memory, and does not overflow the stack. Each
//! reader gets adversarial texts of two lengths.
//!
//! Threat: a visitor's comment, a page of the site or a file makes a page, a server or the command line hang.

mod readers;
mod texts;

use readers::{PAGES, READERS};
use std::cell::RefCell;
use std::time::{Duration, Instant};
use texts::{LENGTHS, PLACES, texts};

/// The limit for the time per byte of the longer text, divided by that of the shorter one. A linear reader has 1, a
/// quadratic one 10.
const MOST_TIMES: u32 = 3;

/// A difference that is ignored, because it can be noise.
const SLACK: Duration = Duration::from_millis(20);

/// The number of measurements of a reader that exceeds the limit. The best one counts.
const TURNS: usize = 5;
/// The limit for the memory of the process in KB. Other tests run in the same process.
const MOST_MEMORY: usize = 1 << 20;

/// A run tests one text in 27, because all of them take minutes. `LINEAR=1` to `LINEAR=26` test the others.
const STEP: usize = 27;

fn skip() -> usize {
    std::env::var("LINEAR").ok().and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Returns the processor time of a call, or the elapsed time if the system does not report processor time.
fn time(run: &dyn Fn()) -> Duration {
    let start = Instant::now();
    let before = processor_time();
    run();
    processor_time().zip(before).map_or_else(|| start.elapsed(), |(after, before)| after - before)
}

/// Returns the processor time of this thread.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().map(Duration::from_nanos).ok()
}

/// Adds a reader to `slow` if the longer text takes more than proportionally longer.
fn check(name: &str, shown: &str, [short, long]: [&dyn Fn(); 2], slow: &RefCell<Vec<String>>) {
    let again = || {
        for _ in 0..LENGTHS[1] / LENGTHS[0] {
            short();
        }
    };
    let (mut one, mut other) = (Duration::MAX, time(long));
    for _ in 0..TURNS {
        if other <= SLACK || (one < Duration::MAX && other <= one * MOST_TIMES + SLACK) {
            return;
        }
        one = one.min(time(&again));
        other = other.min(time(long));
    }
    slow.borrow_mut().push(format!("{name}: {one:?}, then {other:?} for {shown:?}"));
}

/// Returns the peak memory of this process in KB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn end(slow: &RefCell<Vec<String>>) {
    assert!(slow.borrow().is_empty(), "not linear:\n{}", slow.borrow().join("\n"));
    assert!(peak() < MOST_MEMORY, "{} KB", peak());
}

#[test]
fn readers_of_texts_are_linear() {
    let slow = RefCell::default();
    for (shown, texts) in texts().into_iter().skip(skip()).step_by(STEP) {
        for (name, read) in READERS {
            check(name, &shown, [&|| read(&texts[0]), &|| read(&texts[1])], &slow);
        }
    }
    end(&slow);
}

#[test]
fn readers_of_documents_are_linear() {
    let slow = RefCell::default();
    for (shown, texts) in texts().into_iter().skip(skip()).step_by(STEP) {
        for (before, after) in PLACES {
            let [short, long] = texts.each_ref().map(|text| format!("{before}{text}{after}"));
            for (name, read) in PAGES {
                let shown = format!("{before}{shown}{after}");
                check(name, &shown, [&|| read(&short), &|| read(&long)], &slow);
            }
        }
    }
    end(&slow);
}
