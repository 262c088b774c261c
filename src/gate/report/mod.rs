//! The answers of `state()` and `report()`, with the members of the public API, ready to be written as JSON. `Gate`
//! fills them. Nothing is decided here.

pub(crate) mod request_log;

use crate::gate::consent::Record;
use crate::gate::queue::Phase;
use crate::gate::text::json::{Json, push_member};

/// The part of [`State`] that only the page has.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The protection level: how static markup is held on this page.
    pub strength: &'a str,
    /// `wasm`, `js` or `none`.
    pub engine: &'a str,
    /// Whether a third-party tag was in the page before the gate.
    pub late: bool,
}

/// The answer of `state()`.
#[derive(Debug)]
pub struct State<'a> {
    /// `opt-in` or `opt-out`.
    pub regime: &'static str,
    /// Whether there is a valid record.
    pub decided: bool,
    /// Which categories may load now.
    pub categories: Categories,
    /// Narrower choices, for vendors and features by id.
    pub choices: Narrow<'a>,
    /// The signals of the browser.
    pub signals: SignalState,
    /// The record, if there is a valid one.
    pub record: Option<RecordState<'a>>,
    /// The protection level: how static markup is held on this page.
    pub strength: &'a str,
    /// `wasm`, `js` or `none`.
    pub engine: &'a str,
    /// Whether a third-party tag was in the page before the gate.
    pub late: bool,
    /// Number of held requests.
    pub waiting: u32,
}

/// The visitor's choices that are narrower than a category, by id.
#[derive(Clone, Copy, Debug)]
pub struct Narrow<'a>(pub &'a [(String, bool)]);

/// Which categories may load now, by the visitor's choice or else by the regime.
#[derive(Clone, Copy, Debug)]
pub struct Categories {
    /// Always true.
    pub necessary: bool,
    /// See [`Category::Functional`](crate::gate::Category::Functional).
    pub functional: bool,
    /// See [`Category::Analytics`](crate::gate::Category::Analytics).
    pub analytics: bool,
    /// See [`Category::Marketing`](crate::gate::Category::Marketing).
    pub marketing: bool,
}

/// The signals of the browser.
#[derive(Clone, Copy, Debug)]
pub struct SignalState {
    /// Global Privacy Control.
    pub gpc: bool,
}

/// The record as `state()` shows it.
#[derive(Debug)]
pub struct RecordState<'a> {
    /// The record's id.
    pub id: &'a str,
    /// When the choice was made, in milliseconds since 1970-01-01 UTC.
    pub time: f64,
    /// How the choice was made: `banner`, `preferences`, `placeholder`, `api`, `signal` or `withdrawal`.
    pub method: &'static str,
    /// The policy version at the time of the choice.
    pub policy_version: Option<&'a str>,
    /// When the record expires, in milliseconds since 1970-01-01 UTC.
    pub expires: f64,
}

impl RecordState<'_> {
    pub(crate) fn of(record: &Record) -> RecordState<'_> {
        RecordState {
            id: &record.id,
            time: record.time,
            method: record.method.name(),
            policy_version: record.policy_version.as_deref(),
            expires: record.expires,
        }
    }
}

/// A row of `report()`.
#[derive(Debug)]
pub struct Row<'a> {
    /// The ticket's number; `None` if the request was never held.
    pub ticket: Option<u32>,
    /// The URL, empty for an inline script. For a call, the global and its first arguments: `liveChat(auth)`.
    pub url: &'a str,
    /// The kind's name.
    pub kind: &'static str,
    /// The vendor's id.
    pub vendor: Option<&'a str>,
    /// The feature's id, without the vendor's prefix.
    pub feature: Option<&'a str>,
    /// The category's name.
    pub category: Option<&'static str>,
    /// `allow` or `hold`.
    pub verdict: &'static str,
    /// `allowed`, `waiting`, `released`, `failed`, `discarded` or `late`.
    pub state: &'static str,
    /// The reason, one sentence.
    pub reason: String,
}

/// Returns the report's word for a phase.
pub(crate) fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting | Phase::Ready => "waiting",
        Phase::Running | Phase::Released => "released",
        Phase::Overdue | Phase::Failed => "failed",
        Phase::Discarded => "discarded",
    }
}

impl Json for Narrow<'_> {
    fn write(&self, out: &mut String) {
        let mut before = "{";
        for (id, yes) in self.0 {
            push_member(out, before, id, yes);
            before = ",";
        }
        out.push_str(if before == "{" { "{}" } else { "}" });
    }
}

/// Implements [`Json`] for these types: an object of the listed members.
macro_rules! objects {
    ($($shape:ty: $first:ident $($member:ident)*;)+) => {$(
        impl Json for $shape {
            fn write(&self, out: &mut String) {
                push_member(out, "{", stringify!($first), &self.$first);
                $(push_member(out, ",", stringify!($member), &self.$member);)*
                out.push_str("}");
            }
        }
    )+};
}

objects! {
    State<'_>: regime decided categories choices signals record strength engine late waiting;
    Categories: necessary functional analytics marketing;
    SignalState: gpc;
    RecordState<'_>: id time method policy_version expires;
    Row<'_>: ticket url kind vendor feature category verdict state reason;
}
