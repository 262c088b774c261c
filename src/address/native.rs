//! URL parsing by the `url` crate, with the results of a browser. It covers tabs, backslashes, upper case, ports,
//! protocol-relative and relative URLs.

pub(crate) use url::Url;

/// Resolves `text` against the base URL of a document, as a browser does. All commands use this function.
pub(crate) fn resolve(base: &Url, text: &str) -> Result<Url, url::ParseError> {
    let read = |text: &str| Url::options().base_url(Some(base)).parse(text);
    match without_extra_slashes(text) {
        Some(rest) if base.has_host() => read(&rest),
        _ => read(text),
    }
}

/// Rewrites `///host/x` as `//host/x`, and returns `None` for any other text.
///
/// Before a host, a web page may write any number of slashes and backslashes. They count as two (URL Standard, "special
/// authority ignore slashes state"). The `url` crate would take such a host for an empty one.
fn without_extra_slashes(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
    let rest = text.trim_start_matches(['/', '\\']);
    (text.len() - rest.len() > 2).then(|| format!("//{rest}"))
}
