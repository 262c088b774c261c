//! Recognises inert tags that a library in the page activates later. Such libraries are lazy loaders, plugins that delay
//! scripts, and other consent tools. Their conventions are rows of `activated.tsv`.

use crate::gate::Kind;
use crate::markup::{Attributes, runs};
use std::sync::LazyLock;

/// A row of `activated.tsv`.
struct Convention {
    rule: &'static str,
    value: &'static str,
    element: &'static str,
    why: String,
}

static CONVENTIONS: LazyLock<Vec<Convention>> = LazyLock::new(|| {
    let rows = include_str!("activated.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let (rule, value, element) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Convention { rule, value, element, why: why(fields.next()?) })
    })
    .collect()
});

/// The reason for a type of an unknown library that looks like code, such as `text/x-delayed` or `example/lazyscript`.
static UNKNOWN: LazyLock<String> = LazyLock::new(|| why("a script that knows its type"));

/// Returns the reason why a tag is inert.
fn why(library: &str) -> String {
    format!("activated later by {library}")
}

/// The attribute of tags that `consent-gate rewrite` has made inert.
const OURS: &str = "data-consent-gate";

/// Returns the library that activates this element, if it follows a known convention. `element` is its local name in
/// lower case.
pub(super) fn by(element: &str, read: Attributes<'_>) -> Option<&'static str> {
    if read(OURS).is_some() {
        return None;
    }
    let kind = read("type").unwrap_or_default().trim_ascii().to_ascii_lowercase();
    let classes = read("class").unwrap_or_default();
    let found = rows(element).find(|row| match row.rule {
        "type" => kind == row.value,
        "type-start" => kind.starts_with(row.value),
        "type-end" => kind.ends_with(row.value),
        "plain" => kind == "text/plain" && read(row.value).is_some(),
        "class" => element != "script" && classes.split_ascii_whitespace().any(|class| class == row.value),
        "attribute" => read(row.value).is_some(),
        _ => false,
    });
    let coded = || element == "script" && is_code(&kind) && !runs(Some(kind.clone()), None);
    found.map(|row| row.why.as_str()).or_else(|| coded().then_some(UNKNOWN.as_str()))
}

fn is_code(kind: &str) -> bool {
    kind.ends_with("script") || kind.starts_with("text/x-")
}

/// Returns the URLs in attributes that only a library reads, with the attribute and the library.
pub(super) fn urls(
    element: &str,
    read: Attributes<'_>,
) -> impl Iterator<Item = (&'static str, String, &'static str)> {
    let found: Vec<_> = rows(element)
        .filter(|row| row.rule == "url")
        .filter_map(|row| Some((row.value, read(row.value)?, row.why.as_str())))
        .filter(|(_, url, _)| !url.trim().is_empty())
        .collect();
    found.into_iter()
}

/// Returns the kind of request that this element makes when it is activated.
pub(super) fn kind(element: &str) -> Kind {
    match element {
        "script" => Kind::Script,
        "iframe" | "frame" => Kind::Iframe,
        "img" | "image" | "source" => Kind::Img,
        "video" | "audio" | "track" => Kind::Media,
        "object" | "embed" => Kind::Object,
        "link" => Kind::Link,
        _ => Kind::Other,
    }
}

fn rows(element: &str) -> impl Iterator<Item = &'static Convention> {
    CONVENTIONS.iter().filter(move |row| row.element == "*" || row.element == element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_parsed() {
        let rows = include_str!("activated.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut count = 0;
        for row in rows {
            let fields: Vec<&str> = row.split('\t').collect();
            assert_eq!(fields.len(), 5, "{row}");
            let known = ["type", "type-start", "type-end", "plain", "class", "attribute", "url"];
            assert!(known.contains(&fields[0]), "{row}");
            assert!(fields[4].starts_with("https://"), "{row}");
            count += 1;
        }
        assert_eq!(CONVENTIONS.len(), count);
    }

    #[test]
    fn each_convention_is_recognised() {
        for row in CONVENTIONS.iter() {
            let element = if row.element == "*" { "iframe" } else { row.element };
            let pairs = match row.rule {
                "type" => vec![("type", row.value.to_owned())],
                "type-start" => vec![("type", format!("{}x", row.value))],
                "type-end" => vec![("type", format!("0a1b{}", row.value))],
                "plain" => vec![("type", "text/plain".to_owned()), (row.value, "x".to_owned())],
                "class" => vec![("class", format!("a {}", row.value))],
                _ => vec![(row.value, "https://a.example/".to_owned())],
            };
            let read = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone());
            let is_url = row.rule == "url";
            let found = if is_url { urls(element, &read).next().map(|it| it.2) } else { by(element, &read) };
            assert!(
                found.is_some_and(|it| it.starts_with("activated later by ")),
                "{} {}",
                row.rule,
                row.value
            );
        }
    }

    #[test]
    fn data_blocks_are_not_activated() {
        for kind in
            ["", "module", "text/plain", "application/json", "application/ld+json", "text/javascript;x"]
        {
            let read = |name: &str| (name == "type").then(|| kind.to_owned());
            assert_eq!(by("script", &read), None, "{kind}");
        }
    }
}
