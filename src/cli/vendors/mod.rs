//! `consent-gate vendors`: look at the vendors, make pages of them, check their files, compile the table.

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

pub(crate) use catalogue::{all, find, meant, unknown};

use crate::cli::failure::Failure;
use clap::Subcommand;
use std::path::PathBuf;

/// What to do.
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

/// Does it; what is to be printed.
///
/// # Errors
///
/// The findings of a check, or one line about an id or a file.
pub fn run(command: &Vendors) -> Result<String, Failure> {
    match command {
        Vendors::List { word, json } => list::run(word.as_deref(), *json).map_err(Failure::Input),
        Vendors::Show { id, json } => show::run(id, *json).map_err(Failure::Input),
        Vendors::Json => export::json().map_err(Failure::Input),
        Vendors::Site { out } => site::run(out).map_err(Failure::Input),
        Vendors::Check { root } => check::run(root),
        Vendors::Compile { root } => check::compile(root),
    }
}
