//! `consent-gate vendors`: look at the vendors, check their files, compile the table.

use super::catalogue::FILES;
use super::vendor_file::{self, Vendor};
use super::{Failure, check, export};
use clap::Subcommand;
use std::fmt::Write as _;
use std::path::PathBuf;

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Vendors {
    /// Every vendor: id, category, consent, name
    List,
    /// Everything that is known about one vendor
    Show {
        /// The vendor's id
        id: String,
    },
    /// What the banner shows of every vendor, as JSON (dist/vendors.json)
    Json,
    /// Check the files in vendors/ and the table made of them
    Check {
        /// The repository's root
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
    /// Make the table from vendors/
    Compile {
        /// The repository's root
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
        Vendors::List => list(),
        Vendors::Show { id } => show(id),
        Vendors::Json => export::json().map_err(Failure::Input),
        Vendors::Check { root } => check::run(root),
        Vendors::Compile { root } => check::compile(root),
    }
}

fn list() -> Result<String, Failure> {
    let mut out = String::new();
    for (id, text) in FILES {
        let vendor = vendor_file::parse(id, text).map_err(Failure::Input)?;
        let _ =
            writeln!(out, "{:28} {:11} {:9} {}", vendor.id, vendor.category, consent(&vendor), vendor.name);
    }
    Ok(out)
}

fn consent(vendor: &Vendor) -> &'static str {
    if vendor.consent_required { "required" } else { "exempt" }
}

fn show(id: &str) -> Result<String, Failure> {
    let unknown = || Failure::Input(format!("\"{id}\" is no vendor; see `consent-gate vendors list`"));
    let (name, text) = FILES.iter().find(|file| file.0 == id).ok_or_else(unknown)?;
    let vendor = vendor_file::parse(name, text).map_err(Failure::Input)?;
    let mut out = String::new();
    let _ = write_vendor(&mut out, &vendor);
    Ok(out)
}

fn write_vendor(out: &mut String, vendor: &Vendor) -> std::fmt::Result {
    writeln!(out, "{} ({})\n{}", vendor.name, vendor.id, vendor.website)?;
    if !vendor.also_known_as.is_empty() {
        writeln!(out, "also known as  {}", vendor.also_known_as.join(", "))?;
    }
    let loader = if vendor.loader { ", loads others" } else { "" };
    writeln!(out, "category       {}, consent {}{loader}", vendor.category, consent(vendor))?;
    writeln!(out, "why            {}", vendor.reason)?;
    if let Some(reason) = &vendor.exempt_reason {
        writeln!(out, "exempt         {reason}")?;
    }
    if let Some(note) = &vendor.disputed {
        writeln!(out, "disputed       {note}")?;
    }
    writeln!(out, "checked        {}", vendor.checked)?;
    writeln!(out, "addresses      {}", vendor.domains.join("  "))?;
    write_rules(out, vendor)?;
    write_storage(out, vendor)?;
    writeln!(out, "\nsources")?;
    for source in &vendor.sources {
        let licence = source.licence.as_ref().map_or(String::new(), |licence| format!(" ({licence})"));
        writeln!(out, "  {} {}{licence}", source.kind, source.url)?;
    }
    Ok(())
}

fn write_rules(out: &mut String, vendor: &Vendor) -> std::fmt::Result {
    for rule in &vendor.rule {
        let category = rule.category.as_ref().unwrap_or(&vendor.category);
        let required = rule.consent_required.unwrap_or(vendor.consent_required);
        let consent = if required { "required" } else { "exempt" };
        writeln!(
            out,
            "\n{}: {category}, consent {consent}",
            rule.feature.as_deref().unwrap_or("more addresses")
        )?;
        writeln!(out, "  {}", rule.reason.as_deref().unwrap_or(&vendor.reason))?;
        for line in &rule.patterns {
            writeln!(out, "  {line}")?;
        }
        if let Some(call) = &rule.runtime {
            writeln!(out, "  calls of {}({})", call.global, call.commands.join(", "))?;
        }
    }
    Ok(())
}

fn write_storage(out: &mut String, vendor: &Vendor) -> std::fmt::Result {
    if !vendor.storage.is_empty() {
        writeln!(out, "\nstores")?;
    }
    for row in &vendor.storage {
        let star = if row.how == "prefix" { "*" } else { "" };
        let clear = if row.clear { ", removed on withdrawal" } else { "" };
        let place = row.host.as_deref().unwrap_or("the site");
        let unsure = if row.source == "unverified" { " (not verified)" } else { "" };
        writeln!(out, "  {}{star}: {} on {place}, {}{clear}{unsure}", row.name, row.kind, row.max_age)?;
    }
    Ok(())
}
