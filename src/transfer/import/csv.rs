//! A CSV text as rows that know their lines.

use std::collections::HashSet;

use super::table::{Cell, Row};
use crate::domain::folding;
use crate::i18n::TableFault;

/// How many lines are looked at to find what stands between cells.
const GLANCE: usize = 30;

/// A list with a header in its first line, such as places or aliases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The cells of the first line.
    pub header: Vec<String>,
    /// The rows below it; blank lines and rows without any text are none.
    pub rows: Vec<Row>,
}

/// Reads a UTF-8 list, with or without a mark at its beginning.
///
/// # Errors
/// When it is empty, not UTF-8, its quotes do not pair, or a header stands twice.
pub fn read_list(bytes: &[u8]) -> Result<List, TableFault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        TableFault::NotUtf8 { line: 1 + good.split(|&byte| byte == b'\n').skip(1).count() }
    })?;
    let mut rows = rows(text.strip_prefix('\u{FEFF}').unwrap_or(text))?;
    let header = rows.next().ok_or(TableFault::Empty)?.texts();
    refuse_twice(&header)?;
    Ok(List { header, rows: rows.collect() })
}

/// Refuses a header that stands twice: nobody could tell which column is meant.
pub(super) fn refuse_twice(header: &[String]) -> Result<(), TableFault> {
    let mut seen = HashSet::new();
    let twice =
        header.iter().map(|name| folding::name(name)).find(|name| !name.is_empty() && !seen.insert(name.clone()));
    twice.map_or(Ok(()), |name| Err(TableFault::HeaderTwice { name }))
}

/// The rows of a text, one after the other; blank lines and rows without any text are none.
///
/// # Errors
/// When its quotes do not pair.
pub fn rows(text: &str) -> Result<Rows<'_>, TableFault> {
    let delimiter = delimiter(text);
    check_quotes(text, delimiter)?;
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder.delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    Ok(Rows { text, reader, record: csv::StringRecord::new() })
}

/// What stands between cells: tabs where most of the first lines have one, else commas, else semicolons.
fn delimiter(text: &str) -> u8 {
    // Some spreadsheets say it in a line of its own.
    if let Some(said) = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next()).filter(|b| b",;\t".contains(b)) {
        return said;
    }
    let first = text.split_inclusive('\n').take(GLANCE).collect::<String>();
    // Quotes may reach over lines; what stands between them is no sign.
    let plain = first.split('"').step_by(2).collect::<String>();
    let having = |sign: u8| plain.lines().filter(|line| line.as_bytes().contains(&sign)).count();
    match (having(b'\t'), having(b','), having(b';')) {
        (tabs, commas, _) if tabs > 0 && tabs >= commas => b'\t',
        (_, 0, semicolons) if semicolons > 0 => b';',
        _ => b',',
    }
}

/// The rows of a text.
pub struct Rows<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        // The text is UTF-8 and in memory, so reading cannot fail.
        while self.reader.read_record(&mut self.record).ok()? {
            let cells = self.record.iter().map(|cell| Cell::Text(cell.to_owned())).collect();
            let row = Row { line: self.line(), cells };
            if !row.is_blank() {
                return Some(row);
            }
        }
        None
    }
}

impl Rows<'_> {
    /// The line of the record. The reader gives the place where it went on reading, which is before any blank lines.
    fn line(&self) -> usize {
        let (start, line) = self.record.position().map_or((0, 1), |at| (at.byte(), at.line()));
        let rest = usize::try_from(start).ok().and_then(|start| self.text.as_bytes().get(start..)).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|&&byte| byte == b'\n').count();
        usize::try_from(line).unwrap_or_default() + blank
    }
}

/// Where the reader of cells stands.
enum At {
    CellStart,
    Plain,
    Quoted,
    QuoteEnded,
}

/// Refuses a quote that never closes, or that closes before more text: the reader would take whole rows into one cell
/// without a word.
fn check_quotes(text: &str, delimiter: u8) -> Result<(), TableFault> {
    let (mut at, mut line, mut opened) = (At::CellStart, 1, 1);
    for byte in text.bytes() {
        at = match (at, byte) {
            (At::CellStart, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Quoted, b'"') => At::QuoteEnded,
            (At::QuoteEnded, b'"') | (At::Quoted, _) => At::Quoted,
            (_, b'\r' | b'\n') => At::CellStart,
            (_, byte) if byte == delimiter => At::CellStart,
            (At::QuoteEnded, _) => return Err(TableFault::QuoteInside { line, opened }),
            (At::CellStart | At::Plain, _) => At::Plain,
        };
        line += usize::from(byte == b'\n');
    }
    if matches!(at, At::Quoted) { Err(TableFault::OpenQuote { line: opened }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_lines_over_blank_lines_and_quoted_newlines() {
        let table = read_list("\u{FEFF}a,b\r\n\r\n1,\"x\ny\"\r\n,\r\n2,z\n".as_bytes()).unwrap();
        assert_eq!(table.header, ["a", "b"]);
        let lines: Vec<usize> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 6]);
        assert_eq!(table.rows[0].texts(), ["1", "x\ny"]);
    }

    #[test]
    fn quotes_that_do_not_pair_are_told_with_their_line() {
        assert_eq!(read_list(b"a,b\n1,\"x\n2,y\n"), Err(TableFault::OpenQuote { line: 2 }));
        assert_eq!(read_list(b"a,b\n1,\"x\n2,\"y\n"), Err(TableFault::QuoteInside { line: 3, opened: 2 }));
        assert_eq!(read_list(b"a\n5\" pipe\n").unwrap().rows[0].texts(), ["5\" pipe"]);
        assert_eq!(read_list(b"a\n\"5\"\" pipe\"\n").unwrap().rows[0].texts(), ["5\" pipe"]);
    }

    #[test]
    fn files_that_are_no_table_are_refused() {
        assert_eq!(read_list(b""), Err(TableFault::Empty));
        assert_eq!(read_list(b"\xEF\xBB\xBF\n\n"), Err(TableFault::Empty));
        assert_eq!(read_list(b"a,b\n1,2\n\xB0\xA1,3\n"), Err(TableFault::NotUtf8 { line: 3 }));
        assert_eq!(read_list(b"a,b,a\n1,2,3\n"), Err(TableFault::HeaderTwice { name: "a".into() }));
    }

    #[test]
    fn cells_stand_between_tabs_or_semicolons_where_there_is_no_comma() {
        assert_eq!(read_list(b"a\tb\n1;2\t3\n").unwrap().rows[0].texts(), ["1;2", "3"]);
        assert_eq!(read_list(b"a;b\n1;\"2;3\"\n").unwrap().rows[0].texts(), ["1", "2;3"]);
        assert_eq!(read_list(b"a;b\n\"1,2\";3\n").unwrap().rows[0].texts(), ["1,2", "3"]);
        assert_eq!(read_list(b"\"a\n;\",b\n").unwrap().header, ["a\n;", "b"]);
        assert_eq!(read_list(b"sep=;\na;b,c\n1,2;3\n").unwrap().rows[1].texts(), ["1,2", "3"]);
        assert_eq!(read_list(b"a,b\n1;2,3\n").unwrap().rows[0].texts(), ["1;2", "3"]);
    }
}
