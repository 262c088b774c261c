//! Tickets and the order of release. The queue stores no element, URL or reason. The caller says which tickets are
//! allowed.
//!
//! Every ticket is in exactly one [`Phase`]. The transitions are `Waiting` ⇄ `Ready` → `Running` → an end, and from
//! every phase before an end to `Discarded`. So no request runs twice, and none is lost.

pub(crate) mod ticket;

use crate::gate::queue::ticket::{Lane, Outcome, Ticket};

/// The phase of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Held.
    Waiting,
    /// Allowed, but its lane is occupied or a library has to run first.
    Ready,
    /// Released and not yet settled.
    Running,
    /// Released and run.
    Released,
    /// Released; its lane no longer waits for it.
    Overdue,
    /// Released and failed.
    Failed,
    /// Discarded permanently.
    Discarded,
}

impl Phase {
    /// Returns whether no other ticket waits for this one any more. `Overdue` can still become `Released` or `Failed`.
    fn is_end(self) -> bool {
        !matches!(self, Phase::Waiting | Phase::Ready | Phase::Running)
    }
}

/// An action of the page on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Fetch(Ticket),
    Run(Ticket),
}

/// All tickets ever issued, in order of their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    held: Vec<Held>,
    parsed: bool,
    /// Number of leading tickets that have ended and are not visited again.
    ended: usize,
}

#[derive(Clone, Debug)]
struct Held {
    lane: Lane,
    phase: Phase,
    /// Its download has been requested, or it has none.
    fetched: bool,
    /// Another ticket that may run has to end first.
    blocked: bool,
}

impl Queue {
    /// Holds a request and returns its ticket. `inline`: it has nothing to download. `allowed`: it only waits for its
    /// turn.
    pub(crate) fn hold(&mut self, lane: Lane, inline: bool, allowed: bool) -> Ticket {
        let phase = if allowed { Phase::Ready } else { Phase::Waiting };
        let fetched = inline || !lane.in_order();
        self.held.push(Held { lane, phase, fetched, blocked: false });
        Ticket::nth(self.held.len() as u32 - 1)
    }

    /// Returns the ticket with this number, if it was issued.
    pub(crate) fn ticket(&self, number: u32) -> Option<Ticket> {
        (1..=self.held.len() as u32).contains(&number).then(|| Ticket::nth(number - 1))
    }

    /// Returns every ticket that has not ended, and some that have.
    pub(crate) fn tickets(&self) -> impl Iterator<Item = Ticket> + use<> {
        (self.ended as u32..self.held.len() as u32).map(Ticket::nth)
    }

    /// Returns whether the ticket has not ended.
    pub(crate) fn is_open(&self, ticket: Ticket) -> bool {
        !self.phase(ticket).is_end()
    }

    pub(crate) fn phase(&self, ticket: Ticket) -> Phase {
        self.held.get(ticket.index()).map_or(Phase::Discarded, |held| held.phase)
    }

    /// Returns the number of held requests.
    pub(crate) fn waiting(&self) -> u32 {
        let open = self.held.iter().skip(self.ended);
        open.filter(|held| matches!(held.phase, Phase::Waiting | Phase::Ready)).count() as u32
    }

    /// Records that the document has been parsed.
    pub(crate) fn parsed(&mut self) {
        self.parsed = true;
    }

    /// Updates a request that has not been released: allowed, or held again.
    pub(crate) fn review(&mut self, ticket: Ticket, allowed: bool) {
        if let Some(held) = self.held.get_mut(ticket.index())
            && matches!(held.phase, Phase::Waiting | Phase::Ready)
        {
            held.phase = if allowed { Phase::Ready } else { Phase::Waiting };
        }
    }

    /// Records how a released request ended. An outcome for any other ticket, or a second one, has no effect.
    pub(crate) fn settle(&mut self, ticket: Ticket, outcome: Outcome) {
        let Some(held) = self.held.get_mut(ticket.index()) else { return };
        held.phase = match (held.phase, outcome) {
            (Phase::Running | Phase::Overdue, Outcome::Ran) => Phase::Released,
            (Phase::Running | Phase::Overdue, Outcome::Failed) => Phase::Failed,
            (Phase::Running, Outcome::Overdue) => Phase::Overdue,
            (phase, _) => phase,
        };
    }

    /// Discards a request that has not ended. Returns `false` if it has.
    pub(crate) fn discard(&mut self, ticket: Ticket) -> bool {
        let Some(held) = self.held.get_mut(ticket.index()) else { return false };
        let open = !held.phase.is_end();
        if open {
            held.phase = Phase::Discarded;
        }
        open
    }

    /// Updates which tickets have to wait for others.
    fn block<'b>(&mut self, behind: &dyn Fn(Ticket) -> &'b [Ticket]) {
        for index in self.ended..self.held.len() {
            let waits = |it: &Ticket| matches!(self.phase(*it), Phase::Ready | Phase::Running);
            let blocked = behind(Ticket::nth(index as u32)).iter().any(waits);
            if let Some(held) = self.held.get_mut(index) {
                held.blocked = blocked;
            }
        }
    }

    /// Releases every ticket that may run now, and starts the downloads of those that have to wait for their turn.
    /// `behind` returns the tickets that have to end before a ticket runs, in any lane.
    ///
    /// One pass in ticket order is enough. The first ready ticket of a lane occupies it, and `Deferred` starts only
    /// while no ticket of `Blocking` is ready or running.
    pub(crate) fn advance<'b>(&mut self, behind: &dyn Fn(Ticket) -> &'b [Ticket]) -> Vec<Step> {
        while self.held.get(self.ended).is_some_and(|held| held.phase.is_end()) {
            self.ended += 1;
        }
        self.block(behind);
        let mut taken = self.taken();
        let mut steps = Vec::new();
        for (index, held) in self.held.iter_mut().enumerate().skip(self.ended) {
            if held.phase != Phase::Ready {
                continue;
            }
            let ticket = Ticket::nth(index as u32);
            let lane = held.lane as usize;
            if !taken[lane] && !held.blocked {
                taken[lane] = held.lane.in_order();
                held.phase = Phase::Running;
                steps.push(Step::Run(ticket));
            } else if !held.fetched {
                held.fetched = true;
                steps.push(Step::Fetch(ticket));
            }
        }
        steps
    }

    /// Returns, by lane number, the lanes in which no ticket may start now.
    fn taken(&self) -> [bool; 5] {
        let mut taken = [false; 5];
        taken[Lane::Deferred as usize] = !self.parsed;
        for held in self.held.iter().skip(self.ended) {
            let running = held.phase == Phase::Running;
            if running && held.lane.in_order() {
                taken[held.lane as usize] = true;
            }
            if held.lane == Lane::Blocking && (running || (held.phase == Phase::Ready && !held.blocked)) {
                taken[Lane::Deferred as usize] = true;
            }
        }
        taken
    }
}
