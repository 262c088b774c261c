//! A verdict as numbers: the owner of a request, the decision, and the cause.

use crate::gate::category::Category;

/// Whether a request may be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may be made.
    Allow,
    /// It is held until a consent.
    Hold,
}

impl Decision {
    /// Returns `allow` or `hold`.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Allow => "allow",
            Decision::Hold => "hold",
        }
    }
}

/// Who is responsible for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The URL has no host: `data:`, `about:` and others.
    Nowhere,
    /// The site.
    Site,
    /// A third party that matches no rule.
    Unknown,
    /// The category in the tag's `data-consent`.
    Category(Category),
    /// The vendor or feature with this number.
    Item(u16),
}

/// The cause of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    NothingKnown,
    Exempt,
    /// The visitor's choice about this scope, and its day (since 1970-01-01).
    Chosen(Scope, u32),
    NoChoice,
    NoObjection,
    Signal,
    Loader,
}

/// The scope of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Item,
    Vendor,
    Category(Category),
}

/// The rule set of the matching rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Table,
    Site,
    Imported,
}

/// A verdict as numbers, as the log keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) owner: Owner,
    pub(crate) decision: Decision,
    pub(crate) why: Why,
    pub(crate) source: Source,
    pub(crate) first_party: bool,
}

impl Answer {
    /// Returns whether the visitor refused exactly this. Returns `false` while there is no choice yet. A tag manager is
    /// refused when what it loads is refused.
    pub(crate) fn refused(self) -> bool {
        self.decision == Decision::Hold && matches!(self.why, Why::Chosen(..) | Why::Loader)
    }
}
