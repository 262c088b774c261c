//! The answer to one question and the sentence that explains it. Whoever explains a verdict, on the command line, in
//! `report()` or in the console, prints the [`Reason`] given here.

use super::category::{Category, Need};
use super::policy::Policy;
use super::table::Item;
use super::text::{join, push_date};
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
            reason: Reason { policy, answer },
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

/// Why a verdict is what it is. Its text is one sentence.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    policy: &'a Policy,
    answer: Answer,
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl<'a> Reason<'a> {
    pub(crate) fn new(policy: &'a Policy, answer: Answer) -> Reason<'a> {
        Reason { policy, answer }
    }

    /// The sentence: who, what it is for, what follows, and (in brackets) which row or rule says so.
    pub fn text(&self) -> String {
        let mut out = String::new();
        match (self.answer.owner, self.answer.why) {
            (Owner::Nowhere, _) => out.push_str("not a network address, so there is no host to judge"),
            (Owner::Site, _) => out.push_str("the site's own host, and no row is about it"),
            (Owner::Unknown, Why::NothingKnown) => {
                out.push_str("no row knows this third party, and unknown ones load (\"unknown\": \"allow\")");
            }
            _ => {
                self.push_subject(&mut out);
                self.push_cause(&mut out);
                self.push_source(&mut out);
            }
        }
        out
    }

    fn push_subject(&self, out: &mut String) {
        match self.answer.owner {
            Owner::Category(category) => {
                out.push_str("the tag's own data-consent says ");
                out.push_str(category.name());
            }
            Owner::Unknown => {
                out.push_str("no row knows this third party, which therefore counts as marketing")
            }
            _ => {
                self.push_id(out);
                out.push_str(" is ");
                out.push_str(self.answer.item(self.policy).map_or("", |item| item.category.name()));
            }
        }
    }

    fn push_id(&self, out: &mut String) {
        let (vendor, feature) = self.answer.names(self.policy);
        out.push_str(vendor.unwrap_or(""));
        if let Some(feature) = feature {
            out.push_str(&join(&["/", feature]));
        }
    }

    fn push_cause(&self, out: &mut String) {
        let allowed = self.answer.decision == Decision::Allow;
        out.push_str(match self.answer.why {
            Why::NothingKnown => "",
            Why::Exempt => " and needs no consent",
            Why::Chosen(..) if allowed => " and loads: the visitor granted ",
            Why::Chosen(..) => " and waits: the visitor refused ",
            Why::NoChoice => " and waits: the visitor has made no choice yet",
            Why::NoObjection => " and loads: the visitor has not objected",
            Why::Signal => " and waits: the browser's Global Privacy Control objects",
            Why::Loader if allowed => {
                " and loads, each of its tags judged by itself: analytics or marketing may run"
            }
            Why::Loader => " and waits: it loads others, and neither analytics nor marketing may run",
        });
        if let Why::Chosen(scope, day) = self.answer.why {
            match scope {
                Scope::Item => self.push_id(out),
                Scope::Vendor => out.push_str(self.answer.names(self.policy).0.unwrap_or("")),
                Scope::Category(category) => out.push_str(category.name()),
            }
            out.push_str(" on ");
            push_date(out, day);
        }
    }

    fn push_source(&self, out: &mut String) {
        let item = self.answer.item(self.policy);
        match (item, self.answer.source) {
            (None, _) if self.answer.owner == Owner::Unknown => out.push_str(" (\"unknown\": \"hold\")"),
            (None, _) => {}
            (Some(item), source) if item.by_site || source == Source::Site => {
                out.push_str(" (the site's config)")
            }
            (_, Source::Imported) => out.push_str(" (imported, not reviewed)"),
            _ => {
                out.push_str(" (vendors/");
                out.push_str(self.answer.names(self.policy).0.unwrap_or(""));
                out.push_str(".toml)");
            }
        }
    }
}
