//! Handles events: computes the effects of a choice, a changed record or a script that has ended. The page performs
//! them.

use crate::gate::config::problem::Problem;
use crate::gate::consent::{Choices, Method, Record, Time};
use crate::gate::event::{Choice, Effect, Event};
use crate::gate::queue::ticket::Ticket;
use crate::gate::queue::{Phase, Step};
use crate::gate::text::bytes::join;
use crate::gate::vendors::known_ids::unknown_id;
use crate::gate::verdict::answer::Owner;
use crate::gate::verdict::policy::DAY_MS;
use crate::gate::{Gate, category::Category};

const REFUSED: &str = "not trusted by the page's CSP";
const GONE: &str = "it ended while it was held: the page took it back, or it waited too long";
const ONCE: &str = "the visitor has let this one load, once";

impl Gate {
    /// Handles an event. Returns the effects for the page, in order.
    pub fn handle(&mut self, event: Event, now: Time) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Choose { choice, method, id } => self.choose(choice, method, id, now, &mut effects),
            Event::Record(record) => self.reread(record, now, &mut effects),
            Event::Parsed => self.queue.parsed(),
            Event::Settled(ticket, outcome) => self.queue.settle(ticket, outcome),
            Event::Gone(ticket) if self.queue.phase(ticket) == Phase::Running => {}
            Event::Gone(ticket) => self.discard(ticket, GONE, &mut effects),
            Event::Once(ticket) => self.let_once(ticket),
            Event::Refused(ticket) => self.discard(ticket, REFUSED, &mut effects),
            Event::Overdue(ticket) => self.end(ticket, &mut effects),
        }
        let log = &self.log;
        for step in self.queue.advance(&|ticket| log.behind(ticket)) {
            effects.push(match step {
                Step::Fetch(ticket) => Effect::Fetch(ticket),
                Step::Run(ticket) => Effect::Run(ticket),
            });
        }
        effects
    }

    /// Creates a new record from a choice. The first effect stores it.
    fn choose(&mut self, choice: Choice, method: Method, id: String, now: Time, effects: &mut Vec<Effect>) {
        let method = if choice == Choice::Withdraw { Method::Withdrawal } else { method };
        let Some(choices) = self.chosen(choice, effects) else { return };
        let record = Record {
            id,
            time: now.0,
            method,
            policy_version: self.config().policy_version.clone(),
            expires: now.0 + self.config().expires_days * DAY_MS,
            choices,
        };
        effects.push(Effect::Save(record.write()));
        self.adopt(Some(record), effects);
    }

    /// Returns all choices after this one, or `None` if it contains no id that can be chosen.
    fn chosen(&mut self, choice: Choice, effects: &mut Vec<Effect>) -> Option<Choices> {
        let (mut ids, yes) = match choice {
            Choice::GrantAll => return Some(Choices::all(true)),
            Choice::DenyAll | Choice::Withdraw => return Some(Choices::all(false)),
            Choice::Grant(ids) => (ids, true),
            Choice::Deny(ids) => (ids, false),
        };
        ids.retain(|id| match self.complaint(id, yes) {
            Some(problem) => {
                effects.push(Effect::Complain(problem.into()));
                false
            }
            None => true,
        });
        if ids.is_empty() {
            return None;
        }
        let mut choices = self.record.take().map_or_else(Choices::default, |record| record.choices);
        for id in &ids {
            choices.set(id, yes);
        }
        Some(choices)
    }

    fn complaint(&self, id: &str, yes: bool) -> Option<Problem> {
        let Some(owner) = self.policy.owner(id) else {
            return Some(unknown_id(id, self.policy.table.nearest(id).as_deref()));
        };
        let category = match owner {
            Owner::Category(category) => category,
            Owner::Item(number) => self.policy.item(number)?.category,
            _ => return None,
        };
        let fixed = !yes && category == Category::Necessary;
        fixed.then(|| Problem(join(&["\"", id, "\" is necessary and cannot be denied"])))
    }

    /// Applies the stored record, which another tab, a restored page or an expiry may have changed.
    fn reread(&mut self, record: Option<Record>, now: Time, effects: &mut Vec<Effect>) {
        let record = record.filter(|record| record.counts(now, self.config().policy_version.as_deref()));
        if record != self.record {
            self.adopt(record, effects);
        }
    }

    fn adopt(&mut self, record: Option<Record>, effects: &mut Vec<Effect>) {
        self.policy.apply(record.as_ref());
        self.record = record;
        effects.push(Effect::Changed);
        self.review();
        self.end_refused(effects);
    }

    /// Judges every held request again. Requests that stay held or become ready get the reason that now applies.
    fn review(&mut self) {
        for ticket in self.tickets() {
            self.find_libraries(ticket);
            let allowed = self.log.of(ticket).is_some_and(|entry| self.may_run(entry));
            self.queue.review(ticket, allowed);
            if matches!(self.queue.phase(ticket), Phase::Waiting | Phase::Ready) {
                self.log.renew(ticket, &self.policy);
            }
        }
    }

    /// Updates the libraries that a first-party file waits for: the held scripts of its vendor.
    fn find_libraries(&mut self, ticket: Ticket) {
        let vendor = self.log.of(ticket).and_then(|entry| entry.after);
        if let Some(vendor) = vendor.filter(|_| self.queue.is_open(ticket)) {
            let behind = self.scripts_of(vendor);
            self.log.put_behind(ticket, behind);
        }
    }

    /// Ends every request that the visitor has refused.
    fn end_refused(&mut self, effects: &mut Vec<Effect>) {
        for ticket in self.tickets() {
            if self.is_refused(ticket) {
                self.end(ticket, effects);
            }
        }
    }

    /// Ends a held request. A refused call is discarded. For any other request the page gets an error, and a later
    /// grant still releases it.
    fn end(&mut self, ticket: Ticket, effects: &mut Vec<Effect>) {
        let Some(entry) = self.log.of(ticket) else { return };
        if self.queue.phase(ticket) != Phase::Waiting {
            return;
        }
        if !entry.kind.owes_answer() {
            effects.push(Effect::Fail(ticket));
        } else if self.is_refused(ticket) {
            effects.push(Effect::Discard(ticket, entry.reason(&self.policy)));
            self.queue.discard(ticket);
        }
    }

    /// Allows this one request. The record does not change, so the next request for the same URL is held again.
    fn let_once(&mut self, ticket: Ticket) {
        if self.queue.phase(ticket) == Phase::Waiting {
            self.queue.review(ticket, true);
            self.log.end(ticket, ONCE);
        }
    }

    fn discard(&mut self, ticket: Ticket, why: &'static str, effects: &mut Vec<Effect>) {
        if self.queue.discard(ticket) {
            self.log.end(ticket, why);
            effects.push(Effect::Discard(ticket, why.to_owned()));
            self.review();
        }
    }
}
