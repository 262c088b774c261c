//! `consent-gate declare` and `vendors` for a user: the declaration in its forms, the lists, the pages.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use support::command::{folder, run, run_with};

/// Returns the JSON objects of a run, one per line.
fn objects(args: &[&str]) -> Vec<Value> {
    let run = run(args);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    run.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[test]
fn a_declaration_agrees_with_the_table() {
    for (args, wanted) in [
        (
            &["--vendors", "stripe"][..],
            &[
                r#"<h3 id="consent-declaration-necessary">Necessary</h3>"#,
                "<caption>What Stripe stores</caption>",
                r#"<th scope="row"><code>__stripe_sid</code></th>"#,
                "<td>30 minutes</td>",
                "<td>third party: m.stripe.com</td>",
                "Loads without a consent: Needed to carry out",
            ][..],
        ),
        (
            &["--vendors", "google-analytics"],
            &[
                r#"<th scope="row"><code>_ga</code></th>"#,
                r#"<th scope="row"><code>_ga_*</code></th>"#,
                "<td>2 years</td>\n<td>first party</td>\n<td>yes</td>",
            ],
        ),
        (
            &["--vendors", "infobip"],
            &["(its name is not published)", "<td>not verified</td>", "the SDK&apos;s"],
        ),
        (&["--vendors", "google-fonts"], &["<p>Nothing is known to be stored.</p>"]),
        (
            &["--vendors", "google-analytics", "--format", "markdown"],
            &[
                "### Analytics\n\n",
                "#### Google Analytics\n\n",
                "\n| Name | What it is | Purpose | Kept for | Whose | Removed on withdrawal | Verified |\n|---|",
                "\n| \\_ga | Cookie | ",
                "\n| \\_ga\\_\\* | Cookie | ",
            ],
        ),
    ] {
        let run = run(&[&["declare"], args].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        for part in wanted {
            assert!(run.out.contains(part), "{args:?}: no {part} in\n{}", run.out);
        }
        assert!(!run.out.contains("style=") && !run.out.contains("<script"), "{args:?}");
    }
}

#[test]
fn a_markdown_table_has_the_same_columns_in_every_line() {
    let ids: Vec<String> =
        objects(&["vendors", "list", "--json"]).iter().map(|it| it["id"].to_string()).collect();
    let ids = ids.join(",").replace('"', "");
    let run = run(&["declare", "--format", "markdown", "--vendors", &ids]);
    let lines: Vec<&str> = run.out.lines().filter(|line| line.starts_with('|')).collect();
    assert!(lines.len() > 50);
    for line in lines {
        assert_eq!(line.replace("\\|", "").matches('|').count(), 8, "{line}");
    }
    assert!(!run.out.contains("\n\n\n"), "{}", run.out);
}

#[test]
fn vendors_are_found_in_pages() {
    let page = b"<script src=https://www.clarity.ms/tag/a></script><iframe data-src=https://player.vimeo.com/video/1>\
        </iframe><img src=//x.example/1>";
    let run = run_with(&["declare", "--json", "-", "--vendors", "stripe"], page);
    let rows: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let vendors: BTreeSet<&str> = rows.iter().filter_map(|row| row["vendor"].as_str()).collect();
    assert_eq!(vendors.into_iter().collect::<Vec<_>>(), ["microsoft-clarity", "stripe", "vimeo"]);
    assert_eq!(run.err, "consent-gate: not declared, because no row knows them: x.example\n");
    assert_eq!(run.code, 0);
}

#[test]
fn a_config_changes_the_declaration() {
    let folder = folder("declare-config");
    let vendors = r#"{"vendors": {"vimeo": {"category": "marketing"}, "mine": {"category": "analytics"}}}"#;
    let config = folder.file("config.json", vendors);
    let rows = objects(&["declare", "--json", "--config", &config, "--vendors", "vimeo,mine"]);
    let found: Vec<_> = rows.iter().map(|row| (row["vendor"].as_str(), row["category"].as_str())).collect();
    assert!(found.contains(&(Some("mine"), Some("analytics"))), "{found:?}");
    assert!(found.contains(&(Some("vimeo"), Some("marketing"))), "{found:?}");
    assert!(!found.contains(&(Some("vimeo"), Some("functional"))), "{found:?}");
}

#[test]
fn mistakes_are_one_line() {
    for (args, told) in [
        (&["declare"][..], "nothing to declare: name files or folders, or vendors with --vendors a,b"),
        (&["declare", "--vendors", "nobody"], "\"nobody\" is not a vendor; see `consent-gate vendors list`"),
        (&["declare", "missing.html"], "missing.html: No such file"),
        (
            &["declare", "--vendors", "stripe", "--format", "pdf"],
            "invalid value 'pdf' for '--format <FORMAT>'",
        ),
        (&["audit"], "the following required arguments were not provided: <PATH>..."),
        (&["audit", "--site", "shop", "x.html"], "--site shop: not an origin"),
        (&["audit", "--config", "missing.json", "x.html"], "missing.json: No such file"),
        (&["explan"], "unrecognized subcommand 'explan'"),
        (&["explain", "--nonsense", "https://x.example/"], "unexpected argument '--nonsense' found"),
        (&["vendors", "show", "nobody", "--json"], "\"nobody\" is not a vendor"),
        (&["vendors", "site", "-o", "/dev/null/x"], "/dev/null/x: Not a directory"),
    ] {
        let run = run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
        assert!(run.err.starts_with(&format!("consent-gate: {told}")), "{args:?}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{args:?}: {}", run.err);
    }
}

#[test]
fn every_command_has_help() {
    for command in ["explain", "audit", "declare", "vendors"] {
        let run = run(&[command, "--help"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{command}");
        assert!(run.out.contains("Usage: consent-gate ") && !run.out.contains('\u{1b}'), "{}", run.out);
    }
}

#[test]
fn a_word_or_a_host_finds_vendors() {
    for (word, wanted) in [
        ("GA4", &["google-analytics"][..]),
        ("livechat.infobip.com", &["infobip"]),
        ("https://www.clarity.ms/tag/x?y", &["microsoft-clarity"]),
        ("graph.facebook.com", &["facebook-social-plugins"]),
    ] {
        let rows = objects(&["vendors", "list", word, "--json"]);
        let found: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
        assert_eq!(found, wanted, "{word}");
    }
    let none = run(&["vendors", "list", "nobody at all"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert_eq!(none.err, "consent-gate: no vendor has \"nobody at all\" in its names or addresses\n");
}

#[test]
fn an_imported_vendor_is_declared_with_its_known_facts() {
    let folder = folder("declare-imported");
    let page = folder
        .file("a.html", r#"<script src="https://www.googleoptimize.com/optimize.js?id=OPT-1"></script>"#);
    let rows = objects(&["declare", "--full", "--json", &page]);
    assert_eq!((rows.len(), rows[0]["name"].as_str()), (1, Some("Google Optimize")));
    assert_eq!(
        (rows[0]["category"].as_str(), rows[0]["consent"].as_str()),
        (Some("analytics"), Some("required"))
    );
}

#[test]
fn a_vendor_is_one_json_object() {
    let rows = objects(&["vendors", "show", "infobip", "--json"]);
    let vendor = &rows[0];
    assert_eq!(
        (rows.len(), vendor["id"].as_str(), vendor["consent"].as_str()),
        (1, Some("infobip"), Some("exempt"))
    );
    assert_eq!(vendor["features"][0]["id"], "chat-widget");
    assert_eq!(vendor["stores"][0]["verified"], false);
}

#[test]
fn the_pages_are_the_same_every_time() {
    let (one, other) = (folder("site-one"), folder("site-other"));
    for folder in [&one, &other] {
        assert_eq!(run(&["vendors", "site", "-o", &folder.path("a/b")]).code, 0);
    }
    let mut names: Vec<_> =
        fs::read_dir(one.path("a/b")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), objects(&["vendors", "list", "--json"]).len() + 3);
    for name in names {
        let read = |folder: &support::command::Folder| {
            fs::read(folder.path(&format!("a/b/{}", name.to_str().unwrap()))).unwrap()
        };
        assert!(read(&one) == read(&other), "{name:?} differs");
    }
}
