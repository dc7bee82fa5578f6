//! What is said of a whole workbook: its sheets, its words, its fonts and formats.

use std::collections::HashMap;

use super::records::{BEGIN, END, Record, XlsRecords};
use super::words::{Pieces, XlsText};
use crate::i18n::{FileMsg, TableFault};
use crate::transfer::import::read::bytes::{short, word};
use crate::transfer::import::read::foreign;
use crate::transfer::import::read::xlsx::Epoch;
use crate::transfer::import::read::xlsx::format::NumberFormat;
use crate::transfer::import::read::xlsx::look::{FontStyle, Level};
use crate::transfer::import::read::xlsx::moment;

/// The version that is read, of 1997 and later.
const VERSION: usize = 0x0600;
const STRUCK: usize = 0x0008;
/// There is no font of this number.
const NO_FONT: usize = 4;
/// The codes of formats that a file names by their numbers only.
const FORMATS: [(usize, &str); 20] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (13, "# ??/??"),
    (14, "yyyy/m/d"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "yyyy/m/d h:mm"),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
];

/// A sheet, and where its records begin.
pub(super) struct XlsSheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) at: usize,
}

/// What is said of the whole workbook.
pub(super) struct Book {
    pub(super) sheets: Vec<XlsSheet>,
    pub(super) words: Vec<XlsText>,
    pub(super) epoch: Epoch,
    fonts: Vec<FontStyle>,
    /// The font and the format of each style of cells.
    styles: Vec<(usize, usize)>,
    codes: HashMap<usize, String>,
    formats: Vec<NumberFormat>,
}

impl Book {
    /// Reads the records before the first sheet.
    pub(super) fn read(stream: &[u8]) -> Result<Self, TableFault> {
        let mut records = XlsRecords::from(stream, 0);
        let first = records.next();
        if first.is_none_or(|it| it.sort != BEGIN || short(it.data, 0) != Some(VERSION)) {
            return Err(foreign::fault(FileMsg::EarlyWorkbook));
        }
        let mut book = Self {
            sheets: Vec::new(),
            words: Vec::new(),
            epoch: Epoch::Y1900,
            fonts: Vec::new(),
            styles: Vec::new(),
            codes: HashMap::new(),
            formats: Vec::new(),
        };
        for record in records {
            if record.sort == END {
                break;
            }
            book.take(&record)?;
        }
        let format = |(_, number): &(usize, usize)| NumberFormat::of(&book.code(*number));
        book.formats = book.styles.iter().map(format).collect();
        Ok(book)
    }

    fn take(&mut self, record: &Record) -> Result<(), TableFault> {
        let data = record.data;
        match record.sort {
            0x002F => return Err(foreign::fault(FileMsg::LockedWorkbook)),
            0x0022 if short(data, 0) == Some(1) => self.epoch = Epoch::Y1904,
            0x0031 => {
                let level = match short(data, 8) {
                    Some(1) => Level::Above,
                    Some(2) => Level::Below,
                    _ => Level::Line,
                };
                let struck = short(data, 2).unwrap_or_default() & STRUCK != 0;
                self.fonts.push(FontStyle { struck, level });
            }
            0x041E => {
                let number = short(data, 0).unwrap_or_default();
                let code = Pieces::of(record, 2).counted().ok_or_else(broken)?;
                self.codes.insert(number, code.text());
            }
            0x00E0 => {
                let number = |at| short(data, at).unwrap_or_default();
                self.styles.push((number(0), number(2)));
            }
            0x0085 => {
                let is_of_cells = data.get(5) == Some(&0);
                let name = Pieces::of(record, 6).briefly_counted().ok_or_else(broken)?;
                let at = word(data, 0).and_then(|at| usize::try_from(at).ok());
                if is_of_cells {
                    self.sheets.push(XlsSheet {
                        name: name.text(),
                        is_hidden: data.get(4).is_some_and(|state| state & 3 != 0),
                        at: at.ok_or_else(broken)?,
                    });
                }
            }
            0x00FC => {
                let count = word(data, 4).unwrap_or_default();
                let mut pieces = Pieces::of(record, 8);
                for _ in 0..count {
                    self.words.push(pieces.counted().ok_or_else(broken)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns the code of a format.
    fn code(&self, number: usize) -> String {
        let built_in = || {
            let own = FORMATS
                .iter()
                .find(|(known, _)| *known == number)
                .map(|(_, code)| *code);
            own.or_else(|| moment::built_in(u32::try_from(number).ok()?))
                .unwrap_or_default()
        };
        let general = |code: &&String| !code.eq_ignore_ascii_case("General");
        self.codes
            .get(&number)
            .filter(general)
            .cloned()
            .unwrap_or_else(|| built_in().to_owned())
    }

    /// Returns the format of a style.
    pub(super) fn format(&self, style: usize) -> Option<&NumberFormat> {
        self.formats.get(style)
    }

    /// Returns how the words of a cell are set.
    pub(super) fn look(&self, style: usize) -> FontStyle {
        let font = self.styles.get(style).map(|(font, _)| *font);
        font.map(|font| self.font(font)).unwrap_or_default()
    }

    /// Returns how words are set in a font.
    pub(super) fn font(&self, number: usize) -> FontStyle {
        let at = if number > NO_FONT { number - 1 } else { number };
        self.fonts.get(at).copied().unwrap_or_default()
    }
}

/// A workbook whose records are not what they have to be.
pub(super) fn broken() -> TableFault {
    TableFault::BadWorkbook {
        detail: "BIFF8".to_owned(),
    }
}
