//! The rows of a list about places, from any file that an import reads.

use chrono::NaiveDate;

use super::error::PlacesError;
use crate::domain::place::code::kept_code;
use crate::domain::text::folding;
use crate::domain::value::PartialDate;
use crate::i18n::{PlaceFault, TableFault};
use crate::transfer::import::read::csv;
use crate::transfer::import::read::source::TableSource;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// How many rows are looked at for the header.
const LOOKED_AT: usize = 30;

/// A list, its header found.
pub(super) struct PlaceTable {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<TableRow>,
    /// The line of the header.
    line: usize,
}

impl PlaceTable {
    /// Opens a file, whose header is the first row that is one; where none is, the first row.
    pub(super) fn open(
        bytes: &[u8],
        said: &SourceOptions,
        is_header: impl Fn(&[String]) -> bool,
    ) -> Result<Self, PlacesError> {
        let source = TableSource::open(bytes, said)?;
        let mut rows: Vec<TableRow> = source.rows()?.collect();
        let found = rows
            .iter()
            .take(LOOKED_AT)
            .position(|row| is_header(&row.texts()));
        let at = found.unwrap_or(0);
        let mut below = rows.split_off((at + 1).min(rows.len()));
        let header = rows.pop().ok_or(TableFault::Empty)?;
        let line = header.line;
        let header = header.texts();
        csv::refuse_twice(&header)?;
        for row in &mut below {
            source.fit(row, header.len());
        }
        Ok(Self {
            header,
            rows: below,
            line,
        })
    }

    /// Returns what is wrong with the header of a list that is none.
    pub(super) fn other_header(&self) -> PlaceFault {
        let names: Vec<String> = self.header.iter().map(|name| folding::name(name)).collect();
        PlaceFault::Header {
            line: self.line.max(1),
            found: names.join(","),
        }
    }
}

/// A row of a list of places, and how its cells are read.
pub(super) struct PlaceCells<'a> {
    table: &'a PlaceTable,
    row: &'a TableRow,
}

impl<'a> PlaceCells<'a> {
    /// Returns the cells of a row.
    pub(super) fn of(table: &'a PlaceTable, row: &'a TableRow) -> Result<Self, PlaceFault> {
        if row.cells.len() != table.header.len() {
            return Err(PlaceFault::Ragged {
                line: row.line,
                found: row.cells.len(),
                expected: table.header.len(),
            });
        }
        Ok(Self { table, row })
    }

    pub(super) const fn line(&self) -> usize {
        self.row.line
    }

    /// Returns the words of a cell; a cell without a value is refused.
    pub(super) fn text(&self, column: usize) -> Result<String, PlaceFault> {
        match self.row.cells.get(column) {
            Some(TableCell::Unreadable(fault)) => Err(PlaceFault::NoValue {
                line: self.row.line,
                column: self.column_name(column),
                fault: Box::new(fault.clone()),
            }),
            cell => Ok(folding::name(cell.map_or("", TableCell::text))),
        }
    }

    pub(super) fn column_name(&self, column: usize) -> String {
        folding::name(self.table.header.get(column).map_or("", String::as_str))
    }

    /// Returns the words of a cell that may not be empty.
    pub(super) fn filled(&self, column: usize) -> Result<String, PlaceFault> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Err(PlaceFault::EmptyCell {
                line: self.row.line,
                column: self.column_name(column),
            });
        }
        Ok(text)
    }

    /// Returns the day of a cell; none where the cell is empty.
    pub(super) fn day(&self, column: usize) -> Result<Option<NaiveDate>, PlaceFault> {
        let typed = self.text(column)?;
        if typed.is_empty() {
            return Ok(None);
        }
        let whole =
            |date: PartialDate| Some(date.first_day()).filter(|first| *first == date.last_day());
        let day = typed.parse().ok();
        let day = day.or_else(|| whole(PartialDate::typed(&typed).ok()?));
        day.map(Some).ok_or_else(|| PlaceFault::NoDay {
            line: self.row.line,
            column: self.column_name(column),
            typed,
        })
    }

    pub(super) fn code(&self, column: usize) -> Result<String, PlaceFault> {
        Ok(kept_code(&self.filled(column)?))
    }
}
