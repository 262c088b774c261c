//! The log of requests behind `report()`: one entry for each request. Judges nothing.

use crate::gate::category::Category;
use crate::gate::kind::Kind;
use crate::gate::queue::Queue;
use crate::gate::queue::ticket::Ticket;
use crate::gate::report::{Row, word};
use crate::gate::text::bytes::join;
use crate::gate::verdict::Verdict;
use crate::gate::verdict::answer::{Answer, Decision, Owner};
use crate::gate::verdict::policy::Policy;
use crate::gate::verdict::reason::Reason;

/// Number of entries at which old ones are removed for the first time. Held requests are never removed, and of the
/// others the newest half stays.
///
/// Threat: a page that polls a third party for days would fill the visitor's memory with entries.
const MOST: usize = 1_000;

/// The index of an entry that was removed.
const FORGOTTEN: u32 = u32::MAX;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Empty for an inline script.
    pub(crate) url: String,
    pub(crate) kind: Kind,
    pub(crate) answer: Answer,
    /// The id in the tag's `data-consent`, which must be allowed as well.
    pub(crate) also: Option<Owner>,
    /// The held libraries that an inline script or a first-party file needs. They have to run first.
    pub(crate) behind: Vec<Ticket>,
    /// The vendor that the config's `dependents` name for this file.
    pub(crate) after: Option<u16>,
    pub(crate) ticket: Option<Ticket>,
    /// Why the request ended, if the verdict does not say so.
    pub(crate) end: &'static str,
    /// The request was made before the gate started.
    pub(crate) late: bool,
}

impl Entry {
    pub(crate) fn new(url: &str, kind: Kind, answer: Answer) -> Entry {
        let url = url.to_owned();
        Entry {
            url,
            kind,
            answer,
            also: None,
            behind: Vec::new(),
            after: None,
            ticket: None,
            end: "",
            late: false,
        }
    }
}

/// The entries, oldest first, and the entry of each ticket.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestLog {
    entries: Vec<Entry>,
    /// Index of the entry of each ticket, from ticket 1.
    held: Vec<u32>,
    /// Old entries are removed again once there are [`MOST`] more entries than this: those left the last time, minus
    /// half of `MOST`.
    kept: usize,
}

impl RequestLog {
    pub(crate) fn note(&mut self, entry: Entry, queue: &Queue) {
        if entry.ticket.is_some() {
            self.held.push(self.entries.len() as u32);
        }
        self.entries.push(entry);
        if self.entries.len() >= self.kept + MOST {
            self.forget(queue);
        }
    }

    /// Returns the entry of a ticket, or `None` if it was removed.
    pub(crate) fn of(&self, ticket: Ticket) -> Option<&Entry> {
        let index = *self.held.get(ticket.number() as usize - 1)?;
        self.entries.get(index as usize)
    }

    /// Returns the tickets that have to end before this one runs.
    pub(crate) fn behind(&self, ticket: Ticket) -> &[Ticket] {
        self.of(ticket).map_or(&[], |entry| &entry.behind)
    }

    /// Removes the oldest entries that have ended. The cost per entry is constant, because half of [`MOST`] are added
    /// before the next time.
    fn forget(&mut self, queue: &Queue) {
        let mut ended = 0;
        for entry in &self.entries {
            ended += usize::from(entry.has_ended(queue));
        }
        let mut surplus = ended.saturating_sub(MOST / 2);
        let (held, mut index) = (&mut self.held, 0);
        self.entries.retain(|entry| {
            let goes = surplus > 0 && entry.has_ended(queue);
            if let Some(ticket) = entry.ticket
                && let Some(held) = held.get_mut(ticket.number() as usize - 1)
            {
                *held = if goes { FORGOTTEN } else { index };
            }
            surplus -= usize::from(goes);
            index += u32::from(!goes);
            !goes
        });
        self.kept = self.entries.len().saturating_sub(MOST / 2);
    }

    /// Records why a held request ends, or is released, without a choice.
    pub(crate) fn end(&mut self, ticket: Ticket, why: &'static str) {
        if let Some(entry) = self.of_mut(ticket) {
            entry.end = why;
        }
    }

    /// Judges a held request again, so that its reason is the one that now applies.
    pub(crate) fn renew(&mut self, ticket: Ticket, policy: &Policy) {
        if let Some(entry) = self.of_mut(ticket) {
            let Answer { source, first_party, owner, .. } = entry.answer;
            entry.answer = Answer { source, first_party, ..policy.decide(owner) };
        }
    }

    /// Replaces the list of libraries that a first-party file needs.
    pub(crate) fn put_behind(&mut self, ticket: Ticket, behind: Vec<Ticket>) {
        if let Some(entry) = self.of_mut(ticket) {
            entry.behind = behind;
        }
    }

    fn of_mut(&mut self, ticket: Ticket) -> Option<&mut Entry> {
        let index = *self.held.get(ticket.number() as usize - 1)?;
        self.entries.get_mut(index as usize)
    }

    pub(crate) fn report<'a>(&'a self, policy: &'a Policy, queue: &Queue) -> Vec<Row<'a>> {
        let mut rows = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            rows.push(entry.row(policy, queue));
        }
        rows
    }
}

impl Entry {
    /// Returns whether the request's state can no longer change.
    fn has_ended(&self, queue: &Queue) -> bool {
        !self.ticket.is_some_and(|ticket| queue.is_open(ticket))
    }

    pub(crate) fn row<'a>(&'a self, policy: &'a Policy, queue: &Queue) -> Row<'a> {
        let verdict = Verdict::new(policy, self.answer);
        Row {
            ticket: self.ticket.map(Ticket::number),
            url: &self.url,
            kind: self.kind.name(),
            vendor: verdict.vendor,
            feature: verdict.feature,
            category: verdict.category.map(Category::name),
            verdict: if self.ticket.is_some() { Decision::Hold.name() } else { verdict.decision.name() },
            state: match self.ticket {
                Some(ticket) => word(queue.phase(ticket)),
                None if self.late => "late",
                None => "allowed",
            },
            reason: self.reason(policy),
        }
    }

    /// Returns whether it is a script file that other scripts may depend on.
    pub(crate) fn is_library(&self) -> bool {
        self.kind == Kind::Script && !self.url.is_empty() && self.behind.is_empty() && self.after.is_none()
    }

    /// Returns the reason when it was last judged, or the reason for its end.
    pub(crate) fn reason(&self, policy: &Policy) -> String {
        if !self.end.is_empty() {
            return self.end.to_owned();
        }
        let blocker = self.also.map(|also| policy.decide(also)).filter(|it| it.decision == Decision::Hold);
        let answer =
            if self.answer.decision == Decision::Hold { self.answer } else { blocker.unwrap_or(self.answer) };
        let reason = Reason::new(policy, answer).text();
        match (self.url.is_empty(), self.behind.is_empty() && self.after.is_none()) {
            (_, true) => reason,
            (true, _) => join(&["the inline script uses a held library: ", &reason]),
            (false, _) => join(&["\"dependents\" says that it needs a held library: ", &reason]),
        }
    }
}
