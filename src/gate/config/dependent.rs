//! The config's `dependents`: first-party files that need a held library.

use crate::gate::config::reader::Reader;
use crate::gate::text::bytes::{contains, head, join};
use crate::gate::text::misspelt::hint;
use crate::gate::text::value::Value;
use crate::gate::vendors::location::Location;

const NO_FILE: &str = "\" is not a path that begins with \"/\" or an absolute URL; it is ignored";

/// One entry of the config's `dependents`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dependent {
    /// A path that begins with `/`, or an absolute URL. Without a query it matches the file with every query.
    pub(crate) src: String,
    /// The vendor whose scripts the file needs. If empty, the file needs every held library before it.
    pub(crate) vendor: String,
}

impl Dependent {
    pub(crate) fn names(&self, location: &Location<'_>) -> bool {
        let absolute = Location::split(&self.src);
        let (path, query) = match &absolute {
            Some(own) => (own.path(), own.query()),
            None => head(&self.src, b'?'),
        };
        absolute.as_ref().is_none_or(|own| own.host() == location.host())
            && path == location.path()
            && (query.is_empty() || query == location.query())
    }
}

impl Reader {
    /// Reads the list: each entry is a path, a URL, or an object with `src` and `vendor`.
    pub(crate) fn dependents(&mut self, value: &Value) -> Vec<Dependent> {
        let mut dependents = Vec::new();
        let Value::List(list) = value else {
            self.wrong("a list of paths or URLs");
            return dependents;
        };
        for entry in list {
            let mut dependent =
                Dependent { src: entry.text().unwrap_or("").to_owned(), vendor: String::new() };
            if entry.text().is_none() {
                self.each(entry, &mut |reader, name, value| match name {
                    "src" => dependent.src = reader.text(value).unwrap_or("").to_owned(),
                    "vendor" => dependent.vendor = reader.text(value).unwrap_or("").to_owned(),
                    _ => {
                        reader.unknown(name, &["src", "vendor"]);
                    }
                });
            }
            if self.is_file(&dependent.src) {
                dependents.push(dependent);
            }
        }
        dependents
    }

    /// Returns whether `src` can name a first-party file: a path, or an absolute URL.
    fn is_file(&mut self, src: &str) -> bool {
        let path = src.strip_prefix('/').is_some_and(|rest| !rest.starts_with('/'));
        let good = path || Location::split(src).is_some();
        if !good {
            let meant = join(&["/", src]);
            let meant = (!src.is_empty() && !contains(src, "//")).then_some(meant.as_str());
            self.problem(&["\": \"", src, NO_FILE, &hint(meant)]);
        }
        good
    }
}
