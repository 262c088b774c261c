//! `consent-gate vendors show`: prints all facts about one vendor.

use super::catalogue::{self, CatalogueError};
use super::view::View;
use std::fmt::{self, Write as _};
use thiserror::Error;

/// A vendor that cannot be shown.
#[derive(Debug, Error)]
pub(super) enum ShowError {
    #[error(transparent)]
    Vendor(#[from] CatalogueError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Returns the facts about a vendor as text to print.
pub(super) fn run(id: &str, json: bool) -> Result<String, ShowError> {
    let vendor = catalogue::find(id)?;
    let view = View::of(&vendor);
    if json {
        return Ok(serde_json::to_string(&view)? + "\n");
    }
    let mut out = String::new();
    let _ = write_vendor(&mut out, &view);
    Ok(out)
}

fn write_vendor(out: &mut String, vendor: &View<'_>) -> fmt::Result {
    writeln!(out, "{} ({})\n{}", vendor.name, vendor.id, vendor.website)?;
    if !vendor.also_known_as.is_empty() {
        writeln!(out, "also known as  {}", vendor.also_known_as.join(", "))?;
    }
    let loader = if vendor.loader { ", loads others" } else { "" };
    writeln!(out, "category       {}, consent {}{loader}", vendor.category, vendor.consent)?;
    writeln!(out, "why            {}", vendor.reason)?;
    if let Some(reason) = &vendor.exempt_reason {
        writeln!(out, "exempt         {reason}")?;
    }
    if let Some(note) = &vendor.disputed {
        writeln!(out, "disputed       {note}")?;
    }
    writeln!(out, "checked        {}", vendor.checked)?;
    writeln!(out, "addresses      {}", vendor.domains.join("  "))?;
    write_features(out, vendor)?;
    write_storage(out, vendor)?;
    writeln!(out, "\nsources")?;
    for source in &vendor.sources {
        let licence = source.licence.map_or(String::new(), |licence| format!(" ({licence})"));
        writeln!(out, "  {} {}{licence}", source.kind, source.url)?;
    }
    Ok(())
}

fn write_features(out: &mut String, vendor: &View<'_>) -> fmt::Result {
    for feature in &vendor.features {
        let id = feature.id.unwrap_or("more addresses");
        writeln!(out, "\n{id}: {}, consent {}", feature.category, feature.consent)?;
        writeln!(out, "  {}", feature.reason)?;
        for line in feature.addresses {
            writeln!(out, "  {line}")?;
        }
        if let Some(calls) = &feature.calls {
            writeln!(out, "  calls of {calls}")?;
        }
    }
    Ok(())
}

fn write_storage(out: &mut String, vendor: &View<'_>) -> fmt::Result {
    if !vendor.stores.is_empty() {
        writeln!(out, "\nstores")?;
    }
    for row in &vendor.stores {
        let star = if row.how == "prefix" { "*" } else { "" };
        let clear = if row.removed { ", removed on withdrawal" } else { "" };
        let place = row.host.unwrap_or("the site");
        let unsure = if row.verified { "" } else { " (not verified)" };
        writeln!(out, "  {}{star}: {} on {place}, {}{clear}{unsure}", row.name, row.kind, row.max_age)?;
    }
    Ok(())
}
