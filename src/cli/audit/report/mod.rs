//! The formats in which an audit is printed, its numbers, and its progress line.

mod json;
mod printer;
mod progress;
mod summary;
mod text;

pub(super) use printer::Printer;

use super::dependents::Advice;
use super::row::Row;
use super::tag::Tag;
use std::io::{self, Write};
use summary::Summary;

/// A format. Each function writes one result.
trait Report {
    fn advice(&mut self, out: &mut dyn Write, file: &str, tag: &Tag, advice: &Advice) -> io::Result<()>;
    fn row(&mut self, out: &mut dyn Write, row: &Row<'_>) -> io::Result<()>;
    fn invalid_url(&mut self, out: &mut dyn Write, file: &str, tag: &Tag) -> io::Result<()>;
    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()>;
}
