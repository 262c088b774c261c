//! The arguments of `consent-gate build`.

use clap::Args;
use std::path::PathBuf;

/// The arguments.
#[derive(Args, Debug)]
pub struct Build {
    /// Include only these vendors: ids, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub(super) vendors: Vec<String>,
    /// Add a vendor file of yours (as in vendors/); it replaces the file with the same id
    #[arg(long = "with", value_name = "FILE")]
    pub(super) added: Vec<PathBuf>,
    /// Include all reviewed vendors and the imported hosts, as in consent-gate-full.js
    #[arg(long, conflicts_with = "vendors")]
    pub(super) full: bool,
    /// Name of the files and of the banner's element
    #[arg(long, value_name = "NAME", default_value = "consent-gate")]
    pub(super) name: String,
    /// Folder with the built files
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub(super) from: PathBuf,
    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Print one JSON object per file
    #[arg(long)]
    pub(super) json: bool,
}
