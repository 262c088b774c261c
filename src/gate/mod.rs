//! The decision, pure: whose a URL is, what it is for, what the visitor has said, and in which order what was held
//! runs. Names no browser, no clock, no storage and no network; moments and signals enter as values.
#![forbid(unsafe_code)]

mod call;
mod category;
mod choose;
mod config;
mod config_read;
mod consent;
mod event;
mod inline;
mod json;
mod kind;
mod ledger;
mod location;
mod overrides;
mod pattern;
mod policy;
mod queue;
mod report;
mod script;
mod signals;
mod store;
mod table;
mod text;
mod tier;
mod value;
mod verdict;

pub use category::{Category, Need};
pub use config::{Config, Problem, Regime};
pub use consent::{Method, Record, Time};
pub use event::{Choice, Effect, Event};
pub use inline::uses as inline_uses;
pub use json::Json;
pub use kind::Kind;
pub use location::{Host, Location};
#[cfg(feature = "cli")]
pub(crate) use pattern::{name_of, parts, short};
pub use queue::{Lane, Outcome, Ticket};
pub use report::{Categories, Narrow, RecordState, Row, SignalState, State, Surroundings};
#[cfg(feature = "cli")]
pub use signals::SIGNALS;
pub use store::{Store, Storing};
pub use table::{EVERYDAY, FULL, is_whole};
#[cfg(feature = "cli")]
pub(crate) use text::sum;
pub use value::Value;
pub use verdict::{Decision, Reason, Verdict};

use ledger::{Entry, Ledger};
use policy::Policy;
use queue::{Phase, Queue};
use verdict::{Answer, Owner};

/// What the browser says by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Global Privacy Control: `navigator.globalPrivacyControl`.
    pub gpc: bool,
}

/// One page's gate: what may load, what waits, and in which order it is let go.
///
/// ```
/// use consent_gate::gate::{Choice, Config, Effect, Event, Gate, Kind, Lane, Method, Signals, Time};
///
/// let now = Time(1_795_219_200_000.0);
/// let mut gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, now);
/// assert!(gate.ask("https://livechat.infobip.com/widget.js", Kind::Script, Lane::Free).is_none());
/// let ticket = gate.ask("https://www.clarity.ms/tag/abc", Kind::Script, Lane::Free).expect("waits for consent");
/// let choice = Choice::Grant(vec!["analytics".to_owned()]);
/// let effects = gate.handle(Event::Choose { choice, method: Method::Banner, id: "r1".to_owned() }, now);
/// assert!(effects.contains(&Effect::Run(ticket)));
/// ```
#[derive(Clone, Debug)]
pub struct Gate {
    policy: Policy,
    record: Option<Record>,
    queue: Queue,
    ledger: Ledger,
}

impl Gate {
    /// A gate for a page on `page_host`. A record that has expired, comes from the future or was made under another
    /// policy version counts as none.
    pub fn new(page_host: &str, config: Config, signals: Signals, record: Option<Record>, now: Time) -> Gate {
        Gate::with_table(EVERYDAY, page_host, config, signals, record, now)
    }

    /// The same with another vendor table: what `consent-gate vendors compile` or `consent-gate build` makes.
    pub fn with_table(
        table: &'static str,
        page_host: &str,
        config: Config,
        signals: Signals,
        record: Option<Record>,
        now: Time,
    ) -> Gate {
        let record = record.filter(|record| record.counts(now, config.policy_version.as_deref()));
        let mut policy = Policy::new(table, page_host, config, signals);
        policy.apply(record.as_ref());
        Gate { policy, record, queue: Queue::default(), ledger: Ledger::default() }
    }

    /// What the site declares to use (`vendors`, `banner.vendors`) and has to ask about, each with its purpose, in
    /// lines: `youtube functional`. A feature that needs no more than its vendor is none of its own.
    pub fn needs(&self) -> String {
        self.policy.needs()
    }

    /// The site's configuration.
    pub fn config(&self) -> &Config {
        &self.policy.config
    }

    /// The answer about a canonical URL, without leaving a trace. `data:`, `about:` and other addresses without a host
    /// are allowed: what they carry is judged by its content, elsewhere. No row distinguishes kinds so far.
    pub fn judge(&self, url: &str, _kind: Kind) -> Verdict<'_> {
        Verdict::new(&self.policy, self.policy.judge(url))
    }

    /// Judges a request that the page makes now, notes it for the report, and holds it if it has to wait.
    pub fn ask(&mut self, url: &str, kind: Kind, lane: Lane) -> Option<Ticket> {
        let answer = self.policy.judge(url);
        self.admit(Entry::new(url, kind, answer), lane)
    }

    /// As [`Gate::ask`], for a tag whose `data-consent` names a category, a vendor or `vendor/feature`: it waits for
    /// that id, and for the URL's own verdict too (a tag cannot let itself through). `url` is empty for an inline script.
    ///
    /// # Errors
    ///
    /// An id that nobody has. The caller decides; nothing is noted.
    pub fn ask_id(&mut self, id: &str, url: &str, kind: Kind, lane: Lane) -> Result<Option<Ticket>, Problem> {
        let owner = self.policy.owner(id).ok_or_else(|| choose::unknown_id(id))?;
        let judged = self.policy.judge(url);
        let known = !matches!(judged.owner, Owner::Nowhere | Owner::Site | Owner::Unknown);
        let answer = if known { judged } else { self.policy.decide(owner) };
        let entry = Entry { also: Some(owner), ..Entry::new(url, kind, answer) };
        Ok(self.admit(entry, lane))
    }

    /// Judges a call of a vendor's global, `words` being its first arguments: [`Gate::watched`] says which globals to
    /// look at. Only what is held is noted.
    pub fn ask_call(&mut self, global: &str, words: &str) -> Option<Ticket> {
        let answer = self.policy.judge_call(global, words)?;
        if answer.decision == Decision::Allow {
            return None;
        }
        self.admit(Entry::new(&text::join(&[global, "(", words, ")"]), Kind::Other, answer), Lane::Free)
    }

    /// Whether any calls of this global would be held now.
    pub fn holds_calls(&self, global: &str) -> bool {
        let mut calls = self.policy.table.calls.iter().filter(|call| call.global == global);
        calls.any(|call| !self.policy.allows(Owner::Item(call.item)))
    }

    /// The globals whose calls have to be looked at once the script of this URL may run, each with the place where its
    /// stub keeps calls until then.
    pub fn watched(&self, url: &str) -> Vec<(&'static str, &'static str)> {
        let mut watched = Vec::new();
        let table = &self.policy.table;
        let Some(item) = self.policy.judge(url).item(&self.policy) else { return watched };
        for (_, global) in table.globals.iter().filter(|row| row.0 == item.vendor) {
            let call = table.calls.iter().find(|call| call.global == *global);
            watched.extend(call.map(|call| (call.global, call.queue)));
        }
        watched
    }

    /// Judges a parser-inserted inline script that stands here now: it is held only behind a held library whose
    /// globals it uses unguarded (see [`inline_uses`]).
    pub fn ask_inline(&mut self, text: &str) -> Option<Ticket> {
        let mut behind = Vec::new();
        for ticket in self.tickets() {
            if self.holds_back(ticket, text) {
                behind.push(ticket);
            }
        }
        let library = self.ledger.of(*behind.last()?)?;
        let entry = Entry { behind, ..Entry::new("", Kind::Script, library.answer) };
        self.admit(entry, Lane::Blocking)
    }

    /// Notes for the report a request that was made before the gate stood.
    pub fn note_late(&mut self, url: &str, kind: Kind) {
        let answer = self.policy.judge(url);
        self.note(Entry { late: true, ..Entry::new(url, kind, answer) });
    }

    /// The ticket with this number, if the gate has given it out.
    pub fn ticket(&self, number: u32) -> Option<Ticket> {
        self.queue.ticket(number)
    }

    /// What `state()` gives out.
    pub fn state<'a>(&'a self, page: Surroundings<'a>) -> State<'a> {
        let may = |category| self.policy.grants(category);
        State {
            regime: self.policy.config.regime.name(),
            decided: self.record.is_some(),
            categories: Categories {
                necessary: true,
                functional: may(Category::Functional),
                analytics: may(Category::Analytics),
                marketing: may(Category::Marketing),
            },
            choices: Narrow(self.record.as_ref().map_or(&[], |record| &record.choices.narrow)),
            signals: SignalState { gpc: self.policy.signals.gpc },
            record: self.record.as_ref().map(RecordState::of),
            strength: page.strength,
            engine: page.engine,
            late: page.late,
            waiting: self.queue.waiting(),
        }
    }

    /// What `report()` gives out: a row for every third-party request, and for every one that a row is about. Of those
    /// that have ended, the last five hundred at least.
    pub fn report(&self) -> Vec<Row<'_>> {
        self.ledger.report(&self.policy, &self.queue)
    }

    /// The row of `report()` for one ticket.
    pub fn row(&self, ticket: Ticket) -> Option<Row<'_>> {
        self.ledger.of(ticket).map(|entry| entry.row(&self.policy, &self.queue))
    }

    /// What the request of this ticket asks for.
    pub fn url(&self, ticket: Ticket) -> Option<&str> {
        self.ledger.of(ticket).map(|entry| entry.url.as_str())
    }

    /// All that have not ended, and some that have.
    fn tickets(&self) -> impl Iterator<Item = Ticket> + use<> {
        self.queue.tickets()
    }

    fn admit(&mut self, mut entry: Entry, lane: Lane) -> Option<Ticket> {
        let allowed = self.may_run(&entry);
        // Behind a library that is released but has not run yet, an inline script still waits for its turn.
        if !allowed || !entry.behind.is_empty() {
            entry.ticket = Some(self.queue.hold(lane, entry.url.is_empty(), allowed));
        }
        let ticket = entry.ticket;
        self.note(entry);
        ticket
    }

    fn note(&mut self, entry: Entry) {
        let third_party = !entry.answer.first_party || matches!(entry.answer.owner, Owner::Item(_));
        if third_party || entry.ticket.is_some() {
            self.ledger.note(entry, &self.queue);
        }
    }

    /// Whether the visitor's choice, as it is now, lets this run. An inline script asks for the libraries that it
    /// needs, and no longer waits for one that was discarded.
    fn may_run(&self, entry: &Entry) -> bool {
        for ticket in &entry.behind {
            let library = self.ledger.of(*ticket).is_none_or(|library| self.may_run(library));
            if !library && self.queue.phase(*ticket) != Phase::Discarded {
                return false;
            }
        }
        let own = !entry.behind.is_empty() || self.policy.allows(entry.answer.owner);
        own && entry.also.is_none_or(|also| self.policy.allows(also))
    }

    /// Whether this ticket is a library that `text` cannot do without.
    fn holds_back(&self, ticket: Ticket, text: &str) -> bool {
        let Some(entry) = self.ledger.of(ticket) else { return false };
        let open = self.queue.is_open(ticket);
        let library = !entry.url.is_empty() && self.queue.lane(ticket) == Lane::Blocking;
        open && library && text::pieces(self.globals(entry.answer), b',').any(|it| inline_uses(text, it))
    }

    /// The paths by which a URL of this one's host can be anybody's but the site's, at whatever directory they begin;
    /// `None` if more than a path decides.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn anywhere(&self, url: &str) -> Option<Vec<&'static str>> {
        self.policy.anywhere(url)
    }

    /// The names by which scripts call on any library: of `google.maps` the first word.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn libraries(&self) -> impl Iterator<Item = &'static str> + '_ {
        let globals = self.policy.table.items.iter().flat_map(|item| item.globals.split(','));
        globals.filter_map(|global| global.split('.').next()).filter(|name| !name.is_empty())
    }

    /// The globals that do not exist before this vendor's library has run.
    fn globals(&self, answer: Answer) -> &'static str {
        let vendor = answer.item(&self.policy).and_then(|item| self.policy.item(item.vendor));
        vendor.map_or("", |vendor| vendor.globals)
    }
}
