//! Every reader of foreign text takes time in proportion to its length, needs little memory, and does not overflow the
//! stack. The readers are a table; each gets texts that are built to make a careless reader start over again and again.
//!
//! Threat: a visitor's comment, a site's page or a file makes a page, a server or the command line hang.

mod readers;
mod texts;

use readers::{PAGES, READERS};
use std::cell::RefCell;
use std::time::{Duration, Instant};
use texts::{LENGTHS, PLACES, texts};

/// The longer text may take so many times as long as the shorter one for as many bytes: once if linear, ten times if
/// quadratic.
const MOST_TIMES: u32 = 3;

/// A difference below this tells nothing.
const SLACK: Duration = Duration::from_millis(20);

/// A measurement that is over the limit is repeated, and the best one counts.
const TURNS: usize = 5;
/// The most that the process may need, in KB: other tests run in it, too.
const MOST_MEMORY: usize = 1 << 20;

/// A run takes one text in 27, since all of them take minutes. `LINEAR=1` to `LINEAR=26` take the others.
const STEP: usize = 27;

fn skip() -> usize {
    std::env::var("LINEAR").ok().and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Returns the processor time of a call; where the system does not say it, the time that passes.
fn time(run: &dyn Fn()) -> Duration {
    let start = Instant::now();
    let before = processor_time();
    run();
    processor_time().zip(before).map_or_else(|| start.elapsed(), |(after, before)| after - before)
}

/// Returns the processor time of this thread so far.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().map(Duration::from_nanos).ok()
}

/// Notes a reader that takes more than proportionally longer for the longer text.
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

/// The most memory that this process has had, in KB.
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
fn every_reader_is_linear() {
    let slow = RefCell::default();
    for (shown, texts) in texts().into_iter().skip(skip()).step_by(STEP) {
        for (name, read) in READERS {
            check(name, &shown, [&|| read(&texts[0]), &|| read(&texts[1])], &slow);
        }
    }
    end(&slow);
}

#[test]
fn documents_are_read_in_linear_time() {
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
