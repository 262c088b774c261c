//! A tag with the gate's verdict, and whether it is a finding.

use super::tag::Tag;
use crate::gate::{Decision, Gate, Verdict};

/// What is wrong with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// It needs a consent and asks before there is one.
    Unheld,
    /// It needs a consent, and a library in the page makes it ask.
    Later,
    /// A third party that no row knows.
    Unknown,
}

impl Finding {
    /// The word that `--json` uses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Finding::Unheld => "needs-consent",
            Finding::Later => "activated-later",
            Finding::Unknown => "unknown",
        }
    }
}

/// A third party's tag, judged.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The file's name.
    pub(crate) file: &'a str,
    /// The tag.
    pub(crate) tag: &'a Tag,
    /// Its address in canonical form.
    pub(crate) url: &'a str,
    /// The host.
    pub(crate) host: &'a str,
    /// What the gate says.
    pub(crate) verdict: Verdict<'a>,
    /// What is wrong, if anything is.
    pub(crate) finding: Option<Finding>,
}

/// Judges a tag; `None` for the site's own and for what has no host, an error for what no browser understands.
pub(crate) fn judge<'a>(file: &'a str, tag: &'a Tag, gate: &'a Gate) -> Result<Option<Row<'a>>, ()> {
    let url = tag.url.as_ref().ok_or(())?;
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
