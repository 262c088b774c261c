//! The decision, pure: whose a URL is, what it is for, what the visitor has said, and in which order what was held
//! runs. Names no browser, no clock, no storage and no network; moments and signals enter as values.
#![forbid(unsafe_code)]

mod category;
mod config;
mod consent;
mod event;
mod kind;
mod queue;
mod report;
mod table;
mod value;
mod verdict;

pub use category::{Category, Need};
pub use config::{Config, Problem};
pub use consent::{Method, Record, Time};
pub use event::{Choice, Effect, Event};
pub use kind::Kind;
pub use queue::{Lane, Outcome, Ticket};
pub use report::{Categories, RecordState, Row, SignalState, State, Surroundings};
pub use table::{Store, Stored};
pub use value::Value;
pub use verdict::{Decision, Reason, Verdict};

/// What the browser says by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Global Privacy Control: `navigator.globalPrivacyControl`.
    pub gpc: bool,
}

/// One page's gate: what may load, what waits, and in which order it is let go.
#[derive(Debug)]
pub struct Gate {
    config: Config,
}

impl Gate {
    /// A gate for a page on `page_host`. A record that has expired, comes from the future or was made under another
    /// policy version counts as none.
    pub fn new(
        _page_host: &str,
        config: Config,
        _signals: Signals,
        _record: Option<Record>,
        _now: Time,
    ) -> Gate {
        Gate { config }
    }

    /// The site's configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The answer about a canonical URL, without leaving a trace.
    pub fn judge(&self, _url: &str, _kind: Kind) -> Verdict<'_> {
        Verdict {
            decision: Decision::Allow,
            vendor: None,
            feature: None,
            category: None,
            need: None,
            reason: Reason { text: "skeleton" },
            first_party: false,
        }
    }

    /// Judges a request that the page makes now, notes it for the report, and holds it if it has to wait.
    pub fn ask(&mut self, _url: &str, _kind: Kind, _lane: Lane) -> Option<Ticket> {
        None
    }

    /// As [`Gate::ask`], for a tag that names its own `data-consent` id: it waits for the id, and for the URL's own
    /// verdict too (a tag cannot let itself through). `url` is empty for an inline script.
    pub fn ask_id(
        &mut self,
        _id: &str,
        _url: &str,
        _kind: Kind,
        _lane: Lane,
    ) -> Result<Option<Ticket>, Problem> {
        Ok(None)
    }

    /// Judges a parser-inserted inline script that stands here now.
    pub fn ask_inline(&mut self, _text: &str) -> Option<Ticket> {
        None
    }

    /// Notes for the report a request that was made before the gate stood.
    pub fn note_late(&mut self, _url: &str, _kind: Kind) {}

    /// The ticket with this number, if the gate has given it out.
    pub fn ticket(&self, _number: u32) -> Option<Ticket> {
        None
    }

    /// Takes in what has happened and gives back what has to be done, in order.
    pub fn handle(&mut self, _event: Event, _now: Time) -> Vec<Effect> {
        Vec::new()
    }

    /// What `state()` gives out.
    pub fn state<'a>(&'a self, page: Surroundings<'a>) -> State<'a> {
        State {
            regime: "opt-in",
            decided: false,
            categories: Categories { necessary: true, functional: false, analytics: false, marketing: false },
            choices: &[],
            signals: SignalState { gpc: false },
            record: None,
            strength: page.strength,
            engine: page.engine,
            late: page.late,
            waiting: 0,
        }
    }

    /// What `report()` gives out.
    pub fn report(&self) -> Vec<Row<'_>> {
        Vec::new()
    }
}
