//! Fast path for first-party URLs, which are most URLs of a page: decides from the raw bytes that no vendor rule can
//! match.

use crate::gate::{Decision, Gate, Kind};

/// The data for recognising first-party URLs of one site.
#[derive(Debug)]
pub(crate) struct FirstParty {
    /// Path prefixes of vendor rules for any host, at any directory. They are without their leading slash, indexed by
    /// their first byte.
    beginnings: [Vec<&'static [u8]>; 256],
}

impl FirstParty {
    /// Creates the fast path for the site with this origin. Returns `None` if rules other than those for any host match
    /// the site's host.
    pub(crate) fn new(gate: &Gate, origin: &str) -> Option<FirstParty> {
        let allows = gate.judge(&format!("{origin}/"), Kind::Other).decision == Decision::Allow;
        let rules = gate.anywhere(origin).filter(|_| allows)?;
        let mut own = FirstParty { beginnings: [const { Vec::new() }; 256] };
        for path in rules {
            let fixed = path.split('*').next()?.strip_prefix('/')?.as_bytes();
            own.beginnings[usize::from(*fixed.first()?)].push(fixed);
        }
        Some(own)
    }

    /// Returns whether the URL with this path, as a page writes it, is allowed. `false` means that it is not certain.
    pub(crate) fn has(&self, path: &[u8]) -> bool {
        let mut rest = path;
        while let Some((byte, behind)) = rest.split_first() {
            if !PLAIN[usize::from(*byte)] || *byte == b'/' && !self.has_segment(behind) {
                return false;
            }
            rest = behind;
        }
        path.first() == Some(&b'/')
    }

    /// Returns whether a segment is plain and does not begin like a vendor's path. A segment of dots leads to a parent
    /// directory, and an empty one to another host.
    fn has_segment(&self, rest: &[u8]) -> bool {
        let Some(first) = rest.first() else { return true };
        let mut known = self.beginnings[usize::from(*first)].iter();
        !(matches!(first, b'/' | b'.') || known.any(|it| rest.starts_with(it)))
    }
}

/// Returns whether the URL parser would leave a path unchanged.
pub(crate) fn is_plain(path: &str) -> bool {
    let mut before = b' ';
    let fits = path.bytes().all(|byte| {
        let leads = before == b'/' && matches!(byte, b'/' | b'.');
        before = byte;
        PLAIN[usize::from(byte)] && !leads
    });
    fits && path.starts_with('/')
}

/// Bytes that the URL parser leaves unchanged.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric()
            || matches!(byte as u8, b'/' | b'.' | b'_' | b'-' | b'~' | b'?' | b'=');
        byte += 1;
    }
    plain
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{Config, Signals, Time};

    fn own(host: &str) -> Option<FirstParty> {
        let gate = Gate::new(host, Config::default(), Signals::default(), None, Time(0.0));
        FirstParty::new(&gate, &format!("https://{host}"))
    }

    #[test]
    fn allows_only_plain_first_party_paths() {
        let own = own("www.example.com").expect("no rule matches the site");
        for (path, wanted) in [
            ("/", true),
            ("/images/a-1.webp", true),
            ("/main.js?v=1", true),
            ("/matomo.js", false),
            ("/stats/matomo.js", false),
            ("/x/_vercel/insights/script.js", false),
            ("//www.facebook.com/tr", false),
            ("/../tr", false),
            ("/a b", false),
            ("/\\www.facebook.com/tr", false),
            ("/%6datomo.js", false),
            ("a.png", false),
            ("", false),
        ] {
            assert_eq!(own.has(path.as_bytes()), wanted, "{path}");
        }
    }

    #[test]
    fn returns_none_for_a_host_in_the_table() {
        for host in ["www.facebook.com", "www.google.de", "maps.googleapis.com"] {
            assert!(own(host).is_none(), "{host}");
        }
    }
}
