//! `consent-gate rewrite` for a user: markup before and after, folders, checks, and bad input.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::Value;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use support::command::{folder, run, run_in, run_with};

const SNIPPETS: &str = include_str!("cases/rewrite/snippets.txt");

const GATE: &str = "<script src=\"/consent-gate.js\" data-cfasync=\"false\" data-no-optimize=\"1\" \
data-no-defer=\"1\" data-pagespeed-no-defer nowprocket data-consent-gate=\"rewritten\"></script>";

const TRACKED: &str = "<p>x</p>\n<script src=https://www.clarity.ms/tag/abc></script>\n";
const HELD: &str = "<p>x</p>\n<script data-consent-gate type=\"text/plain\" \
src=https://www.clarity.ms/tag/abc></script>\n";

/// A page before and after, and the rows of the report.
#[derive(Default)]
struct Case {
    title: &'static str,
    before: String,
    after: String,
    rows: Vec<&'static str>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in SNIPPETS.lines() {
        match (line.split_once(' '), cases.last_mut()) {
            (Some(("##", title)), _) => cases.push(Case { title, ..Case::default() }),
            (Some(("=", text)), Some(case)) => {
                case.before += &format!("{text}\n");
                case.after += &format!("{text}\n");
            }
            (Some(("-", text)), Some(case)) => case.before += &format!("{text}\n"),
            (Some(("+", text)), Some(case)) => case.after += &format!("{}\n", text.replace("<GATE>", GATE)),
            (Some((">", row)), Some(case)) => case.rows.push(row),
            _ => {}
        }
    }
    cases
}

fn short(row: &Value) -> String {
    let word = |key: &str| row[key].as_str().unwrap_or("-");
    let noscript = if row["noscript"] == true { " noscript" } else { "" };
    format!("{} {} {} {}{noscript}", row["line"], word("element"), word("vendor"), word("url"))
}

#[test]
fn snippets_are_rewritten_as_the_cases_say() {
    let cases = cases();
    assert!(cases.len() > 20);
    for case in cases {
        let args = ["rewrite", "-", "-o", "-", "--json", "--site", "https://www.example.com"];
        let run = run_with(&args, case.before.as_bytes());
        assert_eq!(run.out, case.after, "{}", case.title);
        assert_eq!(run.code, 0, "{}", case.title);
        let rows = run.err.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
        let rows: Vec<String> =
            rows.filter(|row| row["element"].is_string()).map(|row| short(&row)).collect();
        assert_eq!(rows, case.rows, "{}", case.title);
    }
}

#[test]
fn a_folder_is_copied_completely() {
    let place = folder("rewrite-folder");
    place.file("in/a/b/x.html", TRACKED);
    place.file("in/own.HTM", "<p>own</p>");
    place.bytes("in/a/x.js", b"document.write('<script src=https://www.clarity.ms/tag/abc>')\xff");
    place.file("in/.well-known/x", "x");
    place.folder("in/empty");
    let (input, output) = (place.path("in"), place.path("out"));
    let done = run(&["rewrite", &input, "-o", &output]);
    assert_eq!(done.code, 0, "{}", done.err);
    let shown =
        format!("{input}/a/b/x.html:2: script src https://www.clarity.ms/tag/abc: microsoft-clarity/tag is");
    assert!(done.out.starts_with(&shown), "{}", done.out);
    assert!(done.out.ends_with("2 read, 1 changed, 1 made inert, 0 left unchanged\n"), "{}", done.out);
    for (name, wanted) in [
        ("a/b/x.html", HELD.as_bytes()),
        ("own.HTM", b"<p>own</p>"),
        ("a/x.js", b"document.write('<script src=https://www.clarity.ms/tag/abc>')\xff"),
        (".well-known/x", b"x"),
    ] {
        assert_eq!(fs::read(format!("{output}/{name}")).expect(name), wanted, "{name}");
    }
    assert!(fs::metadata(format!("{output}/empty")).is_ok_and(|it| it.is_dir()));
    assert_eq!(fs::read_dir(format!("{output}/a/b")).expect("a folder").count(), 1, "nothing is left beside");
    let again = run(&["rewrite", &output, "--check"]);
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "2 read, 0 would change, 0 made inert, 0 left unchanged\n")
    );
}

#[test]
fn a_check_writes_nothing() {
    let place = folder("rewrite-check");
    let file = place.file("x.html", TRACKED);
    let done = run(&["rewrite", "--check", &file]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("1 would change"), "{}", done.out);
    assert_eq!(fs::read_to_string(&file).expect("the file"), TRACKED);
}

#[test]
fn in_place_and_into_a_folder_below() {
    let place = folder("rewrite-place");
    let file = place.file("site/x.html", TRACKED);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
    let site = place.path("site");
    assert_eq!(run(&["rewrite", &site, "-o", &format!("{site}/out")]).code, 0);
    assert_eq!(run(&["rewrite", &site, "-o", &format!("{site}/out")]).code, 0, "once more");
    assert_eq!(fs::read_to_string(format!("{site}/out/x.html")).expect("the file"), HELD);
    assert!(fs::metadata(format!("{site}/out/out")).is_err(), "the output is no input");
    assert_eq!(run(&["rewrite", &file, "-o", &file]).code, 0);
    assert_eq!(fs::read_to_string(&file).expect("the file"), HELD);
    assert_eq!(fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o640);
    let second = place.file("second.html", TRACKED);
    assert_eq!(run(&["rewrite", &file, &second, "-o", &place.path("both")]).code, 0);
    assert_eq!(fs::read_to_string(place.path("both/second.html")).expect("the file"), HELD);
}

#[test]
fn other_documents_are_copied_and_named() {
    let place = folder("rewrite-other");
    let utf16 = place.bytes("utf16.html", b"\xff\xfe<\0p\0>\0");
    let script = place.file("x.js", "document.write('<script src=https://www.clarity.ms/tag/abc>')");
    let xhtml =
        place.file("x.xhtml", "<?xml version='1.0'?><html><iframe src='https://player.vimeo.com/1'/></html>");
    for (file, why) in [(&utf16, "UTF-16"), (&script, "not HTML"), (&xhtml, "XML")] {
        let to = place.path("copy");
        let done = run(&["rewrite", file, "-o", &to]);
        assert_eq!(done.code, 0, "{file}");
        assert!(done.out.contains(&format!("{file}: skipped: {why}")), "{}", done.out);
        assert_eq!(fs::read(&to).expect("a copy"), fs::read(file).expect("the file"), "{file}");
    }
}

#[test]
fn bad_input_is_one_line() {
    let place = folder("rewrite-bad");
    let fine = place.file("in/fine.html", TRACKED);
    symlink(place.path("in"), place.path("in/loop")).expect("a link");
    symlink(place.path("nowhere"), place.path("in/gone.html")).expect("a link");
    let (input, output) = (place.path("in"), place.path("out"));
    let done = run(&["rewrite", &input, "-o", &output]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("in/loop: a link back to"), "{}", done.err);
    assert!(done.err.contains("in/gone.html: No such file"), "{}", done.err);
    assert_eq!(done.err.lines().count(), 2, "{}", done.err);
    assert_eq!(fs::read_to_string(format!("{output}/fine.html")).expect("the other file"), HELD);
    for (args, wanted) in [
        (&["rewrite", &place.path("gone"), "-o", &output][..], "gone: No such file"),
        (&["rewrite", &fine], "--output"),
        (&["rewrite", &input, "-o", "-"], "takes one file"),
        (&["rewrite", &input, "-o", &fine], "is a file"),
        (&["rewrite", &fine, "-o", &format!("{fine}/x")], "fine.html/x: "),
        (&["rewrite", &fine, "-o", "-", "--site", "x"], "--site x"),
        (&["rewrite", &fine, "-o", "-", "--config", &fine], "fine.html: expected value"),
    ] {
        let done = run(args);
        assert_eq!((done.code, done.err.lines().count()), (2, 1), "{args:?}: {}", done.err);
        assert!(done.err.contains(wanted), "{args:?}: {}", done.err);
    }
}

#[test]
fn a_config_is_copied_and_applies() {
    let place = folder("rewrite-config");
    let config = place.file(
        "config.json",
        r#"{"vendors": {"microsoft-clarity": {"consent": "exempt", "features": {"tag": {"consent": "exempt"}}}}, "language": "</script>ü"}"#,
    );
    let page = "<html><head></head>\n<script src=https://www.clarity.ms/tag/abc></script>";
    let done = run_with(
        &["rewrite", "-", "-o", "-", "--config", &config, "--gate-src", "/cg/x.js"],
        page.as_bytes(),
    );
    let (tags, rest) = done.out.split_once("</head>").expect("a head");
    assert!(tags.contains(r#"id="consent-gate-config">{"vendors""#), "{tags}");
    assert!(tags.contains("\"\\u003c/script>\\u00fc\"}</script><script src=\"/cg/x.js\""), "{tags}");
    assert_eq!(rest, "\n<script src=https://www.clarity.ms/tag/abc></script>");
    let again = run_with(
        &["rewrite", "-", "--check", "--config", &config, "--gate-src", "/cg/x.js"],
        done.out.as_bytes(),
    );
    assert_eq!(again.code, 0, "{}", again.out);
}

#[test]
fn colours_are_for_terminals() {
    let done = run_in(&[("CLICOLOR_FORCE", "1")], &["rewrite", "-", "--check"], TRACKED.as_bytes());
    assert!(done.out.contains('\u{1b}'));
    assert!(!run_with(&["rewrite", "-", "--check"], TRACKED.as_bytes()).out.contains('\u{1b}'));
}
