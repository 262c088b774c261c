//! The readers of foreign text that must take linear time.

use crate::cli::site::Site;
use crate::cli::site::config;
use crate::cli::site::options::{Gates, SiteOptions};
use crate::cli::{audit, imported, output, vendor_file};
use crate::gate::{
    Choice, Config, EVERYDAY, Event, Gate, Host, Json, Kind, Lane, Location, Method, Record, Signals, Store,
    Time, Value, inline_uses, is_whole,
};
use crate::markup::{self, css};
use crate::rewrite::properties::{Pieces, common};
use crate::rewrite::{self, Missing};
use std::io::Read;
use url::Url;

/// The name of a reader and a function that reads a complete text.
pub(super) type Reader = (&'static str, fn(&str));

/// All readers of texts.
pub(super) const READERS: &[Reader] = &[
    ("styles", |text| drop(css::places(text))),
    ("a style attribute", |text| drop(rewrite::in_attribute(text.as_bytes()))),
    ("a style sheet", |text| drop(rewrite::in_sheet(text.as_bytes()))),
    ("srcset", |text| {
        markup::srcset(text).count();
    }),
    ("a refresh", |text| drop(loads("meta", &[("http-equiv", "refresh"), ("content", text)]))),
    ("link rel", |text| drop(loads("link", &[("rel", text), ("href", "a")]))),
    ("an animation", |text| drop(loads("animate", &[("values", text)]))),
    ("presentation attributes", |text| drop(loads("g", &[("mask", text), ("fill", text)]))),
    ("speculation rules", |text| drop(markup::speculation(text))),
    ("a script's type", |text| {
        markup::runs(Some(text.to_owned()), None);
        markup::runs(None, Some(text.to_owned()));
    }),
    ("an inline script", |text| {
        inline_uses(text, "Stripe");
        inline_uses(&text[..text.floor_char_boundary(60_000.min(text.len()))], "Stripe");
    }),
    ("an inline script behind libraries", behind_libraries),
    ("a URL", |text| drop(Location::split(text))),
    ("a URL's host", |text| judge(&format!("https://{text}"))),
    ("a URL's user", |text| judge(&format!("https://{text}@a.example/"))),
    ("a URL's path", |text| judge(&format!("https://www.example.com/{text}"))),
    ("a URL's query", |text| judge(&format!("https://www.google.com/?{text}"))),
    ("a relative URL", |text| drop(site().canonical(text))),
    ("a host", |text| drop(Host::parse(text))),
    ("a name that is stored", |text| {
        let gate = gate();
        for store in Store::ALL {
            gate.may_store(store, text, text);
            gate.judge_stored(store, text);
        }
    }),
    ("a call", |text| {
        let mut gate = gate();
        gate.request_call("gtag", text);
        gate.request_call(text, text);
    }),
    ("an id", |text| {
        let mut gate = gate();
        drop(gate.request_with_id(text, "", Kind::Script, Lane::Free));
        gate.meant(text);
        gate.handle(
            Event::Choose {
                choice: Choice::Grant(vec![text.to_owned()]),
                method: Method::Api,
                id: "r".to_owned(),
            },
            Time(0.0),
        );
    }),
    ("JSON that is written", |text| drop(text.to_owned().json())),
    ("JSON that is read", |text| drop(config::parse(text))),
    ("a config's texts", |text| {
        read_config(&format!("{{\"regime\":{0},{0}:{{{0}:{0}}}}}", text.to_owned().json()))
    }),
    ("a config's ids", |text| {
        let ids = pieces(text).map(|id| format!("{}:{{\"consent\":\"required\"}}", id.json()));
        read_config(&format!("{{\"vendors\":{{{}}}}}", ids.collect::<Vec<_>>().join(",")));
    }),
    ("a config's keys", |text| {
        read_config(&format!(
            "{{{}}}",
            pieces(text).map(|key| key.json() + ":1").collect::<Vec<_>>().join(",")
        ));
    }),
    ("a config's lists", |text| {
        let list = pieces(text).collect::<Vec<_>>().json();
        read_config(&format!(
            "{{\"first_party\":{list},\"vendors\":{{\"my-own\":{{\"domains\":{list}}}}},\"banner\":{{\"vendors\":{list}}}}}"
        ));
    }),
    ("a record's choices", |text| {
        let choices = pieces(text).map(|id| (id, Value::Bool(true))).collect();
        let text = |text: &str| Value::Text(text.to_owned());
        let members = [
            ("v", Value::Number(1.0)),
            ("id", text("a")),
            ("time", Value::Number(1.0)),
            ("method", text("banner")),
            ("expires", Value::Number(1e15)),
            ("choices", Value::Map(choices)),
        ];
        let record = Record::read(&Value::Map(members.map(|(key, value)| (key.to_owned(), value)).into()));
        drop(record.map(|record| record.write()));
    }),
    ("a recording", |text| recording(text)),
    ("a recording's URLs", |text| {
        let entry = |url: String| format!("{{\"request\":{{\"url\":{}}}}}", url.json());
        recording(&format!(
            "{{\"log\":{{\"entries\":[{}]}}}}",
            pieces(text).map(entry).collect::<Vec<_>>().join(",")
        ));
    }),
    ("a recording's pages", |text| {
        let page = |(at, it): (usize, String)| {
            format!("{{\"id\":{0},\"title\":\"https://h{at}.example/{at}\"}}", it.json())
        };
        let entry = |it: String| {
            format!("{{\"pageref\":{},\"request\":{{\"url\":\"https://www.clarity.ms/\"}}}}", it.json())
        };
        let pages = pieces(text).enumerate().map(page).collect::<Vec<_>>().join(",");
        let entries = pieces(text).map(entry).collect::<Vec<_>>().join(",");
        recording(&format!("{{\"log\":{{\"pages\":[{pages}],\"entries\":[{entries}]}}}}"));
    }),
    ("a vendor's file", |text| drop(vendor_file::parse("x", text))),
    ("imported rows", |text| drop(imported::parse(text))),
    ("a table's sum", |text| {
        is_whole(text);
    }),
    ("the first bytes of a file", |text| {
        crate::html::other(text.as_bytes(), true);
        crate::html::other(text.as_bytes(), false);
    }),
    ("text for a terminal", |text| drop(output::escaped(text))),
];

/// All readers of documents.
pub(super) const PAGES: &[Reader] = &[
    ("audit", |text| {
        let page = Url::parse("https://www.example.com/").expect("a URL");
        drop(audit::tags(&mut text.as_bytes(), &page, &mut |_| {}));
    }),
    ("rewrite", |text| rewritten(&mut text.as_bytes())),
    ("rewrite in small pieces", |text| rewritten(&mut Pieces::new(text.as_bytes(), 7))),
];

fn gate() -> Gate {
    thread_local!(static GATE: Gate = new_gate(Config::default()));
    GATE.with(Gate::clone)
}

fn new_gate(config: Config) -> Gate {
    Gate::with_table(EVERYDAY, "www.example.com", config, Signals::default(), None, Time(0.0))
}

fn site() -> Site {
    Site::new(Some("https://www.example.com/a/b")).expect("an origin")
}

fn judge(url: &str) {
    thread_local!(static GATE: Gate = new_gate(Config::default()));
    GATE.with(|gate| {
        gate.judge(url, Kind::Script);
        gate.watched(url);
    });
}

/// Splits a text into ids or keys for a file.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    text.as_bytes().chunks(50).enumerate().map(|(at, part)| format!("{}{at}", String::from_utf8_lossy(part)))
}

fn loads(element: &str, attributes: &[(&str, &str)]) -> Vec<markup::Load> {
    let read = |name: &str| attributes.iter().find(|row| row.0 == name).map(|row| row.1.to_owned());
    markup::loads(element, &read)
}

/// Reads a script after many held libraries and their dependents.
fn behind_libraries(text: &str) {
    let mut gate = gate();
    for at in 0..text.len() / 40 {
        let url = ["https://js.stripe.com/v3/", "https://maps.googleapis.com/maps/api/js"][at % 2];
        gate.request(url, Kind::Script, Lane::Blocking);
    }
    for at in 0..text.len() / 40 {
        gate.request_inline(["Stripe('a')", "new google.maps.Map()"][at % 2], Lane::Blocking);
    }
    gate.request_inline(text, Lane::Blocking);
}

fn read_config(json: &str) {
    let Ok(json) = config::parse(json) else { return };
    new_gate(Config::read(&config::value(json)).0);
}

fn recording(text: &str) {
    let options = SiteOptions { config: None, site: None, full: false };
    let mut gates = Gates::new(&options).expect("no file is read");
    drop(audit::recorded(&mut text.as_bytes(), &mut |tag| {
        let _ = audit::judge("a", &tag, gates.of(tag.page.as_deref()));
    }));
}

fn rewritten(input: &mut dyn Read) {
    thread_local!(static COMMON: std::rc::Rc<rewrite::Common> = common(Missing::ComesIn));
    COMMON
        .with(|common| rewrite::rewrite(input, &mut std::io::sink(), common))
        .expect("no error of the file system");
}
