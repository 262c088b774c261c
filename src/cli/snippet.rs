//! `consent-gate snippet`: prints the first lines of `<head>` for a protection level of static markup.

mod error;
mod policy;

use crate::cli::site::config::{self, ConfigError};
use crate::cli::site::options::{Gates, SiteOptions};
use crate::cli::vendors::folder;
use crate::cli::vendors::{self, CatalogueError};
use crate::gate::Category;
use crate::rewrite::{self as tags, attribute, gate_tag};
use clap::{Args, ValueEnum};
use error::SnippetError;
use std::path::Path;

/// The default URL of the gate's file.
pub(crate) const GATE_SRC: &str = "/consent-gate.js";

/// The arguments.
#[derive(Args, Debug)]
pub(crate) struct Snippet {
    /// Protection level of static markup
    #[arg(long, value_enum, default_value_t = Strength::OneTag)]
    strength: Strength,
    /// URL of the gate's file for the pages
    #[arg(long, value_name = "URL", default_value = GATE_SRC)]
    gate_src: String,
    /// Nonce that the server adds to each response, or its placeholder in a template. A sealed head then trusts the
    /// nonce, and consent needs no reload
    #[arg(long, value_name = "NONCE")]
    nonce: Option<String>,
    /// Vendors that a sealed page may load: ids, separated by commas; default: the whole table
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    vendors: Vec<String>,
    #[command(flatten)]
    options: SiteOptions,
}

/// Protection level of static markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Strength {
    /// Held scripts do not run; the browser may still fetch URLs in static markup
    OneTag,
    /// In addition, Chromium does not fetch scripts and frames in static markup
    Quiet,
    /// No request to third parties before consent; consent takes effect by a reload
    Sealed,
}

/// The comments above the lines: the effect and the cost of each protection level.
const ONE_TAG: &str = "<!-- Consent Gate, one tag. Stops: every script and frame that needs a consent from running.
     Does not stop: the browser from fetching ahead what stands in static markup. The page loses nothing. -->";
const QUIET: &str = "<!-- Consent Gate, quiet head. The empty policy stops Chromium from fetching scripts and frames ahead, too.
     Does not stop: images, style sheets, modulepreload, embed; anything in Firefox and Safari.
     The page loses its own speculative loading in Chromium. Both lines stay first and in this order. -->";
const SEALED: &str = "<!-- Consent Gate, sealed head. Stops: every load from a third party that the policy does not list.
     Does not stop: preconnect, the connection for a frame, fetch by code that runs. The page loses third parties that are not listed; a consent
     takes effect by a reload, by which the gate takes the policy back. The three lines stay first and together. -->";
const SEALED_NONCE: &str = "<!-- Consent Gate, sealed head with a nonce. Stops: every script that has not the response's nonce, every third
     party's style sheet that the policy does not list; in Chromium, what the quiet head stops.
     Does not stop: preconnect, the connection for a frame, fetch by code that runs; images in Firefox, modulepreload.
     Every script that needs no consent carries the nonce, and no other one does: the gate lets those in with a consent,
     without a reload. The page loses speculative loading, inline scripts without the nonce, and until its next visit
     style sheets that wait. The two lines stay first and together. -->";

/// Returns the lines to print.
///
/// # Errors
///
/// [`SnippetError`] if the config, the site or a vendor id is wrong.
pub(crate) fn run(args: &Snippet) -> Result<String, SnippetError> {
    let config = config_tag(args.options.config.as_deref())?;
    let nonce = nonce(args);
    // Always use the full table. A page with the everyday table lets the other vendors load, so the policy must not
    // list them.
    let options = SiteOptions { full: true, ..args.options.clone() };
    let mut gates = Gates::new(&options)?;
    let lines = match args.strength {
        Strength::OneTag => vec![ONE_TAG.to_owned(), config, gate_tag(&args.gate_src, &nonce)],
        Strength::Quiet => {
            let tag = gate_tag(&args.gate_src, &format!("{nonce} data-consent-gate=\"quiet\""));
            vec![QUIET.to_owned(), policy_tag(""), config, tag]
        }
        Strength::Sealed => sealed(args, config, &mut gates)?,
    };
    Ok(lines.into_iter().filter(|line| !line.is_empty()).map(|line| line + "\n").collect())
}

/// Returns the lines of a sealed head: the gate's tag with the sources of each category, then the policy for a visitor
/// who has made no choice.
fn sealed(args: &Snippet, config: String, gates: &mut Gates) -> Result<Vec<String>, SnippetError> {
    let [free, with @ ..] = sources(args, gates)?;
    let (comment, form, policies) = match &args.nonce {
        None => (SEALED, "sealed", vec![policy::text(&free)]),
        // The empty policy is first. While it is in the page, the preload scanner of Chromium requests nothing.
        Some(nonce) => {
            (SEALED_NONCE, "sealed-nonce", vec![String::new(), policy::trusting(&attribute(nonce), &free)])
        }
    };
    let mut more = format!("{} data-consent-gate=\"{form}\"", nonce(args));
    for (category, sources) in Category::ALL[1..].iter().zip(&with) {
        more += &format!(" data-consent-gate-{}=\"{}\"", category.name(), sources.join(" "));
    }
    more += &format!(" data-consent-gate-necessary=\"{}\"", free.join(" "));
    let seal: String = policies.iter().map(|policy| policy_tag(policy)).collect();
    Ok(vec![comment.to_owned(), config, gate_tag(&args.gate_src, &more), seal + "<!-- -->"])
}

fn nonce(args: &Snippet) -> String {
    args.nonce.as_deref().map(|it| format!(" nonce=\"{}\"", attribute(it))).unwrap_or_default()
}

/// Returns the sources of the vendors of `--vendors`, or of all vendors.
fn sources(args: &Snippet, gates: &mut Gates) -> Result<policy::Sources, SnippetError> {
    let ids = args.vendors.iter().map(|id| vendors::find(id.trim()));
    let vendors =
        if args.vendors.is_empty() { vendors::all()? } else { ids.collect::<Result<_, CatalogueError>>()? };
    Ok(policy::sources(&vendors, &folder::bundled()?, gates))
}

fn policy_tag(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

/// Returns the tag with the config. It is empty without a file.
///
/// # Errors
///
/// [`ConfigError`] if the file cannot be read or is not JSON.
pub(crate) fn config_tag(file: Option<&Path>) -> Result<String, ConfigError> {
    let Some(file) = file else { return Ok(String::new()) };
    Ok(tags::config_tag(&config::json(file)?.to_string()))
}
