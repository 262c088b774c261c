//! The decision, pure: whose a URL is, what it is for, what the visitor has said, and in which order what was held
//! runs. Names no browser, no clock, no storage and no network; moments and signals enter as values.
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

/// One page's gate: what may load, what waits, and in which order it is let go.
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
    /// Held scripts that others may need, and when HTML would have run them.
    libraries: Vec<(Ticket, Lane)>,
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
        Gate { policy, record, queue: Queue::default(), log: RequestLog::default(), libraries: Vec::new() }
    }

    /// What the site declares to use (`vendors`, `banner.vendors`) and has to ask about, each with its purpose, in
    /// lines: `youtube functional`. A feature that needs no more than its vendor is none of its own.
    pub fn needs(&self) -> String {
        self.policy.needs()
    }

    /// Ids of the config that no vendor and no feature has.
    pub fn problems(&self) -> &[Problem] {
        &self.policy.problems
    }

    /// The category, vendor or feature that an unknown id was probably meant to name; without one, the strictest category.
    pub fn meant(&self, id: &str) -> String {
        let strictest = || Category::Marketing.name().to_owned();
        self.policy.table.nearest(id).unwrap_or_else(strictest)
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
        self.log.report(&self.policy, &self.queue)
    }

    /// The row of `report()` for one ticket.
    pub fn row(&self, ticket: Ticket) -> Option<Row<'_>> {
        self.log.of(ticket).map(|entry| entry.row(&self.policy, &self.queue))
    }

    /// What the request of this ticket asks for.
    pub fn url(&self, ticket: Ticket) -> Option<&str> {
        self.log.of(ticket).map(|entry| entry.url.as_str())
    }

    /// All that have not ended, and some that have.
    fn tickets(&self) -> impl Iterator<Item = Ticket> + use<> {
        self.queue.tickets()
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
}
