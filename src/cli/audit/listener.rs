//! The interface between an audit and the command that uses its results.

use super::dependents::Advice;
use super::error::AuditError;
use super::row::Row;
use super::tag::Tag;
use std::io;

/// Receives the results of an audit. An error ends the audit, because the output cannot be written.
pub(crate) trait Listener {
    /// A tag or request of a third party.
    fn row(&mut self, row: &Row<'_>) -> io::Result<()>;
    /// A tag or request whose URL cannot be parsed.
    fn invalid_url(&mut self, file: &str, tag: &Tag) -> io::Result<()>;
    /// Advice about a first-party script.
    fn advice(&mut self, _file: &str, _tag: &Tag, _advice: &Advice) -> io::Result<()> {
        Ok(())
    }
    /// The end of a file.
    fn file(&mut self);
    /// An input that cannot be audited.
    fn failed(&mut self, error: &AuditError);
}
