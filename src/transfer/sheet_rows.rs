//! Rows of a sheet that are written as they come, so that no sheet is ever whole in memory. The
//! library lays the workbook out with samples of the cells in a few rows; as the file is written,
//! the real rows take their place.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Cursor, Read as _, Seek, SeekFrom, Write};
use std::rc::Rc;

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Workbook, XlsxError};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The characters that a cell holds.
const MOST_CHARACTERS: usize = 32_767;
/// What ends a row.
const END: &str = "</row>";
/// The bytes after which rows go to the file.
const BUFFER: usize = 1 << 16;
/// The rows of a sheet that may be larger than an archive without the extension for large files
/// holds; programs that do not know that extension read smaller ones.
const MANY_ROWS: usize = 400_000;

/// The rows of a sheet that are samples.
#[derive(Clone, Copy, Debug)]
pub(super) struct SampleRows {
    /// The position of the sheet in the workbook.
    pub(super) sheet: usize,
    /// The first of them; there the real rows begin.
    pub(super) first: u32,
    /// How many there are.
    pub(super) count: u32,
    /// How many real rows there will be.
    pub(super) rows: usize,
}

/// Writes a workbook to an empty file. `write` writes the rows that take the place of each of the
/// samples, which it gets by number.
pub(super) fn save<E: From<io::Error> + From<XlsxError>>(
    book: &mut Workbook,
    file: impl Write + Seek,
    samples: &[SampleRows],
    mut write: impl FnMut(usize, &mut SheetRows) -> Result<(), E>,
) -> Result<(), E> {
    let laid_out = book.save_to_buffer()?;
    let mut laid_out = ZipArchive::new(Cursor::new(laid_out)).map_err(failed)?;
    let refused = Rc::new(RefCell::new(None));
    let file = SilentFile {
        file: BufWriter::new(file),
        refused: Rc::clone(&refused),
        is_over: false,
        at: 0,
        end: 0,
    };
    let mut archive = ZipWriter::new(file);
    for number in 0..laid_out.len() {
        let mut entry = laid_out.by_index(number).map_err(failed)?;
        let name = entry.name().map_err(failed)?.into_owned();
        let is_of_entry =
            |samples: &SampleRows| name == format!("xl/worksheets/sheet{}.xml", samples.sheet + 1);
        let mut found = samples.iter().enumerate();
        let Some((at, samples)) = found.find(|(_, samples)| is_of_entry(samples)) else {
            archive.raw_copy_file(entry).map_err(failed)?;
            continue;
        };
        let mut xml = String::new();
        entry.read_to_string(&mut xml)?;
        drop(entry);
        let options = SimpleFileOptions::default().large_file(samples.rows > MANY_ROWS);
        archive.start_file(name, options).map_err(failed)?;
        // A sheet with samples in it would be taken for one with data.
        let sheet = SampledSheet::read(&xml, samples)
            .ok_or_else(|| io::Error::other("the sheet has no rows to replace"))?;
        archive.write_all(sheet.before.as_bytes())?;
        let mut rows = SheetRows::new(&mut archive, &refused, sheet.styles);
        write(at, &mut rows)?;
        rows.flush()?;
        archive.write_all(sheet.after.as_bytes())?;
    }
    archive.finish().map_err(failed)?.finish();
    Ok(told(&refused)?)
}

/// Returns what a file refused, if it did.
fn told(refused: &RefCell<Option<io::Error>>) -> io::Result<()> {
    refused.borrow_mut().take().map_or(Ok(()), Err)
}

fn failed(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// A file that takes everything after it refused something. An archive that is cut short by a full
/// disk would complain on standard error by itself.
struct SilentFile<W: Write> {
    file: BufWriter<W>,
    /// What it refused.
    refused: Rc<RefCell<Option<io::Error>>>,
    is_over: bool,
    /// Where it is, or would be.
    at: u64,
    /// Where it ends, or would.
    end: u64,
}

impl<W: Write> SilentFile<W> {
    fn note<T>(&mut self, done: io::Result<T>) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            Err(error) => {
                self.refused.borrow_mut().get_or_insert(error);
                self.is_over = true;
                None
            }
        }
    }

    fn finish(mut self) {
        if !self.is_over {
            let flushed = self.file.flush();
            self.note(flushed);
        }
        // What it did not take is not tried again.
        let (_, _) = self.file.into_parts();
    }
}

impl<W: Write> Write for SilentFile<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_over {
            let written = self.file.write_all(bytes);
            self.note(written);
        }
        self.at += u64::try_from(bytes.len()).unwrap_or_default();
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<W: Write + Seek> Seek for SilentFile<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let wanted = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
        };
        self.at = wanted.ok_or(io::ErrorKind::InvalidInput)?;
        if !self.is_over {
            let sought = self.file.seek(SeekFrom::Start(self.at));
            self.note(sought);
        }
        // Whoever writes an archive computes lengths from places in it, so they go on as if all was taken.
        Ok(self.at)
    }
}

/// A sheet around its samples.
struct SampledSheet<'x> {
    before: String,
    /// The number of the format of each cell of each sample; empty where it has none.
    styles: Vec<Vec<String>>,
    after: &'x str,
}

impl<'x> SampledSheet<'x> {
    fn read(xml: &'x str, samples: &SampleRows) -> Option<Self> {
        let begin_of = |row: u32| xml.find(&format!("<row r=\"{}\"", row + 1));
        let begin = begin_of(samples.first)?;
        let last = begin_of(samples.first + samples.count.saturating_sub(1))?;
        let end = last + xml.get(last..)?.find(END)? + END.len();
        let rows = xml.get(begin..end)?.split_inclusive(END);
        let style = |cell: &str| {
            let cell = cell.split_once('>').map_or(cell, |(cell, _)| cell);
            let style = cell.split_once(" s=\"").map(|(_, style)| style);
            let style = style.and_then(|style| style.split_once('"'));
            style.map_or_else(String::new, |(style, _)| style.to_owned())
        };
        Some(Self {
            before: with_extent(xml.get(..begin)?, samples),
            styles: rows
                .map(|row| row.split("<c ").skip(1).map(style).collect())
                .collect(),
            after: xml.get(end..)?,
        })
    }
}

/// Returns the beginning of a sheet, which says that it extends to the last real row: some programs
/// read no further.
fn with_extent(before: &str, samples: &SampleRows) -> String {
    let extended = || {
        let (start, rest) = before.split_once("<dimension ref=\"")?;
        let (extent, rest) = rest.split_once('"')?;
        let (first, last) = extent.split_once(':')?;
        let digits = last.find(|c: char| c.is_ascii_digit())?;
        let (column, row) = last.split_at_checked(digits)?;
        let rows = u32::try_from(samples.rows).unwrap_or(u32::MAX);
        let row = row
            .parse::<u32>()
            .ok()?
            .max(samples.first.saturating_add(rows));
        Some(format!(
            "{start}<dimension ref=\"{first}:{column}{row}\"{rest}"
        ))
    };
    extended().unwrap_or_else(|| before.to_owned())
}

/// The rows of a sheet as they are written.
pub(super) struct SheetRows<'w> {
    file: &'w mut dyn Write,
    refused: &'w RefCell<Option<io::Error>>,
    /// What did not go to the file yet.
    text: String,
    styles: Vec<Vec<String>>,
    columns: Vec<String>,
    row: u32,
}

impl<'w> SheetRows<'w> {
    fn new(
        file: &'w mut dyn Write,
        refused: &'w RefCell<Option<io::Error>>,
        styles: Vec<Vec<String>>,
    ) -> Self {
        let columns = styles.iter().map(Vec::len).max().unwrap_or_default();
        let columns = (0..columns).filter_map(|column| u16::try_from(column).ok());
        Self {
            file,
            refused,
            text: String::new(),
            columns: columns.map(column_number_to_name).collect(),
            styles,
            row: 0,
        }
    }

    /// Begins a row, which is below every one before it.
    pub(super) fn begin(&mut self, row: u32, height: Option<f64>) {
        self.row = row + 1;
        let _ = write!(self.text, "<row r=\"{}\"", self.row);
        if let Some(height) = height {
            let _ = write!(self.text, " ht=\"{height}\" customHeight=\"1\"");
        }
        self.text.push('>');
    }

    /// Adds words to the row, whatever they look like, in the format of a sample.
    pub(super) fn words(
        &mut self,
        column: usize,
        words: &str,
        sample: usize,
    ) -> Result<(), XlsxError> {
        if words.chars().count() > MOST_CHARACTERS {
            return Err(XlsxError::MaxStringLengthExceeded);
        }
        self.cell(column, sample);
        if words.is_empty() {
            self.text.push_str("/>");
            return Ok(());
        }
        let is_space = |c: char| matches!(c, '\t' | '\n' | ' ');
        let space = if words.starts_with(is_space) || words.ends_with(is_space) {
            " xml:space=\"preserve\""
        } else {
            ""
        };
        let _ = write!(self.text, " t=\"inlineStr\"><is><t{space}>");
        escape(&mut self.text, words);
        self.text.push_str("</t></is></c>");
        Ok(())
    }

    /// Adds a number to the row, in the format of a sample.
    pub(super) fn number(&mut self, column: usize, number: f64, sample: usize) {
        self.cell(column, sample);
        let _ = write!(self.text, "><v>{number}</v></c>");
    }

    fn cell(&mut self, column: usize, sample: usize) {
        let name = self.columns.get(column).map_or("", String::as_str);
        let _ = write!(self.text, "<c r=\"{name}{}\"", self.row);
        let style = self.styles.get(sample).and_then(|row| row.get(column));
        if let Some(style) = style.filter(|style| !style.is_empty()) {
            let _ = write!(self.text, " s=\"{style}\"");
        }
    }

    /// Ends the row.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.text.push_str(END);
        if self.text.len() > BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(self.text.as_bytes())?;
        self.text.clear();
        told(self.refused)
    }
}

/// Adds a text with everything escaped that is not a sign of its own in a cell: what XML takes for
/// its own, what it cannot hold, and what a spreadsheet would take for such an escape.
fn escape(text: &mut String, words: &str) {
    for (at, c) in words.char_indices() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\t' | '\n' => text.push(c),
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => {
                let _ = write!(text, "_x{:04X}_", u32::from(c));
            }
            '_' if is_escape(words.get(at..).unwrap_or_default()) => text.push_str("_x005F_"),
            _ => text.push(c),
        }
    }
}

/// Returns whether a text begins as `_x000D_` does.
fn is_escape(text: &str) -> bool {
    let hex = text.strip_prefix("_x").and_then(|rest| rest.get(..5));
    hex.is_some_and(|hex| {
        let is_hex = |c: char| c.is_ascii_hexdigit();
        hex.ends_with('_') && hex.chars().filter(|c| is_hex(*c)).count() == 4
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader as _, Xlsx, open_workbook};
    use rust_xlsxwriter::Format;

    #[test]
    fn the_rows_take_the_place_of_the_samples_in_their_formats() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.xlsx");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        sheet.write_string(0, 0, "head").unwrap();
        for column in 0..2 {
            sheet
                .write_string_with_format(1, column, "sample", &bold)
                .unwrap();
            sheet.write_number(2, column, 0).unwrap();
        }
        sheet.write_string(9, 0, "below").unwrap();
        book.add_worksheet().write_string(0, 0, "other").unwrap();
        let samples = SampleRows {
            sheet: 0,
            first: 1,
            count: 2,
            rows: 6,
        };
        let words = ["a<b>&c", " 空 ", "_x000D_\u{1}", "=1+1", "", "_x00G0_"];
        let file = std::fs::File::create(&path).unwrap();
        save::<Refused>(&mut book, &file, &[samples], |_, rows| {
            for (row, words) in (1..).zip(words) {
                rows.begin(row, (row == 2).then_some(30.0));
                rows.words(0, words, 0).unwrap();
                rows.number(1, f64::from(row) / 8.0, 1);
                rows.end()?;
            }
            Ok(())
        })
        .unwrap();
        let mut read: Xlsx<_> = open_workbook(&path).unwrap();
        let range = read.worksheet_range("Sheet1").unwrap();
        let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
        assert_eq!(cell(0, 0), Data::String("head".into()));
        for (row, words) in (1..).zip(words) {
            let read = match cell(row, 0) {
                Data::String(read) => read,
                _ => String::new(),
            };
            // The reader leaves such escapes as they are.
            let read = read.replace("_x005F_", "_").replace("_x0001_", "\u{1}");
            assert_eq!(read, words);
            assert_eq!(cell(row, 1), Data::Float(f64::from(row) / 8.0));
        }
        assert_eq!(cell(9, 0), Data::String("below".into()));
        let other = read.worksheet_range("Sheet2").unwrap();
        assert_eq!(other.get_value((0, 0)), Some(&Data::String("other".into())));
    }

    #[derive(Debug)]
    struct Refused;

    impl From<io::Error> for Refused {
        fn from(_: io::Error) -> Self {
            Self
        }
    }

    impl From<XlsxError> for Refused {
        fn from(_: XlsxError) -> Self {
            Self
        }
    }
}
