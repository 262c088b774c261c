//! The site's own files that need a held library: the config's `dependents` name them, because their text is not there
//! when the parser reaches them. And the stubs that the page lends to code while a library is held.

use super::Gate;
use super::config_read::Reader;
use super::kind::Kind;
use super::ledger::Entry;
use super::location::Location;
use super::misspelt::hint;
use super::text::{contains, head, join, pieces};
use super::ticket::Ticket;
use super::value::Value;
use super::verdict::{Answer, Decision, Owner};

/// A longer message of an error is not read.
const LONGEST_MESSAGE: usize = 1_000;

/// The number of held libraries that an error is compared with.
const MOST_LIBRARIES: usize = 100;

const NO_FILE: &str = "\" is not a path that begins with \"/\" or an absolute URL; it is ignored";

/// What a vendor's script brings.
#[cfg(feature = "cli")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Library {
    pub(crate) vendor: &'static str,
    /// Its globals, separated by commas.
    pub(crate) globals: &'static str,
    /// The page lends a stub while the library is held.
    pub(crate) has_stub: bool,
}

/// One entry of the config's `dependents`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dependent {
    /// A path that begins with `/`, or an absolute URL. Without a query it names the file with every query.
    pub(crate) src: String,
    /// The vendor whose scripts the file needs; empty: every held library before it.
    pub(crate) vendor: String,
}

impl Dependent {
    fn names(&self, location: &Location<'_>) -> bool {
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
    /// Files of the site's own: a path or URL, or an object with `src` and `vendor`.
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

    /// Whether `src` can name a file of the site's own.
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

impl Gate {
    /// Whether a request would be held now: by its own verdict, or because its file needs a held library.
    pub fn would_hold(&self, url: &str, kind: Kind) -> bool {
        let answer = self.policy.judge(url);
        answer.decision == Decision::Hold || self.dependent(url, kind, answer).is_some()
    }

    /// The stubs for the globals of this script's vendor, a line each: the global, members whose calls wait, members
    /// that return promises, those that reject after a refusal, and members that call back once the library can be used,
    /// with tabs between them.
    pub fn stubs(&self, ticket: Ticket) -> String {
        let mut lines = String::new();
        let entry = self.ledger.of(ticket).filter(|entry| entry.is_library());
        let Some(vendor) = entry.and_then(|entry| self.vendor_of(entry)) else { return lines };
        for (_, line) in self.policy.table.stubs.iter().filter(|stub| stub.0 == vendor) {
            lines.push_str(line);
            lines.push('\n');
        }
        lines
    }

    /// The library that a script of this URL brings.
    #[cfg(feature = "cli")]
    pub(crate) fn library(&self, url: &str) -> Option<Library> {
        let vendor = self.policy.judge(url).item(&self.policy)?.vendor;
        let item = self.policy.item(vendor)?;
        let has_stub = self.policy.table.stubs.iter().any(|stub| stub.0 == vendor);
        (!item.globals.is_empty()).then_some(Library { vendor: item.id, globals: item.globals, has_stub })
    }

    /// Whether the config names this file as a dependent.
    #[cfg(feature = "cli")]
    pub(crate) fn names_file(&self, url: &str) -> bool {
        let location = Location::split(url);
        location.is_some_and(|location| self.config().dependents.iter().any(|it| it.names(&location)))
    }

    /// The vendor of a held library whose global an error of a script names, if the script at `url` is the site's own and
    /// no entry of `dependents` names it.
    pub fn missing(&self, message: &str, url: &str) -> Option<&'static str> {
        let answer = self.policy.judge(url);
        let location = Location::split(url).filter(|_| answer.first_party)?;
        let mut names = self.config().dependents.iter();
        if message.len() > LONGEST_MESSAGE || names.any(|it| it.names(&location)) {
            return None;
        }
        let open = self.libraries.iter().filter(|library| self.queue.is_open(library.0));
        for (ticket, _) in open.take(MOST_LIBRARIES) {
            let vendor = self.ledger.of(*ticket).and_then(|entry| self.vendor_of(entry));
            let vendor = vendor.and_then(|vendor| self.policy.item(vendor))?;
            if pieces(vendor.globals, b',').any(|global| has_word(message, head(global, b'.').0)) {
                return Some(vendor.id);
            }
        }
        None
    }

    /// What to note about a file of the site's own that has to wait for a library.
    pub(super) fn dependent(&self, url: &str, kind: Kind, answer: Answer) -> Option<Entry> {
        let own = answer.first_party && answer.decision == Decision::Allow;
        if self.config().dependents.is_empty() || !own || !matches!(kind, Kind::Script | Kind::Import) {
            return None;
        }
        let location = Location::split(url)?;
        let dependent = self.config().dependents.iter().find(|it| it.names(&location))?;
        let vendor = self.policy.table.find(&dependent.vendor);
        let (behind, answer) = match vendor {
            Some(vendor) => (self.scripts_of(vendor), self.policy.decide(Owner::Item(vendor))),
            None => {
                let open = self.libraries.iter().map(|it| it.0).filter(|it| self.queue.is_open(*it));
                let behind: Vec<Ticket> = open.collect();
                let answer = self.ledger.of(*behind.first()?)?.answer;
                (behind, answer)
            }
        };
        let waits = !behind.is_empty() || answer.decision == Decision::Hold;
        waits.then(|| Entry { behind, after: vendor, ..Entry::new(url, kind, answer) })
    }

    /// Held scripts of a vendor.
    pub(super) fn scripts_of(&self, vendor: u16) -> Vec<Ticket> {
        let mut scripts = Vec::new();
        for ticket in self.queue.tickets().filter(|ticket| self.queue.is_open(*ticket)) {
            let entry = self.ledger.of(ticket).filter(|entry| entry.is_library());
            scripts.extend(entry.filter(|it| self.vendor_of(it) == Some(vendor)).map(|_| ticket));
        }
        scripts
    }

    fn vendor_of(&self, entry: &Entry) -> Option<u16> {
        entry.answer.item(&self.policy).map(|item| item.vendor)
    }
}

/// Whether a text has this identifier as a whole.
fn has_word(text: &str, word: &str) -> bool {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    text.as_bytes().split(|byte| !part(*byte)).any(|it| it == word.as_bytes() && !it.is_empty())
}
