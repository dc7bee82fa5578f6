//! Where the header of a table with a column a period is, and which of its columns are of periods.

use crate::domain::text::{folding, numeral};
use crate::domain::value::{Cycle, Period};
use crate::i18n::{HeaderFault, Refusal, Text};
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// How many rows are looked at for the header.
const LOOKED_AT: usize = 30;

/// The row of headers of a table with a column a period.
pub(super) struct WideHeader {
    /// Its position among the rows.
    pub(super) at: usize,
    /// The columns of periods, each with what its header says.
    pub(super) periods: Vec<(usize, String)>,
}

impl WideHeader {
    pub(super) fn is_period(&self, column: usize) -> bool {
        self.periods.iter().any(|(at, _)| *at == column)
    }
}

/// Returns the first row with a period behind its first cell, unless the table has a column of
/// periods. A header that means something else, or has no number in it, is that of an ordinary
/// column.
pub(super) fn find(
    rows: &[TableRow],
    cycle: Cycle,
    names: &HeaderNames,
) -> Result<Option<WideHeader>, HeaderFault> {
    let typed = |cell: &TableCell| {
        let text = folding::figure(cell.text());
        let has_number = numeral::in_digits(&text)
            .chars()
            .any(|c| c.is_ascii_digit());
        let may_be = has_number && names.meaning(cell.text()).is_none();
        may_be.then(|| (Period::typed(&text, cycle), text))
    };
    let is_period = |cell: &TableCell| typed(cell).is_some_and(|(period, _)| period.is_ok());
    let found = rows.iter().take(LOOKED_AT).position(|row| {
        row.cells.iter().skip(1).any(is_period) && !row.cells.iter().take(1).any(is_period)
    });
    let Some(at) = found.filter(|at| !has_period_column(rows, *at, names)) else {
        return Ok(None);
    };
    let mut periods = Vec::new();
    let cells = rows.get(at).map_or(&[][..], |row| row.cells.as_slice());
    for (column, cell) in cells.iter().enumerate().skip(1) {
        match typed(cell) {
            None | Some((Err(Refusal::NotAPeriod { .. }), _)) => {}
            Some((Ok(_), text)) => periods.push((column, text)),
            Some((Err(refusal), text)) => {
                return Err(HeaderFault::BadPeriod {
                    column: text,
                    reason: Text::of(&refusal),
                });
            }
        }
    }
    refuse_twice(&periods, cycle)?;
    Ok(Some(WideHeader { at, periods }))
}

/// Returns whether one of the first rows is the header of a table with a column of periods: it
/// names that and a field, or it names that above the first row with a period in it.
fn has_period_column(rows: &[TableRow], at: usize, names: &HeaderNames) -> bool {
    let is_one = |(row, cells): (usize, &TableRow)| {
        let holds = cells
            .cells
            .iter()
            .filter_map(|cell| Some(names.meaning(cell.text())?.0));
        let holds: Vec<ColumnContent> = holds.collect();
        let has_field = holds
            .iter()
            .any(|holds| matches!(holds, ColumnContent::Field(_)));
        holds.contains(&ColumnContent::Period) && (has_field || row < at)
    };
    rows.iter().enumerate().take(at + 1).any(is_one)
}

fn refuse_twice(periods: &[(usize, String)], cycle: Cycle) -> Result<(), HeaderFault> {
    let mut before: Vec<(Period, &String)> = Vec::new();
    for (_, text) in periods {
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
