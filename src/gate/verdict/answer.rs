//! A verdict in numbers: who answers for a request, what follows, and which rule or choice settled it.

use crate::gate::category::Category;

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
    /// Whether the visitor has said no to just this (rather than nothing yet). A loader is refused with its loads.
    pub(crate) fn refused(self) -> bool {
        self.decision == Decision::Hold && matches!(self.why, Why::Chosen(..) | Why::Loader)
    }
}
