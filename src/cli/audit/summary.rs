//! The numbers of an audit, and the exit code that follows from them.

use super::row::{Finding, Row};
use crate::gate::Category;

/// The columns of one category.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// Tags and requests of third parties.
    pub(crate) tags: usize,
    /// Those of them that ask for nothing yet.
    pub(crate) inert: usize,
    /// Those of them that are findings.
    pub(crate) findings: usize,
}

/// The numbers.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    /// Files read to their end.
    pub(crate) files: usize,
    /// Addresses that no browser understands.
    pub(crate) unreadable: usize,
    /// Inputs that could not be read.
    pub(crate) errors: usize,
    /// The categories in their order; the last one is nobody's.
    counts: [Count; 5],
}

impl Summary {
    /// Counts a row.
    pub(crate) fn count(&mut self, row: &Row<'_>) {
        let known = row.verdict.category.filter(|_| row.finding != Some(Finding::Unknown));
        let count = &mut self.counts[known.map_or(4, |category| category as usize)];
        count.tags += 1;
        count.inert += usize::from(row.tag.inert.is_some());
        count.findings += usize::from(row.finding.is_some());
    }

    /// Every category's name with its numbers; `unknown` is the last.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&'static str, Count)> {
        let names = Category::ALL.map(Category::name).into_iter().chain(["unknown"]);
        names.zip(self.counts)
    }

    /// Third parties' tags.
    pub(crate) fn tags(&self) -> usize {
        self.counts.iter().map(|count| count.tags).sum()
    }

    /// Findings.
    pub(crate) fn findings(&self) -> usize {
        self.counts.iter().map(|count| count.findings).sum()
    }

    /// 2 for bad input, else 1 for findings, else 0.
    pub(crate) fn code(&self) -> u8 {
        match (self.errors, self.findings()) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 2,
        }
    }
}
