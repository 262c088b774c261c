//! Tickets, lanes and outcomes. `queue/mod.rs` computes the order of release.

/// The queue of HTML that a script belongs to. It decides when the script runs on release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Lane {
    /// Parser-inserted classic scripts, and the inline scripts held behind them: one at a time, in document order.
    Blocking,
    /// `defer` and parser-inserted modules: in order, after the document has been parsed.
    Deferred,
    /// Insertions with `async = false`: in order of insertion.
    Ordered,
    /// Asynchronous scripts, and everything without an order.
    Free,
    /// Frames.
    Frame,
}

impl Lane {
    /// Returns the lane with this number, and [`Lane::Free`] for an unknown number.
    pub fn from_code(code: u8) -> Lane {
        match code {
            0 => Lane::Blocking,
            1 => Lane::Deferred,
            2 => Lane::Ordered,
            4 => Lane::Frame,
            _ => Lane::Free,
        }
    }

    /// Returns whether the requests of this lane run one after another.
    pub(super) fn in_order(self) -> bool {
        !matches!(self, Lane::Free | Lane::Frame)
    }
}

/// The id of a held request. Only the gate creates one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u32);

impl Ticket {
    /// Returns the number, which starts at 1.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Returns the ticket at this index, which starts at 0.
    pub(super) fn nth(index: u32) -> Ticket {
        Ticket(index + 1)
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize - 1
    }
}

/// How a released request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// It loaded and ran.
    Ran,
    /// It failed, and its element has fired `error`.
    Failed,
    /// No answer within the config's `fetch_timeout`. One may still arrive.
    Overdue,
}

impl Outcome {
    /// Returns the outcome with this number, and [`Outcome::Failed`] for an unknown number.
    pub fn from_code(code: u8) -> Outcome {
        match code {
            0 => Outcome::Ran,
            2 => Outcome::Overdue,
            _ => Outcome::Failed,
        }
    }
}
