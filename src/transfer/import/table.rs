//! A CSV file as a header and rows that know their lines.

use crate::i18n::TableFault;

/// A file as it was read: nothing is trimmed or interpreted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The cells of the first line.
    pub header: Vec<String>,
    /// The rows below it; blank lines and rows without any text are none.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// Its cells, as many as there are.
    pub cells: Vec<String>,
}

/// Reads UTF-8 with or without a mark at its beginning.
///
/// # Errors
/// When it is empty, not UTF-8, its quotes do not pair, or a header stands twice.
pub fn read(bytes: &[u8]) -> Result<Table, TableFault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        TableFault::NotUtf8 { line: 1 + good.split(|&byte| byte == b'\n').skip(1).count() }
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    check_quotes(text)?;
    let mut rows = rows(text);
    let header = if rows.is_empty() { return Err(TableFault::Empty) } else { rows.remove(0).cells };
    let mut seen = std::collections::HashSet::new();
    let twice = header.iter().find(|name| !name.trim().is_empty() && !seen.insert(name.trim()));
    match twice {
        Some(name) => Err(TableFault::HeaderTwice { name: name.trim().to_owned() }),
        None => Ok(Table { header, rows }),
    }
}

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // The text is UTF-8 and in memory, so reading cannot fail.
    for record in reader.records().map_while(Result::ok) {
        let (start, line) = record.position().map_or((0, 1), |at| (at.byte(), at.line()));
        // The reader gives the place where it went on reading, which is before any blank lines.
        let rest = usize::try_from(start).ok().and_then(|start| text.as_bytes().get(start..)).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|&&byte| byte == b'\n').count();
        let line = usize::try_from(line).unwrap_or_default() + blank;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    rows
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
fn check_quotes(text: &str) -> Result<(), TableFault> {
    let (mut at, mut line, mut opened) = (At::CellStart, 1, 1);
    for byte in text.bytes() {
        at = match (at, byte) {
            (At::CellStart, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Quoted, b'"') => At::QuoteEnded,
            (At::QuoteEnded, b'"') | (At::Quoted, _) => At::Quoted,
            (_, b',' | b'\r' | b'\n') => At::CellStart,
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
        let table = read("\u{FEFF}a,b\r\n\r\n1,\"x\ny\"\r\n,\r\n2,z\n".as_bytes()).unwrap();
        assert_eq!(table.header, ["a", "b"]);
        let lines: Vec<usize> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 6]);
        assert_eq!(table.rows[0].cells, ["1", "x\ny"]);
    }

    #[test]
    fn quotes_that_do_not_pair_are_told_with_their_line() {
        assert_eq!(read(b"a,b\n1,\"x\n2,y\n"), Err(TableFault::OpenQuote { line: 2 }));
        assert_eq!(read(b"a,b\n1,\"x\n2,\"y\n"), Err(TableFault::QuoteInside { line: 3, opened: 2 }));
        assert_eq!(read(b"a\n5\" pipe\n").unwrap().rows[0].cells, ["5\" pipe"]);
        assert_eq!(read(b"a\n\"5\"\" pipe\"\n").unwrap().rows[0].cells, ["5\" pipe"]);
    }

    #[test]
    fn files_that_are_no_table_are_refused() {
        assert_eq!(read(b""), Err(TableFault::Empty));
        assert_eq!(read(b"\xEF\xBB\xBF\n\n"), Err(TableFault::Empty));
        assert_eq!(read(b"a,b\n1,2\n\xB0\xA1,3\n"), Err(TableFault::NotUtf8 { line: 3 }));
        assert_eq!(read(b"a,b,a\n1,2,3\n"), Err(TableFault::HeaderTwice { name: "a".into() }));
    }
}
