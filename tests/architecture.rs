//! Rules of the Rust sources: which names a folder may use, the length of files, and a description of every module.
#![cfg(not(target_arch = "wasm32"))]

mod support {
    pub mod module_graph;
}

use std::fs;
use std::path::{Path, PathBuf};
use support::module_graph::{Graph, cycle, module_graph};

/// Greatest number of lines of a file. Generated files are exempt.
const LONGEST_FILE: usize = 400;

/// Returns every Rust file in these folders of the repository, as path and text.
fn rust_files(folders: &[&str]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    assert!(!files.is_empty());
    files
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("inside").display().to_string();
            files.push((shown, fs::read_to_string(&path).expect("text")));
        }
    }
}

/// Returns the code of a file without its comments and doc comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_module_has_a_description() {
    for (path, text) in rust_files(&["src", "tests", "benches", "fuzz/fuzz_targets"]) {
        assert!(text.starts_with("//! "), "{path} does not open with `//!`");
    }
}

#[test]
fn the_gate_names_no_browser_clock_storage_or_network() {
    let forbidden = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "gloo_",
        "std::time",
        "std::fs",
        "std::net",
        "std::env",
        "std::thread",
        "std::io",
        "HashMap",
        "format!(",
        "println!",
        "panic!(",
        "unwrap()",
        "expect(",
    ];
    for (path, text) in rust_files(&["src/gate"]) {
        let body = code(text.split("#[cfg(test)]").next().unwrap_or(""));
        for word in forbidden {
            assert!(!body.contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn the_binding_is_in_one_place() {
    for (path, text) in rust_files(&["src"]) {
        let places = ["src/page/mod.rs", "src/page/hands.rs", "src/edge/mod.rs", "src/address/browser.rs"];
        let allowed = places.contains(&path.as_str());
        assert!(allowed || !code(&text).contains("#[wasm_bindgen"), "{path} carries #[wasm_bindgen]");
        let allowed =
            ["src/lib.rs", "src/address/mod.rs", "src/bin/consent-gate.rs"].contains(&path.as_str());
        assert!(allowed || !code(&text).contains("target_arch"), "{path} asks for the target");
        assert!(
            !code(&text).contains("gloo_storage"),
            "{path} names the storage, which www/consent/record-store.ts keeps"
        );
    }
}

#[test]
fn the_page_compares_no_host_category_or_date() {
    for (path, text) in rust_files(&["src/page", "src/edge"]) {
        for word in ["Category::", "Location::", "\"marketing\"", "\"analytics\"", "infobip", "google"] {
            assert!(!code(&text).contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn the_rewriter_opens_no_file_and_prints_nothing() {
    for (path, text) in rust_files(&["src/rewrite", "src/markup", "src/html", "src/edge"]) {
        let body = code(text.split("#[cfg(test)]").next().unwrap_or(""));
        for word in
            ["std::fs", "std::env", "std::net", "std::time", "println!", "crate::cli", "url::Url", "clap"]
        {
            assert!(!body.contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in rust_files(&["src", "tests", "benches", "fuzz/fuzz_targets"]) {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines");
    }
}

#[test]
fn no_todo_is_left() {
    for (path, text) in rust_files(&["src"]) {
        for word in ["todo!(", "unimplemented!(", "unreachable!(", "dbg!(", "#[ignore", "FIXME", "XXX"] {
            assert!(!code(&text).contains(word), "{path} contains {word}");
        }
    }
}

/// The module graph of `src/`, without the program's entry and files that only tests have.
fn source_graph() -> Graph {
    let mut files = rust_files(&["src"]);
    files.retain(|(path, _)| !path.starts_with("src/bin/") && !path.ends_with("/tests.rs"));
    let graph = module_graph(&files);
    let uses: usize = graph.values().map(|used| used.len()).sum();
    assert!(graph.len() > 100 && uses > 200, "{} modules with {uses} uses", graph.len());
    graph
}

#[test]
fn no_module_depends_on_itself() {
    assert_eq!(cycle(&source_graph()), None);
}

#[test]
fn a_folder_uses_only_lower_ones() {
    let layers = ["gate", "markup", "address", "html", "rewrite", "json_value", "page", "edge", "cli"];
    let layer = |module: &[String]| {
        let first = module.first().map(String::as_str);
        layers.iter().position(|layer| Some(*layer) == first)
    };
    for (module, used) in source_graph() {
        for lower in used {
            let allowed = layer(&lower) <= layer(&module);
            assert!(allowed, "{} must not use {}", module.join("::"), lower.join("::"));
            assert!(layer(&lower).is_some(), "{} uses the crate's root", module.join("::"));
        }
    }
}

#[test]
fn modules_are_where_their_names_say() {
    for (path, text) in rust_files(&["src"]) {
        assert!(!code(&text).contains("#[path"), "{path} names another file by #[path]");
    }
}

#[test]
fn a_cycle_is_reported() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let mut files = vec![
        file("src/lib.rs", "mod a;\nuse a::x as y;\n"),
        file("src/a/mod.rs", "mod x;\nmod z;\npub(crate) use z::{Z, other};\npub fn own() {}\n"),
        file("src/a/x.rs", "use super::{own,\n  Z};\nfn f() { \"crate::a::z::g\"; }\n"),
        file("src/a/z.rs", "pub struct Z;\npub fn other() {}\n// super::x::f\n"),
    ];
    assert_eq!(cycle(&module_graph(&files)), None);
    files[3].1.push_str("fn g() { crate::y::f() }\n");
    assert_eq!(cycle(&module_graph(&files)).as_deref(), Some("a::x -> a::z -> a::x"));
}
