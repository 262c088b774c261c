//! `consent-gate build`: the built files with a vendor table of the site's own, and under a name of its own. The table
//! stands as text in the files, so no compiler is needed.

mod arguments;
mod files;

pub use arguments::Build;

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::vendors;
use crate::cli::vendors::compile::{Extent, table};
use crate::cli::vendors::export;
use crate::cli::vendors::folder::{self, Folder};
use crate::cli::vendors::lint;
use crate::cli::vendors::vendor_file::{self, Vendor};
use serde_json::json;
use std::fmt::Write as _;

/// Builds; what is to be printed.
///
/// # Errors
///
/// The findings about the site's own vendor files, or one line about an id, a name or a file.
pub(crate) fn run(args: &Build) -> Result<String, Failure> {
    let folder = vendors(args)?;
    let extent = if args.full { Extent::Full } else { Extent::Everyday };
    let table = table(&folder, extent);
    let texts = export::json_of(folder.vendors).map_err(Failure::Input)?;
    let written = files::write(args, &table, &texts).map_err(Failure::Input)?;
    let mut out = String::new();
    for (name, bytes) in &written {
        let _ = match args.json {
            true => writeln!(out, "{}", json!({ "file": name, "bytes": bytes })),
            false => writeln!(out, "{:36}{bytes:>10} bytes", output::shown(name)),
        };
    }
    Ok(out)
}

/// The vendors that the table shall have.
fn vendors(args: &Build) -> Result<Folder, Failure> {
    let mut folder = folder::bundled().map_err(Failure::Input)?;
    for path in &args.own {
        let own = own(path).map_err(Failure::Input)?;
        folder.vendors.retain(|vendor| vendor.id != own.id);
        folder.vendors.push(own);
    }
    let findings = lint::check(&folder);
    if !findings.is_empty() {
        return Err(Failure::Findings(findings.iter().map(|finding| format!("{finding}\n")).collect()));
    }
    folder.vendors.sort_by(|a, b| a.id.cmp(&b.id));
    if !args.vendors.is_empty() {
        select(&mut folder, args).map_err(Failure::Input)?;
    }
    Ok(folder)
}

/// Keeps what was named, and the site's own.
fn select(folder: &mut Folder, args: &Build) -> Result<(), String> {
    for id in &args.vendors {
        if !folder.vendors.iter().any(|vendor| vendor.id == *id) {
            let known = folder.vendors.iter().map(|vendor| vendor.id.as_str());
            return Err(format!("--vendors: {}", vendors::unknown(id, known)));
        }
    }
    let own: Vec<_> = args.own.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    folder.vendors.retain(|vendor| args.vendors.contains(&vendor.id) || own.contains(&vendor.id.as_str()));
    for vendor in &mut folder.vendors {
        vendor.rare = false; // What is named is wanted.
    }
    Ok(())
}

fn own(path: &std::path::Path) -> Result<Vendor, String> {
    let vendor = vendor_file::read_file(path)?;
    // A file of the site's own is as good as its owner's word: nobody else reads its sources.
    Ok(Vendor { rare: false, ..vendor })
}
