//! `consent-gate explain`: the verdict on URLs and the sentence behind it, for a visitor who has made no choice (or who
//! has granted what `--granted` names).

use super::canonical::Site;
use super::place::{Place, now};
use super::{config, output};
use crate::gate::{Category, Choice, Effect, Event, Gate, Kind, Method, Need, Verdict};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The arguments.
#[derive(Args, Debug)]
pub struct Explain {
    /// The URLs, absolute, or relative to --site
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
    /// What asks for them: script, iframe, img, fetch, …
    #[arg(long, default_value = "script")]
    kind: String,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Ids that the visitor has granted, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    granted: Vec<String>,
    #[command(flatten)]
    place: Place,
}

/// Explains every URL; what is to be printed.
///
/// # Errors
///
/// One line about the first URL, id or file that is not understood.
pub fn run(args: &Explain) -> Result<String, String> {
    let site = Site::new(args.place.site.as_deref())?;
    let gate = gate(args, &site)?;
    let kind = Kind::from_name(&args.kind);
    let mut out = String::new();
    for url in &args.urls {
        let canonical = site.canonical(url)?;
        let verdict = gate.judge(&canonical, kind);
        let _ = if args.json {
            writeln!(out, "{}", object(url, &verdict))
        } else {
            line(&mut out, url, &verdict)
        };
    }
    Ok(out)
}

fn gate(args: &Explain, site: &Site) -> Result<Gate, String> {
    let config = config::read(args.place.config.as_deref())?;
    let now = now();
    let mut gate = args.place.gate(site.host(), config);
    if !args.granted.is_empty() {
        let choice = Choice::Grant(args.granted.clone());
        let event = Event::Choose { choice, method: Method::Api, id: "explain".to_owned() };
        let complaint = gate.handle(event, now).into_iter().find_map(|effect| match effect {
            Effect::Complain(complaint) => Some(complaint),
            _ => None,
        });
        complaint.map_or(Ok(()), |complaint| Err(format!("--granted: {complaint}")))?;
    }
    Ok(gate)
}

fn object(url: &str, verdict: &Verdict<'_>) -> Value {
    json!({
        "url": url,
        "vendor": verdict.vendor,
        "feature": verdict.feature,
        "category": verdict.category.map(Category::name),
        "consent": verdict.need.map(Need::name),
        "verdict": verdict.decision.name(),
        "reason": verdict.reason.text(),
    })
}

fn line(out: &mut String, url: &str, verdict: &Verdict<'_>) -> std::fmt::Result {
    let gap = " ".repeat(7usize.saturating_sub(verdict.decision.name().len()));
    let url = output::shown(url);
    writeln!(out, "{}{gap}{url}\n       {}", output::verdict(verdict.decision), verdict.reason)
}
