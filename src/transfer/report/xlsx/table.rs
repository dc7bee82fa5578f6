//! A table of a sheet: how wide its columns are, how high its rows, and how its cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::domain::text::width;
use crate::transfer::paper::{self, PaperLayout};
use crate::transfer::report::page::ReportPage;

/// The characters that a cell of a workbook holds.
const MOST_CHARACTERS: usize = 32_767;
/// The narrowest column, in the columns of a terminal.
const NARROWEST: usize = 6;
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

/// A head and rows below it.
pub(super) struct Table {
    rows: Vec<Vec<Content>>,
    /// The widths of the columns without their margins.
    widths: Vec<usize>,
}

impl Table {
    /// Returns a table whose columns are as wide as their content, but no wider than `most` of their
    /// position says. No word of the head is broken.
    pub(super) fn new(
        head: Vec<Content>,
        rows: impl Iterator<Item = Vec<Content>>,
        most: impl Fn(usize) -> usize,
    ) -> Self {
        let least = |content: &Content| match content {
            Content::Words(text) => text.split_whitespace().map(width::width).max(),
            Content::Number(_) => None,
        };
        let least: Vec<usize> = head.iter().map(|head| least(head).unwrap_or(0)).collect();
        let rows: Vec<Vec<Content>> = std::iter::once(head).chain(rows).collect();
        let widths = (least.iter().enumerate()).map(|(at, &least)| {
            let most = most(at);
            let least = least.clamp(NARROWEST, WORD);
            let cells = rows.iter().filter_map(|row| row.get(at));
            let widest = cells.map(Content::width).max().unwrap_or_default();
            widest.min(most).max(least)
        });
        let widths = widths.collect();
        Self { rows, widths }
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
        let mut rows = (first..).zip(&self.rows);
        if let Some((at, head)) = rows.next() {
            self.write_as(sheet, at, head, &heading())?;
        }
        let mut after = first + 1;
        for (at, row) in rows {
            self.write_as(sheet, at, row, &body())?;
            after = at + 1;
        }
        Ok(after)
    }

    /// Writes a row that stands apart from the table, in its columns.
    pub(super) fn write_row(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        row: &[Content],
    ) -> Result<(), XlsxError> {
        self.write_as(sheet, at, row, &body().set_bold())
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
    let end = text
        .char_indices()
        .nth(MOST_CHARACTERS)
        .map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or_default();
    sheet
        .write_string_with_format(row, column, text, format)
        .map(drop)
}
