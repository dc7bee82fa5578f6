//! A table of a sheet: how wide its columns are, how high its rows, and how its cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::domain::text::width;
use crate::transfer::paper::{self, PaperLayout};
use crate::transfer::report::page::ReportPage;
use crate::transfer::sheet_rows::SheetRows;

/// The characters that a cell of a workbook holds.
const MOST_CHARACTERS: usize = 32_767;
/// The narrowest column, in the columns of a terminal.
const NARROWEST: usize = 6;
/// The rows of samples that a table has below its head.
pub(super) const SAMPLES: u32 = 4;
/// The longest word of a head that makes its column wider.
const WORD: usize = 18;

/// What a cell holds.
pub(super) enum Content {
    Words(String),
    Number(f64),
}

impl Content {
    /// Returns the width of its widest line.
    fn width(&self) -> usize {
        match self {
            Self::Words(text) => text.split('\n').map(width::width).max().unwrap_or_default(),
            Self::Number(number) => number.to_string().len(),
        }
    }

    /// Returns the lines it takes in a column.
    fn lines(&self, columns: usize) -> usize {
        match self {
            Self::Words(text) => width::wrap(text, columns).len(),
            Self::Number(_) => 1,
        }
    }
}

/// The rows of a table, one after the other.
type Rows<'t> = Box<dyn Iterator<Item = Vec<Content>> + 't>;

/// A head and rows below it, which are made anew each time they are asked for.
pub(super) struct Table<'t> {
    head: Vec<Content>,
    rows: Box<dyn Fn() -> Rows<'t> + 't>,
    /// How many rows there are below the head.
    count: usize,
    /// The widths of the columns without their margins.
    widths: Vec<usize>,
}

impl<'t> Table<'t> {
    /// Returns a table whose columns are as wide as their content, but no wider than `most` of their
    /// position says. No word of the head is broken.
    pub(super) fn new<R: Iterator<Item = Vec<Content>> + 't>(
        head: Vec<Content>,
        rows: impl Fn() -> R + 't,
        most: impl Fn(usize) -> usize,
    ) -> Self {
        let least = |content: &Content| match content {
            Content::Words(text) => text.split_whitespace().map(width::width).max(),
            Content::Number(_) => None,
        };
        let least: Vec<usize> = head.iter().map(|head| least(head).unwrap_or(0)).collect();
        let mut widest: Vec<usize> = head.iter().map(Content::width).collect();
        let mut count = 0;
        for row in rows() {
            count += 1;
            for (widest, cell) in widest.iter_mut().zip(&row) {
                *widest = (*widest).max(cell.width());
            }
        }
        let widths = (least.iter().zip(widest).enumerate()).map(|(at, (&least, widest))| {
            let least = least.clamp(NARROWEST, WORD);
            widest.min(most(at)).max(least)
        });
        Self {
            widths: widths.collect(),
            head,
            rows: Box::new(move || Box::new(rows())),
            count,
        }
    }

    /// Returns how many rows there are below the head.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Returns the table with columns of these widths at least.
    pub(super) fn widened(mut self, least: &[usize]) -> Self {
        for (width, least) in self.widths.iter_mut().zip(least) {
            *width = (*width).max(*least);
        }
        self
    }

    /// Returns the widths of the columns of the sheet, in its characters.
    pub(super) fn widths(&self) -> Vec<f64> {
        let widths = self.widths.iter().map(|width| width + paper::COLUMN_MARGIN);
        let widths = widths.map(|width| u32::try_from(width).map_or(0.0, f64::from));
        widths.collect()
    }

    /// Returns how much room there is over all columns, in those of a terminal.
    pub(super) fn across(&self) -> usize {
        let widths = self.widths.iter().map(|width| width + paper::COLUMN_MARGIN);
        widths.sum::<usize>().saturating_sub(paper::COLUMN_MARGIN)
    }

    /// Writes the table from a row on, and sets the widths of the columns; gives the row below it.
    pub(super) fn write(&self, sheet: &mut Worksheet, first: u32) -> Result<u32, XlsxError> {
        for (column, width) in (0..).zip(self.widths()) {
            sheet.set_column_width(column, width)?;
        }
        self.write_as(sheet, first, &self.head, &heading())?;
        let mut after = first + 1;
        for (at, row) in (after..).zip((self.rows)()) {
            self.write_as(sheet, at, &row, &body())?;
            after = at + 1;
        }
        Ok(after)
    }

    /// Writes the head into the first row, and below it samples of the cells of rows that are written
    /// as they come.
    pub(super) fn write_samples(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(self.widths()) {
            sheet.set_column_width(column, width)?;
        }
        self.write_as(sheet, 0, &self.head, &heading())?;
        for (at, (is_number, format)) in (1..).zip([
            (false, body()),
            (true, body()),
            (false, body().set_bold()),
            (true, body().set_bold()),
        ]) {
            let sample = |_: &Content| {
                if is_number {
                    Content::Number(0.0)
                } else {
                    Content::Words("x".to_owned())
                }
            };
            let row: Vec<Content> = self.head.iter().map(sample).collect();
            self.write_as(sheet, at, &row, &format)?;
        }
        Ok(())
    }

    /// Writes the rows in the place of the samples, and behind a row left free one that stands apart
    /// from the table, in its columns.
    pub(super) fn write_rows(
        &self,
        rows: &mut SheetRows,
        apart: Option<&[Content]>,
    ) -> Result<(), XlsxError> {
        let mut after = 1;
        for (at, row) in (after..).zip((self.rows)()) {
            self.write_come(rows, at, &row, 0)?;
            after = at + 1;
        }
        if let Some(row) = apart {
            self.write_come(rows, after + 1, row, 2)?;
        }
        Ok(())
    }

    fn write_come(
        &self,
        rows: &mut SheetRows,
        at: u32,
        row: &[Content],
        sample: usize,
    ) -> Result<(), XlsxError> {
        let lines = row.iter().zip(&self.widths);
        let lines = lines.map(|(content, width)| content.lines(*width));
        let lines = lines.max().unwrap_or_default();
        rows.begin(at, (lines > 1).then(|| paper::height(lines)));
        for (column, content) in row.iter().enumerate().take(self.widths.len()) {
            match content {
                Content::Words(text) => rows.words(column, cut(text), sample)?,
                Content::Number(figure) => rows.number(column, *figure, sample + 1),
            }
        }
        Ok(rows.end()?)
    }

    fn write_as(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        row: &[Content],
        format: &Format,
    ) -> Result<(), XlsxError> {
        let number = format.clone().set_align(FormatAlign::Right).set_indent(1);
        let mut lines = 1;
        for ((column, content), width) in (0..).zip(row).zip(&self.widths) {
            lines = lines.max(content.lines(*width));
            match content {
                Content::Words(text) => words(sheet, (at, column), text, format)?,
                Content::Number(figure) => sheet
                    .write_number_with_format(at, column, *figure, &number)
                    .map(drop)?,
            }
        }
        sheet.set_row_height(at, paper::height(lines)).map(drop)
    }
}

fn heading() -> Format {
    body()
        .set_bold()
        .set_background_color(Color::RGB(0x00EE_EEEE))
}

fn body() -> Format {
    let grey = Color::RGB(0x0099_9999);
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(grey)
}

/// Prepares a sheet of the report for printing; its head stands in one row.
pub(super) fn on_paper(
    sheet: &mut Worksheet,
    page: &ReportPage,
    widths: &[f64],
    is_landscape: bool,
    head: u32,
) -> Result<(), XlsxError> {
    paper::set_up(
        sheet,
        &PaperLayout {
            title: &page.head.title,
            is_landscape,
            heads: (head, head),
            names: 0,
            widths,
            lang: page.lang,
        },
    )
}

/// Words, whatever they look like; an empty cell only has its looks.
pub(super) fn words(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet
        .write_string_with_format(row, column, cut(text), format)
        .map(drop)
}

/// Returns as much of a text as a cell holds.
fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(MOST_CHARACTERS);
    let end = end.map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}
