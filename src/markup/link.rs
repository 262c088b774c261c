//! Reads the `rel` of a `<link>`, the URL of a `<meta http-equiv=refresh>`, and the URLs of speculation rules.

use crate::gate::Kind;

/// Link types other than `stylesheet` that make the browser request or connect.
pub(super) const LOADING: &[&str] = &[
    "preload",
    "modulepreload",
    "prefetch",
    "prerender",
    "preconnect",
    "dns-prefetch",
    "icon",
    "apple-touch-icon",
    "apple-touch-icon-precomposed",
    "apple-touch-startup-image",
    "mask-icon",
    "manifest",
    "compression-dictionary",
];

/// Returns the kind of request that a link with this `rel` makes, and `None` if it makes none.
pub(crate) fn kind(rel: &str) -> Option<Kind> {
    let has = |word: &str| rel.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(word));
    if has("stylesheet") {
        return Some(Kind::Style);
    }
    LOADING.iter().any(|word| has(word)).then_some(Kind::Link)
}

/// Returns whether a link with this `rel` preloads something.
pub(crate) fn preloads(rel: &str) -> bool {
    let preload =
        |word: &str| word.eq_ignore_ascii_case("preload") || word.eq_ignore_ascii_case("modulepreload");
    rel.split_ascii_whitespace().any(preload)
}

/// Returns the URL of a refresh, as in HTML's "shared declarative refresh steps".
pub(crate) fn refresh(content: &str) -> Option<String> {
    let time = |c: char| c.is_ascii_digit() || c == '.';
    let blank = |c: char| c.is_ascii_whitespace();
    let rest = content.trim_start_matches(blank).trim_start_matches(time).trim_start_matches(blank);
    let rest = rest.strip_prefix([';', ',']).unwrap_or(rest).trim_start_matches(blank);
    let named = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("url"));
    let after = named.and_then(|_| rest[3..].trim_start_matches(blank).strip_prefix('='));
    let url = after.map_or(rest, |it| it.trim_start_matches(blank));
    let url = match url.chars().next() {
        Some(quote @ ('"' | '\'')) => url[1..].split(quote).next().unwrap_or(""),
        _ => url,
    };
    (!url.trim().is_empty()).then(|| url.to_owned())
}

/// Returns the URLs that speculation rules list. Document rules select links of the page, which are not known before a
/// click.
#[cfg(feature = "cli")]
pub(crate) fn speculation(text: &str) -> Vec<String> {
    let rules: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let lists = ["prefetch", "prerender"].into_iter().filter_map(|key| rules[key].as_array());
    let urls = lists.flatten().filter_map(|rule| rule["urls"].as_array()).flatten();
    urls.filter_map(|url| url.as_str().map(str::to_owned)).collect()
}

/// Returns whether document rules of these speculation rules may match a link to another site.
#[cfg(feature = "cli")]
pub(crate) fn follows_links(text: &str) -> bool {
    let rules: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let lists = ["prefetch", "prerender"].into_iter().filter_map(|key| rules[key].as_array());
    lists.flatten().any(|rule| {
        let document = rule["source"] == "document" || !rule["where"].is_null();
        document && !stays(&rule["where"])
    })
}

/// Returns whether a document rule's predicate only matches links to the site itself.
#[cfg(feature = "cli")]
fn stays(predicate: &serde_json::Value) -> bool {
    let list = |key: &str| predicate[key].as_array();
    let path = |it: &serde_json::Value| {
        it.as_str().is_some_and(|it| it.starts_with('/') && !it.starts_with("//") && !it.contains('\\'))
    };
    if let Some(all) = list("and") {
        return all.iter().any(stays);
    }
    if let Some(any) = list("or") {
        return any.iter().all(stays);
    }
    list("href_matches").map_or_else(|| path(&predicate["href_matches"]), |list| list.iter().all(path))
}

/// Maximum length in bytes of a `<base href>`.
const LONGEST_BASE: usize = 512;

/// Returns the part of a `<base href>` that is used: at most [`LONGEST_BASE`] bytes.
///
/// Threat: user content on a page sets a base URL of megabytes. Each relative URL of the page would then become a URL
/// of megabytes.
pub(crate) fn base(href: &str) -> &str {
    let href = href.trim_ascii();
    &href[..href.floor_char_boundary(LONGEST_BASE)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_url_of_a_refresh() {
        for (content, wanted) in [
            ("0; url=https://a.example/", Some("https://a.example/")),
            ("5;URL = 'https://a.example/x' y", Some("https://a.example/x")),
            ("1.5, \"/x\"", Some("/x")),
            ("0;/x", Some("/x")),
            ("5", None),
            ("5; url=", None),
            ("5; ü", Some("ü")),
            ("", None),
        ] {
            assert_eq!(refresh(content).as_deref(), wanted, "{content}");
        }
    }

    #[test]
    fn reads_the_urls_of_speculation_rules() {
        for (text, wanted) in [
            (
                r#"{"prefetch": [{"urls": ["a", 1]}, {"where": {}}], "prerender": [{"urls": ["b"]}]}"#,
                &["a", "b"][..],
            ),
            (r#"{"prefetch": {"urls": ["a"]}}"#, &[]),
            ("[1]", &[]),
            ("{", &[]),
        ] {
            assert_eq!(speculation(text), wanted, "{text}");
        }
    }

    #[test]
    fn detects_document_rules_that_match_other_sites() {
        for (rule, wanted) in [
            (r#"{"where": {"href_matches": "https://*/*"}}"#, true),
            (r#"{"where": {"href_matches": "/*"}}"#, false),
            (r#"{"where": {"href_matches": ["/a", "//b/*"]}}"#, true),
            (r#"{"where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/x"}}]}}"#, false),
            (r#"{"where": {"or": [{"href_matches": "/*"}, {"selector_matches": "a"}]}}"#, true),
            (r#"{"source": "document"}"#, true),
            (r#"{"urls": ["a"]}"#, false),
        ] {
            assert_eq!(follows_links(&format!("{{\"prefetch\": [{rule}]}}")), wanted, "{rule}");
        }
        assert!(!follows_links("{") && !follows_links("[]"));
    }

    #[test]
    fn returns_the_request_kind_of_each_link_type() {
        for (rel, wanted) in [
            ("alternate StyleSheet", Some(Kind::Style)),
            ("dns-prefetch", Some(Kind::Link)),
            ("shortcut icon", Some(Kind::Link)),
            ("alternate", None),
            ("", None),
        ] {
            assert_eq!(kind(rel), wanted, "{rel}");
        }
    }
}
