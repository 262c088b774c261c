//! `consent-gate rewrite` streams: a page twenty-five times as long takes no more memory.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::thread;

const HEAD: &str = "<!doctype html><html><head><title>x</title></head><body>\
<script src=https://www.clarity.ms/tag/abc></script>\n";

const PART: &str = "<div class=\"card\"><h2><a href=\"/shop/17\">A product</a></h2><p style=\"color: red\">text text</p>\
<img src=\"/images/17.webp\" alt=\"\"><!-- 17 --><script>window.app = [1, 2, 3]</script></div>\n";

/// Returns the peak memory of the process after this number of bytes, in KB.
fn peak(bytes: usize) -> usize {
    let mut child = Command::new(env!("CARGO_BIN_EXE_consent-gate"))
        .args(["rewrite", "-", "-o", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut output = child.stdout.take().expect("its output");
    let reader = thread::spawn(move || io::copy(&mut output, &mut io::sink()).expect("its output"));
    let mut input = child.stdin.take().expect("its input");
    input.write_all(HEAD.as_bytes()).expect("it reads");
    let parts = PART.repeat(500);
    let mut written = HEAD.len();
    for number in 0..bytes / parts.len() {
        let part = parts.replace("17", &number.to_string());
        input.write_all(part.as_bytes()).expect("it reads");
        written += part.len();
    }
    // It waits for more input now, and has read everything that is not in the pipe.
    let mut status = String::new();
    let file = fs::File::open(format!("/proc/{}/status", child.id()));
    file.and_then(|mut file| file.read_to_string(&mut status)).expect("Linux says what a process takes");
    drop(input);
    assert!(child.wait().expect("it ends").success());
    assert!(reader.join().expect("all is read") > written as u64, "the whole page comes out, and more");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn memory_does_not_grow_with_the_page() {
    let (short, long) = (peak(1_000_000), peak(25_000_000));
    println!("{short} KB for 1 MB, {long} KB for 25 MB");
    assert!(long < short + 4096, "{short} KB for 1 MB, {long} KB for 25 MB");
}
