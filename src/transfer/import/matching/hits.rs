//! The lines of a file that name records of the ledger.

use uuid::Uuid;

use super::index::MatchedBy;

/// The lines that name records, by record, and how each names it.
#[derive(Default)]
pub(crate) struct NamedLines {
    /// In order once all are noted: there may be a million.
    lines: Vec<(Uuid, MatchedBy, u32)>,
}

impl NamedLines {
    /// Notes that a line names a record.
    pub(crate) fn add(&mut self, record: Uuid, by: MatchedBy, line: usize) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.lines.push((record, by, line));
    }

    /// Puts them in order, once all are noted.
    pub(crate) fn sort(&mut self) {
        self.lines.sort_unstable();
    }

    /// Returns the lines that name a record in one way.
    fn of(&self, record: Uuid, by: MatchedBy) -> &[(Uuid, MatchedBy, u32)] {
        let key = (record, by);
        let of = |line: &(Uuid, MatchedBy, u32)| (line.0, line.1);
        let from = self.lines.partition_point(|line| of(line) < key);
        let rest = self.lines.get(from..).unwrap_or_default();
        let count = rest.partition_point(|line| of(line) == key);
        rest.get(..count).unwrap_or_default()
    }

    /// Returns whether some line names a record in one of these ways.
    pub(crate) fn has(&self, record: Uuid, ways: &[MatchedBy]) -> bool {
        ways.iter().any(|by| !self.of(record, *by).is_empty())
    }

    /// Returns the first line but one that names a record in one of these ways.
    pub(crate) fn other(&self, record: Uuid, ways: &[MatchedBy], than: usize) -> Option<usize> {
        let first = |by: &MatchedBy| {
            let lines = self.of(record, *by).iter();
            lines
                .filter_map(|(_, _, line)| usize::try_from(*line).ok())
                .find(|line| *line != than)
        };
        ways.iter().filter_map(first).min()
    }
}
