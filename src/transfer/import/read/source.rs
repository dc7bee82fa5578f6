//! A file that was opened: what it is, and its rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::separator::{self, Separated};
use super::sniff::ZIP;
use super::source_options::SourceOptions;
use super::table::{MergedRange, TableCell, TableRow};
use super::xlsx::Epoch;
use super::xlsx::{self, Workbook};
use super::{csv, encoding, limits};
use crate::i18n::{FileMsg, FormMsg, RowFault, TableFault};

/// The first bytes of an old or a locked spreadsheet.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// How files begin that are neither text nor a workbook of this sort, in small letters, and what
/// they are.
const OTHERS: [(&[u8], FileMsg); 8] = [
    (b"<!doctype", FileMsg::WebPage),
    (b"<html", FileMsg::WebPage),
    (b"<meta", FileMsg::WebPage),
    (b"<style", FileMsg::WebPage),
    (b"<table", FileMsg::WebPage),
    (b"<?xml", FileMsg::Xml),
    (b"%pdf", FileMsg::Pdf),
    (b"{\\rtf", FileMsg::Rtf),
];
/// Where a ZIP file says first what it is, and what it says of an `OpenDocument` spreadsheet.
const SAYS_WHAT: usize = 30;
const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument";

/// A file that was opened.
pub enum TableSource<'a> {
    /// A text of rows.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// The byte between its cells.
        separator: u8,
        /// What it is, in words.
        form: FormMsg,
    },
    /// A sheet of a workbook.
    Sheet(Workbook),
    /// A table that was made of one with a column a period.
    Unfolded(UnfoldedTable),
}

/// A table with a row a period that was made of one with a column a period. How the file writes its
/// cells is as it was.
#[derive(Clone, Debug)]
pub struct UnfoldedTable {
    /// Its rows from top to bottom.
    pub rows: Vec<TableRow>,
    /// Cells that show one value.
    pub merges: Vec<MergedRange>,
    /// What is wrong with rows of the file, by line.
    pub misfits: BTreeMap<usize, RowFault>,
    /// The byte between the cells of the text.
    pub separator: Option<u8>,
    /// What day the figures of the sheet count from.
    pub epoch: Option<Epoch>,
    /// What the file is, in words.
    pub forms: Vec<FormMsg>,
}

impl<'a> TableSource<'a> {
    /// Opens a file by what is in it, whatever it is called.
    ///
    /// # Errors
    /// When it is in no form that is known, or in an encoding that nobody named.
    pub fn open(bytes: &'a [u8], said: &SourceOptions) -> Result<Self, TableFault> {
        if bytes.starts_with(COMPOUND) {
            return Err(TableFault::OldWorkbook);
        }
        if let Some(what) = other(bytes) {
            return Err(TableFault::OtherForm {
                what: Box::new(what),
            });
        }
        if bytes.starts_with(ZIP) && said.encoding.is_some() {
            return Err(TableFault::OwnEncoding);
        }
        if bytes.starts_with(ZIP) {
            return Ok(Self::Sheet(xlsx::open(bytes, said)?));
        }
        if let Some(sheet) = said.sheet {
            return Err(TableFault::NoSheets {
                name: sheet.to_owned(),
            });
        }
        let decoded = encoding::decode(bytes, said.encoding)?;
        let form = FormMsg::Text {
            encoding: Box::new(decoded.how),
        };
        limits::check_lines(&decoded.text)?;
        let Separated {
            text,
            by: separator,
        } = separator::find(decoded.text);
        Ok(Self::Text {
            text,
            separator,
            form,
        })
    }

    /// Its rows from the first one on.
    ///
    /// # Errors
    /// When its quotes do not pair.
    pub fn rows(&self) -> Result<TableRows<'_>, TableFault> {
        Ok(match self {
            Self::Text {
                text, separator, ..
            } => TableRows::Text(Box::new(csv::rows(text, *separator)?)),
            Self::Sheet(sheet) => TableRows::Sheet(sheet.rows.iter()),
            Self::Unfolded(made) => TableRows::Sheet(made.rows.iter()),
        })
    }

    /// Cells that show one value.
    #[must_use]
    pub fn merges(&self) -> &[MergedRange] {
        match self {
            Self::Text { .. } => &[],
            Self::Sheet(sheet) => &sheet.merges,
            Self::Unfolded(made) => &made.merges,
        }
    }

    /// Returns the byte between the cells of a text.
    pub(crate) const fn separator(&self) -> Option<u8> {
        match self {
            Self::Text { separator, .. } => Some(*separator),
            Self::Sheet(_) => None,
            Self::Unfolded(made) => made.separator,
        }
    }

    /// Returns what day its figures count from, where they can be days.
    #[must_use]
    pub const fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::Text { .. } => None,
            Self::Sheet(sheet) => Some(sheet.epoch),
            Self::Unfolded(made) => made.epoch,
        }
    }

    /// Returns what it is, in words: encoding or sheet, and what is hidden.
    #[must_use]
    pub fn forms(&self) -> Vec<FormMsg> {
        match self {
            Self::Text { form, .. } => vec![form.clone()],
            Self::Sheet(sheet) => sheet.forms.clone(),
            Self::Unfolded(made) => made.forms.clone(),
        }
    }

    /// Returns what is wrong with a row that is not as wide as the header. In a text a sign between
    /// cells is missing or too many; a sheet has something where no header is.
    pub(crate) fn misfit(&self, row: &TableRow, width: usize) -> Option<RowFault> {
        if let Self::Unfolded(made) = self
            && let Some(fault) = made.misfits.get(&row.line)
        {
            return Some(fault.clone());
        }
        if row.cells.len() == width {
            return None;
        }
        let beyond = row
            .cells
            .iter()
            .skip(width)
            .position(|cell| !cell.is_blank());
        Some(match (self, beyond) {
            (Self::Sheet(_), Some(at)) => RowFault::NoHeader {
                column: width + at + 1,
            },
            _ => RowFault::Ragged {
                found: row.cells.len(),
                expected: width,
            },
        })
    }

    /// A row as wide as the header, where no more stands in it. A sheet has no cells where nothing
    /// stands; a text that has too few lost some.
    pub(crate) fn fit(&self, row: &mut TableRow, width: usize) {
        while row.cells.len() > width && row.cells.last().is_some_and(TableCell::is_blank) {
            row.cells.pop();
        }
        if matches!(self, Self::Sheet(_)) {
            row.cells
                .resize_with(row.cells.len().max(width), TableCell::default);
        }
    }
}

/// Returns what a file is that holds a table in a form which is not read here. Programs on the web
/// call a page `.xls`.
fn other(bytes: &[u8]) -> Option<FileMsg> {
    if bytes.starts_with(ZIP)
        && bytes
            .get(SAYS_WHAT..)
            .is_some_and(|rest| rest.starts_with(OPEN_DOCUMENT))
    {
        return Some(FileMsg::OpenDocument);
    }
    let text = bytes
        .strip_prefix("\u{FEFF}".as_bytes())
        .unwrap_or(bytes)
        .trim_ascii_start();
    let begins = |sign: &[u8]| {
        text.get(..sign.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(sign))
    };
    OTHERS
        .into_iter()
        .find(|(sign, _)| begins(sign))
        .map(|(_, what)| what)
}

/// The rows of a file, one after the other.
pub enum TableRows<'a> {
    /// Of a text.
    Text(Box<csv::CsvRows<'a>>),
    /// Of a sheet, or of a table that was made.
    Sheet(std::slice::Iter<'a, TableRow>),
}

impl Iterator for TableRows<'_> {
    type Item = TableRow;

    fn next(&mut self) -> Option<TableRow> {
        match self {
            Self::Text(rows) => rows.next(),
            Self::Sheet(rows) => rows.next().cloned(),
        }
    }
}
