//! Prints an audit as JSON: one object per line, the last one with the summary.

use super::Report;
use super::summary::{Count, Summary};
use crate::cli::audit::dependents::Advice;
use crate::cli::audit::row::{Finding, Row};
use crate::cli::audit::tag::{Spot, Tag};
use crate::gate::{Category, Need};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The JSON format.
pub(super) struct JsonLines;

impl Report for JsonLines {
    fn row(&mut self, out: &mut dyn Write, row: &Row<'_>) -> io::Result<()> {
        writeln!(out, "{}", object(row))
    }

    fn advice(&mut self, out: &mut dyn Write, file: &str, tag: &Tag, advice: &Advice) -> io::Result<()> {
        let (line, entry) = spot(tag.spot);
        let row = json!({
            "file": file, "line": line, "entry": entry, "element": "script", "kind": "script",
            "url": null, "vendor": advice.vendor, "verdict": null, "finding": null,
            "advice": advice.text,
        });
        writeln!(out, "{row}")
    }

    fn invalid_url(&mut self, out: &mut dyn Write, file: &str, tag: &Tag) -> io::Result<()> {
        let (line, entry) = spot(tag.spot);
        let (kind, element) = (tag.kind.name(), &tag.element);
        let row = json!({
            "file": file, "line": line, "entry": entry, "element": element, "kind": kind,
            "url": null, "written": tag.written, "verdict": null, "finding": null,
            "reason": "no address that a browser understands",
        });
        writeln!(out, "{row}")
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let count = |(name, count): (&str, Count)| {
            let numbers = json!({"tags": count.tags, "inert": count.inert, "findings": count.findings});
            (name.to_owned(), numbers)
        };
        let categories: Map<String, Value> = summary.counts().map(count).collect();
        let line = json!({"summary": {
            "files": summary.files,
            "tags": summary.tags(),
            "findings": summary.findings(),
            "unreadable": summary.unreadable,
            "errors": summary.errors,
            "categories": categories,
        }});
        writeln!(out, "{line}")
    }
}

fn object(row: &Row<'_>) -> Value {
    let (line, entry) = spot(row.tag.spot);
    let verdict = &row.verdict;
    json!({
        "file": row.file,
        "line": line,
        "entry": entry,
        "page": row.tag.page.as_ref().map(|page| page.as_str()),
        "element": row.tag.element,
        "kind": row.tag.kind.name(),
        "url": row.url,
        "host": row.host,
        "vendor": verdict.vendor,
        "feature": verdict.feature,
        "category": verdict.category.map(Category::name),
        "consent": verdict.need.map(Need::name),
        "verdict": verdict.decision.name(),
        "reason": verdict.reason.text(),
        "inert": row.tag.inert,
        "noscript": row.tag.noscript,
        "finding": row.finding.map(Finding::name),
    })
}

fn spot(spot: Spot) -> (Option<usize>, Option<usize>) {
    match spot {
        Spot::Line(number) => (Some(number), None),
        Spot::Entry(number) => (None, Some(number)),
    }
}
