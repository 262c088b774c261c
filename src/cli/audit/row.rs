//! The judgement of a tag: the verdict of the gate, and whether the tag is a finding.

use super::tag::Tag;
use crate::gate::{Decision, Gate, Verdict};
use thiserror::Error;

/// The reason why a tag is a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The tag needs consent and makes a request before it.
    Unheld,
    /// The tag needs consent, and a library in the page activates it.
    Later,
    /// No rule knows the third party.
    Unknown,
}

impl Finding {
    /// Returns the word for `--json`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Finding::Unheld => "needs-consent",
            Finding::Later => "activated-later",
            Finding::Unknown => "unknown",
        }
    }
}

/// A judged tag of a third party.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The name of the file.
    pub(crate) file: &'a str,
    /// The tag.
    pub(crate) tag: &'a Tag,
    /// The canonical URL.
    pub(crate) url: &'a str,
    /// The host of the URL.
    pub(crate) host: &'a str,
    /// The verdict of the gate.
    pub(crate) verdict: Verdict<'a>,
    /// The finding, if any.
    pub(crate) finding: Option<Finding>,
}

/// A tag whose URL cannot be parsed.
#[derive(Debug, Error)]
#[error("not a URL")]
pub(crate) struct InvalidUrl;

/// Judges a tag. Returns `None` for a first-party tag and for a URL without a host.
///
/// # Errors
///
/// [`InvalidUrl`] if the URL cannot be parsed.
pub(crate) fn judge<'a>(file: &'a str, tag: &'a Tag, gate: &'a Gate) -> Result<Option<Row<'a>>, InvalidUrl> {
    let url = tag.url.as_ref().ok_or(InvalidUrl)?;
    let verdict = gate.judge(url.as_str(), tag.kind);
    if verdict.first_party && verdict.vendor.is_none() {
        return Ok(None);
    }
    let finding = match (verdict.vendor, verdict.decision) {
        (None, _) => Some(Finding::Unknown),
        (Some(_), Decision::Hold) if tag.inert.is_none() => Some(Finding::Unheld),
        (Some(_), Decision::Hold) if tag.later => Some(Finding::Later),
        _ => None,
    };
    let host = url.host_str().unwrap_or("");
    Ok(Some(Row { file, tag, url: url.as_str(), host, verdict, finding }))
}
