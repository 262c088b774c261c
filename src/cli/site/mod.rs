//! The site that a command is about: `--site`, and the URLs of its pages.

pub(crate) mod banner_options;
pub(crate) mod config;
pub(crate) mod options;

use crate::address::{Url, resolve};
use thiserror::Error;

/// The URL of a page of an unknown site. The host cannot exist (RFC 2606).
const UNKNOWN_PAGE: &str = "https://relative.invalid/";

/// A `--site` that is not an origin, or a URL that a page of the site cannot have.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SiteError {
    /// `--site` is not an origin.
    #[error("--site {origin}: not an origin such as https://www.example.com")]
    Origin {
        /// The value of `--site`.
        origin: String,
    },
    /// The URL cannot be parsed.
    #[error("{url}: {source}")]
    Url {
        /// The URL.
        url: String,
        /// The error of the parser.
        source: url::ParseError,
    },
    /// The URL is relative, and the site is unknown.
    #[error("{url}: a relative URL; give the page with --site")]
    Relative {
        /// The URL.
        url: String,
    },
    /// The URL of the page of an unknown site cannot be parsed. This never happens.
    #[error(transparent)]
    UnknownPage(#[from] url::ParseError),
}

/// The site whose pages request URLs.
#[derive(Clone, Debug)]
pub struct Site {
    base: Option<Url>,
}

impl Site {
    /// Parses the value of `--site`, such as `https://www.example.com`. Without it, only absolute URLs are accepted.
    ///
    /// # Errors
    ///
    /// [`SiteError::Origin`] if the value is not an `http` or `https` origin.
    pub fn new(origin: Option<&str>) -> Result<Site, SiteError> {
        let Some(origin) = origin else { return Ok(Site { base: None }) };
        let base = Url::parse(origin).ok().filter(|url| url.has_host() && url.scheme().starts_with("http"));
        match base {
            Some(url) => Ok(Site { base: Some(url) }),
            None => Err(SiteError::Origin { origin: origin.to_owned() }),
        }
    }

    /// Returns the host of the site. It is empty without `--site`.
    pub fn host(&self) -> &str {
        self.base.as_ref().and_then(Url::host_str).unwrap_or("")
    }

    /// Whether `--site` is given.
    pub(crate) fn is_known(&self) -> bool {
        self.base.is_some()
    }

    /// Returns the URL of a page of this site. For an unknown site the host cannot exist.
    pub(crate) fn page(&self) -> Result<Url, SiteError> {
        match &self.base {
            Some(url) => Ok(url.clone()),
            None => Ok(Url::parse(UNKNOWN_PAGE)?),
        }
    }

    /// Returns the canonical form of a URL in a page of the site.
    ///
    /// # Errors
    ///
    /// [`SiteError`] if the URL cannot be parsed, or if it is relative and the site is unknown.
    pub fn canonical(&self, text: &str) -> Result<String, SiteError> {
        let page = self.page()?;
        let url = resolve(&page, text).map_err(|source| SiteError::Url { url: text.to_owned(), source })?;
        if self.base.is_none() && url.host_str() == page.host_str() {
            return Err(SiteError::Relative { url: text.to_owned() });
        }
        Ok(url.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_resolved_as_in_a_browser() {
        let site = Site::new(Some("https://www.example.com/a/")).unwrap();
        for (text, wanted) in [
            ("//LiveChat.Infobip.com:443/widget.js", "https://livechat.infobip.com/widget.js"),
            ("https:\\\\livechat.infobip.com\\widget.js", "https://livechat.infobip.com/widget.js"),
            ("ht\ttps://livechat.info\nbip.com/widget.js", "https://livechat.infobip.com/widget.js"),
            ("https://livechat.infobip.com./x", "https://livechat.infobip.com./x"),
            ("///livechat.infobip.com/widget.js", "https://livechat.infobip.com/widget.js"),
            (" /\t/\\/\\livechat.infobip.com/widget.js", "https://livechat.infobip.com/widget.js"),
            ("https:////livechat.infobip.com/widget.js", "https://livechat.infobip.com/widget.js"),
            ("/\\livechat.infobip.com/x//y", "https://livechat.infobip.com/x//y"),
            ("b.js", "https://www.example.com/a/b.js"),
            ("data:text/plain,x", "data:text/plain,x"),
        ] {
            assert_eq!(site.canonical(text).as_deref(), Ok(wanted), "{text}");
        }
        let unknown = Site::new(None).unwrap();
        assert!(unknown.canonical("b.js").is_err());
        assert!(unknown.canonical("//infobip.com/x").is_ok());
        assert!(unknown.canonical("https://").is_err());
        assert!(Site::new(Some("example.com")).is_err());
    }
}
