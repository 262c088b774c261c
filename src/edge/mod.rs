//! The rewriter as wasm, for edge workers and the service worker: a module of its own, built with the feature `edge`, in
//! which the page's gate is not. Strings become types here, once; nothing is decided.

use crate::address;
use crate::gate::{Config, Decision, Event, Gate, Kind, Record, Signals, Time, Value};
use crate::html::{SNIFFED, other};
use crate::json_value;
use crate::rewrite::{Common, GateTag, MARKED_GATE, Missing, Stream, config_tag, gate_tag};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static TABLE: Cell<&'static str> = const { Cell::new("") };
}

/// Gives the compiled vendor table, once, before any site is made.
#[wasm_bindgen]
pub fn set_table(table: String) {
    // Rows point into the table for as long as the module lives.
    TABLE.set(table.leak());
}

fn now() -> Time {
    Time(js_sys::Date::now())
}

/// A site: its address, its config, and the gate of its pages.
#[wasm_bindgen]
pub struct Site {
    common: Rc<Common>,
    /// What the visitor's record lets through; pages are rewritten without one.
    gate: Gate,
    problems: String,
}

#[wasm_bindgen]
impl Site {
    /// `origin` is the site's; `config` is the text of its config, `gate_src` where its pages find the gate. `adopt`: a
    /// page that has no gate gets its tags; otherwise such a page is left as it is.
    ///
    /// # Errors
    ///
    /// An origin that is no URL.
    #[wasm_bindgen(constructor)]
    pub fn new(origin: &str, config: Option<String>, gate_src: &str, adopt: bool) -> Result<Site, JsValue> {
        let base = address::parse(origin).ok_or("not an origin such as https://www.example.com")?;
        let (read, problems) = read_config(config.as_deref());
        let (host, signals) = (base.host(), Signals::default());
        let gate = Gate::with_table(TABLE.get(), &host, read, signals, None, now());
        let tag = GateTag {
            src: gate_src.to_owned(),
            config: config.map(|json| config_tag(&json)).unwrap_or_default(),
            script: gate_tag(gate_src, MARKED_GATE),
            missing: if adopt { Missing::ComesIn } else { Missing::Leaves },
        };
        Ok(Site { common: Common::new(gate.clone(), base, tag), gate, problems })
    }

    /// What is wrong with the config, a line each.
    pub fn problems(&self) -> String {
        self.problems.clone()
    }

    /// The visitor's record, as the page stores it, or none.
    pub fn remember(&mut self, record: Option<String>) {
        let record = record.and_then(|text| Record::read(&json_value::parse(&text)?));
        self.gate.handle(Event::Record(record), now());
    }

    /// Whether this request has to wait, as far as the record that was given says.
    pub fn holds(&self, url: &str) -> bool {
        self.gate.judge(url, Kind::Other).decision == Decision::Hold
    }
}

fn read_config(config: Option<&str>) -> (Config, String) {
    let unreadable = || Config::unreadable(config.unwrap_or(""));
    let read = match config.map(json_value::parse) {
        None => Value::Map(Vec::new()),
        Some(Some(value)) => value,
        Some(None) => return (unreadable(), "the config is not valid JSON\n".to_owned()),
    };
    let (mut config, problems) = Config::read(&read);
    if !matches!(read, Value::Map(_)) {
        config = unreadable();
    }
    (config, problems.iter().map(|problem| [problem.text(), "\n"].concat()).collect())
}

/// One document on its way.
#[wasm_bindgen]
pub struct Document {
    stream: Stream,
    /// The beginning, until it is known what it is.
    start: Option<Vec<u8>>,
    passes: bool,
    passed: usize,
}

#[wasm_bindgen]
impl Document {
    /// A document of this site that is about to be read.
    #[wasm_bindgen(constructor)]
    pub fn new(site: &Site) -> Document {
        Document { stream: Stream::new(&site.common), start: Some(Vec::new()), passes: false, passed: 0 }
    }

    /// Takes in a piece; what of the document is decided by now.
    pub fn write(&mut self, piece: &[u8]) -> Vec<u8> {
        let Some(start) = &mut self.start else { return self.pass(piece) };
        start.extend_from_slice(piece);
        if !is_telling(start) { Vec::new() } else { self.begin() }
    }

    /// Nothing more comes: the rest.
    pub fn end(&mut self) -> Vec<u8> {
        let mut out = self.begin();
        if !self.passes {
            out.extend(self.stream.end());
        }
        out
    }

    /// How many bytes of the input have been given out: where to go on if this fails.
    pub fn done(&self) -> u32 {
        (if self.passes { self.passed } else { self.stream.done() }) as u32
    }

    fn begin(&mut self) -> Vec<u8> {
        let Some(start) = self.start.take() else { return Vec::new() };
        self.passes = other(&start, false).is_some();
        self.pass(&start)
    }

    fn pass(&mut self, piece: &[u8]) -> Vec<u8> {
        if self.passes {
            self.passed += piece.len();
            return piece.to_owned();
        }
        self.stream.write(piece)
    }
}

/// Whether these first bytes tell what the document is: most begin with a tag, and wait for no more.
fn is_telling(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let tag = text.len() > 4 && text[0] == b'<' && text[1] != b'?';
    tag || start.len() >= SNIFFED
}
