//! The cells of a sheet, one by one, as rows.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use calamine::{DataRef, Xlsx, XlsxError};

use super::epoch::Epoch;
use super::figure;
use super::format::NumberFormat;
use super::look::TextMark;
use super::position::{name_of, position};
use crate::domain::text::folding;
use crate::i18n::{CellFault, TableFault};
use crate::transfer::import::lines;
use crate::transfer::import::read::limits;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// The most cells of a sheet, those counted too that are empty before others in their row.
const MOST_CELLS: usize = 20_000_000;

/// The most words of all cells together, in bytes.
const MOST_TEXT: usize = 512 << 20;

/// What is known of the cells of a sheet before they are read.
pub(super) struct Beside<'a> {
    /// Formulas without a result.
    pub(super) unfinished: HashSet<(u32, u32)>,
    /// What cells say by the way they are set.
    pub(super) marks: &'a HashMap<(u32, u32), TextMark>,
    pub(super) epoch: Epoch,
}

impl Beside<'_> {
    /// Returns what a cell says.
    fn cell(&self, at: (u32, u32), value: &DataRef, format: &NumberFormat) -> TableCell {
        if self.unfinished.contains(&at) {
            return TableCell::Unreadable(CellFault::NoResult);
        }
        marked(figure::cell(value, format, self.epoch), self.marks.get(&at))
    }
}

/// Returns what a cell says with the way its words are set.
pub(in crate::transfer::import::read) fn marked(
    cell: TableCell,
    mark: Option<&TextMark>,
) -> TableCell {
    let told = |text: &str| lines::beginning(&folding::name(text));
    match mark {
        Some(_) if cell.is_blank() => cell,
        Some(TextMark::Struck(words)) => {
            let words = if words.is_empty() { cell.text() } else { words };
            TableCell::Unreadable(CellFault::Struck { text: told(words) })
        }
        Some(TextMark::Raised) if cell.text().contains(|c: char| c.is_numeric()) => {
            TableCell::Unreadable(CellFault::Raised {
                text: told(cell.text()),
            })
        }
        Some(TextMark::Words(words)) => TableCell::Text(words.clone()),
        Some(TextMark::Raised) | None => cell,
    }
}

/// The rows so far, and how much more they may hold.
#[derive(Default)]
pub(in crate::transfer::import::read) struct Rows {
    done: Vec<TableRow>,
    /// Cells so far, with the empty ones before others in their row.
    cells: usize,
    /// Bytes of words so far.
    text: usize,
}

impl Rows {
    /// Returns the rows from top to bottom: a file made by hand may have them in any order.
    pub(in crate::transfer::import::read) fn sorted(mut self) -> Vec<TableRow> {
        self.done.sort_by_key(|row| row.line);
        self.done
    }

    /// Adds a cell, those left of it empty.
    pub(in crate::transfer::import::read) fn add(
        &mut self,
        row: u32,
        column: u32,
        value: TableCell,
    ) -> Result<(), TableFault> {
        if limits::is_long(value.text()) {
            return Err(TableFault::LongCell {
                cell: name_of(row, column),
                limit: limits::MOST_IN_CELL,
            });
        }
        // A workbook keeps words once that stand in a million cells.
        self.text += value.text().len();
        if self.text > MOST_TEXT {
            return Err(TableFault::TooLarge {
                limit: limits::megabytes(MOST_TEXT),
            });
        }
        if value.is_blank() {
            return Ok(());
        }
        let line = position(row) + 1;
        let at = position(column);
        if self.done.last().is_none_or(|last| last.line != line) {
            self.done.push(TableRow {
                line,
                cells: Vec::new(),
            });
        }
        let width = self.done.last().map_or(0, |last| last.cells.len());
        self.cells += (at + 1).saturating_sub(width);
        if at >= limits::MOST_CELLS_IN_ROW {
            return Err(TableFault::StrayCell {
                cell: name_of(row, column),
                limit: limits::MOST_CELLS_IN_ROW,
            });
        }
        if self.cells > MOST_CELLS {
            return Err(TableFault::TooLarge {
                limit: MOST_CELLS.to_string(),
            });
        }
        if let Some(last) = self.done.last_mut() {
            last.cells
                .resize_with(last.cells.len().max(at + 1), TableCell::default);
            if let Some(place) = last.cells.get_mut(at) {
                *place = value;
            }
        }
        Ok(())
    }
}

/// Reads every row with something in it. Cells come one by one, so that a stray one at the end of
/// the sheet costs nothing.
pub(super) fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    beside: &Beside,
) -> Result<Vec<TableRow>, TableFault> {
    let unreadable = |error: XlsxError| TableFault::BadWorkbook {
        detail: error.to_string(),
    };
    let mut reader = book.worksheet_cells_reader(name).map_err(unreadable)?;
    let formats: Vec<NumberFormat> = reader.styles().iter().map(NumberFormat::of_style).collect();
    let plain = NumberFormat::default();
    let mut found = Rows::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(unreadable)? {
        let at = cell.get_position();
        let format = formats.get(style).unwrap_or(&plain);
        found.add(at.0, at.1, beside.cell(at, cell.get_value(), format))?;
    }
    Ok(found.sorted())
}
