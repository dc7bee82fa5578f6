//! A CSV text as rows that know their lines.

use std::collections::HashSet;

use super::limits::Measured;
use super::table::{TableCell, TableRow};
use crate::domain::text::folding;
use crate::i18n::TableFault;

/// Refuses a header that stands twice: nobody could tell which column is meant.
pub(crate) fn refuse_twice(header: &[String]) -> Result<(), TableFault> {
    let mut seen = HashSet::new();
    let twice = header
        .iter()
        .map(|name| folding::name(name))
        .find(|name| !name.is_empty() && !seen.insert(name.clone()));
    twice.map_or(Ok(()), |name| Err(TableFault::HeaderTwice { name }))
}

/// Returns how many lines end in a text: with a line feed, a carriage return, or both as one.
pub(crate) fn line_ends(text: &[u8]) -> usize {
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'\n' => at == 0 || text.get(at - 1) != Some(&b'\r'),
        byte => *byte == b'\r',
    };
    text.iter().enumerate().filter(|&pair| ends(pair)).count()
}

/// Returns the rows of a text, one after the other; blank lines and rows without any text are none.
///
/// # Errors
/// When its quotes do not pair, or something in it is too long.
pub(crate) fn rows(text: &str, separator: u8) -> Result<CsvRows<'_>, TableFault> {
    check_quotes(text, separator)?;
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    Ok(CsvRows {
        text: text.as_bytes(),
        reader,
        record: csv::StringRecord::new(),
        at: 0,
        line: 1,
    })
}

/// The rows of a text.
pub struct CsvRows<'a> {
    text: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
    /// Where the row begins that was read last, in bytes, and its line.
    at: usize,
    line: usize,
}

impl Iterator for CsvRows<'_> {
    type Item = TableRow;

    fn next(&mut self) -> Option<TableRow> {
        // The text is UTF-8 and in memory, so reading cannot fail.
        while self.reader.read_record(&mut self.record).ok()? {
            self.go_on();
            let cells = self
                .record
                .iter()
                .map(|cell| TableCell::Text(cell.to_owned()))
                .collect();
            let row = TableRow {
                line: self.line,
                cells,
            };
            if !row.is_blank() {
                return Some(row);
            }
        }
        None
    }
}

impl CsvRows<'_> {
    /// Counts the lines up to the row. The reader tells where it went on reading, which is before
    /// any blank lines, and counts no line that ends with a carriage return alone.
    fn go_on(&mut self) {
        let from = self
            .record
            .position()
            .and_then(|at| usize::try_from(at.byte()).ok())
            .unwrap_or_default();
        let rest = self.text.get(from..).unwrap_or_default();
        let begin = from
            + rest
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
        self.line += line_ends(self.text.get(self.at..begin).unwrap_or_default());
        self.at = begin;
    }
}

/// Where the reader of cells stands.
enum At {
    CellStart,
    Plain,
    Quoted,
    QuoteEnded,
}

/// Refuses a quote that never closes, or that closes before more text: the reader would take whole
/// rows into one cell without a word. Refuses rows and cells that are too long.
fn check_quotes(text: &str, separator: u8) -> Result<(), TableFault> {
    let mut at = At::CellStart;
    let mut line = 1;
    let mut opened = 1;
    let mut before = 0;
    let mut row = Measured::from(1);
    for byte in text.bytes() {
        let is_quoted = matches!(at, At::Quoted);
        let is_end = !is_quoted && matches!(byte, b'\r' | b'\n');
        at = match (at, byte) {
            (At::CellStart, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Quoted, b'"') => At::QuoteEnded,
            (At::QuoteEnded, b'"') | (At::Quoted, _) => At::Quoted,
            (_, b'\r' | b'\n') => At::CellStart,
            (_, byte) if byte == separator => At::CellStart,
            (At::QuoteEnded, _) => return Err(TableFault::QuoteInside { line, opened }),
            (At::CellStart | At::Plain, _) => At::Plain,
        };
        line += usize::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
        match byte {
            _ if is_end => row = Measured::from(line),
            byte if byte == separator && !is_quoted => row.next_cell()?,
            byte => row.add(byte)?,
        }
    }
    if matches!(at, At::Quoted) {
        Err(TableFault::OpenQuote { line: opened })
    } else {
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::transfer::import::read::{limits, separator};

    /// A list with a header in its first line.
    #[derive(Debug, PartialEq, Eq)]
    pub(crate) struct CsvList {
        pub(crate) header: Vec<String>,
        pub(crate) rows: Vec<TableRow>,
    }

    /// Reads a list in UTF-8.
    pub(crate) fn read_list(bytes: &[u8]) -> Result<CsvList, TableFault> {
        let text = std::str::from_utf8(bytes).unwrap();
        limits::check_lines(text)?;
        let text = Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text));
        let separated = separator::find(text);
        let mut rows = rows(&separated.text, separated.by)?;
        let header = rows.next().ok_or(TableFault::Empty)?.texts();
        refuse_twice(&header)?;
        Ok(CsvList {
            header,
            rows: rows.collect(),
        })
    }

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
        assert_eq!(
            read_list(b"a,b\n1,\"x\n2,y\n"),
            Err(TableFault::OpenQuote { line: 2 })
        );
        assert_eq!(
            read_list(b"a,b\n1,\"x\n2,\"y\n"),
            Err(TableFault::QuoteInside { line: 3, opened: 2 })
        );
        assert_eq!(
            read_list(b"a\n5\" pipe\n").unwrap().rows[0].texts(),
            ["5\" pipe"]
        );
        assert_eq!(
            read_list(b"a\n\"5\"\" pipe\"\n").unwrap().rows[0].texts(),
            ["5\" pipe"]
        );
    }

    #[test]
    fn files_that_are_no_table_are_refused() {
        assert_eq!(read_list(b""), Err(TableFault::Empty));
        assert_eq!(read_list(b"\xEF\xBB\xBF\n\n"), Err(TableFault::Empty));
        assert_eq!(
            read_list(b"a,b,a\n1,2,3\n"),
            Err(TableFault::HeaderTwice { name: "a".into() })
        );
    }

    #[test]
    fn a_line_ends_with_either_sign_or_both() {
        for ends in [
            ["\r"; 4],
            ["\n"; 4],
            ["\r\n"; 4],
            ["\r\n", "\n", "\r", "\r\n"],
            ["\r", "\r\n", "\n", "\n"],
        ] {
            let [one, two, three, four] = ends;
            let text = format!("a,b{one}1,x{two}2,\"y{three}z\"{four}3,w");
            let lines: Vec<usize> = read_list(text.as_bytes())
                .unwrap()
                .rows
                .iter()
                .map(|row| row.line)
                .collect();
            assert_eq!(lines, [2, 3, 5], "{ends:?}");
            let open = format!("{text}{four}4,\"v");
            assert_eq!(
                read_list(open.as_bytes()),
                Err(TableFault::OpenQuote { line: 6 }),
                "{ends:?}"
            );
        }
        assert_eq!(line_ends(b"a,b\r1,2\r\r"), 3);
    }

    #[test]
    fn cells_stand_between_the_signs_of_the_header() {
        assert_eq!(
            read_list(b"a\tb\n1;2\t3\n").unwrap().rows[0].texts(),
            ["1;2", "3"]
        );
        assert_eq!(
            read_list(b"a;b\n1;\"2;3\"\n").unwrap().rows[0].texts(),
            ["1", "2;3"]
        );
        assert_eq!(
            read_list(b"a;b\n\"1,2\";3\n").unwrap().rows[0].texts(),
            ["1,2", "3"]
        );
        assert_eq!(read_list(b"\"a\n;\",b\n").unwrap().header, ["a\n;", "b"]);
        assert_eq!(
            read_list(b"sep=;\na;b,c\n1,2;3\n").unwrap().rows[1].texts(),
            ["1,2", "3"]
        );
        assert_eq!(
            read_list(b"a,b\n1;2,3\n").unwrap().rows[0].texts(),
            ["1;2", "3"]
        );
        assert_eq!(
            read_list(b"a;b\n1;2,5\n2;3,5\n").unwrap().rows[1].texts(),
            ["2", "3,5"]
        );
        assert_eq!(
            read_list(b"a,b\n1,x\ty\n2,x\ty\n").unwrap().rows[1].texts(),
            ["2", "x\ty"]
        );
        assert_eq!(
            read_list(b"a|b\n1|2,3\n").unwrap().rows[0].texts(),
            ["1", "2,3"]
        );
        let of = |text: &str| read_list(text.as_bytes()).unwrap().rows[0].texts();
        assert_eq!(
            of("镇，名\n\"甲，一\"，\"乙\"\"，\"\n"),
            ["甲，一", "乙\"，"]
        );
        assert_eq!(of("镇；名\r甲；乙，丙\r"), ["甲", "乙，丙"]);
        assert_eq!(of("镇,名\n甲,乙，丙；丁\n"), ["甲", "乙，丙；丁"]);
    }
}
