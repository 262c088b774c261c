//! The answer to one question, with everything that led to it. The sentence that explains it is made in `reason.rs`.

use super::category::{Category, Need};
use super::policy::Policy;
use super::reason::Reason;
use super::table::Item;

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

impl<'a> Verdict<'a> {
    pub(crate) fn new(policy: &'a Policy, answer: Answer) -> Verdict<'a> {
        let (vendor, feature) = answer.names(policy);
        let item = answer.item(policy);
        let category = match answer.owner {
            Owner::Category(category) => Some(category),
            _ => item.map(|item| item.category),
        };
        Verdict {
            decision: answer.decision,
            vendor,
            feature,
            category,
            need: item.map(|item| item.need),
            reason: Reason::new(policy, answer),
            first_party: answer.first_party,
        }
    }
}

/// Who answers for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// No network address: `data:`, `about:` and the like.
    Nowhere,
    /// The site itself.
    Site,
    /// A third party that no row knows.
    Unknown,
    /// The tag's own `data-consent` names a category.
    Category(Category),
    /// The vendor or feature of this number.
    Item(u16),
}

/// What settled the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    NothingKnown,
    Exempt,
    /// The visitor's choice for this scope, on this day.
    Chosen(Scope, u32),
    NoChoice,
    NoObjection,
    Signal,
    Loader,
}

/// What a choice was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Item,
    Vendor,
    Category(Category),
}

/// Which tier the row stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Table,
    Site,
    Imported,
}

/// A verdict in numbers: what is kept for the report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) owner: Owner,
    pub(crate) decision: Decision,
    pub(crate) why: Why,
    pub(crate) source: Source,
    pub(crate) first_party: bool,
}

impl Answer {
    pub(crate) fn item(self, policy: &Policy) -> Option<&Item> {
        match self.owner {
            Owner::Item(number) => policy.item(number),
            _ => None,
        }
    }

    /// Whether the visitor has said no to just this (rather than nothing yet). A loader is refused with its loads.
    pub(crate) fn refused(self) -> bool {
        self.decision == Decision::Hold && matches!(self.why, Why::Chosen(..) | Why::Loader)
    }

    /// The ids of vendor and feature.
    pub(crate) fn names(self, policy: &Policy) -> (Option<&'static str>, Option<&'static str>) {
        let (Owner::Item(number), Some(item)) = (self.owner, self.item(policy)) else { return (None, None) };
        if item.vendor == number {
            return (Some(item.id), None);
        }
        (policy.item(item.vendor).map(|vendor| vendor.id), Some(item.id))
    }
}
