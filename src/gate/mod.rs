//! Decides without side effects: the vendor of a URL, its purpose, the visitor's choice, and the order in which held
//! requests run. Uses no browser, clock, storage or network; time and signals are passed as values.
#![forbid(unsafe_code)]

mod category;
pub(crate) mod config;
mod consent;
mod dependents;
mod event;
mod handle;
pub(crate) mod inline;
mod kind;
mod queue;
mod report;
mod request;
mod signals;
mod storage_names;
mod text;
mod vendors;
mod verdict;

pub use category::{Category, Need};
#[cfg(feature = "cli")]
pub use config::reader::SIGNALS;
pub use config::{Config, Regime, problem::Problem};
pub use consent::{Method, Record, Time};
#[cfg(feature = "cli")]
pub(crate) use dependents::Library;
pub use event::{Choice, Effect, Event};
pub use inline::{Use, uses as inline_uses};
pub use kind::Kind;
pub use queue::ticket::{Lane, Outcome, Ticket};
pub use report::{Categories, Narrow, RecordState, Row, SignalState, State, Surroundings};
pub use storage_names::Storing;
#[cfg(feature = "cli")]
pub(crate) use text::bytes::sum;
#[cfg(feature = "cli")]
pub(crate) use text::misspelt::{Nearest, hint};
pub use text::{json::Json, value::Value};
pub use vendors::location::{Host, Location};
#[cfg(feature = "cli")]
pub(crate) use vendors::pattern::{name_of, parts, short};
pub use vendors::stored::Store;
pub use vendors::table::{EVERYDAY, FULL, is_whole};
pub use verdict::{Verdict, answer::Decision, policy::Signals, reason::Reason};

use queue::Queue;
use report::request_log::RequestLog;
use verdict::policy::Policy;

/// The gate of one page. It decides which requests load and which are held, and in which order held requests are
/// released.
///
/// ```
/// use consent_gate::gate::{Choice, Config, Effect, Event, Gate, Kind, Lane, Method, Signals, Time};
///
/// let now = Time(1_795_219_200_000.0);
/// let mut gate = Gate::new("www.example.com", Config::default(), Signals::default(), None, now);
/// assert!(gate.request("https://livechat.infobip.com/widget.js", Kind::Script, Lane::Free).is_none());
/// let ticket = gate.request("https://www.clarity.ms/tag/abc", Kind::Script, Lane::Free).expect("waits for consent");
/// let choice = Choice::Grant(vec!["analytics".to_owned()]);
/// let effects = gate.handle(Event::Choose { choice, method: Method::Banner, id: "r1".to_owned() }, now);
/// assert!(effects.contains(&Effect::Run(ticket)));
/// ```
#[derive(Clone, Debug)]
pub struct Gate {
    policy: Policy,
    record: Option<Record>,
    queue: Queue,
    log: RequestLog,
    /// Held scripts that other scripts may need, with the lane of each.
    libraries: Vec<(Ticket, Lane)>,
}

impl Gate {
    /// Creates a gate for a page on `page_host`. A record that has expired, is from the future, or was made under
    /// another policy version is ignored.
    pub fn new(page_host: &str, config: Config, signals: Signals, record: Option<Record>, now: Time) -> Gate {
        Gate::with_table(EVERYDAY, page_host, config, signals, record, now)
    }

    /// Creates a gate with another vendor table, made by `consent-gate vendors compile` or `consent-gate build`.
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
        Gate { policy, record, queue: Queue::default(), log: RequestLog::default(), libraries: Vec::new() }
    }

    /// Returns the vendors and features that the site declares (`vendors`, `banner.vendors`) and that need a consent.
    /// Each is on a line with its category: `youtube functional`. A feature with the same need as its vendor is left
    /// out.
    pub fn needs(&self) -> String {
        self.policy.needs()
    }

    /// Returns the ids in the config that match no vendor and no feature.
    pub fn problems(&self) -> &[Problem] {
        &self.policy.problems
    }

    /// Returns the category, vendor or feature that an unknown id was probably meant to name. Without a similar one,
    /// returns the strictest category.
    pub fn meant(&self, id: &str) -> String {
        let strictest = || Category::Marketing.name().to_owned();
        self.policy.table.nearest(id).unwrap_or_else(strictest)
    }

    /// Returns the site's config.
    pub fn config(&self) -> &Config {
        &self.policy.config
    }

    /// Judges a canonical URL without recording the request. `data:`, `about:` and other URLs without a host are
    /// allowed here, because their content is judged elsewhere. No rule depends on the kind.
    pub fn judge(&self, url: &str, _kind: Kind) -> Verdict<'_> {
        Verdict::new(&self.policy, self.policy.judge(url))
    }

    /// Returns the ticket with this number, if the gate has issued it.
    pub fn ticket(&self, number: u32) -> Option<Ticket> {
        self.queue.ticket(number)
    }

    /// Returns the answer of `state()`.
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

    /// Returns the answer of `report()`: a row for every third-party request, and for every first-party one that was
    /// held or matches a rule. Of the requests that have ended, at least the last 500 are kept.
    pub fn report(&self) -> Vec<Row<'_>> {
        self.log.report(&self.policy, &self.queue)
    }

    /// Returns the row of `report()` for one ticket.
    pub fn row(&self, ticket: Ticket) -> Option<Row<'_>> {
        self.log.of(ticket).map(|entry| entry.row(&self.policy, &self.queue))
    }

    /// Returns the URL of a held request.
    pub fn url(&self, ticket: Ticket) -> Option<&str> {
        self.log.of(ticket).map(|entry| entry.url.as_str())
    }

    /// Returns every ticket that has not ended, and some that have.
    fn tickets(&self) -> impl Iterator<Item = Ticket> + use<> {
        self.queue.tickets()
    }

    /// Returns the path prefixes of the rules for any host, if only these can match a URL on this URL's host. They
    /// match at any directory. Returns `None` if other rules can match.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn anywhere(&self, url: &str) -> Option<Vec<&'static str>> {
        self.policy.anywhere(url)
    }

    /// Returns the first words of all globals that libraries define: `google` for `google.maps`.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn libraries(&self) -> impl Iterator<Item = &'static str> + '_ {
        let globals = self.policy.table.items.iter().flat_map(|item| item.globals.split(','));
        globals.filter_map(|global| global.split('.').next()).filter(|name| !name.is_empty())
    }
}
