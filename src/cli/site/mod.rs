//! The site that a command is about: `--site`, and URLs as a page of it has them.

pub(crate) mod banner_options;
pub(crate) mod config;
pub(crate) mod place;

use crate::address::{Url, resolve};

/// Where a page stands of which nobody says where: a host that cannot exist.
const NOWHERE: &str = "https://relative.invalid/";

/// The page that a URL is judged for.
#[derive(Clone, Debug)]
pub struct Site {
    base: Option<Url>,
}

impl Site {
    /// The site of `--site`, such as `https://www.example.com`; without it only absolute URLs are understood.
    ///
    /// # Errors
    ///
    /// One line if it is no web origin.
    pub fn new(origin: Option<&str>) -> Result<Site, String> {
        let Some(origin) = origin else { return Ok(Site { base: None }) };
        let base = Url::parse(origin).ok().filter(|url| url.has_host() && url.scheme().starts_with("http"));
        match base {
            Some(url) => Ok(Site { base: Some(url) }),
            None => Err(format!("--site {origin}: not an origin such as https://www.example.com")),
        }
    }

    /// The page's host, empty without a site.
    pub fn host(&self) -> &str {
        self.base.as_ref().and_then(Url::host_str).unwrap_or("")
    }

    /// Whether `--site` says where the page stands.
    pub(crate) fn is_known(&self) -> bool {
        self.base.is_some()
    }

    /// The address of a page of this site; one that nobody has, for a page that may stand anywhere.
    pub(crate) fn page(&self) -> Result<Url, String> {
        match &self.base {
            Some(url) => Ok(url.clone()),
            None => Url::parse(NOWHERE).map_err(|error| error.to_string()),
        }
    }

    /// The canonical form of `text`.
    ///
    /// # Errors
    ///
    /// One line if a browser would not understand it either.
    pub fn canonical(&self, text: &str) -> Result<String, String> {
        let page = self.page()?;
        let url = resolve(&page, text).map_err(|error| format!("{text}: {error}"))?;
        if self.base.is_none() && url.host_str() == page.host_str() {
            return Err(format!("{text}: a relative URL; give the page with --site"));
        }
        Ok(url.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_a_browser_does() {
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
        let nowhere = Site::new(None).unwrap();
        assert!(nowhere.canonical("b.js").is_err());
        assert!(nowhere.canonical("//infobip.com/x").is_ok());
        assert!(nowhere.canonical("https://").is_err());
        assert!(Site::new(Some("example.com")).is_err());
    }
}
