//! One tier of rules (the site's own, the reviewed table, the imported one) and the host walk over it.
//!
//! The walk: the exact host, then the host as a suffix at a label boundary, then each parent; the first level with a
//! matching entry wins; within a level the longest path, then the query. A level whose only entries are path rules
//! that do not match falls through to its parent. Any-host rules come last.

use crate::gate::text::bytes::{SEED, cut, mix};
use crate::gate::vendors::location::Location;
use crate::gate::vendors::pattern::{Pattern, Weight, short};

/// The end of a chain.
const NONE: u16 = u16::MAX;

/// The least number of hash buckets, a power of two.
const LEAST: usize = 64;

/// The longest host name that there is. A longer one costs no walk over its countless labels.
const LONGEST_HOST: usize = 253;

/// The host of the rules for any host.
const ANY: &str = "*";

/// Rules in hash chains by host: built in one pass at start, compared byte by byte, so there are no false matches. There
/// are at least as many chains as rules, so a lookup costs the same however long the table is.
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
    /// Adds a rule that gives `item`. Rules beyond what a `u16` counts are ignored; the lint refuses such a table.
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

    /// Puts a rule at the head of its chain.
    fn link(&mut self, number: usize) {
        let buckets = self.heads.len();
        if let Some(rule) = self.rules.get_mut(number)
            && let Some(head) = self.heads.get_mut(bucket(rule.hash, buckets))
        {
            rule.next = *head;
            *head = number as u16;
        }
    }

    /// The item that answers for `location`, whose host is compared as `host` (Google's country domains differ).
    ///
    /// It goes up from the last label to the whole host, since a hash from behind is that of each level in turn: what
    /// is found at a longer level replaces what was found before.
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

    /// The paths of the rules for any host; `None` if others are about this host or one above it.
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

    /// The narrowest matching rule of one level.
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

/// The host one label up.
pub(crate) fn parent(host: &str) -> Option<&str> {
    cut(host, b'.').map(|(_, parent)| parent)
}

/// Who could choose colliding hosts writes the table or the config, so no keyed hash is needed.
fn bucket(hash: u32, buckets: usize) -> usize {
    (hash ^ (hash >> 16)) as usize & buckets.wrapping_sub(1)
}

/// The sum of a host from its last byte to its first.
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
    fn exact_then_suffix_then_parents() {
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
    fn a_level_without_a_matching_path_falls_through() {
        let rules = ["=s.example/a/", "example/b", "example/b/c", "example/b?k=1"];
        check(&rules, "https://s.example/a/x", Some(0));
        check(&rules, "https://s.example/b", Some(1));
        check(&rules, "https://s.example/b/c", Some(2));
        check(&rules, "https://s.example/b?k=1", Some(3));
        check(&rules, "https://s.example/b/c?k=1", Some(2));
        check(&rules, "https://s.example/", None);
    }
}
