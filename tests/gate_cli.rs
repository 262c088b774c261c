//! The command line for a user: output, exit codes, and errors of one line.
#![cfg(not(target_arch = "wasm32"))]

use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_consent-gate")).args(args).output().expect("the binary runs")
}

#[track_caller]
fn check(args: &[&str], code: i32, stdout: &str) {
    let output = run(args);
    assert_eq!(String::from_utf8_lossy(&output.stdout), stdout, "{args:?}");
    assert_eq!(output.status.code(), Some(code), "{args:?}");
}

#[test]
fn explains_in_json() {
    check(
        &[
            "explain",
            "--json",
            "https://livechat.infobip.com/widget.js",
            "HTTPS:\\\\www.Clarity.ms\\tag/x",
            "https://x.example/",
        ],
        0,
        concat!(
            r#"{"url":"https://livechat.infobip.com/widget.js","vendor":"infobip","feature":"chat-widget","category":"functional","consent":"exempt","verdict":"allow","reason":"infobip/chat-widget is functional and needs no consent (vendors/infobip.toml)"}"#,
            "\n",
            r#"{"url":"HTTPS:\\\\www.Clarity.ms\\tag/x","vendor":"microsoft-clarity","feature":"tag","category":"analytics","consent":"required","verdict":"hold","reason":"microsoft-clarity/tag is analytics and held: the visitor has not chosen yet (vendors/microsoft-clarity.toml)"}"#,
            "\n",
            r#"{"url":"https://x.example/","vendor":null,"feature":null,"category":null,"consent":null,"verdict":"allow","reason":"unknown third party; allowed by \"unknown\": \"allow\""}"#,
            "\n",
        ),
    );
}

#[test]
fn explains_in_words() {
    check(
        &["explain", "//fonts.googleapis.com/css", "--kind", "stylesheet"],
        0,
        "allow  //fonts.googleapis.com/css\n       google-fonts is functional and needs no consent (vendors/google-fonts.toml)\n",
    );
    check(
        &["explain", "--site", "https://www.shop.example", "a.js"],
        0,
        "allow  a.js\n       first-party URL; no vendor rule applies\n",
    );
}

#[test]
fn explains_stored_names() {
    check(
        &["explain", "--cookie", "_ga_1", "--key", "ZD-buid", "--cookie", "basket"],
        0,
        concat!(
            "hold   _ga_1 (cookie)\n       google-analytics is analytics and held: the visitor has not chosen yet (vendors/google-analytics.toml)\n",
            "allow  basket (cookie)\n       no row gives this name to a vendor, so it is the site's own\n",
            "hold   ZD-buid (local storage)\n       zendesk is functional and held: the visitor has not chosen yet (vendors/zendesk.toml)\n",
        ),
    );
    check(
        &["explain", "--json", "--key", "_cltk", "--key", "x"],
        0,
        concat!(
            r#"{"name":"_cltk","store":"session storage","vendor":"microsoft-clarity","feature":null,"category":"analytics","consent":"required","verdict":"hold","reason":"microsoft-clarity is analytics and held: the visitor has not chosen yet (vendors/microsoft-clarity.toml)"}"#,
            "\n",
            r#"{"name":"x","store":null,"vendor":null,"feature":null,"category":null,"consent":null,"verdict":"allow","reason":"no row gives this name to a vendor, so it is the site's own"}"#,
            "\n",
        ),
    );
}

#[test]
fn a_misspelt_word_is_an_error_with_a_suggestion() {
    for (args, meant) in [
        (&["explain", "--kind", "scrip", "https://x.example/"][..], "script"),
        (&["explain", "--granted", "youtub", "https://x.example/"], "youtube"),
        (&["snippet", "--strength", "sealed", "--vendors", "youtub"], "youtube"),
        (&["vendors", "show", "youtub"], "youtube"),
        (&["declare", "--vendors", "google-font"], "google-fonts"),
    ] {
        let output = run(args);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains(&format!("did you mean \"{meant}\"?")), "{args:?}: {stderr}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
    }
}

#[test]
fn granted_ids_and_a_config_apply() {
    let output = run(&["explain", "--json", "--granted", "analytics,vimeo", "https://www.clarity.ms/tag/x"]);
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        line.contains(r#""verdict":"allow""#) && line.contains("the visitor granted analytics on "),
        "{line}"
    );

    let file = std::env::temp_dir().join(format!("consent-gate-test-{}.json", std::process::id()));
    let explain = |config: &str| {
        std::fs::write(&file, config).expect("a file");
        run(&["explain", "--json", "--config", file.to_str().unwrap(), "https://x.example/"])
    };
    let output = explain("\u{FEFF}{\"unknown\":\"hold\", // no more\n}");
    assert!(String::from_utf8_lossy(&output.stdout).contains(r#""verdict":"hold""#));
    for (config, complaint) in [
        (r#"{"unknown":"hold","oops":1}"#, "\"oops\": unknown key"),
        (r#"{"unknwon":"hold"}"#, "did you mean \"unknown\"?"),
        (r#"{"unknown":"block"}"#, "must be \"allow\" or \"hold\""),
        (r#"{"vendors":{"google-font":{"consent":"required"}}}"#, "did you mean \"google-fonts\"?"),
        ("{\"unknown\":\n\"hold\"", "line 2 column 6"),
    ] {
        let output = explain(config);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains(complaint), "{config}: {stderr}");
        assert_eq!(output.status.code(), Some(2), "{config}");
    }
    std::fs::remove_file(&file).expect("removed");
}

#[test]
fn bad_input_is_one_line_and_exit_code_2() {
    for args in [
        &["explain", "a.js"][..],
        &["explain", "https://"],
        &["explain", "--granted", "markting", "https://x.example/"],
        &["explain", "--config", "does-not-exist.json", "https://x.example/"],
        &["explain", "--site", "shop", "https://x.example/"],
        &["vendors", "show", "nobody"],
    ] {
        let output = run(args);
        let lines = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {lines}");
        assert!(lines.starts_with("consent-gate: ") && lines.lines().count() == 1, "{args:?}: {lines}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(run(&["explain"]).status.code(), Some(2));
}

#[test]
fn vendors_are_listed_shown_and_checked() {
    let list = run(&["vendors", "list"]);
    let text = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(
        text.lines().any(|line| line.starts_with("infobip ")
            && line.contains("functional")
            && line.contains("exempt"))
    );
    let show = run(&["vendors", "show", "infobip"]);
    let text = String::from_utf8_lossy(&show.stdout).into_owned();
    for part in [
        "people-cdp-sdk: marketing, consent required",
        "=livechat.infobip.com",
        "(not verified)",
        "https://github.com/infobip/people-web-sdk",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let json: serde_json::Value = serde_json::from_slice(&run(&["vendors", "json"]).stdout).expect("JSON");
    let infobip = json.as_array().expect("a list").iter().find(|vendor| vendor["id"] == "infobip");
    let infobip = infobip.expect("infobip");
    assert_eq!(infobip["exempt"], true);
    assert_eq!(infobip["features"][2]["id"], "people-cdp-sdk");
    assert_eq!(infobip["features"][2]["exempt"], serde_json::Value::Null);
    assert_eq!(infobip["cookies"][1]["age"], "1y");
    assert_eq!(infobip["cookies"][1]["unverified"], true);
    let root = env!("CARGO_MANIFEST_DIR");
    let check = run(&["vendors", "check", "--root", root]);
    assert_eq!(check.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&check.stdout).contains("of the 200 busiest hosts"));
    assert_eq!(run(&["vendors", "check", "--root", "/does-not-exist"]).status.code(), Some(1));
}
