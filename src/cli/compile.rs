//! The table's generator: from `vendors/` to `src/gate/table.txt` (whose form `src/gate/table.rs` describes) and to
//! the list of vendor files that the command line carries along.

use super::lint::{self, Finding};
use super::vendor_file::{self, Rule, Runtime, Vendor};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The two generated files: path below the repository's root, content.
pub type Generated = [(PathBuf, String); 2];

/// Reads and lints `root/vendors` and gives what has to stand in the generated files.
///
/// # Errors
///
/// The findings, if there are any: a table is generated from clean files only.
pub fn generate(root: &Path) -> Result<Generated, Vec<Finding>> {
    let folder = root.join("vendors");
    let broken = |text: String| vec![Finding(text)];
    let vendors = vendor_file::read_folder(&folder).map_err(broken)?;
    let countries = countries(&folder).map_err(broken)?;
    let findings = lint::check(&vendors, &countries);
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok([
        (PathBuf::from("src/gate/table.txt"), table(&vendors, &countries)),
        (PathBuf::from("src/cli/catalogue.rs"), catalogue(&vendors)),
    ])
}

/// Writes the generated files; gives those that were not up to date.
///
/// # Errors
///
/// The findings of [`generate`], or the file that could not be written.
pub fn write(root: &Path) -> Result<Vec<PathBuf>, Vec<Finding>> {
    let mut changed = Vec::new();
    for (path, content) in generate(root)? {
        let target = root.join(&path);
        if std::fs::read_to_string(&target).is_ok_and(|old| old == content) {
            continue;
        }
        let failed = |error: std::io::Error| vec![Finding(format!("{}: {error}", path.display()))];
        std::fs::write(&target, content).map_err(failed)?;
        changed.push(path);
    }
    Ok(changed)
}

/// What may follow `google.` besides `com`.
///
/// # Errors
///
/// One line if the list cannot be read.
pub fn countries(folder: &Path) -> Result<Vec<String>, String> {
    let path = folder.join("google-domains.txt");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect())
}

fn table(vendors: &[Vendor], countries: &[String]) -> String {
    let newest = vendors.iter().map(|vendor| vendor.checked.to_string()).max().unwrap_or_default();
    let mut out = format!("#consent-gate-table 1 {newest}\n%{}\n", countries.join(" "));
    let runtimes = vendors.iter().flat_map(|vendor| &vendor.rule).filter_map(|rule| rule.runtime.as_ref());
    let called: Vec<&str> = runtimes.map(|runtime| runtime.global.as_str()).collect();
    for vendor in vendors {
        push_vendor(&mut out, vendor, &called);
    }
    out.push_str("#end\n");
    out
}

/// `called` are the globals of which some calls need a consent.
fn push_vendor(out: &mut String, vendor: &Vendor, called: &[&str]) {
    let flags = flags(&vendor.category, vendor.consent_required, vendor.loader);
    let globals =
        if vendor.needs_library { format!("\t{}", vendor.globals.join(",")) } else { String::new() };
    let _ = writeln!(out, "@{}\t{flags}{globals}", vendor.id);
    let own = vendor.rule.iter().filter(|rule| rule.feature.is_none()).flat_map(|rule| &rule.patterns);
    push_lines(out, vendor.domains.iter().chain(own));
    for row in vendor.storage.iter().filter(|row| row.clear) {
        let star = if row.how == "prefix" { "*" } else { "" };
        let _ = writeln!(out, "+{}{}{star}", &row.kind[..1], row.name);
    }
    for global in vendor.globals.iter().filter(|global| called.contains(&global.as_str())) {
        let _ = writeln!(out, "){global}");
    }
    for feature in features(vendor) {
        push_feature(out, vendor, feature);
    }
}

/// The features' ids in the order of their first rule.
pub(crate) fn features(vendor: &Vendor) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for id in vendor.rule.iter().filter_map(|rule| rule.feature.as_deref()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The rules of one feature.
pub(crate) fn rules<'v>(vendor: &'v Vendor, feature: &str) -> impl Iterator<Item = &'v Rule> {
    vendor.rule.iter().filter(move |rule| rule.feature.as_deref() == Some(feature))
}

fn push_feature(out: &mut String, vendor: &Vendor, feature: &str) {
    let Some(first) = rules(vendor, feature).next() else { return };
    let category = first.category.as_ref().unwrap_or(&vendor.category);
    let required = first.consent_required.unwrap_or(vendor.consent_required);
    let _ = writeln!(out, ".{feature}\t{}", flags(category, required, first.loader));
    push_lines(out, rules(vendor, feature).flat_map(|rule| &rule.patterns));
    for Runtime { global, queue, commands } in rules(vendor, feature).filter_map(|rule| rule.runtime.as_ref())
    {
        let _ = writeln!(out, "({global}\t{queue}\t{}", commands.join(","));
    }
}

fn push_lines<'l>(out: &mut String, lines: impl Iterator<Item = &'l String>) {
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
}

fn flags(category: &str, required: bool, loader: bool) -> String {
    let need = if required { "r" } else { "e" };
    format!("{}{need}{}", &category[..1], if loader { "l" } else { "" })
}

fn catalogue(vendors: &[Vendor]) -> String {
    let mut out = String::from(
        "//! Generated by `consent-gate vendors compile`: the vendor files that the command line carries along.\n\n\
         /// Id and text of every vendor file.\n\
         pub(crate) const FILES: &[(&str, &str)] = &[\n",
    );
    for Vendor { id, .. } in vendors {
        let _ = writeln!(out, "    (\"{id}\", include_str!(\"../../vendors/{id}.toml\")),");
    }
    out.push_str("];\n");
    out
}
