//! The lines of a file that name records of the ledger.

use uuid::Uuid;

use super::index::MatchedBy;

/// The lines that name records, by record, and how each names it.
#[derive(Default)]
pub(crate) struct NamedLines {
    /// In order once all are noted: there may be a million.
    lines: Vec<(Uuid, NamedBy)>,
}

/// A line and how it names a record, in one number: the way, then the line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NamedBy(u32);

impl NamedBy {
    /// The bits of the line, of which no file needs so many. Two are left for the way: there are four.
    const BITS: u32 = 30;
    const LAST: u32 = (1 << Self::BITS) - 1;

    fn new(by: MatchedBy, line: usize) -> Self {
        let line = u32::try_from(line).unwrap_or(u32::MAX).min(Self::LAST);
        Self((by as u32) << Self::BITS | line)
    }

    const fn line(self) -> usize {
        (self.0 & Self::LAST) as usize
    }
}

impl NamedLines {
    /// Notes that a line names a record.
    pub(crate) fn add(&mut self, record: Uuid, by: MatchedBy, line: usize) {
        self.lines.push((record, NamedBy::new(by, line)));
    }

    /// Puts them in order, once all are noted.
    pub(crate) fn sort(&mut self) {
        self.lines.sort_unstable();
    }

    /// Returns the lines that name a record in one way.
    fn of(&self, record: Uuid, by: MatchedBy) -> &[(Uuid, NamedBy)] {
        let first = (record, NamedBy::new(by, 0));
        let last = (record, NamedBy::new(by, usize::MAX));
        let from = self.lines.partition_point(|line| *line < first);
        let rest = self.lines.get(from..).unwrap_or_default();
        let count = rest.partition_point(|line| *line <= last);
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
                .map(|(_, named)| named.line())
                .find(|line| *line != than)
        };
        ways.iter().filter_map(first).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_record_and_way() {
        let [one, other] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let mut lines = NamedLines::default();
        for (record, by, line) in [
            (other, MatchedBy::NameWithNewCode, 1),
            (one, MatchedBy::Name, 9),
            (one, MatchedBy::Id, 7),
            (one, MatchedBy::Name, 3),
        ] {
            lines.add(record, by, line);
        }
        lines.sort();
        let all = [MatchedBy::Id, MatchedBy::Name];
        assert_eq!(lines.other(one, &all, 3), Some(7));
        assert_eq!(lines.other(one, &[MatchedBy::Name], 3), Some(9));
        assert_eq!(lines.other(one, &[MatchedBy::Id], 7), None);
        assert!(lines.has(other, &[MatchedBy::NameWithNewCode]));
        assert!(!lines.has(other, &all) && !lines.has(one, &[MatchedBy::Code]));
    }
}
