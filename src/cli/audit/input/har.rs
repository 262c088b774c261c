//! Reads the requests of a recording (HAR, as the network tools of browsers save it). The entries before an error are
//! reported, too.

mod form;

pub(crate) use form::HarError;

use crate::cli::audit::tag::{Spot, Tag};
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
/// [`HarError`] if the input is not JSON, not a recording, or not complete.
pub(crate) fn tags(input: &mut dyn Read, found: &mut dyn FnMut(Tag)) -> Result<(), HarError> {
    let (recording, outcome) = form::read(BufReader::new(input));
    let pages = pages(&recording);
    let mut started = HashSet::new();
    for (at, entry) in recording.entries.iter().enumerate() {
        // Redirects before the page's document belong to the navigation of the visitor, not to the page.
        if kind(entry) == Kind::Iframe && !started.contains(&entry.pageref) {
            if entry.is_redirect() {
                continue;
            }
            started.insert(entry.pageref.clone());
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

/// Returns the URL of every page: its title, where browsers write the URL, or else the URL of its first document. The
/// URL of a redirect is never the URL of a page.
fn pages(recording: &Recording) -> HashMap<Option<String>, Rc<Url>> {
    let web = |text: &str| Url::parse(text).ok().filter(|url| url.scheme().starts_with("http")).map(Rc::new);
    let mut pages = HashMap::new();
    let redirects: HashSet<&str> =
        recording.entries.iter().filter(|it| it.is_redirect()).map(|it| it.request.url.as_str()).collect();
    for page in &recording.pages {
        let title = page.title.as_deref().filter(|title| !redirects.contains(title));
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

/// Returns the kind of a request: the resource type that Chromium records, or else by the media type of the response.
fn kind(entry: &Entry) -> Kind {
    match entry.resource_type.as_deref() {
        Some("document") => Kind::Iframe,
        Some("preflight") => Kind::Fetch,
        Some("manifest" | "prefetch") => Kind::Link,
        Some("texttrack") => Kind::Media,
        Some(word) => Kind::from_name(word),
        None => kind_of_response(entry.mime()),
    }
}

fn kind_of_response(mime: &str) -> Kind {
    let mime = mime.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match mime.split_once('/') {
        Some(("image", _)) => Kind::Img,
        Some(("font", _)) => Kind::Font,
        Some(("audio" | "video", _)) => Kind::Media,
        Some((_, "css")) => Kind::Style,
        Some((_, "html" | "xhtml+xml")) => Kind::Iframe,
        Some((_, subtype)) if subtype.contains("javascript") || subtype.contains("ecmascript") => {
            Kind::Script
        }
        Some((_, subtype)) if subtype.contains("font") => Kind::Font,
        _ => Kind::Other,
    }
}
