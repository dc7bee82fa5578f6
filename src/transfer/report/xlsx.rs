//! The report as a workbook: a page to sign, what is not met, the places side by side, and what
//! moved since the last quarter. Words are cells of words, so that nothing in them is a formula,
//! and figures are numbers where a spreadsheet shows them as they are.

use chrono::NaiveTime;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::column::{self, ReportCell};
use super::comparison::ReportComparison;
use super::entry::ReportEntry;
use super::page::{self, EntryList, ReportPage};
use crate::domain::text::width;
use crate::i18n::{ReportColumn, ReportMsg, Say};
use crate::transfer::cells;

/// A4, as workbooks number it.
const A4: u8 = 9;
/// The first columns of the matrix: the place and its counts.
const COUNTED: usize = 4;
/// The characters that a cell of a workbook holds.
const MOST_CHARACTERS: usize = 32_767;
/// The narrowest and the widest column, in the columns of a terminal; what is longer wraps.
const NARROWEST: usize = 6;
const WIDEST: usize = 30;
/// The height of a line, and the most that a row can have, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// The height of a line to sign on, in points.
const SIGNATURE_HEIGHT: f64 = 30.0;

pub(super) fn render(page: &ReportPage) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(page));
    summary(book.add_worksheet(), page)?;
    shortfalls(book.add_worksheet(), page)?;
    side_by_side(book.add_worksheet(), page)?;
    moves(book.add_worksheet(), page)?;
    if let Some(list) = page.information() {
        information(book.add_worksheet(), page, &list)?;
    }
    book.save_to_buffer()
}

/// Returns the day of the report is that of its file, so that one report is one file, whenever it
/// is written.
fn properties(page: &ReportPage) -> DocProperties {
    let properties = DocProperties::new().set_title(&page.head.title);
    match ExcelDateTime::from_timestamp(page.day.and_time(NaiveTime::MIN).and_utc().timestamp()) {
        Ok(day) => properties.set_creation_datetime(&day),
        Err(_) => properties,
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

/// The page that is printed and signed: counts over all and of each place.
fn summary(sheet: &mut Worksheet, page: &ReportPage) -> Result<(), XlsxError> {
    sheet
        .set_name(ReportMsg::Summary.say(page.lang))?
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0);
    let bold = Format::new().set_bold().set_font_size(16);
    words(sheet, (0, 0), &page.head.title, &bold)?;
    let plain = Format::new();
    let mut at = blanks(sheet, page, 0, &page.head.blanks)? + 1;
    let first = page.to_do_first().map(|(heading, first)| {
        let numbered = first.iter().enumerate();
        let numbered = numbered.map(|(at, line)| format!("{}. {line}", at + 1));
        std::iter::once(heading).chain(numbered).collect::<Vec<_>>()
    });
    let lines = page.head.lines.iter().cloned().chain(page.counts_said());
    let lines = lines.chain(first.into_iter().flatten());
    let lines = lines.chain(
        page.comparison()
            .into_iter()
            .flat_map(ReportComparison::into_sentences),
    );
    for line in lines {
        words(sheet, (at, 0), &line, &plain)?;
        at += 1;
    }
    let mut rows = page::matrix(page, page.whole())
        .into_iter()
        .map(|row| contents(row.into_iter().take(COUNTED)));
    at = table(sheet, at + 1, rows.next().unwrap_or_default(), rows)?;
    at = blanks(sheet, page, at, &page.signatures())?;
    for line in &page.foot {
        at += 1;
        words(sheet, (at + 1, 0), line, &plain)?;
    }
    Ok(())
}

/// Adds rows to be filled in by hand below a row, and returns the last one.
fn blanks(
    sheet: &mut Worksheet,
    page: &ReportPage,
    below: u32,
    labels: &[String],
) -> Result<u32, XlsxError> {
    let line = Format::new().set_border_bottom(FormatBorder::Thin);
    let label_format = Format::new().set_align(FormatAlign::Bottom);
    let mut at = below;
    for label in labels {
        at += 1;
        sheet.set_row_height(at, SIGNATURE_HEIGHT)?;
        words(sheet, (at, 0), &page.labelled(label), &label_format)?;
        (1..4).try_for_each(|column| sheet.write_blank(at, column, &line).map(drop))?;
    }
    Ok(at)
}

/// Everything that is not met, as a list to filter.
pub(super) fn shortfalls(sheet: &mut Worksheet, page: &ReportPage) -> Result<(), XlsxError> {
    sheet.set_name(ReportMsg::Shortfalls.say(page.lang))?;
    let lists = page.lists();
    entries(
        sheet,
        page,
        &column::OF_SHORTFALLS,
        lists.iter().flat_map(EntryList::entries),
    )
}

/// Everything that moved since the last quarter, as a list to filter.
fn moves(sheet: &mut Worksheet, page: &ReportPage) -> Result<(), XlsxError> {
    sheet.set_name(ReportMsg::SinceSheet.say(page.lang))?;
    let parts = page
        .comparison()
        .map(|comparison| comparison.parts)
        .unwrap_or_default();
    entries(
        sheet,
        page,
        &column::OF_MOVES,
        parts
            .iter()
            .flat_map(|part| part.moves.iter().map(|(entry, _)| *entry)),
    )
}

/// Figures that are shown and never judged, as a list to filter.
fn information(
    sheet: &mut Worksheet,
    page: &ReportPage,
    list: &EntryList,
) -> Result<(), XlsxError> {
    sheet.set_name(ReportMsg::InformationSheet.say(page.lang))?;
    entries(sheet, page, &column::OF_INFORMATION, list.entries())
}

/// A row for each entry under these columns.
fn entries<'a>(
    sheet: &mut Worksheet,
    page: &ReportPage,
    columns: &[ReportColumn],
    entries: impl Iterator<Item = &'a ReportEntry>,
) -> Result<(), XlsxError> {
    let head = columns
        .iter()
        .map(|column| Content::Words(column.say(page.lang)))
        .collect();
    let content = |entry, column: &ReportColumn| match column::cell(column, entry, page.lang) {
        ReportCell::Figure(figure) => cells::number(figure)
            .map_or_else(|| Content::Words(cells::decimal(figure)), Content::Number),
        ReportCell::Words(words) => Content::Words(words),
    };
    list(
        sheet,
        head,
        entries.map(|entry| {
            columns
                .iter()
                .map(|column| content(entry, column))
                .collect()
        }),
    )
}

/// The places side by side. The sum, which no filter may move, stands in the summary.
fn side_by_side(sheet: &mut Worksheet, page: &ReportPage) -> Result<(), XlsxError> {
    sheet.set_name(ReportMsg::SideBySide.say(page.lang))?;
    let table = page.whole();
    let rows = page::matrix(page, table).into_iter();
    let rows = rows.take(1 + table.places.len());
    let mut rows = rows.map(|row| contents(row.into_iter()));
    let head = rows.next().unwrap_or_default();
    list(sheet, head, rows)
}

/// A table that fills its sheet: its head stays in sight and on every printed page, and its columns
/// filter.
fn list(
    sheet: &mut Worksheet,
    head: Vec<Content>,
    rows: impl Iterator<Item = Vec<Content>>,
) -> Result<(), XlsxError> {
    let last = u16::try_from(head.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let after = table(sheet, 0, head, rows)?;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, after.saturating_sub(1), last)?;
    Ok(())
}

/// Returns a head and rows from a line on, in columns as wide as their content; gives the line
/// after them.
fn table(
    sheet: &mut Worksheet,
    first: u32,
    head: Vec<Content>,
    rows: impl Iterator<Item = Vec<Content>>,
) -> Result<u32, XlsxError> {
    let (heading, body, number) = (
        heading(),
        body(),
        body().set_align(FormatAlign::Right).set_indent(1),
    );
    let mut widths = vec![NARROWEST; head.len()];
    let mut at = first;
    for row in std::iter::once(head).chain(rows) {
        for ((column, content), width) in (0..).zip(&row).zip(&mut widths) {
            *width = content.width().clamp(*width, WIDEST);
            match content {
                Content::Words(text) => words(
                    sheet,
                    (at, column),
                    text,
                    if at == first { &heading } else { &body },
                )?,
                Content::Number(figure) => sheet
                    .write_number_with_format(at, column, *figure, &number)
                    .map(drop)?,
            }
        }
        let lines = row.iter().map(Content::lines).max().unwrap_or(1);
        sheet.set_row_height(at, (LINE * f64::from(lines)).min(HIGHEST))?;
        at += 1;
    }
    for (column, width) in (0..).zip(widths) {
        // Two more for the margins and the filter's button.
        sheet.set_column_width(
            column,
            u32::try_from(width + 2).map(f64::from).unwrap_or_default(),
        )?;
    }
    Ok(at)
}

/// Returns a row of the matrix: its counts are numbers, and all else are words, also a place whose
/// name is `12`.
fn contents(row: impl Iterator<Item = String>) -> Vec<Content> {
    let content = |(at, text): (usize, String)| match text.parse::<u32>() {
        Ok(count) if (1..COUNTED).contains(&at) => Content::Number(count.into()),
        _ => Content::Words(text),
    };
    row.enumerate().map(content).collect()
}

/// What a cell holds.
enum Content {
    Words(String),
    Number(f64),
}

impl Content {
    fn width(&self) -> usize {
        match self {
            Self::Words(text) => width::width(text),
            Self::Number(number) => number.to_string().len(),
        }
    }

    /// Returns the lines it takes in the widest column, where alone it may need several.
    fn lines(&self) -> u32 {
        match self {
            Self::Words(text) if width::width(text) > WIDEST => {
                u32::try_from(width::wrap(text, WIDEST).len()).unwrap_or(u32::MAX)
            }
            _ => 1,
        }
    }
}

/// Words, whatever they look like; an empty cell only has its looks.
fn words(
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
