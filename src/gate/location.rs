//! The parts of a URL that decide: host, path and query of a network address in the browser's canonical form.
//! Not a URL parser: the browser (or the `url` crate, natively) has normalised, this only splits.

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

impl<'a> Location<'a> {
    /// Splits a canonical `http`, `https`, `ws` or `wss` URL; `None` for every other scheme and for a URL without a
    /// host. User name, password and port are dropped: none of them says whose a host is.
    pub fn split(url: &'a str) -> Option<Location<'a>> {
        let (scheme, rest) = url.split_once(':')?;
        if !matches!(scheme, "https" | "http" | "wss" | "ws") {
            return None;
        }
        let rest = rest.strip_prefix("//")?;
        let rest = rest.split('#').next().unwrap_or(rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_at(rest.bytes().position(|b| b == b'/').unwrap_or(rest.len()));
        let host = without_dot(without_port(authority.rsplit('@').next().unwrap_or(authority)));
        if host.is_empty() { None } else { Some(Location { host, path, query }) }
    }

    /// The host, without port and without a trailing dot.
    pub fn host(&self) -> &'a str {
        self.host
    }

    /// The path, beginning with `/`.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The query without its `?`.
    pub fn query(&self) -> &'a str {
        self.query
    }
}

/// `example.com.` names the same host as `example.com`.
fn without_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// The colons inside the brackets of an IPv6 address are no port.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => host,
    }
}

/// A host name as configs and tables write it: ASCII, lower case, no port, no trailing dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// The host of this name; `None` for anything that is not the ASCII form of a host name.
    pub fn parse(text: &str) -> Option<Host> {
        let host = without_dot(text);
        let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'[' | b':' | b']');
        let labels = || host.split('.').all(|label| !label.is_empty());
        (host.bytes().all(good) && labels()).then(|| Host(host.to_ascii_lowercase()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same without a leading `www.`: the site behind a page's host.
    pub fn site(self) -> Host {
        match self.0.strip_prefix("www.") {
            Some(rest) => Host(rest.to_owned()),
            None => self,
        }
    }

    /// Whether `host` is this host or lies below it.
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
        check("https://a.example?x=/y", "a.example", "", "x=/y");
        check("https://a.example/x#?y", "a.example", "/x", "");
    }

    #[test]
    fn other_schemes_are_no_location() {
        for url in
            ["", "data:,x", "blob:https://a.example/1", "about:blank", "javascript:1", "https:", "https://"]
        {
            assert_eq!(Location::split(url), None, "{url}");
        }
    }

    #[test]
    fn a_host_covers_itself_and_what_is_below() {
        let host = Host::parse("WWW.Example.com.").unwrap().site();
        assert_eq!(host.as_str(), "example.com");
        assert!(host.covers("example.com") && host.covers("a.example.com"));
        assert!(!host.covers("notexample.com") && !host.covers("example.com.evil.example"));
        for bad in ["", "a b", "münchen.example", "a/b", "a..b", "https://a", "*.example.com"] {
            assert_eq!(Host::parse(bad), None, "{bad}");
        }
    }
}
