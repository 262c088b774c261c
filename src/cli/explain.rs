//! `consent-gate explain`: prints the verdict on URLs and stored names, with the reason. The visitor has made no choice,
//! or has granted the ids of `--granted`.

use crate::cli::output;
use crate::cli::site::config::{self, ConfigError};
use crate::cli::site::options::{SiteOptions, now};
use crate::cli::site::{Site, SiteError};
use crate::cli::vendors;
use crate::gate::{Category, Choice, Decision, Effect, Event, Gate, Kind, Method, Need, Store, Verdict};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;
use thiserror::Error;

/// The arguments.
#[derive(Args, Debug)]
pub struct Explain {
    /// URLs, absolute or relative to --site
    #[arg(required_unless_present_any = ["cookie", "key"], value_name = "URL")]
    urls: Vec<String>,
    /// Name of a cookie; can be given more than once
    #[arg(long, value_name = "NAME")]
    cookie: Vec<String>,
    /// Key of local or session storage, or name of a database or cache
    #[arg(long, value_name = "NAME")]
    key: Vec<String>,
    /// Kind of request: script, iframe, img, fetch, …
    #[arg(long, default_value = "script")]
    kind: String,
    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
    /// Ids that the visitor has granted, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    granted: Vec<String>,
    #[command(flatten)]
    options: SiteOptions,
}

/// Arguments that cannot be explained.
#[derive(Debug, Error)]
pub(super) enum ExplainError {
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("--kind {name}: there is no such kind{hint}")]
    Kind { name: String, hint: String },
    #[error("--granted: {problem}")]
    Granted { problem: String },
}

/// Explains every URL and stored name. Returns the text to print.
///
/// # Errors
///
/// [`ExplainError`] for the first URL, id or file that is wrong.
pub(super) fn run(args: &Explain) -> Result<String, ExplainError> {
    let site = Site::new(args.options.site.as_deref())?;
    let gate = gate(args, &site)?;
    let kind = kind(&args.kind)?;
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
    push_names(&mut out, args, &gate);
    Ok(out)
}

fn kind(name: &str) -> Result<Kind, ExplainError> {
    let kind = Kind::from_name(name);
    if kind == Kind::Other && name != kind.name() {
        let known = (0..Kind::Other as u8).map(|code| Kind::from_code(code).name());
        return Err(ExplainError::Kind { name: name.to_owned(), hint: vendors::similar(name, known) });
    }
    Ok(kind)
}

/// Explains every stored name: a verdict for each store in which a rule names it, or one line for a first-party name.
fn push_names(out: &mut String, args: &Explain, gate: &Gate) {
    let (cookies, others) = Store::ALL.split_at(1);
    let named = args.cookie.iter().map(|name| (name, cookies));
    for (name, stores) in named.chain(args.key.iter().map(|name| (name, others))) {
        let found = |store: &Store| gate.judge_stored(*store, name).map(|verdict| (*store, verdict));
        let rows: Vec<(Store, Verdict<'_>)> = stores.iter().filter_map(found).collect();
        for (store, verdict) in &rows {
            push_stored(out, args.json, name, Some(*store), Some(verdict));
        }
        if rows.is_empty() {
            push_stored(out, args.json, name, cookies.first().filter(|_| stores == cookies).copied(), None);
        }
    }
}

fn push_stored(out: &mut String, json: bool, name: &str, store: Option<Store>, of: Option<&Verdict<'_>>) {
    let decision = of.map_or(Decision::Allow, |verdict| verdict.decision);
    let reason = of.map_or(UNNAMED.to_owned(), |verdict| verdict.reason.text());
    let _ = if json {
        writeln!(out, "{}", stored_object(name, store, of, &reason))
    } else {
        let gap = " ".repeat(7usize.saturating_sub(decision.name().len()));
        let place = store.map_or(String::new(), |store| format!(" ({})", store.name()));
        writeln!(out, "{}{gap}{}{place}\n       {reason}", output::verdict(decision), output::escaped(name))
    };
}

const UNNAMED: &str = "no row gives this name to a vendor, so it is the site's own";

fn stored_object(name: &str, store: Option<Store>, of: Option<&Verdict<'_>>, reason: &str) -> Value {
    json!({
        "name": name,
        "store": store.map(Store::name),
        "vendor": of.and_then(|verdict| verdict.vendor),
        "feature": of.and_then(|verdict| verdict.feature),
        "category": of.and_then(|verdict| verdict.category).map(Category::name),
        "consent": of.and_then(|verdict| verdict.need).map(Need::name),
        "verdict": of.map_or(Decision::Allow, |verdict| verdict.decision).name(),
        "reason": reason,
    })
}

/// Creates the gate, with the choice of `--granted`.
fn gate(args: &Explain, site: &Site) -> Result<Gate, ExplainError> {
    let config = config::read(args.options.config.as_deref())?;
    let now = now();
    let mut gate = args.options.gate(site.host(), config);
    if !args.granted.is_empty() {
        let choice = Choice::Grant(args.granted.clone());
        let event = Event::Choose { choice, method: Method::Api, id: "explain".to_owned() };
        for effect in gate.handle(event, now) {
            if let Effect::Complain(problem) = effect {
                return Err(ExplainError::Granted { problem });
            }
        }
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
    let url = output::escaped(url);
    writeln!(out, "{}{gap}{url}\n       {}", output::verdict(verdict.decision), verdict.reason)
}
