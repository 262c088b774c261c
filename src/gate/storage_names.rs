//! Decides whether something may be stored under a name on the site's origin. Names that match no rule are first-party.
//! The page asks before each write and about every existing name. It removes entries that are not allowed.

use crate::gate::Gate;
use crate::gate::category::{Category, Need};
use crate::gate::vendors::stored::Store;
use crate::gate::vendors::table::{Item, Table};
use crate::gate::verdict::Verdict;
use crate::gate::verdict::answer::{Answer, Decision, Owner};
use crate::gate::verdict::policy::Policy;

/// The decision about a write or an existing entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Storing {
    /// The entry is stored.
    Keep,
    /// The entry is not stored, and an existing one is removed.
    Drop,
    /// A cookie is stored as a session cookie: its vendor may keep a session, but not recognise the visitor later.
    SessionOnly,
}

impl Gate {
    /// Returns whether something may be stored under this name now. `writer` is the URL of the running script, or the
    /// vendor's global that is called. It is empty if the writer is unknown.
    pub fn may_store(&self, store: Store, name: &str, writer: &str) -> Storing {
        match self.policy.storer(store, name) {
            Some(answer) if answer.decision == Decision::Hold => Storing::Drop,
            _ if store == Store::Cookie && self.policy.session_only(writer) => Storing::SessionOnly,
            _ => Storing::Keep,
        }
    }

    /// Returns the vendor of this name and why it may or may not be stored now. Returns `None` for a first-party name.
    pub fn judge_stored(&self, store: Store, name: &str) -> Option<Verdict<'_>> {
        Some(Verdict::new(&self.policy, self.policy.storer(store, name)?))
    }
}

impl Policy {
    /// Returns the answer about a name: that of a vendor that is allowed, else that of the first one. A name that two
    /// vendors use stays as long as either is allowed.
    fn storer(&self, store: Store, name: &str) -> Option<Answer> {
        let mut first = None;
        for row in &self.table.stored {
            if !row.matches(store, name) {
                continue;
            }
            let answer = self.decide(Owner::Item(granted_part(&self.table, row.item)));
            if answer.decision == Decision::Allow {
                return Some(answer);
            }
            first = first.or(Some(answer));
        }
        first
    }

    /// Returns whether the cookies of this writer must not outlast the session. This is so if the writer is an exempt
    /// service, and calls by which the same vendor recognises visitors are held.
    fn session_only(&self, writer: &str) -> bool {
        let script = self.item_of(self.judge(writer)).filter(is_service);
        for call in &self.table.calls {
            let vendor = self.item(call.item).and_then(|item| self.item(item.vendor));
            let serves = script.map(|item| item.vendor) == vendor.map(|item| item.vendor);
            let called = call.global == writer && vendor.as_ref().is_some_and(is_service);
            if (script.is_some() && serves || called) && !self.allows(Owner::Item(call.item)) {
                return true;
            }
        }
        false
    }
}

/// Returns whether the vendor is a service that a visitor asks for, such as a chat. Exempt analytics is not one,
/// because it may recognise visitors.
fn is_service(item: &&Item) -> bool {
    item.need == Need::Exempt && item.category == Category::Functional
}

/// Returns the feature of this vendor that the visitor has granted by name, else the vendor. A feature that may run may
/// also store.
fn granted_part(table: &Table, vendor: u16) -> u16 {
    let granted = |item: &Item| item.vendor == vendor && item.choice == Some(true);
    table.items.iter().position(granted).map_or(vendor, |number| number as u16)
}
