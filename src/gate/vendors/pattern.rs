//! One address pattern of a table or a config, `=host/path?key=prefix`, and how well it fits a URL.
//! No regular expressions: a pattern's cost is its length, and a reviewer reads it at a glance.

use crate::gate::text::bytes::{before, head, pieces};
use crate::gate::vendors::location::Location;

/// A host, a path prefix and a query parameter. An empty part matches everything. The texts live as long as the program:
/// they are the bundled table's, or those of a site's config, which `config_read.rs` keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// Only this very host (`=host`), not the hosts below it.
    pub(crate) exact: bool,
    /// The host, [`short`]; `*` is any host.
    pub(crate) host: &'static str,
    /// Prefix of the path; `*` in it stands for one path segment.
    path: &'static str,
    /// `key=prefix` that one query parameter must begin with.
    query: &'static str,
}

/// How narrow a match is: the longer path wins, then the longer query.
pub(crate) type Weight = (usize, usize);

impl Pattern {
    /// The pattern in a line of a table or a config.
    pub(crate) fn read(line: &'static str) -> Pattern {
        let (equals, host, rest) = parts(line);
        let (path, query) = head(rest, b'?');
        Pattern { exact: !equals.is_empty(), host: short(host), path, query }
    }

    /// What the path has to begin with.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }

    /// How well path and query fit, or `None` if they do not. The host has been compared by the walk.
    pub(crate) fn weigh(&self, location: &Location<'_>) -> Option<Weight> {
        let path = location.path();
        let fits = if self.host == "*" { begins_anywhere(path, self.path) } else { begins(path, self.path) };
        let asks = || pieces(location.query(), b'&').any(|parameter| parameter.starts_with(self.query));
        (fits && asks()).then_some((self.path.len(), self.query.len()))
    }
}

/// The equals sign (if there is one), the host, and the path with the query.
pub(crate) fn parts(line: &str) -> (&str, &str, &str) {
    let (equals, rest) = line.split_at(usize::from(line.starts_with('=')));
    let (host, rest) = before(rest, *b"/??");
    (equals, host, rest)
}

/// The host with `.` for `.com`: half of the table ends so, and without it the table is 140 bytes of brotli smaller.
pub(crate) fn short(host: &str) -> &str {
    host.strip_suffix("com").filter(|rest| rest.ends_with('.')).unwrap_or(host)
}

/// What a host calls itself, as a rule: the label before its last one.
pub(crate) fn name_of(host: &str) -> &str {
    let (mut name, mut last) = ("", "");
    for label in pieces(host, b'.') {
        name = last;
        last = label;
    }
    name
}

/// An any-host rule's path may begin at any directory: `/stats/matomo.js`.
fn begins_anywhere(mut path: &str, prefix: &str) -> bool {
    while !begins(path, prefix) {
        match path.get(1..) {
            Some(rest) => path = before(rest, *b"///").1,
            None => return false,
        }
    }
    true
}

/// Whether `path` begins with `prefix`. `*` stands for one segment. A prefix that ends in a letter or digit must not
/// go on as a word: `/tr` is not `/travel`, but `/npm/pkg` is `/npm/pkg@1.2`.
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
    let goes_on = path.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    !(last.is_ascii_alphanumeric() && goes_on)
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
