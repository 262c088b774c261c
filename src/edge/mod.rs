//! The rewriter as a separate wasm module for edge workers and the service worker, built with the feature `edge`. It
//! does not contain the page's gate. This file only converts strings to types and decides nothing.

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

/// Sets the compiled vendor table. Call it once, before the first [`Site`] is created.
#[wasm_bindgen]
pub fn set_table(table: String) {
    // Rules point into the table as long as the module lives.
    TABLE.set(table.leak());
}

fn now() -> Time {
    Time(js_sys::Date::now())
}

/// A site: its origin, its config, and the gate of its pages.
#[wasm_bindgen]
pub struct Site {
    common: Rc<Common>,
    /// Answers [`Site::holds`] from the visitor's record. Pages are rewritten without a record.
    gate: Gate,
    problems: String,
}

#[wasm_bindgen]
impl Site {
    /// Creates a site from its origin and the text of its config. `gate_src` is the URL of the gate's script in its
    /// pages.
    ///
    /// With `adopt`, a page without the gate gets the gate's tags. Otherwise such a page is left unchanged.
    ///
    /// # Errors
    ///
    /// The origin is not a URL.
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

    /// Returns the problems of the config, one per line.
    pub fn problems(&self) -> String {
        self.problems.clone()
    }

    /// Sets the visitor's record as the page stores it, or removes it.
    pub fn remember(&mut self, record: Option<String>) {
        let record = record.and_then(|text| Record::read(&json_value::parse(&text)?));
        self.gate.handle(Event::Record(record), now());
    }

    /// Returns whether this request would be held under the current record.
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

/// A document that is rewritten as a stream.
#[wasm_bindgen]
pub struct Document {
    stream: Stream,
    /// The first bytes, until the file type is detected.
    start: Option<Vec<u8>>,
    passes: bool,
    passed: usize,
}

#[wasm_bindgen]
impl Document {
    /// Starts a document of this site.
    #[wasm_bindgen(constructor)]
    pub fn new(site: &Site) -> Document {
        Document { stream: Stream::new(&site.common), start: Some(Vec::new()), passes: false, passed: 0 }
    }

    /// Adds a piece of input and returns the output that is complete so far.
    pub fn write(&mut self, piece: &[u8]) -> Vec<u8> {
        let Some(start) = &mut self.start else { return self.pass(piece) };
        start.extend_from_slice(piece);
        if !is_telling(start) { Vec::new() } else { self.begin() }
    }

    /// Ends the input and returns the rest of the output.
    pub fn end(&mut self) -> Vec<u8> {
        let mut out = self.begin();
        if !self.passes {
            out.extend(self.stream.end());
        }
        out
    }

    /// Returns the number of input bytes whose output has been returned. After a failure the caller continues from
    /// there.
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

/// Returns whether these bytes are enough to detect the file type. Most documents begin with a tag and need only a few
/// bytes.
fn is_telling(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let tag = text.len() > 4 && text[0] == b'<' && text[1] != b'?';
    tag || start.len() >= SNIFFED
}
