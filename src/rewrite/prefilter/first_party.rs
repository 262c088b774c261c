//! Addresses of the site itself, nearly all that a page asks for: which of them are nobody else's, told by their bytes.

use crate::gate::{Decision, Gate, Kind};

/// What a site's own addresses are told by.
#[derive(Debug)]
pub(crate) struct FirstParty {
    /// Beginnings of paths that are a vendor's on any host, at whatever directory they stand, without their slash, by their
    /// first byte.
    beginnings: [Vec<&'static [u8]>; 256],
}

impl FirstParty {
    /// For the site of this origin. `None` where more than such a path decides: the table knows the host.
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

    /// Whether what is at this path, as a page writes it, may load. If not, who knows.
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

    /// A segment of dots leads upwards, an empty one to another host.
    fn has_segment(&self, rest: &[u8]) -> bool {
        let Some(first) = rest.first() else { return true };
        let mut known = self.beginnings[usize::from(*first)].iter();
        !(matches!(first, b'/' | b'.') || known.any(|it| rest.starts_with(it)))
    }
}

/// Whether a path is what a browser asks for as it is written.
pub(crate) fn is_plain(path: &str) -> bool {
    let mut before = b' ';
    let fits = path.bytes().all(|byte| {
        let leads = before == b'/' && matches!(byte, b'/' | b'.');
        before = byte;
        PLAIN[usize::from(byte)] && !leads
    });
    fits && path.starts_with('/')
}

/// Bytes that a browser asks for as they are written.
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
    fn paths_are_nobody_elses() {
        let own = own("www.example.com").expect("a site that no rule is about");
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
    fn a_host_that_the_table_knows_is_asked_about() {
        for host in ["www.facebook.com", "www.google.de", "maps.googleapis.com"] {
            assert!(own(host).is_none(), "{host}");
        }
    }
}
