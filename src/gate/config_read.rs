//! Reads the values of single config keys and collects what is wrong with them. Decides nothing about requests.

use super::category::{Category, Need};
use super::config::{Problem, SiteFeature, SiteVendor};
use super::location::Host;
use super::pattern::Pattern;
use super::text::push_number;
use super::value::Value;

/// Collects the problems of one config.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Problem>,
}

impl Reader {
    /// `key` is no key of a config.
    pub(crate) fn unknown(&mut self, key: &str) {
        self.problem(&["config \"", key, "\": there is no such key; it is ignored"]);
    }

    /// The value of `key` is of no use.
    fn wrong(&mut self, key: &str, wanted: &str) {
        self.problem(&["config \"", key, "\" must be ", wanted, "; the default is used"]);
    }

    fn problem(&mut self, parts: &[&str]) {
        self.problems.push(Problem(parts.concat()));
    }

    /// The members of an object; none of anything else.
    pub(crate) fn members<'v>(&mut self, key: &str, value: &'v Value) -> &'v [(String, Value)] {
        match value {
            Value::Map(members) => members,
            _ if key.is_empty() => {
                self.problem(&["the config must be a JSON object; the defaults are used"]);
                &[]
            }
            _ => {
                self.wrong(key, "an object");
                &[]
            }
        }
    }

    /// Whether the second word stands there; the first one is the default.
    pub(crate) fn either(&mut self, key: &str, value: &Value, words: [&str; 2]) -> bool {
        let word = value.text();
        if !words.iter().any(|it| word == Some(it)) {
            self.wrong(key, &["\"", words[0], "\" or \"", words[1], "\""].concat());
        }
        word == Some(words[1])
    }

    pub(crate) fn text(&mut self, key: &str, value: &Value) -> Option<String> {
        if value.text().is_none() {
            self.wrong(key, "a string");
        }
        value.text().map(str::to_owned)
    }

    pub(crate) fn number(&mut self, key: &str, value: &Value, least: f64, most: f64, usual: f64) -> f64 {
        let number = value.number().filter(|number| (least..=most).contains(number));
        number.unwrap_or_else(|| {
            let mut wanted = String::from("a number from ");
            push_number(&mut wanted, least as u64);
            wanted.push_str(" to ");
            push_number(&mut wanted, most as u64);
            self.wrong(key, &wanted);
            usual
        })
    }

    /// A version is a name: `"3"` and `3` are the same one.
    pub(crate) fn version(&mut self, key: &str, value: &Value) -> Option<String> {
        match value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(number) if *number >= 0.0 && *number as u64 as f64 == *number => {
                let mut text = String::new();
                push_number(&mut text, *number as u64);
                Some(text)
            }
            _ => {
                self.wrong(key, "a string or a whole number");
                None
            }
        }
    }

    /// `false`, `true` (the default) or an object of options, which their own module reads.
    pub(crate) fn options(&mut self, key: &str, value: &Value) -> Option<Value> {
        match value {
            Value::Bool(true) => None,
            Value::Bool(false) | Value::Map(_) => Some(value.clone()),
            _ => {
                self.wrong(key, "false or an object");
                None
            }
        }
    }

    pub(crate) fn files(&mut self, key: &str, value: &Value) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for (name, file) in self.members(key, value) {
            let name_of = [key, ".", name].concat();
            files.extend(self.text(&name_of, file).map(|file| (name.clone(), file)));
        }
        files
    }

    fn list<'v>(&mut self, key: &str, value: &'v Value) -> &'v [Value] {
        let Value::List(list) = value else {
            self.wrong(key, "a list of strings");
            return &[];
        };
        list
    }

    pub(crate) fn hosts(&mut self, key: &str, value: &Value) -> Vec<Host> {
        let mut hosts = Vec::new();
        for entry in self.list(key, value) {
            match entry.text().and_then(Host::parse) {
                Some(host) => hosts.push(host),
                None => self.not_a_host(key, entry),
            }
        }
        hosts
    }

    fn not_a_host(&mut self, key: &str, entry: &Value) {
        let shown = entry.text().unwrap_or("an entry that is no string");
        let way_out = "\" is not a host name (write it in ASCII, without scheme and port); it is ignored";
        self.problem(&["config \"", key, "\": \"", shown, way_out]);
    }

    pub(crate) fn vendors(&mut self, key: &str, value: &Value) -> Vec<SiteVendor> {
        let mut vendors = Vec::new();
        for (id, value) in self.members(key, value) {
            if self.good_id(key, id) {
                vendors.push(self.vendor(&[key, ".", id].concat(), id, value));
            }
        }
        vendors
    }

    fn vendor(&mut self, key: &str, id: &str, value: &Value) -> SiteVendor {
        let mut vendor = SiteVendor {
            id: id.to_owned(),
            domains: Vec::new(),
            category: None,
            need: None,
            features: Vec::new(),
        };
        for (name, value) in self.members(key, value) {
            let key = [key, ".", name].concat();
            match &**name {
                "domains" => vendor.domains = self.domains(&key, value),
                "category" => vendor.category = self.category(&key, value),
                "consent" => vendor.need = self.need(&key, value),
                "features" => vendor.features = self.features(&key, value),
                _ => self.unknown(&key),
            }
        }
        vendor
    }

    fn features(&mut self, key: &str, value: &Value) -> Vec<SiteFeature> {
        let mut features = Vec::new();
        for (id, value) in self.members(key, value) {
            if self.good_id(key, id) {
                features.push(self.feature(&[key, ".", id].concat(), id, value));
            }
        }
        features
    }

    fn feature(&mut self, key: &str, id: &str, value: &Value) -> SiteFeature {
        let mut feature = SiteFeature { id: id.to_owned(), category: None, need: None };
        for (name, value) in self.members(key, value) {
            let key = [key, ".", name].concat();
            match &**name {
                "category" => feature.category = self.category(&key, value),
                "consent" => feature.need = self.need(&key, value),
                _ => self.unknown(&key),
            }
        }
        feature
    }

    fn domains(&mut self, key: &str, value: &Value) -> Vec<String> {
        let mut domains = Vec::new();
        for entry in self.list(key, value) {
            match entry.text().filter(|line| Host::parse(&Pattern::owned(line).host).is_some()) {
                Some(line) => domains.push(line.to_owned()),
                None => self.not_a_host(key, entry),
            }
        }
        domains
    }

    fn category(&mut self, key: &str, value: &Value) -> Option<Category> {
        let category = value.text().and_then(Category::parse);
        if category.is_none() {
            self.wrong(key, "\"necessary\", \"functional\", \"analytics\" or \"marketing\"");
        }
        category
    }

    fn need(&mut self, key: &str, value: &Value) -> Option<Need> {
        let need = value.text().and_then(Need::parse);
        if need.is_none() {
            self.wrong(key, "\"required\" or \"exempt\"");
        }
        need
    }

    /// An id must not be mistaken for a category or for another vendor's feature.
    fn good_id(&mut self, key: &str, id: &str) -> bool {
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
        let good = !id.is_empty() && id.bytes().all(word) && Category::parse(id).is_none();
        if !good {
            let way_out = "\" is no id (lower-case letters, digits, \"-\"; not a category); it is ignored";
            self.problem(&["config \"", key, "\": \"", id, way_out]);
        }
        good
    }
}
