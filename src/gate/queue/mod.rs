//! Tickets and the order of release. Knows no element, no URL and no reason: who is allowed is asked of the caller.
//!
//! Every ticket is in exactly one [`Phase`]; the only ways are `Waiting` ⇄ `Ready` → `Running` → an end, and from
//! everywhere before an end to `Discarded`. So nothing runs twice and nothing is lost.

pub(crate) mod ticket;

use crate::gate::queue::ticket::{Lane, Outcome, Ticket};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Held.
    Waiting,
    /// May run, and waits for its turn.
    Ready,
    /// Released, no answer yet.
    Running,
    /// Released and run.
    Released,
    /// Released; the lane has stopped waiting for it.
    Overdue,
    /// Released and failed.
    Failed,
    /// Dropped for good.
    Discarded,
}

impl Phase {
    /// Whether nothing can wait for it any more. What is overdue may still change its name.
    fn is_end(self) -> bool {
        !matches!(self, Phase::Waiting | Phase::Ready | Phase::Running)
    }
}

/// What the page has to do with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Fetch(Ticket),
    Run(Ticket),
}

/// Everything that was ever held, in the order of the tickets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    held: Vec<Held>,
    parsed: bool,
    /// How many tickets from the first on have ended: nobody has to look at them again.
    ended: usize,
}

#[derive(Clone, Debug)]
struct Held {
    lane: Lane,
    phase: Phase,
    /// Whether its download has been asked for (or it has none).
    fetched: bool,
    /// Others that may run have to end before it.
    blocked: bool,
}

impl Queue {
    /// Holds a request. `inline`: it has nothing to download. `allowed`: it waits for its turn only.
    pub(crate) fn hold(&mut self, lane: Lane, inline: bool, allowed: bool) -> Ticket {
        let phase = if allowed { Phase::Ready } else { Phase::Waiting };
        let fetched = inline || !lane.in_order();
        self.held.push(Held { lane, phase, fetched, blocked: false });
        Ticket::nth(self.held.len() as u32 - 1)
    }

    /// The ticket with this number, if it was given out.
    pub(crate) fn ticket(&self, number: u32) -> Option<Ticket> {
        (1..=self.held.len() as u32).contains(&number).then(|| Ticket::nth(number - 1))
    }

    /// Every ticket that has not ended, among some that have.
    pub(crate) fn tickets(&self) -> impl Iterator<Item = Ticket> + use<> {
        (self.ended as u32..self.held.len() as u32).map(Ticket::nth)
    }

    /// Whether it has not come to its end.
    pub(crate) fn is_open(&self, ticket: Ticket) -> bool {
        !self.phase(ticket).is_end()
    }

    pub(crate) fn phase(&self, ticket: Ticket) -> Phase {
        self.held.get(ticket.index()).map_or(Phase::Discarded, |held| held.phase)
    }

    /// How many are held.
    pub(crate) fn waiting(&self) -> u32 {
        let open = self.held.iter().skip(self.ended);
        open.filter(|held| matches!(held.phase, Phase::Waiting | Phase::Ready)).count() as u32
    }

    /// The document has been parsed.
    pub(crate) fn parsed(&mut self) {
        self.parsed = true;
    }

    /// Asks again about a request that has not been released. What may no longer run goes back to waiting.
    pub(crate) fn review(&mut self, ticket: Ticket, allowed: bool) {
        if let Some(held) = self.held.get_mut(ticket.index())
            && matches!(held.phase, Phase::Waiting | Phase::Ready)
        {
            held.phase = if allowed { Phase::Ready } else { Phase::Waiting };
        }
    }

    /// A released request has ended. Whatever comes without having been asked for, or twice, changes nothing.
    pub(crate) fn settle(&mut self, ticket: Ticket, outcome: Outcome) {
        let Some(held) = self.held.get_mut(ticket.index()) else { return };
        held.phase = match (held.phase, outcome) {
            (Phase::Running | Phase::Overdue, Outcome::Ran) => Phase::Released,
            (Phase::Running | Phase::Overdue, Outcome::Failed) => Phase::Failed,
            (Phase::Running, Outcome::Overdue) => Phase::Overdue,
            (phase, _) => phase,
        };
    }

    /// Drops a request that has not come to an end; `false` if it has.
    pub(crate) fn discard(&mut self, ticket: Ticket) -> bool {
        let Some(held) = self.held.get_mut(ticket.index()) else { return false };
        let open = !held.phase.is_end();
        if open {
            held.phase = Phase::Discarded;
        }
        open
    }

    /// Notes which tickets have to let others run first.
    fn block<'b>(&mut self, behind: &dyn Fn(Ticket) -> &'b [Ticket]) {
        for index in self.ended..self.held.len() {
            let waits = |it: &Ticket| matches!(self.phase(*it), Phase::Ready | Phase::Running);
            let blocked = behind(Ticket::nth(index as u32)).iter().any(waits);
            if let Some(held) = self.held.get_mut(index) {
                held.blocked = blocked;
            }
        }
    }

    /// Releases whatever may go now, and starts the downloads of what has to wait for its turn. `behind` are the tickets
    /// that have to end before a ticket runs, whatever their lanes are.
    ///
    /// One pass in ticket order is enough: a lane's turn is taken by its first ready ticket, and `Deferred` starts
    /// only when no ticket of `Blocking`, wherever it stands, is ready or running.
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

    /// The lanes, by their numbers, in which nothing may start now.
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
