//! The site's own files that need a held library: the config's `dependents` name them, because their text is not there
//! when the parser reaches them. And the stubs that the page lends to code while a library is held.

use crate::gate::Gate;
use crate::gate::kind::Kind;
use crate::gate::queue::ticket::Ticket;
use crate::gate::report::request_log::Entry;
use crate::gate::text::bytes::{head, pieces};
use crate::gate::vendors::location::Location;
use crate::gate::verdict::answer::{Answer, Decision, Owner};

/// A longer message of an error is not read.
const LONGEST_MESSAGE: usize = 1_000;

/// The number of held libraries that an error is compared with.
const MOST_LIBRARIES: usize = 100;

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
        let entry = self.log.of(ticket).filter(|entry| entry.is_library());
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
        let vendor = self.policy.item_of(self.policy.judge(url))?.vendor;
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
            let vendor = self.log.of(*ticket).and_then(|entry| self.vendor_of(entry));
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
                let answer = self.log.of(*behind.first()?)?.answer;
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
            let entry = self.log.of(ticket).filter(|entry| entry.is_library());
            scripts.extend(entry.filter(|it| self.vendor_of(it) == Some(vendor)).map(|_| ticket));
        }
        scripts
    }

    fn vendor_of(&self, entry: &Entry) -> Option<u16> {
        self.policy.item_of(entry.answer).map(|item| item.vendor)
    }
}

/// Whether a text has this identifier as a whole.
fn has_word(text: &str, word: &str) -> bool {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    text.as_bytes().split(|byte| !part(*byte)).any(|it| it == word.as_bytes() && !it.is_empty())
}
