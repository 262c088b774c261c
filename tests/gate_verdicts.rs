//! The golden verdicts: `cases/verdicts.tsv`, for a visitor of www.example.com who has made no choice. The browser
//! tests run the same file against both engines.
#![cfg(not(target_arch = "wasm32"))]

use consent_gate::gate::{Category, Config, Gate, Kind, Need, Signals, Time};

/// One row as the gate sees it now, in the form of the file.
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

#[test]
fn every_golden_row_holds() {
    let gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, Time(0.0));
    let mut lines = include_str!("cases/verdicts.tsv").lines();
    assert_eq!(lines.next(), Some("url\tkind\tvendor\tfeature\tcategory\tneed\tverdict"));
    let cases: Vec<&str> = lines.collect();
    assert!(cases.len() >= 330, "only {} golden rows", cases.len());
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
