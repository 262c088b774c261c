//! `consent-gate build`: another table and another name in the built files, and input that it rejects.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const GATE: &str = "go(`#consent-gate-table 1 2026-11-22\n&mr\n@old\n#end 12\n`,'consent-gate-fallback.js')";

/// Replaces `dist/`, which is not built yet when native tests run.
const BUILT: &[(&str, &str)] = &[
    ("consent-gate.js", GATE),
    ("consent-gate-full.js", GATE),
    ("consent-gate-fallback.js", "'consent-gate'"),
    ("consent-gate-sw.js", "own(`#consent-gate-table 1\n#end 1\n`,'/consent-gate-sw.js')"),
    ("consent-gate-banner.js", "customElements.define('consent-gate-banner')"),
    ("consent-gate-texts/de.json", "{}"),
    ("other.txt", "not ours"),
];

/// No text.
const WASM: &[u8] = b"\0asm\xff";

const OWN: &str = r#"
id = "acme"
name = "Acme"
website = "https://acme.example"
category = "analytics"
consent_required = true
reason = "Counts."
domains = ["acme.example"]
checked = 2026-11-21
sources = [{ kind = "vendor-docs", url = "https://acme.example/docs", checked = 2026-11-21 }]
"#;

/// Makes an empty folder for one test, with the built files in `dist`.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("dist")).expect("a folder");
    for (file, text) in BUILT {
        let path = folder.join("dist").join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::write(folder.join("dist/consent-gate-rewriter.wasm"), WASM).expect("a file");
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consent-gate"));
    command.current_dir(folder).arg("build").args(args).output().expect("the binary runs")
}

#[track_caller]
fn built(folder: &Path, args: &[&str]) -> Vec<String> {
    let output = run(folder, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<String> = fs::read_dir(folder.join("out"))
        .expect("out/")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("out").join(name)).expect("a built file")
}

#[test]
fn selected_vendors_and_rows_of_the_site() {
    let folder = folder("own");
    fs::write(folder.join("acme.toml"), OWN).expect("a file");
    let args = ["--vendors", "infobip,audigent", "--with", "acme.toml", "-o", "out"];
    let names = built(&folder, &args);
    assert_eq!(
        names,
        [
            "consent-gate-banner.js",
            "consent-gate-fallback.js",
            "consent-gate-rewriter.wasm",
            "consent-gate-sw.js",
            "consent-gate-texts",
            "consent-gate.js",
            "vendors.json"
        ]
    );
    let gate = read(&folder, "consent-gate.js");
    assert!(
        gate.starts_with("go(`#consent-gate-table 1 ")
            && gate.ends_with("\n`,'consent-gate-fallback.js')")
            && !gate.contains("#end 12")
    );
    for (line, there) in
        [("acme.example", true), ("ad.gt", true), ("livechat.infobip.", true), ("google-analytics.", false)]
    {
        assert_eq!(gate.lines().any(|it| it.trim_start_matches('=') == line), there, "{line}\n{gate}");
    }
}

#[test]
fn the_full_table_under_another_name() {
    let folder = folder("full");
    let names = built(&folder, &["--full", "--name", "kind-page", "-o", "out"]);
    assert_eq!(
        names,
        [
            "kind-page-banner.js",
            "kind-page-fallback.js",
            "kind-page-rewriter.wasm",
            "kind-page-sw.js",
            "kind-page-texts",
            "kind-page.js",
            "vendors.json"
        ]
    );
    assert_eq!(fs::read(folder.join("out/kind-page-rewriter.wasm")).expect("a built file"), WASM);
    let worker = read(&folder, "kind-page-sw.js");
    assert!(worker.contains("\n!\n") && worker.ends_with("'/kind-page-sw.js')"), "the worker knows its name");
    let gate = read(&folder, "kind-page.js");
    assert!(gate.contains("\n!\n") && gate.contains("'kind-page-fallback.js'"));
    assert_eq!(read(&folder, "kind-page-banner.js"), "customElements.define('kind-page-banner')");
    assert_eq!(
        read(&folder, "kind-page-fallback.js"),
        "'consent-gate'",
        "by this name the gate waits for it"
    );
}

#[test]
fn rejects_bad_input() {
    let folder = folder("bad");
    fs::write(folder.join("acme.toml"), OWN.replace("[{ kind", "[{ knd")).expect("a file");
    fs::write(folder.join("wrong.toml"), OWN).expect("a file");
    fs::create_dir(folder.join("empty")).expect("a folder");
    for (args, code, told) in [
        (&["--vendors", "nobody", "-o", "out"][..], 2, "--vendors: \"nobody\" is not a vendor"),
        (&["--with", "acme.toml", "-o", "out"][..], 2, "acme.toml:10: unknown field `knd`"),
        (&["--with", "wrong.toml", "-o", "out"][..], 2, "its id is \"acme\""),
        (&["--with", "none.toml", "-o", "out"][..], 2, "none.toml"),
        (&["--name", "../x", "-o", "out"][..], 2, "--name ../x: lower-case letters"),
        (&["--from", "empty", "-o", "out"][..], 2, "empty: consent-gate.js is not there"),
        (&["--full", "--vendors", "infobip", "-o", "out"][..], 2, "cannot be used with"),
        (&[][..], 2, "--out"),
    ] {
        let output = run(&folder, args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(told) && said.trim_end().lines().count() == 1, "{args:?}: {said}");
        assert!(!folder.join("out").exists(), "{args:?} has written something");
    }
}
