//! The cells of one sheet of an old workbook.

use std::collections::BTreeSet;

use super::book::{Book, broken};
use super::records::{BEGIN, END, Record, XlsRecords};
use super::words::{Pieces, XlsText};
use crate::i18n::{CellFault, TableFault};
use crate::transfer::import::read::bytes::{double, short, word};
use crate::transfer::import::read::limits;
use crate::transfer::import::read::table::{MergedRange, TableCell, TableRow};
use crate::transfer::import::read::xlsx::decimal::decimal;
use crate::transfer::import::read::xlsx::look::{self, TextRun};
use crate::transfer::import::read::xlsx::sheet::{Rows, marked};
use crate::transfer::import::read::xlsx::unseen::Unseen;

/// The records of cells with something in them.
const CELLS: [usize; 8] = [
    0x0006, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x00BD,
];
const HIDDEN_ROW: usize = 0x0020;
/// The height of a row stands below this bit.
const NO_HEIGHT: usize = 0x8000;
const HIDDEN_COLUMN: usize = 0x0001;
const HIDES_ROWS: usize = 0x0002;
/// What a formula says by numbers.
const NO_FIGURE: usize = 0xFFFF;
const ERRORS: [(u8, &str); 7] = [
    (0x00, "#NULL!"),
    (0x07, "#DIV/0!"),
    (0x0F, "#VALUE!"),
    (0x17, "#REF!"),
    (0x1D, "#NAME?"),
    (0x24, "#NUM!"),
    (0x2A, "#N/A"),
];

/// A sheet, read.
#[derive(Default)]
pub(super) struct SheetRead {
    pub(super) rows: Vec<TableRow>,
    pub(super) merges: Vec<MergedRange>,
    pub(super) unseen: Unseen,
}

/// Returns whether something stands in a sheet.
pub(super) fn has_cells(stream: &[u8], at: usize) -> bool {
    own(stream, at).any(|record| CELLS.contains(&record.sort))
}

/// Returns the records of a sheet, without those of charts in it.
fn own(stream: &[u8], at: usize) -> impl Iterator<Item = Record<'_>> {
    let mut depth = 0_usize;
    let is_end = move |record: &Record| {
        match record.sort {
            BEGIN => depth += 1,
            END => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth
    };
    let depths = XlsRecords::from(stream, at).scan(is_end, |is_end, record| {
        let depth = is_end(&record);
        (depth > 0).then_some((depth, record))
    });
    depths
        .filter(|(depth, _)| *depth == 1)
        .map(|(_, record)| record)
}

/// Reads a sheet.
pub(super) fn read(stream: &[u8], at: usize, book: &Book) -> Result<SheetRead, TableFault> {
    let mut walk = Walk {
        book,
        cells: Vec::new(),
        formula: None,
        read: SheetRead::default(),
        told: BTreeSet::new(),
        hides_rows: false,
    };
    for record in own(stream, at) {
        walk.take(&record)?;
    }
    walk.done()
}

/// A walk through the records of a sheet.
struct Walk<'b> {
    book: &'b Book,
    cells: Vec<((u32, u32), TableCell)>,
    /// Where a formula stands whose words come in the next record, and its style.
    formula: Option<((u32, u32), usize)>,
    read: SheetRead,
    /// The rows that something is said of.
    told: BTreeSet<usize>,
    hides_rows: bool,
}

impl Walk<'_> {
    fn take(&mut self, record: &Record) -> Result<(), TableFault> {
        let data = record.data;
        match record.sort {
            0x0208 => self.row(data),
            0x007D => self.columns(data),
            0x0225 => self.hides_rows = short(data, 0).is_some_and(|it| it & HIDES_ROWS != 0),
            0x00E5 => self.merges(data),
            0x00BD => self.figures(data),
            0x0207 => {
                if let Some((at, style)) = self.formula.take() {
                    let text = Pieces::of(record, 0).counted().ok_or_else(broken)?;
                    self.add_text(at, style, &text);
                }
            }
            sort if CELLS.contains(&sort) => self.cell(record)?,
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, data: &[u8]) {
        let (Some(row), Some(height), Some(flags)) =
            (short(data, 0), short(data, 6), short(data, 12))
        else {
            return;
        };
        self.told.insert(row + 1);
        if flags & HIDDEN_ROW != 0 || height % NO_HEIGHT == 0 {
            self.read.unseen.rows.insert(row + 1);
        }
    }

    fn columns(&mut self, data: &[u8]) {
        let (Some(first), Some(last), Some(width), Some(flags)) = (
            short(data, 0),
            short(data, 2),
            short(data, 4),
            short(data, 8),
        ) else {
            return;
        };
        if flags & HIDDEN_COLUMN != 0 || width == 0 {
            let last = last.min(limits::MOST_CELLS_IN_ROW);
            self.read.unseen.columns.extend(first..=last);
        }
    }

    fn merges(&mut self, data: &[u8]) {
        let count = short(data, 0).unwrap_or_default();
        for at in (0..count).map(|number| 2 + number * 8) {
            let [Some(top), Some(bottom), Some(left), Some(right)] =
                [0, 2, 4, 6].map(|part| short(data, at + part))
            else {
                return;
            };
            self.read.merges.push(MergedRange {
                lines: (top + 1, bottom + 1),
                columns: (left, right),
            });
        }
    }

    /// Reads several figures of one row.
    fn figures(&mut self, data: &[u8]) {
        let (Some(row), Some(first)) = (short(data, 0), short(data, 2)) else {
            return;
        };
        let figures = data
            .get(4..data.len().saturating_sub(2))
            .unwrap_or_default();
        for (column, figure) in (first..).zip(figures.chunks_exact(6)) {
            if let (Some(style), Some(packed)) = (short(figure, 0), word(figure, 2)) {
                self.add_figure((small(row), small(column)), style, unpacked(packed));
            }
        }
    }

    fn cell(&mut self, record: &Record) -> Result<(), TableFault> {
        let data = record.data;
        let [Some(row), Some(column), Some(style)] = [0, 2, 4].map(|at| short(data, at)) else {
            return Err(broken());
        };
        let at = (small(row), small(column));
        match record.sort {
            0x0203 => self.add_figure(at, style, double(data, 6).ok_or_else(broken)?),
            0x027E => self.add_figure(at, style, unpacked(word(data, 6).ok_or_else(broken)?)),
            0x00FD => {
                let number = word(data, 6).and_then(|number| usize::try_from(number).ok());
                let text = number.and_then(|number| self.book.words.get(number));
                let text = text.ok_or_else(broken)?;
                self.add_text(at, style, text);
            }
            0x0204 | 0x00D6 => {
                let text = Pieces::of(record, 6).counted().ok_or_else(broken)?;
                self.add_text(at, style, &text);
            }
            0x0205 => self.add_truth(at, data.get(6), data.get(7) == Some(&1)),
            _ if short(data, 12) == Some(NO_FIGURE) => match data.get(6) {
                Some(0) => self.formula = Some((at, style)),
                Some(1) => self.add_truth(at, data.get(8), false),
                Some(2) => self.add_truth(at, data.get(8), true),
                _ => {}
            },
            _ => self.add_figure(at, style, double(data, 6).ok_or_else(broken)?),
        }
        Ok(())
    }

    fn add_figure(&mut self, at: (u32, u32), style: usize, figure: f64) {
        let plain = || {
            decimal(figure).map_or(
                TableCell::Unreadable(CellFault::TooPrecise),
                TableCell::Figure,
            )
        };
        let format = self.book.format(style);
        let cell = format.map_or_else(plain, |format| format.cell(figure, self.book.epoch));
        let mark = look::mark_of_figure(self.book.look(style));
        self.cells.push((at, marked(cell, mark.as_ref())));
    }

    fn add_text(&mut self, at: (u32, u32), style: usize, text: &XlsText) {
        let own = self.book.look(style);
        let cell = TableCell::Text(text.text());
        let is_plain = own == look::FontStyle::default() && !text.has_runs();
        let run = |(font, text): (Option<usize>, String)| TextRun {
            look: font.map(|font| self.book.font(font)),
            text,
        };
        let mark = if is_plain {
            None
        } else {
            look::mark(&text.parts().into_iter().map(run).collect::<Vec<_>>(), own)
        };
        self.cells.push((at, marked(cell, mark.as_ref())));
    }

    fn add_truth(&mut self, at: (u32, u32), value: Option<&u8>, is_error: bool) {
        let value = value.copied().unwrap_or_default();
        let known = ERRORS.iter().find(|(code, _)| *code == value);
        let cell = match (is_error, value) {
            (true, _) => TableCell::Unreadable(CellFault::Error {
                shown: known.map_or("#?", |(_, shown)| shown).to_owned(),
            }),
            (false, 0) => TableCell::Text("FALSE".to_owned()),
            (false, _) => TableCell::Text("TRUE".to_owned()),
        };
        self.cells.push((at, cell));
    }

    fn done(mut self) -> Result<SheetRead, TableFault> {
        self.cells.sort_by_key(|(at, _)| *at);
        let mut rows = Rows::default();
        for ((row, column), cell) in self.cells {
            rows.add(row, column, cell)?;
        }
        self.read.rows = rows.sorted();
        if self.hides_rows {
            let lines = self.read.rows.iter().map(|row| row.line);
            let untold = lines.filter(|line| !self.told.contains(line));
            self.read.unseen.perhaps.extend(untold);
        }
        Ok(self.read)
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns a figure that was packed into four bytes: whole or the upper half of a float, as it is or
/// a hundredth of it.
fn unpacked(packed: u32) -> f64 {
    let is_hundredth = packed & 1 != 0;
    let figure = if packed & 2 != 0 {
        f64::from(packed.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if is_hundredth { figure / 100.0 } else { figure }
}
