//! The requests of a recording (HAR, as browsers' network tools save it). Of each entry only what decides is kept, and
//! what stands before a cut is reported all the same.

mod form;

use super::tag::{Spot, Tag};
use crate::gate::Kind;
use form::{Entry, Recording};
use std::collections::{HashMap, HashSet};
use std::io::{BufReader, Read};
use std::rc::Rc;
use url::Url;

/// Calls `found` for every recorded request.
///
/// # Errors
///
/// `LINE:COLUMN: …`, for the file's name to be put in front.
pub(crate) fn tags(input: &mut dyn Read, found: &mut dyn FnMut(Tag)) -> Result<(), String> {
    let (recording, outcome) = form::read(BufReader::new(input));
    let pages = pages(&recording);
    let mut begun = HashSet::new();
    for (at, entry) in recording.entries.iter().enumerate() {
        // What leads to the page's own document is the visitor's way to it, and no request of the page.
        if kind(entry) == Kind::Iframe && !begun.contains(&entry.pageref) {
            if entry.is_redirect() {
                continue;
            }
            begun.insert(entry.pageref.clone());
        }
        let page = pages.get(&entry.pageref).cloned();
        found(tag(at + 1, entry, page));
    }
    outcome
}

fn tag(number: usize, entry: &Entry, page: Option<Rc<Url>>) -> Tag {
    Tag {
        spot: Spot::Entry(number),
        element: "request".to_owned(),
        kind: kind(entry),
        written: entry.request.url.clone(),
        url: Url::parse(&entry.request.url).ok(),
        inert: None,
        later: false,
        noscript: false,
        code: None,
        page,
    }
}

/// The address of every page: its title, where a browser puts it there, or else that of its first document. One that only
/// led elsewhere is no page.
fn pages(recording: &Recording) -> HashMap<Option<String>, Rc<Url>> {
    let web = |text: &str| Url::parse(text).ok().filter(|url| url.scheme().starts_with("http")).map(Rc::new);
    let mut pages = HashMap::new();
    let left: HashSet<&str> =
        recording.entries.iter().filter(|it| it.is_redirect()).map(|it| it.request.url.as_str()).collect();
    for page in &recording.pages {
        let title = page.title.as_deref().filter(|title| !left.contains(title));
        if let Some(url) = title.and_then(web) {
            pages.insert(page.id.clone(), url);
        }
    }
    let documents = recording.entries.iter().filter(|it| kind(it) == Kind::Iframe && !it.is_redirect());
    for entry in documents {
        if let Some(url) = web(&entry.request.url) {
            pages.entry(entry.pageref.clone()).or_insert(url);
        }
    }
    pages
}

/// Chromium says what was asked for; of others the answer's type tells.
fn kind(entry: &Entry) -> Kind {
    match entry.resource_type.as_deref() {
        Some("document") => Kind::Iframe,
        Some("preflight") => Kind::Fetch,
        Some("manifest" | "prefetch") => Kind::Link,
        Some("texttrack") => Kind::Media,
        Some(word) => Kind::from_name(word),
        None => kind_of_answer(entry.mime()),
    }
}

fn kind_of_answer(mime: &str) -> Kind {
    let mime = mime.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match mime.split_once('/') {
        Some(("image", _)) => Kind::Img,
        Some(("font", _)) => Kind::Font,
        Some(("audio" | "video", _)) => Kind::Media,
        Some((_, "css")) => Kind::Style,
        Some((_, "html" | "xhtml+xml")) => Kind::Iframe,
        Some((_, sort)) if sort.contains("javascript") || sort.contains("ecmascript") => Kind::Script,
        Some((_, sort)) if sort.contains("font") => Kind::Font,
        _ => Kind::Other,
    }
}
