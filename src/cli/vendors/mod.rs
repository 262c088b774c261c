//! `consent-gate vendors`: lists and shows vendors, writes pages about them, checks their files, compiles the table.

mod catalogue;
mod check;
pub mod compile;
mod coverage;
pub(crate) mod export;
pub mod folder;
pub mod imported;
pub mod lint;
mod list;
mod show;
mod site;
pub mod vendor_file;
pub(crate) mod view;

pub(crate) use catalogue::{CatalogueError, UnknownVendor, all, find, similar};

use crate::cli::failure::Failure;
use clap::Subcommand;
use std::path::PathBuf;

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Vendors {
    /// Lists vendors: id, category, consent, name
    List {
        /// Text in the id, the names or the domains of a vendor, or a host or URL of the vendor
        word: Option<String>,
        /// Print one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Shows all facts about one vendor
    Show {
        /// Id of the vendor
        id: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Writes a page for each vendor and an index with a search, for a web server or a folder
    Site {
        /// Folder to write; it is created if it does not exist
        #[arg(short, long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Prints the banner's texts about all vendors, as JSON (dist/vendors.json)
    Json,
    /// Checks the files in vendors/ and the table compiled from them
    Check {
        /// Root of the repository
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
    /// Compiles vendors/ into the table
    Compile {
        /// Root of the repository
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
}

/// Runs a subcommand. Returns the text to print.
///
/// # Errors
///
/// [`Failure::Findings`] of a check, or [`Failure::Input`] for an id or a file.
pub fn run(command: &Vendors) -> Result<String, Failure> {
    match command {
        Vendors::List { word, json } => Ok(list::run(word.as_deref(), *json)?),
        Vendors::Show { id, json } => Ok(show::run(id, *json)?),
        Vendors::Json => Ok(export::json()?),
        Vendors::Site { out } => Ok(site::run(out)?),
        Vendors::Check { root } => check::run(root),
        Vendors::Compile { root } => check::compile(root),
    }
}
