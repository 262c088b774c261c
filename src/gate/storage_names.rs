//! May something be stored under this name, on the site's own origin? Names that no row gives to a vendor are the
//! site's own. The page asks before each write, and about every name that is there already; it removes what may not be.

use crate::gate::Gate;
use crate::gate::category::{Category, Need};
use crate::gate::vendors::stored::Store;
use crate::gate::vendors::table::{Item, Table};
use crate::gate::verdict::Verdict;
use crate::gate::verdict::answer::{Answer, Decision, Owner};
use crate::gate::verdict::policy::Policy;

/// What becomes of something that is to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Storing {
    /// It is stored.
    Keep,
    /// It is not stored, and what is there is removed.
    Drop,
    /// A cookie is stored for the session only: its vendor may keep a session, but not recognise the visitor.
    SessionOnly,
}

impl Gate {
    /// Whether something may be stored under this name now. `writer` is the URL of the script that runs, or the
    /// vendor's global that is called. It is empty if the writer is unknown.
    pub fn may_store(&self, store: Store, name: &str, writer: &str) -> Storing {
        match self.policy.storer(store, name) {
            Some(answer) if answer.decision == Decision::Hold => Storing::Drop,
            _ if store == Store::Cookie && self.policy.session_only(writer) => Storing::SessionOnly,
            _ => Storing::Keep,
        }
    }

    /// Whose this name is and why it may or may not be stored now; `None` for the site's own.
    pub fn judge_stored(&self, store: Store, name: &str) -> Option<Verdict<'_>> {
        Some(Verdict::new(&self.policy, self.policy.storer(store, name)?))
    }
}

impl Policy {
    /// The answer about a name: that of an owner who may run, else of the first. What two vendors store under one name
    /// stays for as long as either may run.
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

    /// Whether the writer is a service that needs no consent, while calls by which the same vendor recognises visitors
    /// wait for one: then no cookie of it may outlast the session.
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

/// What a visitor asks for, such as a chat. What counts visitors may be exempt, too, and may know them again.
fn is_service(item: &&Item) -> bool {
    item.need == Need::Exempt && item.category == Category::Functional
}

/// The vendor, or the feature of it that the visitor has granted by name: who may run may store.
fn granted_part(table: &Table, vendor: u16) -> u16 {
    let granted = |item: &Item| item.vendor == vendor && item.choice == Some(true);
    table.items.iter().position(granted).map_or(vendor, |number| number as u16)
}
