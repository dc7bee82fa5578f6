//! Cells of a spreadsheet that reach over several rows of the table.

use std::collections::BTreeMap;

use crate::i18n::CellFault;
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::read::table::{MergedRange, TableCell, TableRow};

/// The merged cells of a table.
pub(crate) struct MergedCells {
    /// Those that reach over several rows, of each column, from top to bottom.
    of_column: Vec<Vec<MergedRange>>,
    /// The one that was met last, by its first column, and what stands in it.
    met: BTreeMap<usize, (MergedRange, TableCell)>,
}

impl MergedCells {
    pub(crate) fn new(merges: &[MergedRange], width: usize) -> Self {
        let mut of_column = vec![Vec::new(); width];
        for merge in merges.iter().filter(|merge| merge.lines.0 < merge.lines.1) {
            let columns = of_column
                .iter_mut()
                .take(merge.columns.1.saturating_add(1))
                .skip(merge.columns.0);
            columns.for_each(|of: &mut Vec<MergedRange>| of.push(*merge));
        }
        for of in &mut of_column {
            of.sort_by_key(|merge| merge.lines);
        }
        Self {
            of_column,
            met: BTreeMap::new(),
        }
    }

    fn over(&self, line: usize, column: usize) -> Option<MergedRange> {
        let of = self.of_column.get(column)?;
        let after = of.partition_point(|merge| merge.lines.0 <= line);
        of.get(after.checked_sub(1)?)
            .filter(|merge| merge.covers(line, column))
            .copied()
    }

    /// Gives a row the place of a cell that reaches over it from above. Of a merged figure nobody
    /// can tell how much belongs to which row.
    pub(crate) fn apply(&mut self, row: &mut TableRow, columns: &[TableColumn]) {
        for (at, column) in columns.iter().enumerate() {
            let Some(merge) = self.over(row.line, at) else {
                continue;
            };
            let Some(cell) = row.cells.get_mut(at) else {
                continue;
            };
            let is_first = merge.lines.0 == row.line && merge.columns.0 == at;
            match column.holds {
                ColumnContent::Ignored | ColumnContent::Nameless => {}
                ColumnContent::Place
                | ColumnContent::PlaceName
                | ColumnContent::Above
                | ColumnContent::Period
                    if is_first =>
                {
                    self.met.insert(at, (merge, cell.clone()));
                }
                // Its first row may be blank and none, and of several columns it is in the first
                // one.
                ColumnContent::Place
                | ColumnContent::PlaceName
                | ColumnContent::Above
                | ColumnContent::Period => {
                    let own = self.met.get(&at).filter(|(met, _)| *met == merge);
                    *cell = own.map(|(_, cell)| cell.clone()).unwrap_or_default();
                }
                ColumnContent::Id
                | ColumnContent::Field(_)
                | ColumnContent::Pair(..)
                | ColumnContent::PlaceAndField(_) => {
                    *cell = TableCell::Unreadable(CellFault::Merged {
                        first: merge.lines.0,
                        last: merge.lines.1,
                    });
                }
            }
        }
    }
}
