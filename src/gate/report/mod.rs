//! What `state()` and `report()` give out: the exact shapes of the public surface, ready to be written as JSON. Filled by
//! `Gate`; nothing is decided here.

pub(crate) mod request_log;

use crate::gate::consent::Record;
use crate::gate::queue::Phase;
use crate::gate::text::json::{Json, push_member};

/// What only the page knows about itself, for [`State`].
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// How static markup is held on this page.
    pub strength: &'a str,
    /// `wasm`, `js` or `none`.
    pub engine: &'a str,
    /// Whether a third-party tag came before the gate.
    pub late: bool,
}

/// The answer of `state()`.
#[derive(Debug)]
pub struct State<'a> {
    /// `opt-in` or `opt-out`.
    pub regime: &'static str,
    /// Whether there is a valid record.
    pub decided: bool,
    /// What each category may do now.
    pub categories: Categories,
    /// Narrower choices: vendors and features by id.
    pub choices: Narrow<'a>,
    /// What the browser says by itself.
    pub signals: SignalState,
    /// The record, if there is a valid one.
    pub record: Option<RecordState<'a>>,
    /// How static markup is held on this page.
    pub strength: &'a str,
    /// `wasm`, `js` or `none`.
    pub engine: &'a str,
    /// Whether a third-party tag came before the gate.
    pub late: bool,
    /// How many requests wait.
    pub waiting: u32,
}

/// The visitor's choices that are narrower than a category, by id.
#[derive(Clone, Copy, Debug)]
pub struct Narrow<'a>(pub &'a [(String, bool)]);

/// What each category may do now, by the visitor's choice or else by the regime.
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

/// What the browser says by itself.
#[derive(Clone, Copy, Debug)]
pub struct SignalState {
    /// Global Privacy Control.
    pub gpc: bool,
}

/// The record as `state()` shows it.
#[derive(Debug)]
pub struct RecordState<'a> {
    /// Its id.
    pub id: &'a str,
    /// When, in milliseconds since 1970.
    pub time: f64,
    /// How: `banner`, `preferences`, `placeholder`, `api`, `signal` or `withdrawal`.
    pub method: &'static str,
    /// Under which policy version.
    pub policy_version: Option<&'a str>,
    /// Until when, in milliseconds since 1970.
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

/// One line of `report()`.
#[derive(Debug)]
pub struct Row<'a> {
    /// The ticket; `None` if it was never held.
    pub ticket: Option<u32>,
    /// The URL, empty for an inline script; for a call the global and its first words, `liveChat(auth)`.
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
    /// Why, in one sentence.
    pub reason: String,
}

/// The report's word for where a ticket stands.
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

/// Each shape as an object of these members.
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
