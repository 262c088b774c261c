//! The forms in which an audit is printed.

use super::dependants::Advice;
use super::row::Row;
use super::summary::Summary;
use super::tag::Tag;
use std::io::{self, Write};

/// How rows look.
pub(super) trait Report {
    fn advice(&mut self, out: &mut dyn Write, file: &str, tag: &Tag, advice: &Advice) -> io::Result<()>;
    fn row(&mut self, out: &mut dyn Write, row: &Row<'_>) -> io::Result<()>;
    fn unreadable(&mut self, out: &mut dyn Write, file: &str, tag: &Tag) -> io::Result<()>;
    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()>;
}
