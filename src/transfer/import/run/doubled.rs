//! What differs between rows that are about one facility, or may be.

use std::collections::{BTreeMap, BTreeSet};

use super::import_run::ImportRun;
use crate::domain::text::folding;
use crate::i18n::MatchFault;
use crate::transfer::import::error::ImportError;
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::lines;
use crate::transfer::import::notes::{DoubledRow, Notes, RowDifference};
use crate::transfer::import::options::ImportMode;
use crate::transfer::import::read::source::TableSource;

impl ImportRun<'_> {
    /// Notes in which columns of the file the rows differ that were told to be about one facility, or
    /// to have one name. Columns that are not imported are compared too.
    pub(super) fn note_doubled(&mut self) -> Result<(), ImportError> {
        // Rows that were made of one row stand on its line.
        let is_made = matches!(self.table.source, TableSource::Unfolded(_));
        let pairs = pairs(self.notes);
        if pairs.is_empty() || is_made || self.request.mode != ImportMode::Rehearse {
            return Ok(());
        }
        let wanted: BTreeSet<usize> = pairs
            .iter()
            .flat_map(|(line, other)| [*line, *other])
            .collect();
        let last = wanted.last().copied().unwrap_or_default();
        let mut texts: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for row in self.table.rows()?.take_while(|row| row.line <= last) {
            if wanted.contains(&row.line) {
                let cells = row.cells.iter().map(|cell| folding::name(cell.text()));
                texts.insert(row.line, cells.collect());
            }
        }
        let columns = &self.table.columns;
        for (line, other) in pairs {
            let (Some(own), Some(others)) = (texts.get(&line), texts.get(&other)) else {
                continue;
            };
            let cells = columns.iter().zip(own.iter().zip(others));
            let differing = cells.filter(|(column, (own, other))| {
                !column.name.is_empty() && folding::key(own) != folding::key(other)
            });
            let differences = differing.map(|(column, (own, other))| RowDifference {
                column: column.name.clone(),
                own: lines::beginning(own),
                other: lines::beginning(other),
            });
            let differences = differences.collect();
            self.notes.doubled.add(|| DoubledRow {
                line,
                other,
                differences,
            });
        }
        Ok(())
    }
}

/// Returns the lines that were told to be doubled, each with the other one.
fn pairs(notes: &Notes) -> Vec<(usize, usize)> {
    let refused = notes.refused.first.iter().flat_map(|row| {
        let others = row.faults.iter().filter_map(|fault| match &fault.reason {
            FaultReason::Match(
                MatchFault::SameAsLine { line }
                | MatchFault::SameCodeAsLine { line, .. }
                | MatchFault::SameFacilityAsLine { line }
                | MatchFault::SameSheetAsLine { line }
                | MatchFault::SameNameAsLine { line, .. },
            ) => Some(*line),
            _ => None,
        });
        others.map(|other| (row.line, other))
    });
    let named = notes.same_name.first.iter();
    let named = named.filter_map(|row| Some((row.line, row.other?)));
    refused.chain(named).collect()
}
