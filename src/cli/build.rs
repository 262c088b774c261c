//! `consent-gate build`: writes the built files with another vendor table or under another name. The table is text in
//! the files, so no compiler is needed.

mod arguments;
mod error;
mod files;

pub use arguments::Build;

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::vendors::UnknownVendor;
use crate::cli::vendors::compile::{Extent, table};
use crate::cli::vendors::export;
use crate::cli::vendors::folder::{self, Folder};
use crate::cli::vendors::lint;
use crate::cli::vendors::vendor_file::{self, Vendor};
use error::BuildError;
use serde_json::json;
use std::fmt::Write as _;

/// Writes the files. Returns the text to print.
///
/// # Errors
///
/// [`Failure::Findings`] for the vendor files of `--with`, or [`Failure::Input`] for an id, a name or a file.
pub(crate) fn run(args: &Build) -> Result<String, Failure> {
    let folder = vendors(args)?;
    let extent = if args.full { Extent::Full } else { Extent::Everyday };
    let table = table(&folder, extent);
    let texts = export::json_of(folder.vendors)?;
    let written = files::write(args, &table, &texts)?;
    let mut out = String::new();
    for (name, bytes) in &written {
        let _ = match args.json {
            true => writeln!(out, "{}", json!({ "file": name, "bytes": bytes })),
            false => writeln!(out, "{:36}{bytes:>10} bytes", output::escaped(name)),
        };
    }
    Ok(out)
}

/// Returns the vendors for the table.
fn vendors(args: &Build) -> Result<Folder, Failure> {
    let mut folder = folder::bundled()?;
    for path in &args.added {
        // A vendor of `--with` is wanted in the everyday table, too.
        let added = Vendor { rare: false, ..vendor_file::read_file(path)? };
        folder.vendors.retain(|vendor| vendor.id != added.id);
        folder.vendors.push(added);
    }
    let findings = lint::check(&folder);
    if !findings.is_empty() {
        return Err(Failure::Findings(findings.iter().map(|finding| format!("{finding}\n")).collect()));
    }
    folder.vendors.sort_by(|a, b| a.id.cmp(&b.id));
    if !args.vendors.is_empty() {
        select(&mut folder, args)?;
    }
    Ok(folder)
}

/// Keeps the vendors of `--vendors` and `--with`, and removes all others.
fn select(folder: &mut Folder, args: &Build) -> Result<(), BuildError> {
    for id in &args.vendors {
        if !folder.vendors.iter().any(|vendor| vendor.id == *id) {
            let known = folder.vendors.iter().map(|vendor| vendor.id.as_str());
            return Err(BuildError::Unknown(UnknownVendor::new(id, known)));
        }
    }
    let added: Vec<_> = args.added.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    folder.vendors.retain(|vendor| args.vendors.contains(&vendor.id) || added.contains(&vendor.id.as_str()));
    for vendor in &mut folder.vendors {
        vendor.rare = false; // The everyday table leaves out rare vendors.
    }
    Ok(())
}
