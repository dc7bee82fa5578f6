//! A table with a column a period, its rows fitted to its header.

use std::collections::BTreeMap;

use super::header::WideHeader;
use crate::domain::text::folding;
use crate::i18n::{CellFault, HeaderFault, RowFault};
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::read::source::TableSource;
use crate::transfer::import::read::table::{MergedRange, TableCell, TableRow};
use crate::transfer::import::rows::merged::MergedCells;

/// A table with a column a period.
pub(super) struct WideTable {
    /// The rows above its header.
    pub(super) titles: Vec<TableRow>,
    pub(super) header: WideHeader,
    pub(super) heads: TableRow,
    /// The rows below it, as wide as the header where nothing is wrong with them.
    pub(super) below: Vec<TableRow>,
    merges: Vec<MergedRange>,
    /// What is wrong with rows, by line.
    pub(super) misfits: BTreeMap<usize, RowFault>,
}

impl WideTable {
    /// Fits the rows below a header to it, as those of an ordinary table are.
    pub(super) fn of(
        source: &TableSource,
        mut rows: Vec<TableRow>,
        header: WideHeader,
    ) -> Option<Self> {
        let mut below = rows.split_off((header.at + 1).min(rows.len()));
        let heads = rows.pop()?;
        let width = heads.cells.len();
        let mut misfits = BTreeMap::new();
        let columns: Vec<TableColumn> = (0..width).map(|at| column(&header, at)).collect();
        let mut merged = MergedCells::new(source.merges(), width);
        for row in &mut below {
            source.fit(row, width);
            if let Some(fault) = source.misfit(row, width) {
                misfits.insert(row.line, fault);
            }
            merged.apply(row, &columns);
            refuse_across(row, source.merges(), &header);
        }
        Some(Self {
            titles: rows,
            header,
            heads,
            below,
            merges: source.merges().to_vec(),
            misfits,
        })
    }

    /// Returns the cells of a row that are of no period.
    pub(super) fn others<'r>(&self, row: &'r TableRow) -> impl Iterator<Item = &'r TableCell> {
        let cells = row.cells.iter().enumerate();
        let is_other = |(at, _): &(usize, &TableCell)| {
            !self.header.is_period(*at) && *at < self.heads.cells.len()
        };
        cells.filter(is_other).map(|(_, cell)| cell)
    }

    /// Returns the refusal of a column that is of no period and would be of every one.
    pub(super) fn beside(&self, at: usize) -> HeaderFault {
        HeaderFault::BesidePeriods {
            column: folding::name(self.heads.text(at)),
            number: at + 1,
        }
    }

    /// Returns the merged cells of columns that are of no period, where these stand among
    /// themselves.
    pub(super) fn merges_of_others(&self) -> Vec<MergedRange> {
        let others: Vec<usize> = (0..self.heads.cells.len())
            .filter(|at| !self.header.is_period(*at))
            .collect();
        let of_others = |merge: &MergedRange| {
            let first = others.iter().position(|at| *at == merge.columns.0)?;
            let last = others.iter().rposition(|at| *at <= merge.columns.1)?;
            Some(MergedRange {
                columns: (first, last),
                ..*merge
            })
        };
        self.merges.iter().filter_map(of_others).collect()
    }
}

/// Returns a column as far as merged cells are concerned: nobody can tell how much of a merged
/// figure is of which row.
fn column(header: &WideHeader, at: usize) -> TableColumn {
    TableColumn {
        name: String::new(),
        holds: if header.is_period(at) {
            ColumnContent::Field(0)
        } else {
            ColumnContent::Ignored
        },
        unit: None,
        is_said: false,
    }
}

/// Takes the value from a figure that reaches over several periods.
fn refuse_across(row: &mut TableRow, merges: &[MergedRange], header: &WideHeader) {
    let across = merges.iter().filter(|merge| {
        merge.columns.0 < merge.columns.1
            && merge.covers(row.line, merge.columns.0)
            && header.is_period(merge.columns.0)
    });
    for merge in across {
        let mut cells = row.cells.iter_mut().take(merge.columns.1 + 1);
        if let Some(cell) = cells.nth(merge.columns.0)
            && !cell.is_blank()
        {
            *cell = TableCell::Unreadable(CellFault::MergedAcross);
        }
    }
}
