//! The sentence that explains a verdict. The command line, `report()` and the console print this sentence. Nothing is
//! decided here.

use crate::gate::text::bytes::{join, push_date};
use crate::gate::verdict::answer::{Answer, Decision, Owner, Scope, Source, Why};
use crate::gate::verdict::policy::Policy;
use core::fmt;

/// The reason of a verdict. Its text is one sentence.
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

    /// Returns the sentence: vendor, category, verdict, cause, and in brackets the source of the rule.
    pub fn text(&self) -> String {
        let mut out = String::new();
        match (self.answer.owner, self.answer.why) {
            (Owner::Nowhere, _) => out.push_str("not a network URL; no vendor rule applies"),
            (Owner::Site, _) => out.push_str("first-party URL; no vendor rule applies"),
            (Owner::Unknown, Why::NothingKnown) => {
                out.push_str("unknown third party; allowed by \"unknown\": \"allow\"");
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
                out.push_str("marked as ");
                out.push_str(category.name());
                out.push_str(" by data-consent");
            }
            Owner::Unknown => out.push_str("unknown third party, treated as marketing"),
            _ => {
                self.push_id(out);
                out.push_str(" is ");
                out.push_str(self.policy.item_of(self.answer).map_or("", |item| item.category.name()));
            }
        }
    }

    fn push_id(&self, out: &mut String) {
        let (vendor, feature) = self.policy.names_of(self.answer);
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
            Why::Chosen(..) if allowed => " and allowed: the visitor granted ",
            Why::Chosen(..) => " and held: the visitor refused ",
            Why::NoChoice => " and held: the visitor has not chosen yet",
            Why::NoObjection => " and allowed: the visitor has not objected",
            Why::Signal => " and held: the browser sends Global Privacy Control",
            Why::Loader if allowed => {
                " and allowed: analytics or marketing is allowed; its tags are judged separately"
            }
            Why::Loader => " and held: its tags need analytics or marketing",
        });
        if let Why::Chosen(scope, day) = self.answer.why {
            match scope {
                Scope::Item => self.push_id(out),
                Scope::Vendor => out.push_str(self.policy.names_of(self.answer).0.unwrap_or("")),
                Scope::Category(category) => out.push_str(category.name()),
            }
            out.push_str(" on ");
            push_date(out, day);
        }
    }

    fn push_source(&self, out: &mut String) {
        let item = self.policy.item_of(self.answer);
        match (item, self.answer.source) {
            (None, _) if self.answer.owner == Owner::Unknown => out.push_str(" (\"unknown\": \"hold\")"),
            (None, _) => {}
            (Some(item), source) if item.by_site || source == Source::Site => {
                out.push_str(" (the site's config)")
            }
            (_, Source::Imported) => out.push_str(" (imported, not reviewed)"),
            _ => {
                out.push_str(" (vendors/");
                out.push_str(self.policy.names_of(self.answer).0.unwrap_or(""));
                out.push_str(".toml)");
            }
        }
    }
}
