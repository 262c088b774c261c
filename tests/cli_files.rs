//! Unusual files, folders and streams: named pipes, sockets, links, full disks, readers that close.
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;
use support::command::{Folder, Run, folder, run};

const TRACKED: &str = "<p>x</p>\n<script src=https://www.clarity.ms/tag/abc></script>\n";

/// Runs a line of bash, in which `$IT` is the command line. A run that hangs is killed and has exit code 124.
#[track_caller]
fn shell(line: &str, arguments: &[&str]) -> Run {
    let line = format!("set -o pipefail; IT=\"timeout 120 {}\"\n{line}", env!("CARGO_BIN_EXE_consent-gate"));
    let mut command = Command::new("bash");
    command.arg("-c").arg(line).arg("bash").args(arguments);
    let output = command.output().expect("bash runs");
    Run {
        code: output.status.code().expect("an exit code"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Makes a site with a page, and one of each kind of file that must not be read. Returns the number of these.
fn odd_site(name: &str) -> (Folder, usize) {
    let place = folder(name);
    place.file("in/sub/fine.html", TRACKED);
    place.file("in/sub/fine.css", "p { color: red }");
    place.file("secret/password.html", "secret");
    place.file("secret/key.txt", "secret");
    let link = |to: &str, name: &str| symlink(to, place.path(name)).expect("a link");
    link("../secret", "in/out");
    link("../secret/password.html", "in/out.html");
    link("..", "in/sub/loop");
    link("self.html", "in/self.html");
    assert_eq!(shell("mkfifo \"$1\"", &[&place.path("in/pipe.html")]).code, 0);
    drop(UnixListener::bind(place.path("in/socket.html")).expect("a socket"));
    // Links to files inside the folder are followed.
    link("sub/fine.html", "in/again.html");
    link("sub/fine.css", "in/again.css");
    (place, 6)
}

#[test]
fn a_folder_is_rewritten_without_special_files() {
    let (place, odd) = odd_site("odd-rewrite");
    symlink("../secret/key.txt", place.path("in/key.txt")).expect("a link");
    symlink("/dev/zero", place.path("in/zero")).expect("a link");
    assert_eq!(shell("mkfifo \"$1\"", &[&place.path("in/pipe")]).code, 0);
    let (input, output) = (place.path("in"), place.path("out"));
    let done = shell("$IT rewrite \"$1\" -o \"$2\"", &[&input, &output]);
    assert_eq!(done.code, 2, "{}", done.err);
    assert_eq!(done.err.lines().count(), odd + 3, "{}", done.err);
    for (name, told) in [
        ("out", "skipped: a link that leads out of the folder"),
        ("out.html", "skipped: a link that leads out of the folder"),
        ("key.txt", "skipped: a link that leads out of the folder"),
        ("zero", "skipped: a link that leads out of the folder"),
        ("pipe.html", "skipped: a named pipe, not a regular file"),
        ("pipe", "skipped: a named pipe, not a regular file"),
        ("socket.html", "skipped: a socket, not a regular file"),
        ("sub/loop", "a link back to"),
        ("self.html", "Too many levels of symbolic links"),
    ] {
        assert!(done.err.contains(&format!("{input}/{name}: {told}")), "{name}: {}", done.err);
        assert!(fs::symlink_metadata(format!("{output}/{name}")).is_err(), "{name} is in the output");
    }
    for name in ["again.html", "again.css", "sub/fine.html", "sub/fine.css"] {
        assert!(fs::metadata(format!("{output}/{name}")).is_ok_and(|it| it.is_file()), "{name}");
    }
    let entries = |folder: &str| fs::read_dir(folder).expect(folder).count();
    assert_eq!((entries(&output), entries(&format!("{output}/sub"))), (3, 2));
}

#[test]
fn a_folder_is_audited_without_special_files() {
    let (place, odd) = odd_site("odd-audit");
    let input = place.path("in");
    for command in ["audit", "declare"] {
        let done = shell("$IT $1 \"$2\"", &[command, &input]);
        assert_eq!((done.code, done.err.lines().count()), (2, odd), "{command}: {}", done.err);
        assert!(!done.out.contains("secret"), "{}", done.out);
    }
    let done = shell("$IT audit \"$1\"", &[&input]);
    assert!(done.out.contains("2 files read, 2 third-party tags"), "{}", done.out);
}

#[test]
fn a_link_to_a_folder_is_read() {
    let place = folder("odd-root");
    place.file("real/x.html", TRACKED);
    symlink("real", place.path("site")).expect("a link");
    let done = run(&["rewrite", &place.path("site"), "-o", &place.path("out")]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(fs::metadata(place.path("out/x.html")).is_ok());
}

#[test]
fn a_named_pipe_as_argument_is_read() {
    for command in ["rewrite <(echo \"$1\") -o -", "audit <(echo \"$1\")"] {
        let done = shell(&format!("$IT {command}"), &["<p>x</p>"]);
        assert_eq!(done.code, 0, "{command}: {}", done.err);
    }
}

#[test]
fn a_full_device_is_an_error() {
    let place = folder("full-device");
    let page = place.file("x.html", TRACKED);
    let har = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/audit/shop.har");
    for command in [
        "explain https://www.clarity.ms/tag/a",
        "explain --json https://www.clarity.ms/tag/a",
        "audit \"$1\"",
        "audit --json \"$1\"",
        "audit \"$2\"",
        "declare --vendors vimeo",
        "declare --json \"$1\"",
        "rewrite \"$1\" -o -",
        "rewrite \"$1\" --check",
        "rewrite \"$1\" --check --json",
        "snippet",
        "vendors list",
        "vendors show vimeo",
        "vendors json",
        "--help",
        "audit --help",
        "--version",
    ] {
        let done = shell(&format!("$IT {command} >/dev/full"), &[&page, har]);
        assert_eq!(done.code, 2, "{command}: {}", done.err);
        let told = done.err.lines().filter(|line| line.contains("No space left on device")).count();
        assert_eq!(told, 1, "{command}: {}", done.err);
        assert!(done.err.starts_with("consent-gate: "), "{command}: {}", done.err);
    }
}

#[test]
fn a_full_device_for_errors_changes_no_exit_code() {
    for (command, code) in [("audit /nowhere", 2), ("rewrite - -o - </dev/null", 0), ("nonsense", 2)] {
        let done = shell(&format!("$IT {command} 2>/dev/full"), &[]);
        assert_eq!(done.code, code, "{command}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let place = folder("gone-reader");
    for number in 0..300 {
        place.file(&format!("in/{number}.html"), TRACKED);
    }
    let page = place.file("long.html", &TRACKED.repeat(20_000));
    let (input, output) = (place.path("in"), place.path("out"));
    for command in [
        "audit \"$1\"",
        "audit --json \"$1\"",
        "rewrite \"$1\" -o \"$2\"",
        "rewrite --json \"$1\" -o \"$2\"",
        "rewrite \"$3\" -o - 2>/dev/null",
        "vendors list",
        "vendors json",
        "declare --vendors vimeo",
        "--help",
    ] {
        let line = format!("exec 5> >(true); wait $!; $IT {command} >&5");
        let done = shell(&line, &[&input, &output, &page]);
        let findings = command.starts_with("audit");
        assert_eq!((done.code, done.err.as_str()), (i32::from(findings), ""), "{command}");
    }
    assert_eq!(fs::read_dir(&output).expect("the output").count(), 300, "the files are written all the same");
}

/// Files may have `$LIMIT` KB. The signal is ignored: it would kill the process before it prints a message.
const LIMITED: &str = "trap '' XFSZ; ulimit -f $LIMIT; ";

#[test]
fn a_full_disk_leaves_no_partial_file() {
    let place = folder("full-disk");
    let long = TRACKED.repeat(4_000);
    let page = place.file("in/long.html", &long);
    let data = place.bytes("in/long.bin", &[7; 200_000]);
    place.file("in/short.html", TRACKED);
    let kept = place.file("kept.html", "what was there");
    let (input, output) = (place.path("in"), place.path("out"));
    let limited = |limit: &str, line: &str, arguments: &[&str]| {
        shell(&format!("LIMIT={limit}; {LIMITED}{line}"), arguments)
    };
    let done = limited("8", "$IT rewrite \"$1\" -o \"$2\" >/dev/null", &[&input, &output]);
    assert_eq!((done.code, done.err.lines().count()), (2, 2), "{}", done.err);
    assert!(done.err.contains("long.html") && done.err.contains("long.bin"), "{}", done.err);
    let left: Vec<_> =
        fs::read_dir(&output).expect("a folder").map(|it| it.expect("an entry").file_name()).collect();
    assert_eq!(left, ["short.html"]);
    for target in [&kept, &page] {
        let done = limited("8", "$IT rewrite \"$1\" -o \"$2\" >/dev/null", &[&page, target]);
        assert_eq!((done.code, done.err.lines().count()), (2, 1), "{}", done.err);
    }
    assert_eq!(fs::read_to_string(&kept).expect("the file"), "what was there");
    assert_eq!(fs::read_to_string(&page).expect("the file"), long);
    assert_eq!(fs::read(&data).expect("the file").len(), 200_000);
    let site = place.path("site");
    let done = limited("4", "$IT vendors site -o \"$1\"", &[&site]);
    assert_eq!((done.code, done.err.lines().count()), (2, 1), "{}", done.err);
    for entry in fs::read_dir(&site).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        assert!(!text.is_empty() && text.len() <= 4096, "{}: {}", path.display(), text.len());
        assert!(!path.display().to_string().ends_with(".part"), "{}", path.display());
    }
}

#[test]
fn a_special_file_as_target_is_written_to() {
    let place = folder("odd-target");
    let page = place.file("x.html", TRACKED);
    let pipe = place.path("pipe");
    assert_eq!(shell("mkfifo \"$1\"", &[&pipe]).code, 0);
    let done = shell(
        "cat \"$2\" & $IT rewrite \"$1\" -o \"$2\" >/dev/null; code=$?; wait; exit $code",
        &[&page, &pipe],
    );
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("data-consent-gate type="), "{}", done.out);
    assert!(fs::metadata(&pipe).is_ok_and(|it| it.file_type().is_fifo()), "the pipe is still there");
    let done = run(&["rewrite", &page, "-o", "/dev/full"]);
    assert_eq!((done.code, done.err.lines().count()), (2, 1), "{}", done.err);
    assert!(fs::metadata("/dev/full").is_ok_and(|it| it.file_type().is_char_device()));
}

#[test]
fn two_inputs_of_one_name_are_not_written_over_each_other() {
    let place = folder("same-name");
    let (first, second) = (place.file("a/x.html", TRACKED), place.file("b/x.html", TRACKED));
    let done = run(&["rewrite", &first, &second, "-o", &place.path("out")]);
    assert_eq!((done.code, done.err.lines().count()), (2, 1), "{}", done.err);
    assert!(done.err.contains("b/x.html"), "{}", done.err);
    assert!(fs::metadata(place.path("out")).is_err());
}
