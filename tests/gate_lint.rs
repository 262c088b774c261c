//! The lint's findings for a vendor file or an imported row with one mistake, line by line.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::cli::folder::{self, Folder};
use consent_gate::cli::lint::{self, Finding};
use consent_gate::cli::{imported, vendor_file};
use std::path::Path;

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

/// Returns the findings for a folder with this vendor, these imported rows, and the committed lists.
fn findings(vendor: &str, rows: &str) -> Vec<String> {
    let header = "domain\tmatch\tname\ttpw_category\tcategory\tsource\tsource_version\tchecked\n";
    let folder = Folder {
        vendors: vec![vendor_file::parse("acme", vendor).expect("a vendor")],
        imported: imported::parse(&format!("{header}{rows}")).expect("rows"),
        lists: folder::lists(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/vendors"))).expect("lists"),
    };
    lint::check(&folder).into_iter().map(|Finding(line)| line).collect()
}

/// A part of `GOOD`, its replacement, and the one resulting line.
const BAD: &[(&str, &str, &str)] = &[
    (
        "match = [\"=acme.example/p\"]",
        "runtime = { global = \"a b\", commands = [\"auth\"] }",
        "vendors/acme.toml: pixel: `runtime` wants the names of a global and of its queue (.q, or a global array)",
    ),
    (
        "match = [\"=acme.example/p\"]",
        "runtime = { global = \"acme\", queue = \".\", commands = [\"auth\"] }",
        "vendors/acme.toml: pixel: `runtime` wants the names of a global and of its queue (.q, or a global array)",
    ),
    (
        "match = [\"=acme.example/p\"]",
        "runtime = { global = \"acme\" }",
        "vendors/acme.toml: pixel: `runtime` wants commands such as \"auth\" or \"config AW-\", without commas",
    ),
    (
        "match = [\"=acme.example/p\"]",
        "runtime = { global = \"acme\", commands = [\"a,b\"] }",
        "vendors/acme.toml: pixel: `runtime` wants commands such as \"auth\" or \"config AW-\", without commas",
    ),
    (
        "id = \"acme\"",
        "id = \"marketing\"",
        "vendors/marketing.toml: \"marketing\" is not an id: lower-case letters, digits and \"-\", and not a category",
    ),
    (
        "id = \"acme\"",
        "id = \"Acme\"",
        "vendors/Acme.toml: \"Acme\" is not an id: lower-case letters, digits and \"-\", and not a category",
    ),
    (
        "\"analytics\"",
        "\"ads\"",
        "vendors/acme.toml: \"ads\" is not a category (necessary, functional, analytics, marketing)",
    ),
    (
        "\"analytics\"",
        "\"advertising\"",
        "vendors/acme.toml: \"advertising\" is not a category (necessary, functional, analytics, marketing)",
    ),
    ("\"Counts.\"", "\"\"", "vendors/acme.toml: `reason` is empty"),
    (
        "[{ kind = \"vendor-docs\", url = \"https://acme.example/docs\", checked = 2026-11-21 }]",
        "[]",
        "vendors/acme.toml: it has no source; add one to `sources`",
    ),
    (
        ", checked = 2026-11-21 }",
        " }",
        "vendors/acme.toml: source https://acme.example/docs has no `checked` date (or is a \"pointer\")",
    ),
    (
        "\"vendor-docs\"",
        "\"hearsay\"",
        "vendors/acme.toml: source kind \"hearsay\" is none of vendor-docs, vendor-page, snippet, guide, data, capture, pointer",
    ),
    (
        "\"vendor-docs\"",
        "\"data\"",
        "vendors/acme.toml: data source https://acme.example/docs has the licence \"none\"; only MIT, Apache-2.0, BSD-2-Clause, BSD-3-Clause, CC0-1.0, CC-BY-4.0",
    ),
    (
        "\"vendor-docs\"",
        "\"data\", licence = \"CC-BY-NC-SA-4.0\"",
        "vendors/acme.toml: data source https://acme.example/docs has the licence \"CC-BY-NC-SA-4.0\"; only MIT, Apache-2.0, BSD-2-Clause, BSD-3-Clause, CC0-1.0, CC-BY-4.0",
    ),
    (
        "url = \"https://",
        "url = \"http://",
        "vendors/acme.toml: source \"http://acme.example/docs\" is not an https address",
    ),
    (
        "[\"acme.example\"]",
        "[\"amazonaws.com\"]",
        "vendors/acme.toml: \"amazonaws.com\" is a shared host: write =host, or a path below it",
    ),
    (
        "[\"acme.example\"]",
        "[\"*.acme.example\"]",
        "vendors/acme.toml: \"*.acme.example\" is not a pattern (host, =host, host/path, google.*)",
    ),
    (
        "[\"acme.example\"]",
        "[\"Acme.example\"]",
        "vendors/acme.toml: \"Acme.example\" is not a pattern (host, =host, host/path, google.*)",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.*\"]",
        "vendors/acme.toml: \"acme.*\" is not a pattern (host, =host, host/path, google.*)",
    ),
    (
        "[\"acme.example\"]",
        "[\"maps.google.de\"]",
        "vendors/acme.toml: \"maps.google.de\": Google's country domains are written google.*",
    ),
    ("[\"acme.example\"]", "[\"*/a\"]", "vendors/acme.toml: \"*/a\" would match nearly everything"),
    (
        "[\"acme.example\"]",
        "[\"acme.example?x\"]",
        "vendors/acme.toml: \"acme.example?x\" must be ASCII, and its query key=prefix",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example/a?id=\"]",
        "vendors/acme.toml: \"acme.example/a?id=\" must be ASCII, and its query key=prefix",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example/\"]",
        "vendors/acme.toml: \"acme.example/\" can never match: no URL has such a path or query",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example/a/../b\"]",
        "vendors/acme.toml: \"acme.example/a/../b\" can never match: no URL has such a path or query",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example/a*b\"]",
        "vendors/acme.toml: \"acme.example/a*b\" can never match: no URL has such a path or query",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example/{id}\"]",
        "vendors/acme.toml: \"acme.example/{id}\" can never match: no URL has such a path or query",
    ),
    (
        "[\"acme.example\"]",
        "[\"=acme.example/p\"]",
        "vendors/acme.toml: \"=acme.example/p\" is also in vendors/acme.toml; remove one of the two",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example\", \"=acme.example\"]",
        "vendors/acme.toml: \"=acme.example\" is never needed: \"acme.example\" of the same row covers it",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example\", \"a.b.acme.example\"]",
        "vendors/acme.toml: \"a.b.acme.example\" is never needed: \"acme.example\" of the same row covers it",
    ),
    (
        "[\"acme.example\"]",
        "[\"acme.example\", \"acme.example/x\"]",
        "vendors/acme.toml: \"acme.example/x\" is never needed: \"acme.example\" of the same row covers it",
    ),
    (
        "[\"=acme.example/p\"]",
        "[\"=acme.example/p\", \"=acme.example/p/q\", \"=acme.example/pq\"]",
        "vendors/acme.toml: \"=acme.example/p/q\" is never needed: \"=acme.example/p\" of the same row covers it",
    ),
    ("match = [\"=acme.example/p\"]", "", "vendors/acme.toml: pixel has neither `match` nor `runtime`"),
    (
        "checked = 2026-11-21\nsources",
        "needs_library = true\nglobals = [\"ab\"]\nchecked = 2026-11-21\nsources",
        "vendors/acme.toml: `needs_library` wants a global whose name has three letters or more",
    ),
    (
        "checked = 2026-11-21\nsources",
        "related = [\"nobody\"]\nchecked = 2026-11-21\nsources",
        "vendors/acme.toml: `related` names \"nobody\", which no file has as its id",
    ),
    (
        "[[rule]]",
        "[[rule]]\nfeature = \"pixel\"\nmatch = [\"q.example\"]\nloader = true\n[[rule]]",
        "vendors/acme.toml: the rules of pixel differ in category, consent or loader",
    ),
    (
        "feature = \"pixel\"\n",
        "feature = \"pixel\"\nconsent_required = false\n",
        "vendors/acme.toml: pixel needs no consent and does not say why; add `exempt_reason`",
    ),
];

#[test]
fn the_lint_finds_each_mistake() {
    assert_eq!(findings(GOOD, ""), [""; 0]);
    for (from, to, wanted) in BAD {
        assert!(GOOD.contains(from), "{from}");
        assert_eq!(findings(&GOOD.replacen(from, to, 1), ""), [*wanted], "{to}");
    }
    let nowhere = GOOD.replace("domains = [\"acme.example\"]\n", "");
    let nowhere = nowhere.split("[[rule]]").next().expect("a beginning");
    assert_eq!(
        findings(nowhere, ""),
        ["vendors/acme.toml: no address leads to it: it has neither `domains` nor a rule"]
    );
}

#[test]
fn the_lint_refuses_to_clear_by_guess() {
    for (name, how, party, clear, source, wanted) in [
        ("_acme", "prefix", "first", true, "capture", ""),
        ("_ga", "exact", "first", true, "capture", ""),
        ("x", "exact", "third", false, "unverified", ""),
        ("_ac", "prefix", "first", true, "capture", "\"_ac\" is too short a name to be cleared"),
        ("_acme", "exact", "first", true, "unverified", "\"_acme\" is unverified and cannot be cleared"),
        (
            "session",
            "exact",
            "first",
            true,
            "capture",
            "\"session\" (exact) would clear \"session\", a common name of sites",
        ),
        (
            "_UUID",
            "exact",
            "first",
            true,
            "capture",
            "\"_UUID\" (exact) would clear \"_uuid\", a common name of sites",
        ),
        (
            "_loc",
            "prefix",
            "first",
            true,
            "capture",
            "\"_loc\" (prefix) would clear \"_locale\", a common name of sites",
        ),
        (
            "PHPS",
            "prefix",
            "first",
            true,
            "capture",
            "\"PHPS\" (prefix) would clear \"PHPSESSID\", a common name of sites",
        ),
        (
            "_acme",
            "unknown",
            "first",
            true,
            "capture",
            "\"_acme\": only known first-party names can be cleared",
        ),
        (
            "_acme",
            "exact",
            "third",
            true,
            "capture",
            "\"_acme\": only known first-party names can be cleared",
        ),
        ("_acme", "regex", "first", false, "capture", "\"_acme\": unknown `match`, `kind` or `party`"),
        (
            "_acme",
            "exact",
            "first",
            false,
            "rumour",
            "\"_acme\": source \"rumour\" is none of open-cookie-database, tarteaucitron, vendor-docs, capture, unverified",
        ),
    ] {
        let row = format!(
            "{GOOD}[[storage]]\nname = \"{name}\"\nmatch = \"{how}\"\nkind = \"cookie\"\nparty = \"{party}\"\nmax_age = \"1y\"\nclear = {clear}\nsource = \"{source}\"\n"
        );
        let wanted: Vec<String> = (!wanted.is_empty())
            .then(|| format!("vendors/acme.toml: storage {wanted}"))
            .into_iter()
            .collect();
        assert_eq!(findings(&row, ""), wanted, "{name} {how}");
    }
}

#[test]
fn the_lint_checks_imported_rows() {
    let good = "third-party-web\t0.30.0\t2026-11-22";
    for (row, wanted) in [
        (format!("b.example\tsuffix\tB\tad\tmarketing\t{good}\n"), ""),
        (format!("b.example\tsuffix\tB\tother\tunclassified\t{good}\n"), ""),
        (
            format!("acme.example\texact\tB\tad\tmarketing\t{good}\n"),
            "2: acme.example belongs to vendors/acme.toml; run the import again",
        ),
        (
            format!("x.acme.example\tsuffix\tB\tad\tmarketing\t{good}\n"),
            "2: x.acme.example belongs to vendors/acme.toml; run the import again",
        ),
        (
            format!("cloudfront.net\tsuffix\tB\tad\tmarketing\t{good}\n"),
            "2: cloudfront.net is a shared host and cannot be a suffix",
        ),
        (
            format!("B.example\tsuffix\tB\tad\tmarketing\t{good}\n"),
            "2: \"B.example\" is not a host in lower case",
        ),
        (
            format!("b.example\tprefix\tB\tad\tmarketing\t{good}\n"),
            "2: b.example: match \"prefix\" is neither suffix nor exact",
        ),
        (format!("b.example\tsuffix\tB\tad\tads\t{good}\n"), "2: b.example: \"ads\" is not a category"),
        (
            "b.example\tsuffix\tB\tad\tmarketing\tsome-list\t1\t2026-11-22\n".into(),
            "2: b.example: source \"some-list\" is not one whose licence is known (third-party-web)",
        ),
        (
            "b.example\tsuffix\tB\tad\tmarketing\tthird-party-web\t0.30.0\tsoon\n".into(),
            "2: b.example: `checked` must be a date such as 2026-11-21",
        ),
        (
            format!("b.example\tsuffix\tB\tad\tmarketing\t{good}\n").repeat(2),
            "3: b.example is also in the row above",
        ),
        (
            format!(
                "c.example\tsuffix\tB\tad\tmarketing\t{good}\nb.example\tsuffix\tB\tad\tmarketing\t{good}\n"
            ),
            "3: b.example is not in order; run the import again",
        ),
    ] {
        let wanted: Vec<String> =
            (!wanted.is_empty()).then(|| format!("vendors/imported.tsv:{wanted}")).into_iter().collect();
        assert_eq!(findings(GOOD, &row), wanted, "{row}");
    }
}

#[test]
fn the_lint_uses_the_current_date() {
    let vendor = vendor_file::parse("acme", GOOD).expect("a vendor");
    let vendors = [vendor];
    for (year, month, day, findings, warnings) in [
        (2026, 11, 21, 0, 0),
        (2027, 11, 20, 0, 0),
        (2027, 11, 21, 0, 1),
        (2028, 11, 20, 0, 1),
        (2028, 11, 21, 1, 0),
        (2040, 1, 1, 1, 0),
    ] {
        let aged = lint::aged(&vendors, toml::value::Date { year, month, day });
        assert_eq!((aged.findings.len(), aged.warnings.len()), (findings, warnings), "{year}-{month}-{day}");
    }
    let aged = lint::aged(&vendors, toml::value::Date { year: 2029, month: 1, day: 1 });
    assert_eq!(
        aged.findings[0].0,
        "vendors/acme.toml: last checked on 2026-11-21, 25 months ago; compare it with its sources again"
    );
}
