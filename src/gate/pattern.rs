//! One address pattern of a table or a config, `=host/path?key=prefix`, and how well it fits a URL.
//! No regular expressions: a pattern's cost is its length, and a reviewer reads it at a glance.

use super::location::Location;
use std::borrow::Cow;

/// A text of the bundled table (borrowed for ever) or of the site's config (owned).
pub(crate) type Text = Cow<'static, str>;

/// A host, a path prefix and a query parameter. An empty part matches everything.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// Only this very host (`=host`), not the hosts below it.
    pub(crate) exact: bool,
    /// The host; `*` is any host.
    pub(crate) host: Text,
    /// Prefix of the path; `*` in it stands for one path segment.
    pub(crate) path: Text,
    /// `key=prefix` that one query parameter must begin with.
    pub(crate) query: Text,
}

/// How narrow a match is: the longer path wins, then the longer query.
pub(crate) type Weight = (usize, usize);

impl Pattern {
    /// The pattern in a line of the bundled table.
    pub(crate) fn bundled(line: &'static str) -> Pattern {
        let (exact, host, path, query) = parts(line);
        Pattern { exact, host: host.into(), path: path.into(), query: query.into() }
    }

    /// The pattern in a string of the site's config; the host is compared in lower case.
    pub(crate) fn owned(line: &str) -> Pattern {
        let (exact, host, path, query) = parts(line);
        let host = host.to_ascii_lowercase();
        Pattern { exact, host: host.into(), path: path.to_owned().into(), query: query.to_owned().into() }
    }

    /// How well path and query fit, or `None` if they do not. The host has been compared by the walk.
    /// An any-host rule's path may begin at any directory (`/stats/matomo.js`).
    pub(crate) fn weigh(&self, location: &Location<'_>) -> Option<Weight> {
        let path = location.path();
        let fits = match &*self.host {
            "*" => slashes(path).any(|at| begins(&path[at..], &self.path)),
            _ => begins(path, &self.path),
        };
        let asks = || location.query().split('&').any(|parameter| parameter.starts_with(&*self.query));
        (fits && asks()).then_some((self.path.len(), self.query.len()))
    }
}

fn parts(line: &str) -> (bool, &str, &str, &str) {
    let (exact, line) = line.strip_prefix('=').map_or((false, line), |rest| (true, rest));
    let (line, query) = line.split_once('?').unwrap_or((line, ""));
    let (host, path) = line.split_at(line.bytes().position(|b| b == b'/').unwrap_or(line.len()));
    (exact, host, path, query)
}

fn slashes(path: &str) -> impl Iterator<Item = usize> {
    path.bytes().enumerate().filter(|(_, b)| *b == b'/').map(|(at, _)| at)
}

/// Whether `path` begins with `prefix`. `*` stands for one segment. A prefix that ends in a letter or digit must not
/// go on as a word: `/tr` is not `/travel`, but `/npm/pkg` is `/npm/pkg@1.2`.
fn begins(path: &str, prefix: &str) -> bool {
    let mut path = path.bytes().peekable();
    let mut last = b'/';
    for wanted in prefix.bytes() {
        last = wanted;
        if wanted == b'*' {
            if path.next_if(|b| *b != b'/').is_none() {
                return false;
            }
            while path.next_if(|b| *b != b'/').is_some() {}
        } else if path.next() != Some(wanted) {
            return false;
        }
    }
    let goes_on = path.next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
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
    }

    #[test]
    fn weighs_path_then_query() {
        let url = "https://h.example/gtag/js?l=x&id=G-1";
        let weigh = |line: &str| Pattern::owned(line).weigh(&Location::split(url).unwrap());
        assert_eq!(weigh("h.example/gtag/js"), Some((8, 0)));
        assert_eq!(weigh("h.example/gtag/js?id=G-"), Some((8, 5)));
        assert_eq!(weigh("h.example/gtag/js?id=AW-"), None);
        assert_eq!(weigh("h.example/gtag/js?d=G-"), None);
        assert_eq!(weigh("*/js"), Some((3, 0)));
        assert_eq!(weigh("*/j"), None);
    }
}
