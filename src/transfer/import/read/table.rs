//! A table of cells, whatever sort of file it came from: nothing is trimmed or interpreted yet.

use crate::domain::text::folding::is_invisible;
use crate::i18n::CellFault;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableCell {
    /// Words, as they were typed.
    Text(String),
    /// A day of a spreadsheet, as `2021-06-01`, or as much of it as is shown. It is a date and
    /// nothing else.
    Day(String),
    /// A figure of a spreadsheet, as a plain decimal. It may be a day that nobody formatted as one.
    Figure(String),
    /// What has no value to be taken.
    Unreadable(CellFault),
}

impl TableCell {
    /// Its words; none of a cell that has no value.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Day(text) | Self::Figure(text) => text,
            Self::Unreadable(_) => "",
        }
    }

    /// Returns whether there is nothing in it that anybody could see.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Day(text) | Self::Figure(text) => {
                text.chars().all(|c| c.is_whitespace() || is_invisible(c))
            }
            Self::Unreadable(_) => false,
        }
    }
}

impl Default for TableCell {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The line on which it begins, counted from 1; in a spreadsheet the number of the row.
    pub line: usize,
    /// Its cells, as many as there are.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// Returns the words of a cell; none where the row is shorter.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", TableCell::text)
    }

    /// Returns the words of every cell.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.cells
            .iter()
            .map(|cell| cell.text().to_owned())
            .collect()
    }

    /// Returns whether it holds nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(TableCell::is_blank)
    }
}

/// Cells of a spreadsheet that show one value, counted from 0, the last ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedRange {
    /// First and last line, counted from 1 as lines are.
    pub lines: (usize, usize),
    /// First and last column, counted from 0.
    pub columns: (usize, usize),
}

impl MergedRange {
    /// Returns whether a cell belongs to it.
    #[must_use]
    pub const fn covers(&self, line: usize, column: usize) -> bool {
        self.lines.0 <= line
            && line <= self.lines.1
            && self.columns.0 <= column
            && column <= self.columns.1
    }
}
