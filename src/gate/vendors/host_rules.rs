//! One rule set (the site's, the reviewed or the imported one) and the host walk over it.
//!
//! The walk tries the exact host, then the host as a suffix at a label boundary, then each parent. The first level with
//! a matching rule wins. Within a level the longest path wins, then the query. If a level has only path rules and none
//! matches, the walk continues with its parent. Rules for any host are tried last.

use crate::gate::text::bytes::{SEED, cut, mix};
use crate::gate::vendors::location::Location;
use crate::gate::vendors::pattern::{Pattern, Weight, short};

/// The end of a hash chain.
const NONE: u16 = u16::MAX;

/// Minimum number of hash buckets, a power of two.
const LEAST: usize = 64;

/// Maximum length in bytes of a host name (RFC 1035, 2.3.4).
///
/// Threat: a host name with thousands of labels would make the walk slow. Only this many bytes at its end are read.
const LONGEST_HOST: usize = 253;

/// The host of rules for any host.
const ANY: &str = "*";

/// Rules in hash chains by host, built once at start. Hosts are compared byte by byte, so there are no false matches.
/// There are at least as many chains as rules, so the time of a lookup does not depend on the size of the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct HostRules {
    rules: Vec<Rule>,
    heads: Vec<u16>,
}

#[derive(Clone, Debug)]
struct Rule {
    pattern: Pattern,
    hash: u32,
    item: u16,
    next: u16,
}

impl HostRules {
    /// Adds a rule for `item`. Rules beyond the range of `u16` are ignored; `consent-gate vendors` rejects such a
    /// table.
    pub(crate) fn add(&mut self, pattern: Pattern, item: u16) {
        if self.rules.len() < NONE as usize {
            self.rules.push(Rule { pattern, hash: hash_of(pattern.host), item, next: NONE });
            match self.rules.len() > self.heads.len() {
                true => self.grow(),
                false => self.link(self.rules.len() - 1),
            }
        }
    }

    fn grow(&mut self) {
        self.heads = vec![NONE; (self.heads.len() * 2).max(LEAST)];
        for number in 0..self.rules.len() {
            self.link(number);
        }
    }

    /// Inserts a rule at the head of its chain.
    fn link(&mut self, number: usize) {
        let buckets = self.heads.len();
        if let Some(rule) = self.rules.get_mut(number)
            && let Some(head) = self.heads.get_mut(bucket(rule.hash, buckets))
        {
            rule.next = *head;
            *head = number as u16;
        }
    }

    /// Returns the item whose rule matches `location`. Its host is compared as `host`, which differs for Google's
    /// country domains.
    ///
    /// The loop goes from the last label to the whole host. Hashes are computed from the last byte, so one pass gives
    /// the hash of every level. A match at a longer level replaces earlier ones.
    pub(crate) fn find(&self, host: &str, location: &Location<'_>) -> Option<u16> {
        if self.rules.is_empty() {
            return None;
        }
        let host = short(host);
        let bytes = host.as_bytes();
        let (mut found, mut hash) = (None, SEED);
        for (at, byte) in bytes.iter().enumerate().rev().take(LONGEST_HOST) {
            hash = mix(hash, *byte);
            if at == 0 || bytes.get(at - 1) == Some(&b'.') {
                let level = host.get(at..).unwrap_or("");
                found = self.best(level, hash, false, location).or(found);
            }
        }
        let exact = self.best(host, hash, true, location);
        exact.or(found).or_else(|| self.best(ANY, hash_of(ANY), false, location))
    }

    /// Returns the paths of the rules for any host, and `None` if another rule names this host or one of its parents.
    #[cfg(any(feature = "cli", feature = "edge"))]
    pub(crate) fn anywhere(&self, host: &str) -> Option<Vec<&'static str>> {
        let host = short(host);
        let mut paths = Vec::new();
        for Rule { pattern, .. } in &self.rules {
            let above = host.strip_suffix(pattern.host);
            match above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) {
                _ if pattern.host == ANY => paths.push(pattern.path()),
                true => return None,
                false => {}
            }
        }
        Some(paths)
    }

    /// Returns the item of the narrowest matching rule of one level.
    fn best(&self, level: &str, hash: u32, exact: bool, location: &Location<'_>) -> Option<u16> {
        let mut best: Option<u16> = None;
        let mut narrowest: Weight = (0, 0);
        let mut at = self.heads.get(bucket(hash, self.heads.len())).copied().unwrap_or(NONE);
        while let Some(rule) = self.rules.get(at as usize) {
            at = rule.next;
            if rule.hash == hash
                && rule.pattern.exact == exact
                && rule.pattern.host == level
                && let Some(weight) = rule.pattern.weigh(location)
                && weight >= narrowest
            {
                best = Some(rule.item);
                narrowest = weight;
            }
        }
        best
    }
}

/// Returns the host without its first label.
pub(crate) fn parent(host: &str) -> Option<&str> {
    cut(host, b'.').map(|(_, parent)| parent)
}

/// Returns the bucket of a hash. The hash has no key, because colliding hosts could only come from the vendor table or
/// the site's config.
fn bucket(hash: u32, buckets: usize) -> usize {
    (hash ^ (hash >> 16)) as usize & buckets.wrapping_sub(1)
}

/// Returns the hash of a host, computed from its last byte to its first.
fn hash_of(host: &str) -> u32 {
    host.bytes().rev().fold(SEED, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rules: &[&'static str], url: &str, wanted: Option<u16>) {
        let mut tier = HostRules::default();
        for (item, line) in rules.iter().enumerate() {
            tier.add(Pattern::read(line), item as u16);
        }
        let location = Location::split(url).unwrap();
        assert_eq!(tier.find(location.host(), &location), wanted, "{url}");
    }

    #[test]
    fn tries_the_exact_host_then_suffixes_then_any_host() {
        let rules = ["b.example", "=a.b.example", "a.b.example", "*/m.js"];
        check(&rules, "https://a.b.example/", Some(1));
        check(&rules, "https://x.a.b.example/", Some(2));
        check(&rules, "https://y.b.example/", Some(0));
        check(&rules, "https://b.example/m.js", Some(0));
        check(&rules, "https://other.example/m.js", Some(3));
        check(&rules, "https://other.example/x/m.js", Some(3));
        check(&rules, "https://other.example/x", None);
        check(&rules, "https://notb.example/", None);
        check(&rules, "https://b.example.evil.test/", None);
    }

    #[test]
    fn continues_with_the_parent_if_no_path_matches() {
        let rules = ["=s.example/a/", "example/b", "example/b/c", "example/b?k=1"];
        check(&rules, "https://s.example/a/x", Some(0));
        check(&rules, "https://s.example/b", Some(1));
        check(&rules, "https://s.example/b/c", Some(2));
        check(&rules, "https://s.example/b?k=1", Some(3));
        check(&rules, "https://s.example/b/c?k=1", Some(2));
        check(&rules, "https://s.example/", None);
    }
}
