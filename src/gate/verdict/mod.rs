//! Verdicts. `policy` decides, `answer` contains the decision as numbers, and `reason` creates the sentence that
//! explains it.

pub(crate) mod answer;
pub(crate) mod policy;
pub(crate) mod reason;

use crate::gate::category::{Category, Need};
use crate::gate::verdict::answer::{Answer, Decision, Owner};
use crate::gate::verdict::policy::Policy;
use crate::gate::verdict::reason::Reason;

/// The verdict about a request, with everything that led to it.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// Whether the request may be made now.
    pub decision: Decision,
    /// The vendor's id; `None` if no rule matches.
    pub vendor: Option<&'a str>,
    /// The feature's id without the vendor's prefix.
    pub feature: Option<&'a str>,
    /// The purpose of the request.
    pub category: Option<Category>,
    /// Whether it needs a consent.
    pub need: Option<Need>,
    /// The reason, one sentence.
    pub reason: Reason<'a>,
    /// Whether the URL is first-party, or has no host.
    pub first_party: bool,
}

impl<'a> Verdict<'a> {
    pub(crate) fn new(policy: &'a Policy, answer: Answer) -> Verdict<'a> {
        let (vendor, feature) = policy.names_of(answer);
        let item = policy.item_of(answer);
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
