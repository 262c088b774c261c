//! The golden verdicts: `cases/verdicts.tsv`, for a visitor of www.example.com who has made no choice. The browser
//! tests run the same file against both engines.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::gate::{Category, Config, EVERYDAY, FULL, Gate, Kind, Need, Signals, Time};

/// Returns one row with the gate's present verdict, in the form of the file.
fn row(gate: &Gate, url: &str, kind: &str) -> String {
    let verdict = gate.judge(url, Kind::from_name(kind));
    let fields = [
        url,
        kind,
        verdict.vendor.unwrap_or(""),
        verdict.feature.unwrap_or(""),
        verdict.category.map_or("", Category::name),
        verdict.need.map_or("", Need::name),
        verdict.decision.name(),
    ];
    fields.join("\t")
}

const EVERYDAY_ROWS: &str = include_str!("cases/verdicts.tsv");
/// Rows that only the full table has.
const FULL_ROWS: &str = include_str!("cases/full.tsv");

#[track_caller]
fn check(table: &'static str, cases: &[&str]) {
    let gate =
        Gate::with_table(table, "www.example.com", Config::default(), Signals::default(), None, Time(0.0));
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let mut fields = case.split('\t');
            let now = row(&gate, fields.next()?, fields.next()?);
            (now != *case).then(|| format!("\nfile: {case}\ngate: {now}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} rows differ:{}", wrong.len(), wrong.concat());
}

fn cases(text: &str) -> Vec<&str> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("url\tkind\tvendor\tfeature\tcategory\tneed\tverdict"));
    lines.collect()
}

#[test]
fn every_golden_row_holds() {
    let everyday = cases(EVERYDAY_ROWS);
    assert!(everyday.len() >= 400, "only {} golden rows", everyday.len());
    check(EVERYDAY, &everyday);
}

#[test]
fn the_full_table_agrees_and_has_more_rows() {
    let mut rows = cases(EVERYDAY_ROWS);
    // A host that is unknown in the default table may be in the full one.
    rows.retain(|row| row.split('\t').nth(2) != Some(""));
    rows.extend(cases(FULL_ROWS));
    check(FULL, &rows);
}
