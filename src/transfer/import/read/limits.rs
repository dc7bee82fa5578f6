//! How long what stands in a table may be. What is longer is no cell of a list, and reading it
//! stalls an import.

use crate::i18n::TableFault;

/// The most characters of a cell, which is what spreadsheets allow.
pub(crate) const MOST_IN_CELL: usize = 32_767;
/// The most cells of a row. A stray one far to the right would make every row wide.
pub(crate) const MOST_CELLS_IN_ROW: usize = 1_000;
/// The most bytes of a row of a text.
const MOST_IN_ROW: usize = 1 << 20;

/// Returns whether a text is too long for a cell.
pub(crate) fn is_long(text: &str) -> bool {
    text.len() > MOST_IN_CELL && text.chars().count() > MOST_IN_CELL
}

/// Refuses a text with a line that is too long, before anything else looks at its lines.
pub(crate) fn check_lines(text: &str) -> Result<(), TableFault> {
    let mut line = 1;
    let mut begin = 0;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        if matches!(byte, b'\r' | b'\n') {
            line += usize::from(byte == b'\r' || before != b'\r');
            begin = at + 1;
        } else if at - begin >= MOST_IN_ROW {
            return Err(long_line(line));
        }
        before = byte;
    }
    Ok(())
}

/// Measures the row that is being read, which may reach over several lines.
pub(crate) struct Measured {
    /// The line on which it begins.
    line: usize,
    bytes: usize,
    cells: usize,
    characters: usize,
}

impl Measured {
    pub(crate) const fn from(line: usize) -> Self {
        Self {
            line,
            bytes: 0,
            cells: 1,
            characters: 0,
        }
    }

    /// Counts a byte of a cell.
    pub(crate) fn add(&mut self, byte: u8) -> Result<(), TableFault> {
        self.bytes += 1;
        // The bytes of a character after its first are marked so.
        self.characters += usize::from(byte & 0xC0 != 0x80);
        match (self.characters > MOST_IN_CELL, self.bytes > MOST_IN_ROW) {
            (true, _) => Err(TableFault::LongCellOnLine {
                line: self.line,
                limit: MOST_IN_CELL,
            }),
            (_, true) => Err(long_line(self.line)),
            _ => Ok(()),
        }
    }

    /// Begins the next cell.
    pub(crate) fn next_cell(&mut self) -> Result<(), TableFault> {
        (self.cells, self.characters) = (self.cells + 1, 0);
        let limit = MOST_CELLS_IN_ROW;
        if self.cells > limit {
            Err(TableFault::ManyCells {
                line: self.line,
                limit,
            })
        } else {
            Ok(())
        }
    }
}

fn long_line(line: usize) -> TableFault {
    TableFault::LongLine {
        line,
        limit: megabytes(MOST_IN_ROW),
    }
}

/// Returns a number of bytes, in words.
pub(crate) fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::import::read::csv::tests::read_list;

    #[test]
    fn what_is_longer_than_a_cell_a_row_or_a_line_is_refused_with_its_line() {
        let list = |text: &str| read_list(text.as_bytes()).map(|list| list.rows.len());
        let long = |count: usize| "长".repeat(count);
        assert_eq!(list(&format!("a,b\n1,{}\n", long(MOST_IN_CELL))), Ok(1));
        let cell = Err(TableFault::LongCellOnLine {
            line: 3,
            limit: MOST_IN_CELL,
        });
        assert_eq!(
            list(&format!("a,b\n1,2\n1,{}\n", long(MOST_IN_CELL + 1))),
            cell
        );
        assert_eq!(
            list(&format!("a,b\n1,2\n1,\"x\n{}\n\"\n", long(MOST_IN_CELL))),
            cell
        );
        let line = Err(TableFault::LongLine {
            line: 2,
            limit: "1 MB".into(),
        });
        assert_eq!(
            list(&format!("a,b\r\n{}", "x".repeat(MOST_IN_ROW + 1))),
            line
        );
        let cells = (0..40).map(|_| "x".repeat(30_000)).collect::<Vec<_>>();
        assert_eq!(list(&format!("a,b\n{}\n", cells.join(","))), line);
        assert_eq!(
            list(&format!("a,b\n\"{}\"\n", cells.join("\n\",\""))),
            line,
            "over several lines"
        );
        assert_eq!(
            list(&format!("a{}\n", ",".repeat(MOST_CELLS_IN_ROW))),
            Err(TableFault::ManyCells {
                line: 1,
                limit: 1_000
            })
        );
        assert_eq!(
            check_lines(&format!(
                "{}\n{}",
                "x".repeat(MOST_IN_ROW),
                "y".repeat(MOST_IN_ROW)
            )),
            Ok(())
        );
    }
}
