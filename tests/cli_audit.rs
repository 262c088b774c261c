//! `consent-gate audit` for a user: rows, summaries, exit codes, and bad input.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use support::command::{Run, folder, run, run_in, run_with};

const SNIPPETS: &str = include_str!("cases/audit/snippets.txt");

/// A snippet, further arguments, and the expected rows.
#[derive(Default)]
struct Case {
    title: String,
    args: Vec<String>,
    markup: String,
    rows: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in SNIPPETS.lines() {
        match (line.split_once(' '), cases.last_mut()) {
            (Some(("##", title)), _) => cases.push(Case { title: title.to_owned(), ..Case::default() }),
            (Some(("@", args)), Some(case)) => case.args = args.split(' ').map(str::to_owned).collect(),
            (Some(("=", row)), Some(case)) => case.rows.push(row.to_owned()),
            (_, Some(case)) if !line.is_empty() => {
                let _ = writeln!(case.markup, "{line}");
            }
            _ => {}
        }
    }
    cases
}

/// Returns the JSON rows in the form of the cases, and the summary.
fn rows(run: &Run) -> (Vec<String>, Value) {
    let mut lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let summary = lines.pop().expect("a summary")["summary"].take();
    (lines.iter().map(short).collect(), summary)
}

fn short(row: &Value) -> String {
    let word = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
    let mut text =
        format!("{} {} {} {} {}", row["line"], word("kind"), word("url"), word("vendor"), word("finding"));
    if row["inert"].is_string() {
        text += " inert";
    }
    if row["noscript"] == true {
        text += " noscript";
    }
    text
}

#[test]
fn snippets_give_their_rows() {
    let cases = cases();
    assert!(cases.len() > 20, "the table is read");
    for case in cases {
        let mut args = vec!["audit", "--json", "-"];
        args.extend(case.args.iter().map(String::as_str));
        let run = run_with(&args, case.markup.as_bytes());
        let (found, summary) = rows(&run);
        assert_eq!(found, case.rows, "{}\n{}", case.title, case.markup);
        let findings = ["unknown", "needs-consent", "activated-later"];
        let bad = case.rows.iter().any(|row| findings.iter().any(|it| row.contains(it)));
        assert_eq!(run.code, i32::from(bad), "{}", case.title);
        assert_eq!(summary["findings"] != 0, bad, "{}", case.title);
        assert_eq!(run.err, "", "{}", case.title);
    }
}

#[test]
fn files_of_the_site_that_need_a_library_are_proposed() {
    let site = folder("dependents");
    site.file("js/init.js", "new Vimeo.Player('v')");
    site.file("js/other.js", "menu()");
    let library = "<script src=https://player.vimeo.com/api/player.js></script>";
    let own =
        "<script src=/js/init.js></script><script src=/js/other.js></script><script src=/no.js></script>";
    let page = site.file("a.html", &format!("{own}\n{library}\n{own}"));
    let found = run(&["audit", &page]);
    let wanted = r#"a.html:3: /js/init.js uses vimeo, which is held; add to the config: "dependents": [{"src":"/js/init.js","vendor":"vimeo"}]"#;
    assert!(found.out.contains(wanted), "{}", found.out);
    assert_eq!(found.out.matches("add to the config").count(), 1, "{}", found.out);
    let config = site.file("config.json", r#"{"dependents": ["/js/init.js"]}"#);
    let named = run(&["audit", &page, "--config", &config]);
    assert!(!named.out.contains("add to the config"), "{}", named.out);
}

#[test]
fn audit_and_explain_agree() {
    let markup: String =
        cases().into_iter().filter(|case| case.args.is_empty()).map(|case| case.markup + "\n").collect();
    let audited = run_with(&["audit", "--json", "-"], markup.as_bytes());
    let audited: Vec<Value> =
        audited.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let audited: Vec<&Value> = audited.iter().filter(|row| row["url"].is_string()).collect();
    let urls = audited.iter().filter_map(|row| row["url"].as_str());
    let args: Vec<&str> = ["explain", "--json"].into_iter().chain(urls).collect();
    let explained = run(&args);
    assert!(audited.len() > 30 && explained.out.lines().count() == audited.len(), "{}", explained.err);
    for (row, line) in audited.into_iter().zip(explained.out.lines()) {
        let explained: Value = serde_json::from_str(line).expect(line);
        for key in ["vendor", "feature", "category", "consent", "verdict", "reason"] {
            assert_eq!(row[key], explained[key], "{key} of {}", row["url"]);
        }
    }
}

#[test]
fn text_output_lists_rows_then_unknown_hosts_then_the_summary() {
    let page =
        "<script src=https://www.clarity.ms/tag/a></script>\n<img src=//x.example/1><img src=//x.example/2>";
    let run = run_with(&["audit", "-"], page.as_bytes());
    let wanted = "-:1: script https://www.clarity.ms/tag/a: microsoft-clarity/tag, analytics, hold: \
        microsoft-clarity/tag is analytics and held: the visitor has not chosen yet \
        (vendors/microsoft-clarity.toml)\n\n\
        unknown third parties (if one is your own, name it in the config's first_party):\n  \
        x.example  2 tags, first at -:2: img https://x.example/1\n";
    assert!(run.out.starts_with(wanted), "{}", run.out);
    assert!(run.out.ends_with("\n1 file read, 3 third-party tags, 3 findings\n"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn a_config_applies() {
    let folder = folder("audit-config");
    let config = folder.file("config.json", r#"{"first_party": ["x.example"], "regime": "opt-out"}"#);
    let page = "<img src=//x.example/1><script src=https://www.clarity.ms/tag/a></script>";
    let run = run_with(&["audit", "--json", "--config", &config, "-"], page.as_bytes());
    assert_eq!((run.code, rows(&run).0.len()), (0, 1), "{}", run.out);
}

#[test]
fn unreadable_input_is_reported_and_the_rest_is_audited() {
    let folder = folder("audit-bad");
    let good = folder.file("good.html", "<script src=https://www.clarity.ms/tag/a></script>");
    let picture = folder.file("picture.html", "\u{89}PNG\r\n\0\0");
    let wide = folder.bytes("wide.html", b"\xff\xfe<\0p\0>\0");
    let cut = folder.file(
        "cut.har",
        r#"{"log": {"entries": [{"request": {"url": "https://www.clarity.ms/tag/b"}}, {"req"#,
    );
    let other = folder.file("other.json", r#"{"name": "x"}"#);
    let broken = folder.file("broken.har", "{\"log\": {\n\"entries\": 7}}");
    let empty = folder.folder("empty");
    let missing = folder.path("missing.html");
    for (path, told, more) in [
        (&picture, "is a binary file (a zero byte at offset 7), neither HTML nor HAR", 0),
        (&wide, "is UTF-16; save it as UTF-8", 0),
        (&cut, ":1:80: the file is cut short: EOF while parsing a string", 1),
        (&other, "JSON, but not a HAR: log.entries is missing", 0),
        (&broken, ":2:13: invalid type: integer `7`, expected a list of entries", 0),
        (&empty, "no HTML or HAR file in this folder or below it", 0),
        (&missing, "No such file or directory", 0),
    ] {
        let run = run(&["audit", "--json", path, &good]);
        let (found, summary) = rows(&run);
        assert_eq!((run.code, found.len()), (2, 1 + more), "{path}: {}", run.out);
        assert_eq!(summary["errors"], 1);
        let line = format!("consent-gate: {path}");
        assert!(run.err.starts_with(&line) && run.err.contains(told), "{path}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
}

#[test]
fn recordings_are_judged_by_page() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/audit/shop.har");
    let run = run(&["audit", "--json", path.to_str().unwrap()]);
    let mut found = Vec::new();
    for line in run.out.lines().filter(|line| line.contains("\"entry\"")) {
        let row: Value = serde_json::from_str(line).expect(line);
        let word = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
        found.push(format!(
            "{} {} {} {} {}",
            row["entry"],
            word("kind"),
            word("vendor"),
            word("finding"),
            word("page")
        ));
    }
    let wanted = [
        "3 script microsoft-clarity needs-consent https://www.shop.example/",
        "4 font google-fonts - https://www.shop.example/",
        "5 img - unknown https://www.shop.example/",
        "7 iframe youtube needs-consent https://blog.example/post",
        "8 other - unknown https://blog.example/post",
    ];
    assert_eq!(found, wanted);
    assert_eq!(run.code, 1);
    let text = support::command::run(&["audit", path.to_str().unwrap()]).out;
    assert!(
        text.contains("shop.har:#3: script https://www.clarity.ms/tag/a [on https://www.shop.example/]: ")
    );
}

#[test]
fn a_recorded_page_is_the_document_that_was_shown() {
    let folder = folder("audit-recorded");
    let entry = |url: &str, status: u32, mime: &str| {
        format!(
            r#"{{"pageref":"p","request":{{"url":"{url}"}},"response":{{"status":{status},"content":{{"mimeType":"{mime}"}}}}}}"#
        )
    };
    let [first, shown, script] = [
        entry("https://t.me/", 302, "text/html"),
        entry("https://telegram.org/", 200, "text/html"),
        entry("https://telegram.org/js/main.js", 200, "application/javascript"),
    ];
    let pages = |title: &str| format!(r#"[{{"id":"p","title":{title}}}]"#);
    for pages in ["null".to_owned(), pages("null"), pages("\"Telegram\""), pages("\"https://t.me/\"")] {
        let text = format!(r#"{{"log":{{"pages":{pages},"entries":[{first},{shown},{script}]}}}}"#);
        let run = run(&["audit", "--json", &folder.file("a.har", &text)]);
        assert_eq!((run.code, rows(&run).0), (0, Vec::new()), "{pages}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_folder_is_walked_by_kind_of_file() {
    let folder = folder("audit-folder");
    folder.file("a.html", "<img src=//a.example/>");
    folder.file("sub/deeper/B.HTM", "<img src=//b.example/>");
    folder.file("c.js", "<img src=//c.example/>");
    folder.file("d.png", "\0");
    let run = run(&["audit", "--json", &folder.path("")]);
    let mut found = rows(&run).0;
    found.sort();
    assert_eq!(found, ["1 img https://a.example/ - unknown", "1 img https://b.example/ - unknown"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_reported_and_not_followed() {
    let folder = folder("audit-loop");
    folder.file("sub/a.html", "<p>");
    std::os::unix::fs::symlink("..", folder.path("sub/up")).expect("a link");
    std::os::unix::fs::symlink("nowhere.txt", folder.path("sub/broken.txt")).expect("a link");
    let run = run(&["audit", &folder.path("")]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("sub/up: a link back to ") && run.err.lines().count() == 1, "{}", run.err);
    assert!(run.out.contains("1 file read"), "{}", run.out);
}

#[test]
fn many_files_are_one_audit() {
    let folder = folder("audit-many");
    for number in 0..20_000 {
        let path = folder.path(&format!("{}/{number}.html", number % 7));
        if number < 7 {
            folder.folder(&number.to_string());
        }
        fs::write(path, "<script src=https://www.clarity.ms/tag/a></script>").expect("written");
    }
    let run = run(&["audit", "--json", &folder.path("")]);
    let last: Value = serde_json::from_str(run.out.lines().last().unwrap()).unwrap();
    assert_eq!(last["summary"]["files"], 20_000);
    assert_eq!(last["summary"]["findings"], 20_000);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn control_characters_of_pages_are_not_printed() {
    let run =
        run_with(&["audit", "-"], b"<script src='https://\x1b[2J/'></script><img src='//x.example/\x1b[2J'>");
    assert!(run.out.contains("\\u{1b}[2J") && run.out.contains("%1B[2J"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn colours_are_optional() {
    let page = b"<script src=https://www.clarity.ms/tag/a></script><img src=//x.example/>";
    for args in [&["audit", "-"][..], &["explain", "https://www.clarity.ms/tag/a"]] {
        for (environment, coloured) in [
            (&[][..], false),
            (&[("CLICOLOR_FORCE", "1")], true),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        ] {
            let run = run_in(environment, args, page);
            assert_eq!(run.out.contains('\u{1b}'), coloured, "{args:?} {environment:?}: {}", run.out);
        }
    }
    let run = run_in(&[("CLICOLOR_FORCE", "1")], &["audit", "--json", "-"], page);
    assert!(!run.out.contains('\u{1b}'));
}
