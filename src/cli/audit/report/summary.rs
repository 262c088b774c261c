//! The numbers of an audit, and its exit code.

use crate::cli::audit::row::{Finding, Row};
use crate::gate::Category;

/// The numbers of one category.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// Tags and requests of third parties.
    pub(crate) tags: usize,
    /// Those that are inert.
    pub(crate) inert: usize,
    /// Those that are findings.
    pub(crate) findings: usize,
}

/// The numbers of an audit.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    /// Files read to their end.
    pub(crate) files: usize,
    /// Tags whose URL cannot be parsed.
    pub(crate) unreadable: usize,
    /// Inputs that cannot be audited.
    pub(crate) errors: usize,
    /// The numbers of each category, in the order of the categories. The last is for unknown third parties.
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

    /// Returns the name and numbers of each category. `unknown` is the last.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&'static str, Count)> {
        let names = Category::ALL.map(Category::name).into_iter().chain(["unknown"]);
        names.zip(self.counts)
    }

    /// Returns the number of tags and requests of third parties.
    pub(crate) fn tags(&self) -> usize {
        self.counts.iter().map(|count| count.tags).sum()
    }

    /// Returns the number of findings.
    pub(crate) fn findings(&self) -> usize {
        self.counts.iter().map(|count| count.findings).sum()
    }

    /// Returns the exit code: 2 for bad input, else 1 for findings, else 0.
    pub(crate) fn code(&self) -> u8 {
        match (self.errors, self.findings()) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 2,
        }
    }
}
