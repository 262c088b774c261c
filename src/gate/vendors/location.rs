//! Splits a canonical URL into host, path and query, which rules match. This is not a URL parser: the browser, or
//! natively the `url` crate, has parsed and serialised the URL.

use std::borrow::Cow;

use crate::gate::text::bytes::{before, cut, head, pieces, push_number};

/// The host, path and query of a network URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    host: Cow<'a, str>,
    path: &'a str,
    query: &'a str,
}

impl<'a> Location<'a> {
    /// Splits a canonical `http`, `https`, `ws` or `wss` URL. Returns `None` for any other scheme and for a URL without
    /// a host. User name, password and port are ignored, because the vendor does not depend on them.
    pub fn split(url: &'a str) -> Option<Location<'a>> {
        let (scheme, rest) = cut(url, b':')?;
        if !matches!(scheme, "https" | "http" | "wss" | "ws") {
            return None;
        }
        let (authority, rest) = before(rest.strip_prefix("//")?, *b"/?#");
        let (path, rest) = before(rest, *b"?##");
        let query = rest.strip_prefix('?').map_or("", |query| head(query, b'#').0);
        let (host, _) = without_dot_and_port(without_user(authority));
        let host = embedded(host).map_or(Cow::Borrowed(host), Cow::Owned);
        if host.is_empty() { None } else { Some(Location { host, path, query }) }
    }

    /// Returns the host without the port and the trailing dot. An IPv4-mapped IPv6 address is returned as its IPv4
    /// address.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the path, which begins with `/`.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// Returns the query without its `?`.
    pub fn query(&self) -> &'a str {
        self.query
    }
}

/// Returns the authority without user name and password. A password may contain `@`, so only the last one counts.
fn without_user(authority: &str) -> &str {
    let mut host = authority;
    while let Some((_, rest)) = cut(host, b'@') {
        host = rest;
    }
    host
}

/// Returns the host and the port. Colons in the brackets of an IPv6 address do not begin a port. `example.com.` is the
/// same host as `example.com`.
fn without_dot_and_port(host: &str) -> (&str, &str) {
    if host.starts_with('[') {
        let inside = head(host, b']').0;
        return host.split_at_checked(inside.len() + 1).unwrap_or((host, ""));
    }
    let (host, port) = head(host, b':');
    (host.strip_suffix('.').unwrap_or(host), port)
}

/// Returns the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). The input is serialised as in the URL
/// Standard.
///
/// Threat: a page names the IPv4 address of a listed host in this form. The same server answers, and no rule would
/// match.
fn embedded(host: &str) -> Option<String> {
    let (high, low) = cut(host.strip_prefix("[::ffff:")?.strip_suffix(']')?, b':')?;
    let [a, b] = u16::from_str_radix(high, 16).ok()?.to_be_bytes();
    let [c, d] = u16::from_str_radix(low, 16).ok()?.to_be_bytes();
    let mut address = String::new();
    for byte in [a, b, c, d] {
        if !address.is_empty() {
            address.push('.');
        }
        push_number(&mut address, byte.into());
    }
    Some(address)
}

/// A host name as in configs and tables: ASCII, lower case, without port and trailing dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// Parses a host name. Returns `None` for any text that is not a host name in ASCII.
    pub fn parse(text: &str) -> Option<Host> {
        let (host, port) = without_dot_and_port(text);
        let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let address = host.starts_with('[') && host.ends_with(']');
        let name = pieces(host, b'.').all(|label| !label.is_empty()) && host.bytes().all(good);
        let whole = port.is_empty() && !text.ends_with(':');
        let host = host.to_ascii_lowercase();
        (whole && (address || name)).then(|| Host(embedded(&host).unwrap_or(host)))
    }

    /// Returns the host name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Removes a leading `www.` from a page's host, to get the site.
    pub fn site(self) -> Host {
        match self.0.strip_prefix("www.") {
            Some(rest) => Host(rest.to_owned()),
            None => self,
        }
    }

    /// Returns whether `host` is this host or a subdomain of it.
    pub fn covers(&self, host: &str) -> bool {
        match host.strip_suffix(&*self.0) {
            Some(below) => below.is_empty() || below.ends_with('.'),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, host: &str, path: &str, query: &str) {
        let location = Location::split(url).expect(url);
        assert_eq!((location.host(), location.path(), location.query()), (host, path, query));
    }

    #[test]
    fn splits_canonical_urls() {
        check("https://a.example/", "a.example", "/", "");
        check("http://a.example:8080/x/y?z=1&w#f", "a.example", "/x/y", "z=1&w");
        check("wss://a.example./socket", "a.example", "/socket", "");
        check("https://livechat.infobip.com@evil.example/", "evil.example", "/", "");
        check("https://user:pa@ss@evil.example:1/", "evil.example", "/", "");
        check("http://[2001:db8::1]:80/x", "[2001:db8::1]", "/x", "");
        check("http://[2001:db8::1]/x", "[2001:db8::1]", "/x", "");
        check("https://[::ffff:cb00:7107]:8443/x", "203.0.113.7", "/x", "");
        check("https://[::ffff:0:1]/", "0.0.0.1", "/", "");
        check("https://[::cb00:7107]/", "[::cb00:7107]", "/", "");
        check("https://[::ffff:1:cb00:7107]/", "[::ffff:1:cb00:7107]", "/", "");
        check("https://a.example?x=/y", "a.example", "", "x=/y");
        check("https://a.example/x#?y", "a.example", "/x", "");
    }

    #[test]
    fn rejects_other_schemes() {
        for url in
            ["", "data:,x", "blob:https://a.example/1", "about:blank", "javascript:1", "https:", "https://"]
        {
            assert_eq!(Location::split(url), None, "{url}");
        }
    }

    #[test]
    fn a_host_covers_itself_and_its_subdomains() {
        let host = Host::parse("WWW.Example.com.").unwrap().site();
        assert_eq!(host.as_str(), "example.com");
        assert!(Host::parse("[2001:db8::1]").is_some());
        assert_eq!(Host::parse("[::FFFF:cb00:7107]").unwrap().as_str(), "203.0.113.7");
        let mapped = Location::split("https://[::ffff:cb00:7107]/").unwrap();
        assert!(Host::parse("203.0.113.7").unwrap().covers(mapped.host()));
        assert!(host.covers("example.com") && host.covers("a.example.com"));
        assert!(!host.covers("notexample.com") && !host.covers("example.com.evil.example"));
        for bad in [
            "",
            "a b",
            "münchen.example",
            "a/b",
            "a..b",
            "https://a",
            "*.example.com",
            "a.example:80",
            "a:",
            "https:",
            "[::1]:80",
        ] {
            assert_eq!(Host::parse(bad), None, "{bad}");
        }
    }
}
