//! Rules of `www/`: which folder may import which, no import cycles, and no names of vendors in its files.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The folders of the gate, lowest first. A file imports from its folder and from lower ones. The entries are last.
const LAYERS: &[&str] = &[
    "platform", "engine", "storage", "consent", "requests", "shadow", "frames", "hold", "release", "hooks",
    "page", "",
];

/// Folders that the build turns into separate files of `dist/`, and the other folders that each may import.
const APART: &[(&str, &[&str])] = &[("banner", &[]), ("service-worker", &["engine"])];

/// Returns each module in `www/` with the modules that it imports, without types. Paths are relative to `www/`.
fn modules() -> BTreeMap<PathBuf, Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("www");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let module = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("text");
        let path = file.strip_prefix(&root).expect("inside").to_owned();
        let folder = path.parent().expect("a folder").to_owned();
        let imports = imports(&text).map(|import| normal(&folder.join(import))).collect();
        (path, imports)
    };
    files.iter().map(module).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        if path.is_dir() && name != "demo" && name != "bench" {
            collect(&path, files);
        } else if name.ends_with(".ts") && !name.ends_with(".d.ts") {
            files.push(path);
        }
    }
}

/// Returns the relative paths that a module imports. It omits type imports, which do not exist in the output.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').filter_map(|statement| {
        let (head, path) = statement.rsplit_once(" from '")?;
        let is_type = head.contains("import type {") || head.contains("export type {");
        path.strip_suffix('\'').filter(|path| path.starts_with('.') && path.ends_with(".ts") && !is_type)
    })
}

/// Returns the path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

/// Returns the first folder of a path, empty for an entry.
fn folder(path: &Path) -> &str {
    let first = path.parent().and_then(|folder| folder.components().next());
    first.and_then(|part| part.as_os_str().to_str()).unwrap_or("")
}

/// Returns whether a file of the folder `from` may import one of the folder `to`.
fn may_import(from: &str, to: &str) -> bool {
    if let Some((_, others)) = APART.iter().find(|apart| apart.0 == from) {
        return from == to || others.contains(&to);
    }
    let layer = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    matches!((layer(from), layer(to)), (Some(from), Some(to)) if to <= from)
}

#[test]
fn a_folder_imports_only_lower_ones() {
    let modules = modules();
    assert!(modules.len() > 100 && modules.values().map(Vec::len).sum::<usize>() > 300, "{modules:?}");
    for (path, imports) in &modules {
        for import in imports {
            assert!(modules.contains_key(import), "{} imports {}", path.display(), import.display());
            let allowed = may_import(folder(path), folder(import));
            assert!(allowed, "{} must not import {}", path.display(), import.display());
        }
    }
}

#[test]
fn imports_have_no_cycles() {
    let mut left = modules();
    loop {
        let free: Vec<PathBuf> = left
            .iter()
            .filter(|(_, imports)| imports.iter().all(|import| !left.contains_key(import)))
            .map(|(path, _)| path.clone())
            .collect();
        if free.is_empty() {
            break;
        }
        for path in free {
            left.remove(&path);
        }
    }
    let circle: Vec<_> = left.keys().collect();
    assert!(circle.is_empty(), "in a circle, or above one: {circle:?}");
}

#[test]
fn the_rules_can_fail() {
    assert!(may_import("hooks", "hold") && may_import("hold", "hold") && may_import("", "page"));
    assert!(!may_import("hold", "hooks") && !may_import("requests", "page") && !may_import("page", ""));
    assert!(!may_import("banner", "platform") && !may_import("page", "banner") && !may_import("new", "new"));
    let text = "/** @file a */\n\nimport { a } from './a.ts';\nimport type { b } from './b.ts';\nimport {\n  c,\n} from '../c.ts';\n";
    assert_eq!(imports(text).collect::<Vec<_>>(), ["./a.ts", "../c.ts"]);
}
