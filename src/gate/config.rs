//! The site's configuration, read from a parsed JSON value.

use super::value::Value;
use core::fmt;

/// What is wrong with a config or a call, in one clear line that names the thing and the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem(pub(crate) String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The site's configuration. Every key that is missing or wrong has its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `"api": "locked"`.
    pub api_locked: bool,
    /// `"csp": "hosts"`.
    pub csp_hosts: bool,
    /// `fetch_timeout` in milliseconds (default 10000).
    pub fetch_timeout: u32,
    /// `cookie_domain`.
    pub cookie_domain: Option<String>,
    /// `language`.
    pub language: Option<String>,
    /// `base`: where the sibling files are.
    pub base: Option<String>,
    /// `files`: their names, by their usual names.
    pub files: Vec<(String, String)>,
    /// `banner`: `false`, or its options.
    pub banner: Option<Value>,
    /// `signals`: options for what we tell others.
    pub signals: Option<Value>,
}

impl Config {
    /// Reads a config; each unknown key and each wrong type is a problem, and its default is used.
    pub fn read(_value: &Value) -> (Config, Vec<Problem>) {
        (Config::default(), Vec::new())
    }
}
