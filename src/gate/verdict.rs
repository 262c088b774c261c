//! The answer to one question and the sentence that explains it. Whoever explains a verdict, on the command line, in
//! `report()` or in the console, prints the [`Reason`] given here.

use super::category::{Category, Need};
use core::fmt;

/// May the request be made now?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Allow,
    /// Not before a consent.
    Hold,
}

impl Decision {
    /// `allow` or `hold`.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Allow => "allow",
            Decision::Hold => "hold",
        }
    }
}

/// The answer about one URL, with everything that led to it.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// May it load now?
    pub decision: Decision,
    /// The vendor's id; `None` where no row and no site rule matches.
    pub vendor: Option<&'a str>,
    /// The feature's id without the vendor's prefix.
    pub feature: Option<&'a str>,
    /// What it is for.
    pub category: Option<Category>,
    /// Whether it needs a consent at all.
    pub need: Option<Need>,
    /// Why, in one sentence.
    pub reason: Reason<'a>,
    /// Whether the URL is the site's own (or is no network address at all).
    pub first_party: bool,
}

/// Why a verdict is what it is. Its text is one sentence.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    pub(crate) text: &'a str,
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}
