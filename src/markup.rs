//! Which elements and attributes of static markup load something, and as which kind: one table for every command that
//! reads or changes markup. Neither parses a document nor judges a URL.

pub(crate) mod css;
mod data;
mod link;
#[cfg(feature = "cli")]
mod module;
#[cfg(test)]
mod parity;
mod script;
mod srcset;

use data::text as data_text;
pub(crate) use link::preloads;
#[cfg(feature = "cli")]
pub(crate) use link::{follows_links, speculation};
#[cfg(feature = "cli")]
pub(crate) use module::specifiers;
pub(crate) use script::runs;
pub(crate) use srcset::urls as srcset;

use crate::gate::Kind;

/// How an attribute says what it loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loads {
    /// The value is a URL.
    Url(Kind),
    /// A list of URLs with widths or densities.
    Srcset,
    /// A URL whose `rel` says what it is for.
    Link,
    /// `5; url=…` of a `<meta http-equiv=refresh>`.
    Refresh,
    /// Style declarations, or the value of a property.
    Css,
    /// Values of an SVG animation: URLs or values of a property, with `;` between them.
    Steps,
    /// A whole document.
    Document,
}

/// Stands for every element.
const ANY: &str = "*";

/// Element, attribute, and how the attribute says what is loaded. What waits for a click (a link, a form) loads nothing.
const TABLE: &[(&str, &str, Loads)] = &[
    ("script", "src", Loads::Url(Kind::Script)),
    ("script", "href", Loads::Url(Kind::Script)),
    ("script", "xlink:href", Loads::Url(Kind::Script)),
    ("iframe", "src", Loads::Url(Kind::Iframe)),
    ("iframe", "srcdoc", Loads::Document),
    ("frame", "src", Loads::Url(Kind::Iframe)),
    ("object", "data", Loads::Url(Kind::Object)),
    ("embed", "src", Loads::Url(Kind::Object)),
    ("embed", "code", Loads::Url(Kind::Object)),
    ("img", "src", Loads::Url(Kind::Img)),
    ("img", "srcset", Loads::Srcset),
    ("input", "src", Loads::Url(Kind::Img)),
    ("source", "src", Loads::Url(Kind::Media)),
    ("source", "srcset", Loads::Srcset),
    ("video", "src", Loads::Url(Kind::Media)),
    ("video", "poster", Loads::Url(Kind::Img)),
    ("audio", "src", Loads::Url(Kind::Media)),
    ("track", "src", Loads::Url(Kind::Media)),
    ("image", "href", Loads::Url(Kind::Img)),
    ("image", "xlink:href", Loads::Url(Kind::Img)),
    // The parser makes an <img> of an <image> outside SVG.
    ("image", "src", Loads::Url(Kind::Img)),
    ("feimage", "href", Loads::Url(Kind::Img)),
    ("feimage", "xlink:href", Loads::Url(Kind::Img)),
    ("use", "href", Loads::Url(Kind::Img)),
    ("use", "xlink:href", Loads::Url(Kind::Img)),
    ("body", "background", Loads::Url(Kind::Img)),
    ("table", "background", Loads::Url(Kind::Img)),
    ("thead", "background", Loads::Url(Kind::Img)),
    ("tbody", "background", Loads::Url(Kind::Img)),
    ("tfoot", "background", Loads::Url(Kind::Img)),
    ("tr", "background", Loads::Url(Kind::Img)),
    ("col", "background", Loads::Url(Kind::Img)),
    ("colgroup", "background", Loads::Url(Kind::Img)),
    ("td", "background", Loads::Url(Kind::Img)),
    ("th", "background", Loads::Url(Kind::Img)),
    ("link", "href", Loads::Link),
    ("link", "imagesrcset", Loads::Srcset),
    ("meta", "content", Loads::Refresh),
    ("set", "to", Loads::Steps),
    ("set", "from", Loads::Steps),
    ("set", "by", Loads::Steps),
    ("set", "values", Loads::Steps),
    ("animate", "to", Loads::Steps),
    ("animate", "from", Loads::Steps),
    ("animate", "by", Loads::Steps),
    ("animate", "values", Loads::Steps),
    (ANY, "style", Loads::Css),
    // SVG, "presentation attributes": those whose property takes a URL.
    (ANY, "fill", Loads::Css),
    (ANY, "stroke", Loads::Css),
    (ANY, "filter", Loads::Css),
    (ANY, "mask", Loads::Css),
    (ANY, "clip-path", Loads::Css),
    (ANY, "cursor", Loads::Css),
    (ANY, "marker-start", Loads::Css),
    (ANY, "marker-mid", Loads::Css),
    (ANY, "marker-end", Loads::Css),
];

/// Whether an attribute of this name, in lower case, holds CSS on any element.
pub(crate) fn is_css(attribute: &str) -> bool {
    TABLE.iter().any(|row| row.0 == ANY && row.1 == attribute)
}

/// The elements that load something by an attribute of their own.
pub(crate) fn elements() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.0).filter(|name| *name != ANY)
}

/// How an attribute's value says what is loaded, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A URL.
    Url,
    /// A list of URLs.
    Srcset,
    /// Style declarations.
    Css,
    /// Anything else.
    Other,
}

/// The attributes that load something on one element or another, and how.
pub(crate) fn attributes() -> impl Iterator<Item = (&'static str, Sort)> {
    TABLE.iter().map(|row| {
        let sort = match row.2 {
            Loads::Url(_) | Loads::Link => Sort::Url,
            Loads::Srcset => Sort::Srcset,
            Loads::Css => Sort::Css,
            Loads::Refresh | Loads::Steps | Loads::Document => Sort::Other,
        };
        (row.1, sort)
    })
}

/// Where lazy loaders and consent tools park an attribute's value; the browser loads nothing from there.
const PARKED: &[(&str, &str)] = &[
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

/// The name under which `rewrite` keeps the `rel` of a preload.
const INERT_REL: &str = "data-consent-gate-rel";

/// The number of bytes of a `<base href>` that count.
const LONGEST_BASE: usize = 512;

/// Returns what counts of a `<base href>`.
///
/// Threat: with a base of megabytes, each relative URL in a page of users would become a URL of megabytes.
pub(crate) fn base(href: &str) -> &str {
    let href = href.trim_ascii();
    &href[..href.floor_char_boundary(LONGEST_BASE)]
}

/// Something that an element loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    /// The attribute that says so.
    pub(crate) attribute: &'static str,
    /// What is asked for.
    pub(crate) content: Content,
    /// Why the browser asks for nothing, if it does not.
    pub(crate) inert: Option<&'static str>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// An address as it is written.
    Url(Kind, String),
    /// A document of its own.
    Document(String),
}

/// A text that a `data:` URL carries and that may ask for more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Carried {
    /// A style sheet.
    Styles(String),
    /// A document.
    Document(String),
}

/// Returns what a `data:` URL of this kind carries, if that may ask for more.
pub(crate) fn carried(kind: Kind, url: &str) -> Option<Carried> {
    if !matches!(kind, Kind::Style | Kind::Iframe | Kind::Object) {
        return None;
    }
    let (essence, text) = data_text(url)?;
    match kind {
        Kind::Style => Some(Carried::Styles(text)),
        _ if ["html", "xml", "xsl"].iter().any(|it| essence.ends_with(it)) => Some(Carried::Document(text)),
        _ => None,
    }
}

/// Reading an attribute, character references decoded.
pub(crate) type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Everything that this element loads by its attributes. `element` is its local name in lower case.
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
        // An empty address is the page itself, and nobody asks for it.
        Loads::Url(_) | Loads::Link if value.trim().is_empty() => Vec::new(),
        Loads::Url(kind) => vec![Content::Url(kind, value.to_owned())],
        Loads::Srcset => srcset(value).map(|url| Content::Url(Kind::Img, url.to_owned())).collect(),
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

/// What the values of an animation may load: each as a URL, and the URLs in those that are CSS.
fn steps(values: &str) -> Vec<Content> {
    let addresses = values.split(';').map(str::trim).filter(|value| value.contains(['/', ':']));
    let plain = addresses.filter(|value| !value.contains('(')).map(str::to_owned);
    let named = css::urls(values).into_iter().map(|(_, url)| url);
    plain.chain(named).map(|url| Content::Url(Kind::Img, url)).collect()
}

fn inert(element: &str, attribute: &str, attributes: Attributes<'_>) -> Option<&'static str> {
    match element {
        "iframe" if attribute == "src" && attributes("srcdoc").is_some() => {
            Some("srcdoc stands in its place")
        }
        "script" if !script::runs(attributes("type"), attributes("language")) => {
            Some("its type is no JavaScript type")
        }
        "link" if attributes("disabled").is_some() => Some("disabled"),
        "input" if !attributes("type").is_some_and(|it| it.eq_ignore_ascii_case("image")) => {
            Some("its type is not image")
        }
        _ => None,
    }
}

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
    fn an_element_loads_what_its_attributes_say() {
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
