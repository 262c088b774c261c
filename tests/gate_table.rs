//! The vendor files are in order, and the generated table is what they say.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::cli::compile;
use consent_gate::cli::lint::{self, Finding};
use consent_gate::cli::vendor_file;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_table_is_up_to_date() {
    let generated = compile::generate(root()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    for (path, content) in generated {
        let committed = std::fs::read_to_string(root().join(&path)).expect("a committed file");
        assert!(
            committed == content,
            "{} is not up to date: run `consent-gate vendors compile`",
            path.display()
        );
    }
}

#[test]
fn every_vendor_that_the_product_names_has_a_file() {
    let vendors = vendor_file::read_folder(&root().join("vendors")).expect("readable files");
    for id in [
        "infobip",
        "google-analytics",
        "google-tag-manager",
        "google-ads",
        "doubleclick",
        "google-recaptcha",
        "google-maps",
        "google-programmable-search",
        "google-fonts",
        "microsoft-clarity",
        "microsoft-teams",
        "apple-maps-js",
        "apple-business-chat",
        "stripe",
        "vimeo",
        "youtube",
        "meta-pixel",
    ] {
        assert!(vendors.iter().any(|vendor| vendor.id == id), "{id} has no file");
    }
}

const GOOD: &str = r#"
id = "acme"
name = "Acme"
website = "https://acme.example"
category = "analytics"
consent_required = true
reason = "Counts."
domains = ["acme.example"]
checked = 2026-11-21
sources = [{ kind = "vendor-docs", url = "https://acme.example/docs", checked = 2026-11-21 }]
[[rule]]
feature = "pixel"
match = ["=acme.example/p"]
"#;

/// The findings about `GOOD` after one change.
fn findings(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    let vendor = vendor_file::parse("acme", &GOOD.replacen(from, to, 1)).expect("a vendor");
    lint::check(&[vendor], &["de".to_owned()]).into_iter().map(|Finding(line)| line).collect()
}

#[test]
fn the_lint_finds() {
    assert_eq!(findings("acme", "acme"), [""; 0]);
    for (from, to, wanted) in [
        ("id = \"acme\"", "id = \"Acme\"", "\"Acme\" is no id"),
        ("id = \"acme\"", "id = \"marketing\"", "\"marketing\" is no id"),
        ("\"analytics\"", "\"ads\"", "\"ads\" is no category"),
        ("\"analytics\"", "\"advertising\"", "\"advertising\" is no category"),
        ("consent_required = true", "consent_required = false", "does not say why; add `exempt_reason`"),
        (
            "[{ kind = \"vendor-docs\", url = \"https://acme.example/docs\", checked = 2026-11-21 }]",
            "[]",
            "it has no source",
        ),
        (", checked = 2026-11-21 }", " }", "has no `checked` date"),
        ("\"vendor-docs\"", "\"hearsay\"", "source kind \"hearsay\""),
        ("\"vendor-docs\"", "\"data\"", "has the licence \"none\""),
        ("\"vendor-docs\"", "\"data\", licence = \"CC-BY-NC-SA-4.0\"", "has the licence \"CC-BY-NC-SA-4.0\""),
        ("[\"acme.example\"]", "[\"amazonaws.com\"]", "is a shared host"),
        ("[\"acme.example\"]", "[\"*.acme.example\"]", "is no pattern"),
        ("[\"acme.example\"]", "[\"https://acme.example\"]", "is no pattern"),
        ("[\"acme.example\"]", "[\"Acme.example\"]", "is no pattern"),
        ("[\"acme.example\"]", "[\"acme.*\"]", "is no pattern"),
        ("[\"acme.example\"]", "[\"maps.google.de\"]", "are written google.*"),
        ("[\"acme.example\"]", "[\"*/a\"]", "would match nearly everything"),
        ("[\"acme.example\"]", "[\"acme.example?x\"]", "its query key=prefix"),
        ("[\"acme.example\"]", "[\"=acme.example/p\"]", "stands in vendors/acme.toml too"),
        ("match = [\"=acme.example/p\"]", "", "has neither `match` nor `runtime`"),
        (
            "checked = 2026-11-21\nsources",
            "needs_library = true\nglobals = [\"ab\"]\nchecked = 2026-11-21\nsources",
            "wants a global",
        ),
        (
            "checked = 2026-11-21\nsources",
            "related = [\"nobody\"]\nchecked = 2026-11-21\nsources",
            "names \"nobody\"",
        ),
        (
            "[[rule]]",
            "[[rule]]\nfeature = \"pixel\"\nmatch = [\"q.example\"]\nloader = true\n[[rule]]",
            "differ in category",
        ),
    ] {
        let lines = findings(from, to);
        assert!(lines.iter().any(|line| line.contains(wanted)), "{to}: {lines:?}");
    }
}

#[test]
fn the_lint_refuses_to_clear_by_guess() {
    for (name, how, party, clear, good) in [
        ("_acme", "prefix", "first", true, true),
        ("_ac", "prefix", "first", true, false),
        ("_ga", "exact", "first", true, true),
        ("session", "exact", "first", true, false),
        ("_uuid", "exact", "first", true, false),
        ("_acme", "unknown", "first", true, false),
        ("_acme", "exact", "third", true, false),
        ("x", "exact", "third", false, true),
        ("_acme", "regex", "first", false, false),
    ] {
        let row = format!(
            "[[storage]]\nname = \"{name}\"\nmatch = \"{how}\"\nkind = \"cookie\"\nparty = \"{party}\"\nmax_age = \"1y\"\nclear = {clear}\nsource = \"capture\"\n[[rule]]"
        );
        assert_eq!(findings("[[rule]]", &row).is_empty(), good, "{name} {how} {party} {clear}");
    }
}

#[test]
fn a_broken_file_is_one_line() {
    let broken = vendor_file::parse("vendors/x.toml", "id = \"x\"\nnam = 1\n").expect_err("broken");
    assert!(broken.starts_with("vendors/x.toml:2:") && !broken.contains('\n'), "{broken}");
}
