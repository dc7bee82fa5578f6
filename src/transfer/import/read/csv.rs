//! A CSV text as rows that know their lines.

use std::collections::HashSet;
use std::io::{self, BufRead, Read};

use super::limits::Measured;
use super::table::{TableCell, TableRow};
use crate::domain::text::folding;
use crate::i18n::TableFault;
use crate::store::StagedText;

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
    let bytes = || Box::new(text.as_bytes());
    Ok(CsvRows::of((bytes(), bytes()), separator, None))
}

/// Returns the rows of a text that is not held. Its quotes were checked before it was put away.
///
/// # Errors
/// When it cannot be opened.
pub(crate) fn staged_rows(text: &StagedText, separator: u8) -> Result<CsvRows<'_>, TableFault> {
    let open = || text.open().map_err(|_| TableFault::BrokenFile);
    let (rows, lines) = (Box::new(open()?), Box::new(open()?));
    Ok(CsvRows::of((rows, lines), separator, Some(text)))
}

/// The rows of a text.
pub struct CsvRows<'a> {
    reader: csv::Reader<Box<dyn Read + Send + 'a>>,
    record: csv::StringRecord,
    lines: LineCount<'a>,
    /// The text, where it is not held.
    staged: Option<&'a StagedText>,
}

/// Counts the lines of a text up to the rows that are read.
struct LineCount<'a> {
    text: Box<dyn BufRead + Send + 'a>,
    /// How many bytes were looked at, the last of them, and the line behind them.
    at: usize,
    last: u8,
    line: usize,
}

impl LineCount<'_> {
    /// Goes on to a byte, and over the ends of lines that stand there.
    fn go_on(&mut self, to: usize) -> io::Result<()> {
        loop {
            let bytes = self.text.fill_buf()?;
            let rest = to.saturating_sub(self.at);
            let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
            let ends = bytes.iter().skip(rest).take_while(is_end).count();
            let taken = bytes.get(..rest + ends).unwrap_or(bytes);
            for byte in taken {
                let is_second = *byte == b'\n' && self.last == b'\r';
                self.line += usize::from(is_end(&byte) && !is_second);
                self.last = *byte;
            }
            let (count, is_all) = (taken.len(), taken.len() == bytes.len());
            self.text.consume(count);
            self.at += count;
            if !is_all || count == 0 {
                return Ok(());
            }
        }
    }
}

impl Iterator for CsvRows<'_> {
    type Item = TableRow;

    fn next(&mut self) -> Option<TableRow> {
        while self.read()? {
            let cells = self
                .record
                .iter()
                .map(|cell| TableCell::Text(cell.to_owned()))
                .collect();
            let row = TableRow {
                line: self.lines.line,
                cells,
            };
            if !row.is_blank() {
                return Some(row);
            }
        }
        None
    }
}

impl<'a> CsvRows<'a> {
    fn of(
        (text, again): (Box<dyn Read + Send + 'a>, Box<dyn BufRead + Send + 'a>),
        separator: u8,
        staged: Option<&'a StagedText>,
    ) -> Self {
        let mut builder = csv::ReaderBuilder::new();
        let reader = builder
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        Self {
            reader,
            record: csv::StringRecord::new(),
            lines: LineCount {
                text: again,
                at: 0,
                last: 0,
                line: 1,
            },
            staged,
        }
    }

    /// Reads a row, and counts the lines up to it; `None` where that fails, which only a text does
    /// that is not held. The reader tells where it went on reading, which is before any blank lines,
    /// and counts no line that ends with a carriage return alone.
    fn read(&mut self) -> Option<bool> {
        let read = self.reader.read_record(&mut self.record);
        let is_read = read.map_err(io::Error::from).and_then(|is_row| {
            let from = self.record.position().map_or(0, csv::Position::byte);
            if is_row {
                self.lines
                    .go_on(usize::try_from(from).unwrap_or(usize::MAX))?;
            }
            Ok(is_row)
        });
        if is_read.is_err() {
            self.staged.into_iter().for_each(StagedText::fail);
        }
        is_read.ok()
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
pub(crate) fn check_quotes(text: &str, separator: u8) -> Result<(), TableFault> {
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
