//! Requests of the page: by URL, by the id of a tag, by a call, or by the text of a script. Each is judged, logged for
//! the report, and held if it is not allowed. `handle.rs` decides what happens to the tickets.

use crate::gate::config::problem::Problem;
use crate::gate::inline::{Use, uses as inline_uses};
use crate::gate::kind::Kind;
use crate::gate::queue::Phase;
use crate::gate::queue::ticket::{Lane, Ticket};
use crate::gate::report::request_log::Entry;
use crate::gate::verdict::Verdict;
use crate::gate::verdict::answer::{Answer, Decision, Owner};
use crate::gate::{Gate, category::Category, text::bytes as text, vendors::known_ids::unknown_id};

/// Maximum number of held libraries, the latest ones, that an inline script is compared with.
const MOST_LIBRARIES: usize = 100;

impl Gate {
    /// Judges a request of the page, logs it for the report, and holds it if it is not allowed. Returns the ticket of a
    /// held request.
    pub fn request(&mut self, url: &str, kind: Kind, lane: Lane) -> Option<Ticket> {
        let answer = self.policy.judge(url);
        let entry = self.dependent(url, kind, answer).unwrap_or_else(|| Entry::new(url, kind, answer));
        self.admit(entry, lane)
    }

    /// The same as [`Gate::request`], for a tag whose `data-consent` names a category, a vendor or `vendor/feature`.
    /// Both that id and the URL must be allowed. `url` is empty for an inline script.
    ///
    /// Threat: a third party's tag names an exempt id. The URL's verdict still applies, so the tag cannot allow itself.
    ///
    /// # Errors
    ///
    /// The id does not exist. The caller decides what to do, and nothing is logged.
    pub fn request_with_id(
        &mut self,
        id: &str,
        url: &str,
        kind: Kind,
        lane: Lane,
    ) -> Result<Option<Ticket>, Problem> {
        let owner =
            self.policy.owner(id).ok_or_else(|| unknown_id(id, self.policy.table.nearest(id).as_deref()))?;
        let judged = self.policy.judge(url);
        let known = !matches!(judged.owner, Owner::Nowhere | Owner::Site | Owner::Unknown);
        let answer = if known { judged } else { self.policy.decide(owner) };
        let entry = Entry { also: Some(owner), ..Entry::new(url, kind, answer) };
        Ok(self.admit(entry, lane))
    }

    /// Judges a call of a vendor's global, where `words` are its first arguments. Only held calls are logged.
    /// [`Gate::watched`] returns the globals whose calls have to be judged.
    pub fn request_call(&mut self, global: &str, words: &str) -> Option<Ticket> {
        let answer = self.policy.judge_call(global, words)?;
        if answer.decision == Decision::Allow {
            return None;
        }
        self.admit(Entry::new(&text::join(&[global, "(", words, ")"]), Kind::Other, answer), Lane::Free)
    }

    /// Returns whether any call of this global would be held now.
    pub fn holds_calls(&self, global: &str) -> bool {
        let mut calls = self.policy.table.calls.iter().filter(|call| call.global == global);
        calls.any(|call| !self.policy.allows(Owner::Item(call.item)))
    }

    /// Returns the globals whose calls have to be judged once the script with this URL may run. Each comes with the
    /// property in which its stub queues calls until then.
    pub fn watched(&self, url: &str) -> Vec<(&'static str, &'static str)> {
        let mut watched = Vec::new();
        let table = &self.policy.table;
        let Some(item) = self.policy.item_of(self.policy.judge(url)) else { return watched };
        for (_, global) in table.globals.iter().filter(|row| row.0 == item.vendor) {
            let call = table.calls.iter().find(|call| call.global == *global);
            watched.extend(call.map(|call| (call.global, call.queue)));
        }
        watched
    }

    /// Judges an inline script that the parser has reached. `lane` says when HTML would run it.
    ///
    /// It is held behind held libraries on which it depends (see [`inline_uses`]). It is not held if it also has other
    /// effects and would not throw.
    pub fn request_inline(&mut self, text: &str, lane: Lane) -> Option<Ticket> {
        let mut behind = Vec::new();
        for (ticket, library) in self.libraries.iter().rev().take(MOST_LIBRARIES) {
            let earlier = *library == Lane::Blocking || *library == lane;
            if earlier && self.holds_back(*ticket, text) {
                behind.push(*ticket);
            }
        }
        let library = self.log.of(*behind.first()?)?;
        let entry = Entry { behind, ..Entry::new("", Kind::Script, library.answer) };
        self.admit(entry, lane)
    }

    /// Returns how many milliseconds a held request waits before the page gets an error
    /// ([`Event::Overdue`](crate::gate::Event::Overdue)). It is 0 if the visitor has refused it, and `element_timeout`
    /// before a choice.
    ///
    /// `None` means that the request waits for the decision. This applies to calls, which have a separate limit, and to
    /// functional requests, because code may have to wait for a map. It does not apply to functional tag managers,
    /// style sheets, fonts and frames. Loaders and rendering may wait for the first three, and a frame shows a
    /// placeholder.
    pub fn patience(&self, ticket: Ticket) -> Option<u32> {
        let entry = self.log.of(ticket)?;
        if self.is_refused(ticket) {
            return Some(0);
        }
        let category = Verdict::new(&self.policy, entry.answer).category;
        let manager = self.policy.item_of(entry.answer).is_some_and(|item| item.loader);
        let awaited = category == Some(Category::Functional)
            && !manager
            && !matches!(entry.kind, Kind::Style | Kind::Font | Kind::Iframe);
        let element = !entry.url.is_empty() && !entry.kind.is_call();
        (element && !awaited).then_some(self.config().element_timeout)
    }

    /// Returns whether the visitor has refused this held request.
    pub(super) fn is_refused(&self, ticket: Ticket) -> bool {
        let Some(entry) = self.log.of(ticket) else { return false };
        let also = entry.also.is_some_and(|also| self.policy.decide(also).refused());
        self.record.is_some() && (also || entry.answer.refused())
    }

    /// Logs a request that was made before the gate started, for the report.
    pub fn note_late(&mut self, url: &str, kind: Kind) {
        let answer = self.policy.judge(url);
        self.note(Entry { late: true, ..Entry::new(url, kind, answer) });
    }

    fn admit(&mut self, mut entry: Entry, lane: Lane) -> Option<Ticket> {
        let allowed = self.may_run(&entry);
        // If a library is released but has not run yet, an inline script still waits for its turn.
        if !allowed || !entry.behind.is_empty() {
            let ticket = self.queue.hold(lane, entry.url.is_empty(), allowed);
            entry.ticket = Some(ticket);
        }
        let ticket = entry.ticket;
        let library = entry.is_library() && !self.globals(entry.answer).is_empty();
        self.note(entry);
        if library {
            self.libraries.extend(ticket.map(|ticket| (ticket, lane)));
        }
        ticket
    }

    fn note(&mut self, entry: Entry) {
        let third_party = !entry.answer.first_party || matches!(entry.answer.owner, Owner::Item(_));
        if third_party || entry.ticket.is_some() {
            self.log.note(entry, &self.queue);
        }
    }

    /// Returns whether the visitor's choice allows this request to run. An inline script needs its libraries to be
    /// allowed, and no longer waits for a discarded one.
    pub(super) fn may_run(&self, entry: &Entry) -> bool {
        for ticket in &entry.behind {
            let library = self.log.of(*ticket).is_none_or(|library| self.may_run(library));
            if !library && self.queue.phase(*ticket) != Phase::Discarded {
                return false;
            }
        }
        let own = !entry.behind.is_empty() || self.policy.allows(entry.answer.owner);
        own && entry.also.is_none_or(|also| self.policy.allows(also))
    }

    /// Returns whether a script with this `text` has to wait for this library. If its global has a stub, a script that
    /// also does other things can run.
    fn holds_back(&self, ticket: Ticket, text: &str) -> bool {
        let Some(entry) = self.log.of(ticket) else { return false };
        let waits = |global| match inline_uses(text, global) {
            Use::Nothing => false,
            Use::Part { guarded } => !guarded && self.stubs(ticket).is_empty(),
            Use::Whole => true,
        };
        self.queue.is_open(ticket) && text::pieces(self.globals(entry.answer), b',').any(waits)
    }

    /// Returns the globals that do not exist before this vendor's library has run.
    fn globals(&self, answer: Answer) -> &'static str {
        let vendor = self.policy.item_of(answer).and_then(|item| self.policy.item(item.vendor));
        vendor.map_or("", |vendor| vendor.globals)
    }
}
