//! Prints an audit as text: a line for each tag, then the unknown third parties, then the summary.

use super::Report;
use super::summary::Summary;
use crate::cli::audit::dependents::Advice;
use crate::cli::audit::row::Finding;
use crate::cli::audit::row::Row;
use crate::cli::audit::tag::Tag;
use crate::cli::output::{bad, escaped, faint, unsure, verdict};
use crate::gate::Category;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The text format.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The hosts of unknown third parties, with the number of tags and the place of the first.
    unknown: BTreeMap<String, (usize, String)>,
}

impl Report for Text {
    fn row(&mut self, out: &mut dyn Write, row: &Row<'_>) -> io::Result<()> {
        if row.finding == Some(Finding::Unknown) {
            let first = || (0, format!("{} {}", place(row.file, row.tag), description(row.tag, row.url)));
            self.unknown.entry(row.host.to_owned()).or_insert_with(first).0 += 1;
            return Ok(());
        }
        let (place, what) = (faint(place(row.file, row.tag)), description(row.tag, row.url));
        let category = row.verdict.category.map_or("", Category::name);
        let verdict = verdict(row.verdict.decision);
        writeln!(out, "{place} {what}: {}, {category}, {verdict}: {}", owner(row), row.verdict.reason)
    }

    fn advice(&mut self, out: &mut dyn Write, file: &str, tag: &Tag, advice: &Advice) -> io::Result<()> {
        writeln!(out, "{} {}", faint(place(file, tag)), unsure(escaped(&advice.text)))
    }

    fn invalid_url(&mut self, out: &mut dyn Write, file: &str, tag: &Tag) -> io::Result<()> {
        let (place, what) = (faint(place(file, tag)), description(tag, &tag.written));
        writeln!(out, "{place} {what}: {}", unsure("no address that a browser understands"))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        self.write_unknown(out)?;
        write_table(out, summary)?;
        let found = counted(summary.findings(), "finding");
        let found = if summary.findings() == 0 { found } else { bad(found) };
        let read = counted(summary.files, "file");
        let tags = counted(summary.tags(), "third-party tag");
        writeln!(out, "{read} read, {tags}, {found}{}", failures(summary))
    }
}

impl Text {
    fn write_unknown(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.unknown.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nunknown third parties (if one is your own, name it in the config's first_party):")?;
        for (host, (times, first)) in &self.unknown {
            writeln!(out, "  {}  {}, first at {first}", unsure(host), counted(*times, "tag"))?;
        }
        Ok(())
    }
}

fn place(file: &str, tag: &Tag) -> String {
    format!("{}:{}:", escaped(file), tag.spot)
}

/// Describes a tag: its kind, its URL, and notes.
fn description(tag: &Tag, url: &str) -> String {
    let kind = tag.kind.name();
    let noscript = if tag.noscript { " [in noscript]" } else { "" };
    let inert = tag.inert.map_or(String::new(), |why| format!(" [inert: {why}]"));
    let page = tag.page.as_ref().map_or(String::new(), |page| format!(" [on {page}]"));
    format!("{kind} {}{noscript}{inert}{page}", escaped(url))
}

fn owner(row: &Row<'_>) -> String {
    let vendor = row.verdict.vendor.unwrap_or("");
    row.verdict.feature.map_or(vendor.to_owned(), |feature| format!("{vendor}/{feature}"))
}

fn write_table(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    writeln!(out, "\n{:12} {:>8} {:>8} {:>8}", "category", "tags", "inert", "findings")?;
    for (name, count) in summary.counts() {
        writeln!(out, "{name:12} {:8} {:8} {:8}", count.tags, count.inert, count.findings)?;
    }
    Ok(())
}

/// Returns the end of the summary line: the number of invalid URLs and of inputs that could not be read.
fn failures(summary: &Summary) -> String {
    let mut text = String::new();
    if summary.unreadable > 0 {
        text += &format!(", {} that no browser understands", counted(summary.unreadable, "address"));
    }
    if summary.errors > 0 {
        text += &format!(", {} that could not be read", counted(summary.errors, "input"));
    }
    text
}

fn counted(number: usize, thing: &str) -> String {
    let plural = if thing.ends_with('s') { "es" } else { "s" };
    format!("{number} {thing}{}", if number == 1 { "" } else { plural })
}
