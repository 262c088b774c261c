//! The sentence that explains a verdict. Whoever explains one, on the command line, in `report()` or in the console,
//! prints what is made here; nothing is decided.

use super::policy::Policy;
use super::text::{join, push_date};
use super::verdict::{Answer, Decision, Owner, Scope, Source, Why};
use core::fmt;

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
