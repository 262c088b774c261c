//! URLs as a browser reads them, by the `url` crate: tabs, backslashes, upper case, ports, protocol-relative and relative
//! forms.

pub(crate) use url::Url;

/// What a browser makes of `text` in a document with this base: for every command the same.
pub(crate) fn resolve(base: &Url, text: &str) -> Result<Url, url::ParseError> {
    let read = |text: &str| Url::options().base_url(Some(base)).parse(text);
    match without_extra_slashes(text) {
        Some(rest) if base.has_host() => read(&rest),
        _ => read(text),
    }
}

/// `///host/x` as `//host/x`: to a web page any number of slashes and backslashes in front of a host is two (URL,
/// "special authority ignore slashes state"). The `url` crate takes such a host for an empty one. `None` for any other
/// text.
fn without_extra_slashes(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
    let rest = text.trim_start_matches(['/', '\\']);
    (text.len() - rest.len() > 2).then(|| format!("//{rest}"))
}
