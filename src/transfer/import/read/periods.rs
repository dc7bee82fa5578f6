//! Tables with a column a period, as statistics offices print them: made tables with a row a period,
//! which are then read like any other.

use super::source::TableSource;
use super::table::{TableCell, TableRow};
use super::xlsx::{Epoch, Workbook};
use crate::domain::policy::Kind;
use crate::domain::text::{folding, numeral};
use crate::domain::value::{Cycle, Period};
use crate::i18n::HeaderFault;
use crate::transfer::import::error::ImportError;

/// How many rows are looked at for the header.
const LOOKED_AT: usize = 30;
/// The header of the column that is made of the headers.
pub(crate) const PERIOD: &str = "period";
/// Headers of a column with the unit of a row, folded.
const UNITS: [&str; 4] = ["单位", "计量单位", "unit", "units"];

/// What the rows of such a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wide<'a> {
    /// Places, with one figure of each: the field of this code or label.
    Places {
        /// The header of the column of figures.
        field: &'a str,
    },
    /// The figures of one place.
    Figures,
}

/// The row of headers of a table with a column a period.
struct WideHeader {
    /// Its position among the rows.
    at: usize,
    /// The columns of periods, each with what its header says.
    periods: Vec<(usize, String)>,
}

/// Makes a table with a row a period of one with a column a period; `None` where no row of headers
/// names a period.
///
/// # Errors
/// When two headers name one period, or the file cannot be read.
pub(crate) fn unfolded<'a>(
    source: &TableSource,
    kind: &Kind,
    wide: Wide,
) -> Result<Option<TableSource<'a>>, ImportError> {
    let Some(cycle) = kind.cycle() else {
        return Ok(None);
    };
    let rows: Vec<TableRow> = source.rows()?.collect();
    let Some(header) = header(&rows, cycle) else {
        return Ok(None);
    };
    refuse_twice(&header, cycle)?;
    let mut made: Vec<TableRow> = rows.get(..header.at).unwrap_or_default().to_vec();
    match wide {
        Wide::Places { field } => places(&rows, &header, field, &mut made),
        Wide::Figures => figures(&rows, &header, &mut made),
    }
    Ok(Some(TableSource::Sheet(Workbook {
        rows: made,
        merges: Vec::new(),
        epoch: source.epoch().unwrap_or(Epoch::Y1900),
        forms: source.forms(),
    })))
}

/// Returns the first row with a period behind its first cell. Whatever else of it has a number in
/// it is meant as a period too, and refused with the reason where it is none.
fn header(rows: &[TableRow], cycle: Cycle) -> Option<WideHeader> {
    let is_period = |cell: &TableCell| {
        !cell.is_blank() && Period::typed(cell.text(), cycle).is_ok() && cycle != Cycle::Once
    };
    let at = rows.iter().take(LOOKED_AT).position(|row| {
        row.cells.iter().skip(1).any(is_period) && !row.cells.iter().take(1).any(is_period)
    })?;
    let cells = rows.get(at)?.cells.iter().enumerate().skip(1);
    let has_number = |text: &str| numeral::in_digits(text).chars().any(|c| c.is_ascii_digit());
    let periods = cells
        .map(|(column, cell)| (column, folding::figure(cell.text())))
        .filter(|(_, text)| has_number(text))
        .collect();
    Some(WideHeader { at, periods })
}

fn refuse_twice(header: &WideHeader, cycle: Cycle) -> Result<(), HeaderFault> {
    let mut before: Vec<(Period, &String)> = Vec::new();
    for (_, text) in &header.periods {
        let Ok(period) = Period::typed(text, cycle) else {
            continue;
        };
        if let Some((_, first)) = before.iter().find(|(known, _)| *known == period) {
            return Err(HeaderFault::Both {
                first: (*first).clone(),
                second: text.clone(),
            });
        }
        before.push((period, text));
    }
    Ok(())
}

/// A row for every place and period with a figure.
fn places(rows: &[TableRow], header: &WideHeader, field: &str, made: &mut Vec<TableRow>) {
    let is_period = |column: usize| header.periods.iter().any(|(at, _)| *at == column);
    let others = |row: &TableRow| -> Vec<TableCell> {
        let cells = row.cells.iter().enumerate();
        cells
            .filter(|(at, _)| !is_period(*at))
            .map(|(_, cell)| cell.clone())
            .collect()
    };
    let Some(heads) = rows.get(header.at) else {
        return;
    };
    let width = others(heads).len();
    let long_row = |row: &TableRow, period: TableCell, figure: TableCell| {
        let mut cells = others(row);
        cells.resize_with(width, TableCell::default);
        cells.extend([period, figure]);
        TableRow {
            line: row.line,
            cells,
        }
    };
    let text = |words: &str| TableCell::Text(words.to_owned());
    made.push(long_row(heads, text(PERIOD), text(field)));
    for row in rows.iter().skip(header.at + 1) {
        for (column, period) in &header.periods {
            if let Some(figure) = row.cells.get(*column).filter(|cell| !cell.is_blank()) {
                made.push(long_row(row, text(period), figure.clone()));
            }
        }
    }
}

/// A row for every period, with a column for every figure.
fn figures(rows: &[TableRow], header: &WideHeader, made: &mut Vec<TableRow>) {
    let Some(heads) = rows.get(header.at) else {
        return;
    };
    let unit = heads
        .cells
        .iter()
        .position(|cell| UNITS.contains(&folding::key(cell.text()).as_str()));
    let has_figure = |row: &&TableRow| {
        let mut cells = header.periods.iter();
        cells.any(|(at, _)| row.cells.get(*at).is_some_and(|cell| !cell.is_blank()))
    };
    let below: Vec<&TableRow> = rows.iter().skip(header.at + 1).filter(has_figure).collect();
    let label = |row: &&TableRow| {
        let label = folding::name(row.text(0));
        let unit = unit.map(|at| folding::name(row.text(at)));
        match unit.filter(|unit| !unit.is_empty()) {
            Some(unit) => TableCell::Text(format!("{label}（{unit}）")),
            None => TableCell::Text(label),
        }
    };
    let row = |first: TableCell, cells: Vec<TableCell>| TableRow {
        line: heads.line,
        cells: std::iter::once(first).chain(cells).collect(),
    };
    let labels = below.iter().map(label).collect();
    made.push(row(TableCell::Text(PERIOD.to_owned()), labels));
    for (column, period) in &header.periods {
        let cells: Vec<TableCell> = below
            .iter()
            .map(|row| row.cells.get(*column).cloned().unwrap_or_default())
            .collect();
        if cells.iter().any(|cell| !cell.is_blank()) {
            made.push(row(TableCell::Text(period.clone()), cells));
        }
    }
}
