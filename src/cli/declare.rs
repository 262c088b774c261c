//! `consent-gate declare`: writes the cookie declaration of a site, from the vendor table.

mod found;
mod model;

pub(crate) use model::kinds;

use crate::cli::failure::Failure;
use crate::cli::site::options::{Gates, SiteOptions};
use crate::cli::templates::{TemplateError, Templates};
use crate::cli::vendors::CatalogueError;
use clap::{Args, ValueEnum};
use model::{Declaration, Known};
use std::collections::BTreeSet;
use std::path::PathBuf;
use thiserror::Error;

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
    options: SiteOptions,
}

/// The format of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// HTML fragment for a page
    Html,
    /// Tables in Markdown
    Markdown,
}

/// A declaration that cannot be written.
#[derive(Debug, Error)]
enum DeclareError {
    #[error("nothing to declare: name files or folders, or vendors with --vendors a,b")]
    NoVendors,
    #[error(transparent)]
    Vendor(#[from] CatalogueError),
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// Returns the declaration to print.
///
/// # Errors
///
/// [`Failure::Input`] for an id or an option. [`Failure::Reported`] if a file cannot be read: the errors have been
/// printed.
pub(crate) fn run(args: &Declare) -> Result<String, Failure> {
    if args.paths.is_empty() && args.vendors.is_empty() {
        return Err(DeclareError::NoVendors.into());
    }
    let mut gates = Gates::new(&args.options)?;
    let mut ids: BTreeSet<String> = args.vendors.iter().map(|id| id.trim().to_owned()).collect();
    ids.extend(found::vendors(&args.paths, &mut gates)?);
    Ok(write(args, &ids, &gates)?)
}

fn write(args: &Declare, ids: &BTreeSet<String>, gates: &Gates) -> Result<String, DeclareError> {
    let known = ids.iter().map(|id| Known::find(id, gates.config()));
    let known = known.collect::<Result<Vec<Known>, CatalogueError>>()?;
    let declaration = Declaration::of(&known);
    Ok(match (args.json, args.format) {
        (true, _) => declaration.lines(),
        (false, Format::Html) => Templates::new()?.fill("declaration.html", &declaration)?,
        (false, Format::Markdown) => Templates::new()?.fill("declaration.md", &declaration)?,
    })
}
