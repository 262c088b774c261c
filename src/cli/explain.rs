//! `consent-gate explain`: the verdict on URLs and the sentence behind it, for a visitor who has made no choice (or who
//! has granted what `--granted` names).

use super::canonical::Site;
use super::config;
use crate::gate::{Category, Choice, Effect, Event, Gate, Kind, Method, Need, Signals, Time, Verdict};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

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

/// Where a page stands and how it is configured.
#[derive(Args, Debug)]
pub struct Place {
    /// The site's config, a JSON file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The page's origin, such as https://www.example.com
    #[arg(long, value_name = "ORIGIN")]
    site: Option<String>,
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
    let now =
        Time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64));
    let mut gate = Gate::new(site.host(), config, Signals::default(), None, now);
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
    writeln!(out, "{:5}  {url}\n       {}", verdict.decision.name(), verdict.reason)
}
