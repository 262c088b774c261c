//! `consent-gate declare`: the cookie declaration of a site, from the table that the gate decides by.

mod found;
mod model;

pub(crate) use model::kinds;

use crate::cli::failure::Failure;
use crate::cli::site::place::{Gates, Place};
use crate::cli::templates::Templates;
use clap::{Args, ValueEnum};
use model::{Declaration, Known};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The arguments.
#[derive(Args, Debug)]
pub(crate) struct Declare {
    /// HTML files, HAR files, folders: declares the vendors found in them; - reads standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Vendors to declare: ids, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    vendors: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Html, conflicts_with = "json")]
    format: Format,
    /// Print one JSON object per vendor and category
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// What a declaration is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// HTML fragment for a page
    Html,
    /// Tables in Markdown
    Markdown,
}

/// The declaration; what is to be printed.
///
/// # Errors
///
/// One line about an id or a file. Files that cannot be read have been told of: then nothing is declared.
pub(crate) fn run(args: &Declare) -> Result<String, Failure> {
    if args.paths.is_empty() && args.vendors.is_empty() {
        let line = "nothing to declare: name files or folders, or vendors with --vendors a,b";
        return Err(Failure::Input(line.to_owned()));
    }
    let mut gates = Gates::new(&args.place).map_err(Failure::Input)?;
    let mut ids: BTreeSet<String> = args.vendors.iter().map(|id| id.trim().to_owned()).collect();
    ids.extend(found::vendors(&args.paths, &mut gates)?);
    write(args, &ids, &gates).map_err(Failure::Input)
}

fn write(args: &Declare, ids: &BTreeSet<String>, gates: &Gates) -> Result<String, String> {
    let known: Result<Vec<Known>, String> = ids.iter().map(|id| Known::find(id, gates.config())).collect();
    let known = known?;
    let declaration = Declaration::of(&known);
    match (args.json, args.format) {
        (true, _) => Ok(declaration.lines()),
        (false, Format::Html) => Templates::new()?.fill("declaration.html", &declaration),
        (false, Format::Markdown) => Templates::new()?.fill("declaration.md", &declaration),
    }
}
