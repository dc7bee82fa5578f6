//! A file that was opened: what it is, and its rows.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::archive::{self, Packed};
use super::long_text::{LongText, LongTextError};
use super::records::RecordTable;
use super::separator::{self, Separated};
use super::shapefile::{self, ShapefileParts};
use super::sniff::{COMPOUND, ZIPS};
use super::source_options::SourceOptions;
use super::table::{MergedRange, TableCell, TableRow};
use super::xlsx::Epoch;
use super::xlsx::{self, Workbook};
use super::{csv, dbf, encoding, foreign, json, kml, limits, ods, xls};
use crate::i18n::{FormMsg, RowFault, TableFault};

/// A file that was opened.
pub enum TableSource<'a> {
    /// A text of rows.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// The byte between its cells.
        separator: u8,
        /// What it is, in words.
        forms: Vec<FormMsg>,
    },
    /// A long text of rows.
    Long {
        /// The text.
        text: LongText,
        /// The byte between its cells.
        separator: u8,
        /// What it is, in words.
        forms: Vec<FormMsg>,
    },
    /// A sheet of a workbook.
    Sheet(Workbook),
    /// Records that name their values.
    Records(RecordTable),
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
        if ZIPS.iter().any(|zip| bytes.starts_with(zip)) {
            return match archive::open(bytes)? {
                Packed::Xlsx => workbook(bytes, said, xlsx::open),
                Packed::Ods => workbook(bytes, said, ods::open),
                packed => unpacked(packed, said),
            };
        }
        if let Some(what) = foreign::name(bytes).filter(|_| !foreign::is_kml(bytes)) {
            return Err(foreign::fault(what));
        }
        if bytes.starts_with(COMPOUND) {
            return workbook(bytes, said, xls::open);
        }
        if let Some(sheet) = said.sheet {
            return Err(TableFault::NoSheets {
                name: sheet.to_owned(),
            });
        }
        if dbf::Dbf::of(bytes).is_some() {
            let parts = ShapefileParts {
                dbf: bytes,
                ..ShapefileParts::default()
            };
            return shapefile::open(&parts, said).map(Self::Records);
        }
        Self::of_text(bytes, said)
    }

    /// Opens a text: records that name their values, or rows of cells.
    fn of_text(bytes: &'a [u8], said: &SourceOptions) -> Result<Self, TableFault> {
        let is_kml = foreign::is_kml(bytes);
        let of_xml = || foreign::xml_encoding(bytes).filter(|_| is_kml);
        let named = said.encoding.or_else(of_xml);
        let decoded = encoding::decode(bytes, named)?;
        if is_kml {
            return kml::open(&decoded.text).map(Self::Records);
        }
        if json::is_one(&decoded.text) {
            return json::open(&decoded.text).map(Self::Records);
        }
        let form = FormMsg::Text {
            encoding: Box::new(decoded.how),
        };
        limits::check_lines(&decoded.text)?;
        let Separated {
            text,
            by: separator,
        } = match said.separator {
            Some(sign) => separator::by(decoded.text, sign),
            None => separator::find(decoded.text),
        };
        Ok(Self::Text {
            text,
            separator,
            forms: vec![form],
        })
    }

    /// Returns the same without the bytes that it was opened from.
    fn owned(self) -> TableSource<'static> {
        match self {
            Self::Text {
                text,
                separator,
                forms,
            } => TableSource::Text {
                text: Cow::Owned(text.into_owned()),
                separator,
                forms,
            },
            Self::Long {
                text,
                separator,
                forms,
            } => TableSource::Long {
                text,
                separator,
                forms,
            },
            Self::Sheet(sheet) => TableSource::Sheet(sheet),
            Self::Records(records) => TableSource::Records(records),
            Self::Unfolded(made) => TableSource::Unfolded(made),
        }
    }

    /// Returns the same of a long text, which is put away beside a file; `None` of any other.
    ///
    /// # Errors
    /// When its quotes do not pair, or it cannot be written.
    pub(crate) fn put_away(
        &self,
        beside: &Path,
    ) -> Result<Option<TableSource<'static>>, LongTextError> {
        let Self::Text {
            text,
            separator,
            forms,
        } = self
        else {
            return Ok(None);
        };
        let long = LongText::of(text, *separator, beside)?;
        Ok(long.map(|text| TableSource::Long {
            text,
            separator: *separator,
            forms: forms.clone(),
        }))
    }

    /// Returns whether it is a text of rows.
    #[must_use]
    pub(crate) const fn is_text(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Long { .. })
    }

    /// Returns whether reading it has failed: its rows then ended too early.
    #[must_use]
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self, Self::Long { text, .. } if text.has_failed())
    }

    /// Returns whether its first row is its header whatever stands there.
    #[must_use]
    pub(crate) const fn begins_with_header(&self) -> bool {
        matches!(self, Self::Records(_))
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
            Self::Long {
                text, separator, ..
            } => TableRows::Text(Box::new(text.rows(*separator)?)),
            Self::Sheet(sheet) => TableRows::Sheet(sheet.rows.iter()),
            Self::Records(records) => TableRows::Sheet(records.rows.iter()),
            Self::Unfolded(made) => TableRows::Sheet(made.rows.iter()),
        })
    }

    /// Cells that show one value.
    #[must_use]
    pub fn merges(&self) -> &[MergedRange] {
        match self {
            Self::Text { .. } | Self::Long { .. } | Self::Records(_) => &[],
            Self::Sheet(sheet) => &sheet.merges,
            Self::Unfolded(made) => &made.merges,
        }
    }

    /// Returns the byte between the cells of a text.
    pub(crate) const fn separator(&self) -> Option<u8> {
        match self {
            Self::Text { separator, .. } | Self::Long { separator, .. } => Some(*separator),
            Self::Sheet(_) | Self::Records(_) => None,
            Self::Unfolded(made) => made.separator,
        }
    }

    /// Returns a sign that may stand between the cells of a text instead of the one that was found.
    pub(crate) fn other_separator(&self) -> Option<char> {
        match self {
            Self::Text { text, .. } => separator::other(text),
            Self::Long { text, .. } => separator::other(text.beginning()),
            Self::Sheet(_) | Self::Records(_) | Self::Unfolded(_) => None,
        }
    }

    /// Returns what day its figures count from, where they can be days.
    #[must_use]
    pub const fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::Text { .. } | Self::Long { .. } | Self::Records(_) => None,
            Self::Sheet(sheet) => Some(sheet.epoch),
            Self::Unfolded(made) => made.epoch,
        }
    }

    /// Returns what it is, in words: encoding or sheet, and what is hidden.
    #[must_use]
    pub fn forms(&self) -> Vec<FormMsg> {
        match self {
            Self::Text { forms, .. } | Self::Long { forms, .. } => forms.clone(),
            Self::Records(records) => records.forms.clone(),
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

/// Returns the visible sheets of a workbook with something in them; `None` of another file.
///
/// # Errors
/// When it is a workbook, and is broken.
pub(crate) fn sheet_names(bytes: &[u8]) -> Result<Option<Vec<String>>, TableFault> {
    if ZIPS.iter().any(|zip| bytes.starts_with(zip)) {
        return match archive::open(bytes)? {
            Packed::Xlsx => xlsx::names(bytes).map(Some),
            Packed::Ods => ods::names(bytes).map(Some),
            Packed::List(..) | Packed::Shapefile(..) => Ok(None),
        };
    }
    if bytes.starts_with(COMPOUND) {
        return xls::names(bytes).map(Some);
    }
    Ok(None)
}

/// Opens a workbook, which says itself how its words are written.
fn workbook<'a>(
    bytes: &[u8],
    said: &SourceOptions,
    open: fn(&[u8], &SourceOptions) -> Result<Workbook, TableFault>,
) -> Result<TableSource<'a>, TableFault> {
    if said.encoding.is_some() {
        return Err(TableFault::OwnEncoding);
    }
    open(bytes, said).map(TableSource::Sheet)
}

/// Opens what was packed into a ZIP file for the way.
fn unpacked<'a>(packed: Packed, said: &SourceOptions) -> Result<TableSource<'a>, TableFault> {
    let (name, mut source) = match packed {
        Packed::List(name, bytes) => {
            let is_zip = ZIPS.iter().any(|zip| bytes.starts_with(zip));
            if is_zip && !matches!(archive::open(&bytes)?, Packed::Xlsx | Packed::Ods) {
                return Err(TableFault::ZipInZip { name });
            }
            let source = TableSource::open(&bytes, said)?.owned();
            (name, source)
        }
        Packed::Shapefile(name, packed) => {
            let parts = ShapefileParts {
                dbf: &packed.dbf,
                shp: Some(&packed.shp),
                prj: packed.prj.as_deref(),
                cpg: packed.cpg.as_deref(),
            };
            let records = shapefile::open(&parts, said)?;
            (name, TableSource::Records(records))
        }
        Packed::Xlsx | Packed::Ods => return Err(TableFault::BrokenFile),
    };
    let form = FormMsg::InZip { name };
    match &mut source {
        TableSource::Text { forms, .. } | TableSource::Long { forms, .. } => {
            forms.insert(0, form);
        }
        TableSource::Sheet(sheet) => sheet.forms.insert(0, form),
        TableSource::Records(records) => records.forms.insert(0, form),
        TableSource::Unfolded(made) => made.forms.insert(0, form),
    }
    Ok(source)
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
