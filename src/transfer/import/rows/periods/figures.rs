//! A table with a column a period whose rows are the figures of one place.

use super::table::WideTable;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::i18n::{HeaderFault, Text};
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::columns::mapping::Mapping;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// Headers of a column with the unit of a row, folded.
const UNITS: [&str; 4] = ["单位", "计量单位", "unit", "units"];

/// A row for every period, with a column for every figure.
pub(super) fn unfold(
    table: &WideTable,
    names: &HeaderNames,
    made: &mut Vec<TableRow>,
) -> Result<(), HeaderFault> {
    let columns = FigureColumns::of(table, names)?;
    let below = with_figures(table, columns.label)?;
    let row = |first: &str, cells: Vec<TableCell>| TableRow {
        line: table.heads.line,
        cells: std::iter::once(TableCell::Text(first.to_owned()))
            .chain(cells)
            .collect(),
    };
    // What was said of columns that are left out is still true of the table.
    let heads = columns
        .left_out
        .iter()
        .map(|at| TableCell::Text(table.heads.text(*at).to_owned()));
    made.push(row(
        shared::PERIOD,
        below
            .iter()
            .map(|row| columns.name(row))
            .chain(heads)
            .collect(),
    ));
    for (column, period) in &table.header.periods {
        let cells: Vec<TableCell> = below
            .iter()
            .map(|row| row.cells.get(*column).cloned().unwrap_or_default())
            .collect();
        if cells.iter().any(|cell| !cell.is_blank()) {
            let blank = columns.left_out.iter().map(|_| TableCell::default());
            made.push(row(period, cells.into_iter().chain(blank).collect()));
        }
    }
    Ok(())
}

/// Returns the rows with a figure, each of which must be as wide as the header and have a name.
fn with_figures(table: &WideTable, label: usize) -> Result<Vec<&TableRow>, HeaderFault> {
    let has_figure = |row: &TableRow| {
        let mut cells = table.header.periods.iter();
        cells.any(|(at, _)| row.cells.get(*at).is_some_and(|cell| !cell.is_blank()))
    };
    let mut found = Vec::new();
    for row in &table.below {
        let filled = row.cells.iter().filter(|cell| !cell.is_blank());
        let is_note = filled.count() < 2;
        if let Some(fault) = table.misfits.get(&row.line).filter(|_| !is_note) {
            return Err(HeaderFault::FigureRow {
                line: row.line,
                reason: Text::of(fault),
            });
        }
        if !has_figure(row) {
            continue;
        }
        if folding::name(row.text(label)).is_empty() {
            return Err(HeaderFault::NamelessFigures { line: row.line });
        }
        found.push(row);
    }
    Ok(found)
}

/// The columns beside the periods of a table whose rows are figures.
struct FigureColumns {
    label: usize,
    unit: Option<usize>,
    left_out: Vec<usize>,
}

impl FigureColumns {
    /// Finds the columns of the names and of the units of the figures. Any other that nobody leaves
    /// out would be lost: it cannot be told of which period it is.
    fn of(table: &WideTable, names: &HeaderNames) -> Result<Self, HeaderFault> {
        let text = |at: usize| table.heads.text(at);
        let is_left_out = |at: &usize| {
            let meaning = names.meaning(text(*at)).map(|(holds, _)| holds);
            meaning == Some(ColumnContent::Ignored)
        };
        let others = (0..table.heads.cells.len()).filter(|at| !table.header.is_period(*at));
        let (left_out, others): (Vec<usize>, Vec<usize>) = others.partition(is_left_out);
        let is_unit = |at: &usize| UNITS.contains(&folding::key(text(*at)).as_str());
        let mut behind = others.iter().copied().skip(1);
        let unit = behind.clone().find(is_unit);
        let is_filled = |at: &usize| {
            let mut rows = std::iter::once(&table.heads).chain(&table.below);
            rows.any(|row| row.cells.get(*at).is_some_and(|cell| !cell.is_blank()))
        };
        let lost = behind.find(|at| Some(*at) != unit && is_filled(at));
        match lost.filter(|_| !names.mappings.iter().any(Mapping::is_others)) {
            Some(at) => Err(table.beside(at)),
            None => Ok(Self {
                label: others.first().copied().unwrap_or_default(),
                unit,
                left_out,
            }),
        }
    }

    /// Returns what the figures of a row are, as a header says it: with their unit in brackets.
    fn name(&self, row: &TableRow) -> TableCell {
        let label = folding::name(row.text(self.label));
        let unit = self.unit.map(|at| folding::name(row.text(at)));
        match unit.filter(|unit| !unit.is_empty()) {
            Some(unit) => TableCell::Text(format!("{label}（{unit}）")),
            None => TableCell::Text(label),
        }
    }
}
