//! What a held request waits with: its ticket, its place among others, and how it ended. The order of release is made in
//! `queue.rs`.

/// How a request is placed among others when it is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Lane {
    /// Parser-inserted classic scripts and the inline scripts held behind them: document order, one at a time.
    Blocking,
    /// `defer` and parser-inserted modules: after the document is parsed, in order.
    Deferred,
    /// Insertions with `async = false`: in order among themselves.
    Ordered,
    /// Asynchronous scripts and everything without an order.
    Free,
    /// Frames.
    Frame,
}

impl Lane {
    /// The lane with this number; any number that is none gives [`Lane::Free`].
    pub fn from_code(code: u8) -> Lane {
        match code {
            0 => Lane::Blocking,
            1 => Lane::Deferred,
            2 => Lane::Ordered,
            4 => Lane::Frame,
            _ => Lane::Free,
        }
    }

    /// Whether one waits for the other.
    pub(super) fn in_order(self) -> bool {
        !matches!(self, Lane::Free | Lane::Frame)
    }
}

/// The number under which a held request waits. Only the gate makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u32);

impl Ticket {
    /// The number, from 1 upwards.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The ticket after so many others.
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
    /// It failed; the element has had its `error` event.
    Failed,
    /// No answer within the config's `fetch_timeout`; it may still come.
    Overdue,
}

impl Outcome {
    /// The outcome with this number; any number that is none gives [`Outcome::Failed`].
    pub fn from_code(code: u8) -> Outcome {
        match code {
            0 => Outcome::Ran,
            2 => Outcome::Overdue,
            _ => Outcome::Failed,
        }
    }
}
