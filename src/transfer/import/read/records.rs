//! Records that name their values, as rows of one table: each name is a column, in the order in
//! which the names come.

use std::collections::HashMap;

use super::limits;
use super::table::{TableCell, TableRow};
use crate::i18n::{FormMsg, TableFault};

/// The most cells of a table, with the empty ones.
const MOST_CELLS: usize = 20_000_000;
/// The line of the names, which stand in no line of their own.
pub(crate) const HEADER_LINE: usize = 0;

/// A table whose header is certain: the names of records, or the numbers of columns.
#[derive(Clone, Debug)]
pub struct RecordTable {
    /// The names, and the records below them. The line of a record is its number, counted from 1.
    pub rows: Vec<TableRow>,
    /// What the file is, in words.
    pub forms: Vec<FormMsg>,
}

/// Records so far.
#[derive(Default)]
pub(super) struct Records {
    names: Vec<String>,
    columns: HashMap<String, usize>,
    rows: Vec<TableRow>,
}

impl Records {
    /// Begins the next record.
    pub(super) fn begin(&mut self) {
        self.rows.push(TableRow {
            line: self.rows.len() + 1,
            cells: Vec::new(),
        });
    }

    /// Returns the number of the record that was begun last.
    pub(super) fn number(&self) -> usize {
        self.rows.len()
    }

    /// Adds a value of the record that was begun last.
    ///
    /// # Errors
    /// When the record has the name twice, there are too many names, or the value is too long.
    pub(super) fn put(&mut self, name: &str, cell: TableCell) -> Result<(), TableFault> {
        let line = self.rows.len();
        if limits::is_long(cell.text()) {
            return Err(TableFault::LongCellOnLine {
                line,
                limit: limits::MOST_IN_CELL,
            });
        }
        let at = self.column(name)?;
        let Some(row) = self.rows.last_mut() else {
            return Ok(());
        };
        if row.cells.len() <= at {
            row.cells.resize_with(at + 1, TableCell::default);
        }
        match row.cells.get_mut(at) {
            Some(place) if place.is_blank() => *place = cell,
            _ if cell.is_blank() => {}
            _ => {
                return Err(TableFault::NameTwice {
                    line,
                    name: name.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Returns the column of a name.
    fn column(&mut self, name: &str) -> Result<usize, TableFault> {
        if let Some(at) = self.columns.get(name) {
            return Ok(*at);
        }
        let at = self.names.len();
        if at >= limits::MOST_CELLS_IN_ROW {
            return Err(TableFault::ManyCells {
                line: self.rows.len(),
                limit: limits::MOST_CELLS_IN_ROW,
            });
        }
        self.names.push(name.to_owned());
        self.columns.insert(name.to_owned(), at);
        Ok(at)
    }

    /// Returns the table, without records in which nothing stands.
    ///
    /// # Errors
    /// When there is none, or the table would have too many cells.
    pub(super) fn table(mut self, forms: Vec<FormMsg>) -> Result<RecordTable, TableFault> {
        let width = self.names.len();
        self.rows.retain(|row| !row.is_blank());
        if self.rows.is_empty() {
            return Err(TableFault::NoRecords);
        }
        if self.rows.len().saturating_mul(width) > MOST_CELLS {
            return Err(TableFault::TooLarge {
                limit: MOST_CELLS.to_string(),
            });
        }
        for row in &mut self.rows {
            row.cells.resize_with(width, TableCell::default);
        }
        let names = self.names.into_iter().map(TableCell::Text).collect();
        let header = TableRow {
            line: HEADER_LINE,
            cells: names,
        };
        self.rows.insert(0, header);
        Ok(RecordTable {
            rows: self.rows,
            forms,
        })
    }
}
