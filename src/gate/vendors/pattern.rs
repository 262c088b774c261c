//! A URL pattern of a table or a config, `=host/path?key=prefix`, and how closely it matches a URL. There are no
//! regular expressions: matching is linear, and a reviewer can read the pattern.

use crate::gate::text::bytes::{before, head, pieces};
use crate::gate::vendors::location::Location;

/// A host, a path prefix and a query parameter. An empty part matches everything. The texts are never freed: they are
/// part of the bundled table, or copied by `config/reader.rs`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// Matches only this host (`=host`), not its subdomains.
    pub(crate) exact: bool,
    /// The host as returned by [`short`]. `*` matches any host.
    pub(crate) host: &'static str,
    /// Prefix of the path. `*` in it matches one path segment.
    path: &'static str,
    /// Text such as `key=prefix` with which one query parameter must begin.
    query: &'static str,
}

/// How narrow a match is: lengths of path and query. A longer path wins, then a longer query.
pub(crate) type Weight = (usize, usize);

impl Pattern {
    /// Reads the pattern in a line of a table or a config.
    pub(crate) fn read(line: &'static str) -> Pattern {
        let (equals, host, rest) = parts(line);
        let (path, query) = head(rest, b'?');
        Pattern { exact: !equals.is_empty(), host: short(host), path, query }
    }

    /// Returns the prefix of the path.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }

    /// Returns how closely path and query match, or `None` if they do not. The host walk has compared the host.
    pub(crate) fn weigh(&self, location: &Location<'_>) -> Option<Weight> {
        let path = location.path();
        let fits = if self.host == "*" { begins_anywhere(path, self.path) } else { begins(path, self.path) };
        let asks = || pieces(location.query(), b'&').any(|parameter| parameter.starts_with(self.query));
        (fits && asks()).then_some((self.path.len(), self.query.len()))
    }
}

/// Splits a pattern into the equals sign (if any), the host, and the path with the query.
pub(crate) fn parts(line: &str) -> (&str, &str, &str) {
    let (equals, rest) = line.split_at(usize::from(line.starts_with('=')));
    let (host, rest) = before(rest, *b"/??");
    (equals, host, rest)
}

/// Replaces `.com` at the end of the host by `.`, as the compiled table does to save bytes. About half of its hosts end
/// in `.com`.
pub(crate) fn short(host: &str) -> &str {
    host.strip_suffix("com").filter(|rest| rest.ends_with('.')).unwrap_or(host)
}

/// Returns the label before the last one, which is usually the vendor's name.
pub(crate) fn name_of(host: &str) -> &str {
    let (mut name, mut last) = ("", "");
    for label in pieces(host, b'.') {
        name = last;
        last = label;
    }
    name
}

/// Returns whether the path, or a part of it after any `/`, begins with `prefix`. Rules for any host match
/// `/stats/matomo.js` in this way.
fn begins_anywhere(mut path: &str, prefix: &str) -> bool {
    while !begins(path, prefix) {
        match path.get(1..) {
            Some(rest) => path = before(rest, *b"///").1,
            None => return false,
        }
    }
    true
}

/// Returns whether `path` begins with `prefix`, where `*` matches one segment. After a prefix that ends in a letter or
/// digit, the word must end: `/tr` does not match `/travel`, but `/npm/pkg` matches `/npm/pkg@1.2`.
fn begins(path: &str, prefix: &str) -> bool {
    let path = path.as_bytes();
    let at_slash = |at: usize| path.get(at).is_none_or(|b| *b == b'/');
    let (mut at, mut last) = (0, b'/');
    for wanted in prefix.bytes() {
        last = wanted;
        if wanted == b'*' && !at_slash(at) {
            while !at_slash(at) {
                at += 1;
            }
        } else if path.get(at) == Some(&wanted) {
            at += 1;
        } else {
            return false;
        }
    }
    let word_continues = path.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    !(last.is_ascii_alphanumeric() && word_continues)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_at_a_word_boundary() {
        for (path, prefix, fits) in [
            ("/tr", "/tr", true),
            ("/tr/", "/tr", true),
            ("/travel", "/tr", false),
            ("/tr_x", "/tr", false),
            ("/tr-x", "/tr", false),
            ("/tr.js", "/tr", true),
            ("/npm/pkg@1.2/x.js", "/npm/pkg", true),
            ("/npm/pkgs", "/npm/pkg", false),
            ("/maps/embed", "/maps", true),
            ("/mapsearch", "/maps", false),
            ("/a/bc", "/a/", true),
            ("/", "/a", false),
            ("", "", true),
            ("/x", "", true),
            ("/en_US/fbevents.js", "/*/fbevents.js", true),
            ("/fbevents.js", "/*/fbevents.js", false),
            ("//fbevents.js", "/*/fbevents.js", false),
            ("/a/b/fbevents.js", "/*/fbevents.js", false),
            ("/v19.0/plugins/like.php", "/*/plugins/", true),
        ] {
            assert_eq!(begins(path, prefix), fits, "{path} {prefix}");
        }
        assert!(begins_anywhere("/a/b/m.js", "/m.js") && begins_anywhere("/m.js", "/m.js"));
        assert!(
            !begins_anywhere("/a/xm.js", "/m.js")
                && !begins_anywhere("", "/m.js")
                && !begins_anywhere("/", "/m")
        );
    }

    #[test]
    fn weighs_path_then_query() {
        let url = "https://h.example/gtag/js?l=x&id=G-1";
        let weigh = |line: &'static str| Pattern::read(line).weigh(&Location::split(url).unwrap());
        assert_eq!(weigh("h.example/gtag/js"), Some((8, 0)));
        assert_eq!(weigh("h.example/gtag/js?id=G-"), Some((8, 5)));
        assert_eq!(weigh("h.example/gtag/js?id=AW-"), None);
        assert_eq!(weigh("h.example/gtag/js?d=G-"), None);
        assert_eq!(weigh("*/js"), Some((3, 0)));
        assert_eq!(weigh("*/j"), None);
    }
}
