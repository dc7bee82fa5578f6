//! A table with a column a period whose rows are places.

use super::table::WideTable;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::i18n::{CellFault, HeaderFault};
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// A row for every place and period with a figure.
pub(super) fn unfold(table: &WideTable, field: &str, made: &mut Vec<TableRow>) {
    let long_row = |row: &TableRow, period: TableCell, figures: Vec<TableCell>| TableRow {
        line: row.line,
        cells: table
            .others(row)
            .cloned()
            .chain([period])
            .chain(figures)
            .collect(),
    };
    let text = |words: &str| TableCell::Text(words.to_owned());
    made.push(long_row(
        &table.heads,
        text(shared::PERIOD),
        vec![text(field)],
    ));
    for row in &table.below {
        if table.misfits.contains_key(&row.line) {
            made.push(misfit(table, row));
            continue;
        }
        for (column, period) in &table.header.periods {
            if let Some(figure) = row.cells.get(*column).filter(|cell| !cell.is_blank()) {
                made.push(long_row(row, text(period), vec![figure.clone()]));
            }
        }
    }
}

/// Returns a row of which nobody knows what stands in which column, with no period, so that the
/// file of refused rows keeps what it says and nothing of it is taken from there. A footnote is
/// left to be known as one.
fn misfit(table: &WideTable, row: &TableRow) -> TableRow {
    if row.cells.iter().filter(|cell| !cell.is_blank()).count() < 2 {
        return row.clone();
    }
    let unmended = TableCell::Unreadable(CellFault::Unmended {
        reason: String::new(),
    });
    let is_figure = |at: usize| table.header.is_period(at) || at >= table.heads.cells.len();
    let cells = row.cells.iter().enumerate();
    let figures = cells
        .filter(|(at, _)| is_figure(*at))
        .map(|(_, cell)| cell.clone());
    TableRow {
        line: row.line,
        cells: table
            .others(row)
            .cloned()
            .chain([unmended])
            .chain(figures)
            .collect(),
    }
}

/// Refuses a figure in a column that is of no period: it would be one of every period.
pub(super) fn refuse_figures_beside(
    table: &WideTable,
    names: &HeaderNames,
    kind: &Kind,
) -> Result<(), HeaderFault> {
    let heads = table.heads.cells.iter().enumerate();
    let mut others = heads.filter(|(at, _)| !table.header.is_period(*at));
    let of_figures = |cell: &TableCell| {
        let meaning = names.meaning(cell.text());
        meaning.is_some_and(|(holds, _)| holds.figures(kind).is_some())
    };
    match others.find(|(_, cell)| of_figures(cell)) {
        Some((at, _)) => Err(table.beside(at)),
        None => Ok(()),
    }
}
