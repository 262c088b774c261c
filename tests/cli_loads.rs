//! Each row of `html/loads.tsv`, tested with `audit` and `rewrite`, and its vector for browsers.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use support::command::{Run, folder, run, run_with};

const TABLE: &str = include_str!("../html/loads.tsv");
const URL: &str = "https://www.clarity.ms/tag/abc";

struct Row {
    element: &'static str,
    attribute: &'static str,
    how: &'static str,
    vector: &'static str,
}

fn rows() -> Vec<Row> {
    let read = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
        [element, attribute, how, _, vector] => Row { element, attribute, how, vector },
        _ => panic!("html/loads.tsv: {line}"),
    };
    let rows: Vec<Row> = TABLE.lines().filter(|line| !line.starts_with('#')).map(read).collect();
    assert!(rows.len() > 50);
    rows
}

/// Returns the code of every vector by its id, and whether it is static markup.
fn vectors() -> BTreeMap<String, (bool, String)> {
    let files =
        fs::read_dir("tests/pages/vectors").expect("vectors").map(|file| file.expect("a file").path());
    let tables = files.filter(|path| path.extension().is_some_and(|end| end == "txt"));
    let text = tables.map(|path| fs::read_to_string(path).expect("text")).collect::<Vec<_>>().join("\n");
    let vector = |line: &str| {
        let fields: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
        let [id, options, _, code] = fields[..] else { return None };
        Some((id.to_owned(), (options.split(' ').any(|word| word == "static"), code.to_owned())))
    };
    text.lines().filter_map(vector).collect()
}

/// Returns markup that loads [`URL`] by this row: that of its vector, if it is static.
fn markup(row: &Row, vectors: &BTreeMap<String, (bool, String)>) -> String {
    match vectors.get(row.vector) {
        Some((true, code)) => code.replace("$u", URL).replace("$x", "x"),
        _ => {
            let element = row.element;
            format!("<{element} {}=\"{URL}\"></{element}>", row.attribute)
        }
    }
}

/// Returns a name such as `thead background`. A document in an attribute has the name of its content.
fn says(row: &Row, found: &[Value]) -> bool {
    let element = |value: &Value| value["element"].as_str().unwrap_or("").to_owned();
    let (name, attribute) = (row.element, row.attribute);
    found.iter().map(element).any(|element| match (row.how, name) {
        ("document", _) => true,
        ("css", _) => element.ends_with(&format!(" {attribute}")),
        _ => element == format!("{name} {attribute}"),
    })
}

fn json(run: &Run) -> Vec<Value> {
    run.out
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .filter(|row: &Value| row["url"] != Value::Null)
        .collect()
}

#[test]
fn every_row_has_a_vector_that_uses_it() {
    let vectors = vectors();
    for row in rows().iter().filter(|row| row.vector != "-") {
        let (_, code) = vectors.get(row.vector).unwrap_or_else(|| panic!("no vector {}", row.vector));
        let (code, name) = (code.to_lowercase(), row.attribute);
        let uses = [format!("{name}="), format!("{name}=\""), format!(".{name}")];
        assert!(uses.iter().any(|part| code.contains(part)), "{} has no {name}: {code}", row.vector);
    }
}

#[test]
fn an_audit_finds_the_request_of_every_row() {
    let vectors = vectors();
    for row in rows() {
        let markup = markup(&row, &vectors);
        let found = json(&run_with(&["audit", "--json", "-"], markup.as_bytes()));
        assert!(says(&row, &found), "{markup}\n{found:?}");
        assert!(found.iter().all(|it| it["finding"] != Value::Null), "{markup}\n{found:?}");
    }
}

#[test]
fn a_rewrite_holds_the_request_of_every_row() {
    let vectors = vectors();
    let folder = folder("loads");
    for row in rows().iter().filter(|row| row.how != "refresh") {
        let markup = markup(row, &vectors);
        let (from, to) = (folder.file("in.html", &markup), folder.path("out.html"));
        let run_of = run(&["rewrite", &from, "-o", &to, "--json"]);
        assert!(says(row, &json(&run_of)) || row.element == "script", "{markup}\n{}", run_of.out);
        let found = json(&run(&["audit", "--json", &to]));
        let asks = found.iter().filter(|it| it["finding"] != Value::Null).count();
        assert_eq!(asks, 0, "{markup}\n{}", fs::read_to_string(&to).expect("text"));
    }
}
