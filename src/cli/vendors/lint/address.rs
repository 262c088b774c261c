//! Checks that an address pattern is well formed, and that a URL can match it.

use super::finding::Findings;
use crate::cli::vendors::folder::Lists;
use crate::cli::vendors::vendor_file::Vendor;
use crate::gate::Host;

pub(super) fn check(findings: &mut Findings, vendor: &Vendor, lists: &Lists) {
    let runtime = vendor.rule.iter().any(|rule| rule.runtime.is_some());
    findings.require(runtime || patterns(vendor).next().is_some(), || {
        "no address leads to it: it has neither `domains` nor a rule".into()
    });
    for line in patterns(vendor) {
        pattern(findings, line, lists);
    }
}

/// Returns all patterns of a vendor.
pub(super) fn patterns(vendor: &Vendor) -> impl Iterator<Item = &str> {
    vendor.domains.iter().chain(vendor.rule.iter().flat_map(|rule| &rule.patterns)).map(String::as_str)
}

/// Splits a pattern into host, path and query. The query is `None` without a question mark.
pub(super) fn cut(line: &str) -> (&str, &str, Option<&str>) {
    let rest = line.strip_prefix('=').unwrap_or(line);
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    (host, path, query)
}

fn pattern(findings: &mut Findings, line: &str, lists: &Lists) {
    let suffix = !line.starts_with('=');
    let (name, path, query) = cut(line);
    let ascii = line.bytes().all(|b| b.is_ascii_graphic());
    let asks =
        |query: &str| query.split_once('=').is_some_and(|(key, value)| !key.is_empty() && !value.is_empty());
    findings.require(ascii && query.is_none_or(asks), || {
        format!("\"{line}\" must be ASCII, and its query key=prefix")
    });
    findings.require(reachable(path, query.unwrap_or("")), || {
        format!("\"{line}\" can never match: no URL has such a path or query")
    });
    if name == "*" {
        findings.require(path.len() > 4 && suffix, || format!("\"{line}\" would match nearly everything"));
    } else {
        host(findings, line, lists);
    }
}

fn host(findings: &mut Findings, line: &str, lists: &Lists) {
    let (host, path, _) = cut(line);
    let plain = host.strip_suffix(".*").unwrap_or(host);
    let google = plain == "google" || plain.ends_with(".google");
    let good = Host::parse(plain).is_some_and(|it| it.as_str() == plain) && (plain == host || google);
    findings.require(good, || format!("\"{line}\" is not a pattern (host, =host, host/path, google.*)"));
    let shared = !line.starts_with('=') && path.is_empty() && lists.shared.iter().any(|it| it == host);
    findings.require(!shared, || format!("\"{line}\" is a shared host: write =host, or a path below it"));
    let country = |it: &String| host.ends_with(&format!("google.{it}"));
    let listed =
        (host.starts_with("google.") || host.contains(".google.")) && lists.countries.iter().any(country);
    findings.require(!listed, || format!("\"{line}\": Google's country domains are written google.*"));
}

/// Whether a canonical URL can have this path and query: no dot segments, and no character that browsers escape (URL
/// Standard, path state). A `*` in the path is one segment.
fn reachable(path: &str, query: &str) -> bool {
    let escaped = |b: u8| matches!(b, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'\\' | b'#' | b'^' | b'|');
    let segment = |it: &str| it != "." && it != ".." && (it == "*" || !it.contains('*'));
    path != "/"
        && path.split('/').all(segment)
        && !path.bytes().any(escaped)
        && !query.bytes().any(|b| matches!(b, b'"' | b'<' | b'>' | b'#' | b'\'' | b'*'))
}
