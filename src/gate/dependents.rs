//! First-party files that need a held library, and stubs for the globals of held libraries. The config's `dependents`
//! name these files, because their text is not available when the parser reaches their tags.

use crate::gate::Gate;
use crate::gate::kind::Kind;
use crate::gate::queue::ticket::Ticket;
use crate::gate::report::request_log::Entry;
use crate::gate::text::bytes::{head, pieces};
use crate::gate::vendors::location::Location;
use crate::gate::verdict::answer::{Answer, Decision, Owner};

/// Maximum length in bytes of an error message that is read.
const LONGEST_MESSAGE: usize = 1_000;

/// Maximum number of held libraries that an error message is compared with.
const MOST_LIBRARIES: usize = 100;

/// What the script of a vendor defines.
#[cfg(feature = "cli")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Library {
    pub(crate) vendor: &'static str,
    /// Its globals, separated by commas.
    pub(crate) globals: &'static str,
    /// The page creates a stub while the library is held.
    pub(crate) has_stub: bool,
}

impl Gate {
    /// Returns whether a request would be held now, by its verdict or because its file needs a held library.
    pub fn would_hold(&self, url: &str, kind: Kind) -> bool {
        let answer = self.policy.judge(url);
        answer.decision == Decision::Hold || self.dependent(url, kind, answer).is_some()
    }

    /// Returns the stubs for the globals of this script's vendor, one per line. A line has five fields, separated by
    /// tabs:
    ///
    /// * the global
    /// * members whose calls are queued
    /// * members that return promises
    /// * members whose promises are rejected after a refusal
    /// * members that take a callback for when the library is ready
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

    /// Returns the library that the script with this URL defines.
    #[cfg(feature = "cli")]
    pub(crate) fn library(&self, url: &str) -> Option<Library> {
        let vendor = self.policy.item_of(self.policy.judge(url))?.vendor;
        let item = self.policy.item(vendor)?;
        let has_stub = self.policy.table.stubs.iter().any(|stub| stub.0 == vendor);
        (!item.globals.is_empty()).then_some(Library { vendor: item.id, globals: item.globals, has_stub })
    }

    /// Returns whether the config's `dependents` name this file.
    #[cfg(feature = "cli")]
    pub(crate) fn names_file(&self, url: &str) -> bool {
        let location = Location::split(url);
        location.is_some_and(|location| self.config().dependents.iter().any(|it| it.names(&location)))
    }

    /// Returns the vendor of a held library, if an error message names one of its globals. The script at `url`, in
    /// which the error occurred, must be first-party and not listed in `dependents`.
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

    /// Returns the log entry for a first-party file that has to wait for a held library.
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

    /// Returns the held scripts of a vendor.
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

/// Returns whether the text contains this identifier as a whole word.
fn has_word(text: &str, word: &str) -> bool {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    text.as_bytes().split(|byte| !part(*byte)).any(|it| it == word.as_bytes() && !it.is_empty())
}
