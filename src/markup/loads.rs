//! Lists what an element loads through its attributes. URLs are returned as written and are not judged.

use super::table::{ANY, Loads, TABLE};
use super::{css, link, script, srcset};
use crate::gate::Kind;

/// Reads an attribute by name, with its character references decoded.
pub(crate) type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Something that an element loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    /// The attribute that contains it.
    pub(crate) attribute: &'static str,
    /// The requested content.
    pub(crate) content: Content,
    /// Why the browser does not load it; `None` if it does.
    pub(crate) inert: Option<&'static str>,
}

/// The content of a [`Load`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A URL as written.
    Url(Kind, String),
    /// A nested document.
    Document(String),
}

/// Returns everything that this element loads through its attributes. `element` is its local name in lower case.
pub(crate) fn loads(element: &str, attributes: Attributes<'_>) -> Vec<Load> {
    let mut found = Vec::new();
    for (_, attribute, how) in TABLE.iter().filter(|row| row.0 == element || row.0 == ANY) {
        if let Some(value) = attributes(attribute) {
            let inert = inert(element, attribute, attributes);
            push(&mut found, attribute, &contents(*how, &value, attributes), inert);
        }
        for (_, parked) in PARKED.iter().filter(|row| row.0 == *attribute) {
            if let Some(value) = attributes(parked) {
                let why = "parked in a data attribute";
                push(&mut found, parked, &contents(*how, &value, attributes), Some(why));
            }
        }
    }
    found
}

fn push(found: &mut Vec<Load>, attribute: &'static str, contents: &[Content], inert: Option<&'static str>) {
    for content in contents {
        found.push(Load { attribute, content: content.clone(), inert });
    }
}

fn contents(how: Loads, value: &str, attributes: Attributes<'_>) -> Vec<Content> {
    match how {
        // The browser makes no request for an empty URL, which would be the page itself.
        Loads::Url(_) | Loads::Link if value.trim().is_empty() => Vec::new(),
        Loads::Url(kind) => vec![Content::Url(kind, value.to_owned())],
        Loads::Srcset => srcset::urls(value).map(|url| Content::Url(Kind::Img, url.to_owned())).collect(),
        Loads::Link => {
            let kind = link::kind(&attributes("rel").or_else(|| attributes(INERT_REL)).unwrap_or_default());
            kind.map(|kind| Content::Url(kind, value.to_owned())).into_iter().collect()
        }
        Loads::Refresh => {
            let refresh = attributes("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("refresh"));
            let url = link::refresh(value).filter(|_| refresh);
            url.map(|url| Content::Url(Kind::Other, url)).into_iter().collect()
        }
        Loads::Css => css::urls(value).into_iter().map(|(kind, url)| Content::Url(kind, url)).collect(),
        Loads::Steps => steps(value),
        Loads::Document => vec![Content::Document(value.to_owned())],
    }
}

/// Returns the URLs that the values of an animation may load: each value as a URL, and the URLs in values that are CSS.
fn steps(values: &str) -> Vec<Content> {
    let addresses = values.split(';').map(str::trim).filter(|value| value.contains(['/', ':']));
    let plain = addresses.filter(|value| !value.contains('(')).map(str::to_owned);
    let named = css::urls(values).into_iter().map(|(_, url)| url);
    plain.chain(named).map(|url| Content::Url(Kind::Img, url)).collect()
}

fn inert(element: &str, attribute: &str, attributes: Attributes<'_>) -> Option<&'static str> {
    match element {
        "iframe" if attribute == "src" && attributes("srcdoc").is_some() => Some("srcdoc takes precedence"),
        "script" if !script::runs(attributes("type"), attributes("language")) => {
            Some("its type is not a JavaScript type")
        }
        "link" if attributes("disabled").is_some() => Some("disabled"),
        "input" if !attributes("type").is_some_and(|it| it.eq_ignore_ascii_case("image")) => {
            Some("its type is not image")
        }
        _ => None,
    }
}

/// The attributes in which lazy loaders and consent tools keep an attribute's value. The browser does not load from
/// them.
pub(super) const PARKED: &[(&str, &str)] = &[
    ("src", "data-src"),
    ("src", "data-lazy-src"),
    ("src", "data-original"),
    ("srcset", "data-srcset"),
    ("srcset", "data-lazy-srcset"),
    ("poster", "data-poster"),
    ("href", "data-href"),
    ("data", "data-data"),
    ("src", "data-consent-gate-src"),
    ("srcset", "data-consent-gate-srcset"),
    ("srcdoc", "data-consent-gate-srcdoc"),
    ("poster", "data-consent-gate-poster"),
    ("href", "data-consent-gate-href"),
    ("xlink:href", "data-consent-gate-xlink:href"),
    ("data", "data-consent-gate-data"),
    ("background", "data-consent-gate-background"),
    ("imagesrcset", "data-consent-gate-imagesrcset"),
    ("code", "data-consent-gate-code"),
    ("to", "data-consent-gate-to"),
    ("from", "data-consent-gate-from"),
    ("by", "data-consent-gate-by"),
    ("values", "data-consent-gate-values"),
];

/// The attribute in which `rewrite` keeps the `rel` of a preload.
const INERT_REL: &str = "data-consent-gate-rel";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(element: &str, given: &[(&str, &str)], wanted: &[(&str, Kind, bool)]) {
        let read = |name: &str| given.iter().find(|row| row.0 == name).map(|row| row.1.to_owned());
        let found = loads(element, &read);
        let short: Vec<_> = found
            .iter()
            .map(|load| match &load.content {
                Content::Url(kind, url) => (url.as_str(), *kind, load.inert.is_some()),
                Content::Document(text) => (text.as_str(), Kind::Iframe, load.inert.is_some()),
            })
            .collect();
        assert_eq!(short, wanted, "{element} {given:?}");
    }

    #[test]
    fn lists_the_loads_of_each_element() {
        check("script", &[("src", "a")], &[("a", Kind::Script, false)]);
        check("script", &[("src", "a"), ("type", "text/plain")], &[("a", Kind::Script, true)]);
        check("iframe", &[("src", ""), ("data-src", "a")], &[("a", Kind::Iframe, true)]);
        check("iframe", &[("srcdoc", "<p>")], &[("<p>", Kind::Iframe, false)]);
        check("img", &[("srcset", "a 1x, b 2x")], &[("a", Kind::Img, false), ("b", Kind::Img, false)]);
        check("link", &[("rel", "Preconnect"), ("href", "a")], &[("a", Kind::Link, false)]);
        check("link", &[("rel", "canonical"), ("href", "a")], &[]);
        check("meta", &[("content", "0; url=a"), ("http-equiv", "Refresh")], &[("a", Kind::Other, false)]);
        check("meta", &[("content", "0; url=a")], &[]);
        check("p", &[("style", "background: url(a)")], &[("a", Kind::Img, false)]);
        check("a", &[("href", "a")], &[]);
        check("embed", &[("code", "a")], &[("a", Kind::Object, false)]);
        check("colgroup", &[("background", "a")], &[("a", Kind::Img, false)]);
        check("set", &[("to", "//a/b")], &[("//a/b", Kind::Img, false)]);
        check("animate", &[("values", "0;1; url(#a)")], &[]);
        check(
            "animate",
            &[("values", "data:,; https://a/b;none;url('https://c/d') red")],
            &[
                ("data:,", Kind::Img, false),
                ("https://a/b", Kind::Img, false),
                ("https://c/d", Kind::Img, false),
            ],
        );
        check("g", &[("mask", "url(a#b)")], &[("a#b", Kind::Img, false)]);
        check("input", &[("src", "a"), ("type", "text")], &[("a", Kind::Img, true)]);
    }
}
