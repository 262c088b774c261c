//! Generates the vendor table: `src/gate/table.txt` and `full.txt` from `vendors/`. `src/gate/vendors/table.rs` describes
//! the format.

use crate::cli::files::{self, FileError};
use crate::cli::vendors::folder::{self, Folder};
use crate::cli::vendors::imported::{self, Row};
use crate::cli::vendors::lint::{self, Finding};
use crate::cli::vendors::vendor_file::{Runtime, Stub, Vendor};
use crate::gate::{self, name_of, parts, short};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The generated files: the path below the repository's root, and the content.
pub type Generated = [(PathBuf, String); 2];

/// Reads and lints `root/vendors`. Returns the generated files without writing them.
///
/// # Errors
///
/// The findings, if there are any.
pub fn generate(root: &Path) -> Result<Generated, Vec<Finding>> {
    let folder = folder::read(&root.join("vendors")).map_err(unreadable)?;
    let findings = lint::check(&folder);
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok([
        (PathBuf::from("src/gate/table.txt"), table(&folder, Extent::Everyday)),
        (PathBuf::from("src/gate/full.txt"), table(&folder, Extent::Full)),
    ])
}

/// Makes a finding of a file that cannot be read or written.
fn unreadable(error: impl std::error::Error) -> Vec<Finding> {
    vec![Finding(error.to_string())]
}

/// Writes the generated files that are out of date. Returns their paths.
///
/// # Errors
///
/// The findings of [`generate`], or a finding for the file that cannot be written.
pub fn write(root: &Path) -> Result<Vec<PathBuf>, Vec<Finding>> {
    let mut changed = Vec::new();
    for (path, content) in generate(root)? {
        let target = root.join(&path);
        if std::fs::read_to_string(&target).is_ok_and(|old| old == content) {
            continue;
        }
        let failed = FileError::at(&path);
        files::atomic::write(&target, content.as_bytes()).map_err(failed).map_err(unreadable)?;
        changed.push(path);
    }
    Ok(changed)
}

/// The vendors that a table contains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The reviewed vendors that pages embed.
    Everyday,
    /// All reviewed vendors, and the imported hosts.
    Full,
}

/// Returns the text of the table.
pub(crate) fn table(folder: &Folder, extent: Extent) -> String {
    let newest = folder.vendors.iter().map(|vendor| vendor.checked.to_string()).max().unwrap_or_default();
    let mut out = format!("#consent-gate-table 1 {newest}\n%{}\n", folder.lists.countries.join(" "));
    let vendors = folder.vendors.iter().filter(|vendor| extent == Extent::Full || !vendor.rare);
    push_reviewed(&mut out, &vendors.collect::<Vec<_>>());
    if extent == Extent::Full {
        push_imported(&mut out, &folder.imported);
    }
    let sum = gate::sum(&out);
    let _ = writeln!(out, "#end {sum:x}");
    out
}

/// Writes the reviewed vendors, grouped by category, consent need and tag manager flag.
fn push_reviewed(out: &mut String, vendors: &[&Vendor]) {
    let runtimes = vendors.iter().flat_map(|vendor| &vendor.rule).filter_map(|rule| rule.runtime.as_ref());
    let called: Vec<&str> = runtimes.map(|runtime| runtime.global.as_str()).collect();
    let kind = |vendor: &Vendor| flags(&vendor.category, vendor.consent_required, vendor.loader);
    for (flags, group) in grouped(vendors.iter().map(|vendor| (kind(vendor), *vendor))) {
        let _ = writeln!(out, "&{flags}");
        for vendor in group {
            push_vendor(out, vendor, &flags, &called);
        }
    }
}

/// Writes a line for each imported vendor. Unreviewed vendors need consent, except in the category `necessary`.
fn push_imported(out: &mut String, rows: &[Row]) {
    out.push_str("!\n");
    let kind = |rows: &[&Row]| {
        let category = rows.first().map_or("marketing", |row| row.category.as_str());
        flags(category, category != "necessary", false)
    };
    let vendors = imported::by_vendor(rows).into_iter();
    for (flags, group) in grouped(vendors.map(|(id, rows)| (kind(&rows), (id, rows)))) {
        let _ = writeln!(out, "&{flags}");
        for (id, rows) in group {
            let mut patterns: Vec<String> = rows.iter().map(|row| row.pattern()).collect();
            patterns.sort_by_key(|pattern| pattern.trim_start_matches('=') != id);
            let _ = writeln!(out, "{}", patterns.join(" "));
        }
    }
}

fn grouped<T>(items: impl Iterator<Item = (String, T)>) -> BTreeMap<String, Vec<T>> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (kind, item) in items {
        groups.entry(kind).or_default().push(item);
    }
    groups
}

/// Writes a vendor and its features. `called` lists the globals that have calls with a consent need.
fn push_vendor(out: &mut String, vendor: &Vendor, flags: &str, called: &[&str]) {
    let globals =
        if vendor.needs_library { format!("\t{}", vendor.globals.join(",")) } else { String::new() };
    let own = vendor.rule.iter().filter(|rule| rule.feature.is_none()).flat_map(|rule| &rule.patterns);
    let mut patterns: Vec<&String> = vendor.domains.iter().chain(own).collect();
    // The id is left out if it follows from the first host.
    let names = |pattern: &&String| name_of(parts(pattern).1) == vendor.id;
    let named = patterns.iter().any(names);
    patterns.sort_by_key(|pattern| !names(pattern));
    let _ = writeln!(out, "@{}{globals}", if named { "" } else { &vendor.id });
    push_lines(out, patterns.into_iter());
    for row in vendor.storage.iter().filter(|row| row.clear) {
        let star = if row.how == "prefix" { "*" } else { "" };
        let letter = if row.kind == "cache" { "h" } else { &row.kind[..1] };
        let _ = writeln!(out, "+{letter}{}{star}", row.name);
    }
    push_signal(out, vendor.signal.as_ref());
    for Stub { global, queue, promise, rejects, ready, .. } in &vendor.stub {
        let lists = [queue, promise, rejects, ready].map(|list| list.join(","));
        let _ = writeln!(out, "|{global}\t{}", lists.join("\t"));
    }
    for global in vendor.globals.iter().filter(|global| called.contains(&global.as_str())) {
        let _ = writeln!(out, "){global}");
    }
    for feature in vendor.features() {
        push_feature(out, vendor, feature, flags);
    }
}

fn push_feature(out: &mut String, vendor: &Vendor, feature: &str, of_vendor: &str) {
    let Some(first) = vendor.rules_of(feature).next() else { return };
    let category = first.category.as_ref().unwrap_or(&vendor.category);
    let required = first.consent_required.unwrap_or(vendor.consent_required);
    let flags = flags(category, required, first.loader);
    let differs = if flags == of_vendor { String::new() } else { format!("\t{flags}") };
    let _ = writeln!(out, ".{feature}{differs}");
    push_lines(out, vendor.rules_of(feature).flat_map(|rule| &rule.patterns));
    push_signal(out, vendor.rules_of(feature).find_map(|rule| rule.signal.as_ref()));
    for Runtime { global, queue, commands } in
        vendor.rules_of(feature).filter_map(|rule| rule.runtime.as_ref())
    {
        let _ = writeln!(out, "({global}\t{queue}\t{}", commands.join(","));
    }
}

fn push_signal(out: &mut String, signal: Option<&String>) {
    if let Some(letter) = signal.and_then(|name| name.get(..1)) {
        let _ = writeln!(out, "~{letter}");
    }
}

fn push_lines<'l>(out: &mut String, lines: impl Iterator<Item = &'l String>) {
    for line in lines {
        let (equals, host, rest) = parts(line);
        let _ = writeln!(out, "{equals}{}{rest}", short(host));
    }
}

fn flags(category: &str, required: bool, loader: bool) -> String {
    let need = if required { "r" } else { "e" };
    format!("{}{need}{}", &category[..1], if loader { "l" } else { "" })
}
