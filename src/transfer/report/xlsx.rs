//! The report as a workbook: a page to sign, what is not met, the places side by side, and what
//! moved since the last quarter. Words are cells of words, so that nothing in them is a formula,
//! and figures are numbers where a spreadsheet shows them as they are.

mod charts;
mod list;
mod table;

use std::io::{Seek, Write};
use std::ops::Range;
use std::rc::Rc;

use chrono::NaiveTime;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use self::charts::CountedRows;
pub(in crate::transfer) use self::list::ListSheet;
use self::list::{list, list_to_come};
use self::table::{Content, Table, on_paper, words};
use super::by_area::AreaTable;
use super::column::{self, ReportCell};
use super::comparison::ReportComparison;
use super::entry::ReportEntry;
use super::entry_list::EntryList;
use super::matrix;
use super::page::ReportPage;
use crate::domain::text::width;
use crate::i18n::{ReportColumn, ReportMsg, Say};
use crate::transfer::cells;
use crate::transfer::paper;
use crate::transfer::sheet_rows::{self, SampleRows};

/// The first columns of the matrix: the place and its counts.
const COUNTED: usize = 4;
/// The widest column, in the columns of a terminal, and the widest of the places side by side.
const WIDEST: usize = 30;
const ACROSS: usize = 20;
/// The widths of the columns of the summary at least, which fill a page of paper.
const SUMMARY: [usize; COUNTED] = [36, 16, 16, 16];
/// The same where it has the areas of a large report.
const AREAS: [usize; 9] = [22, 6, 6, 6, 8, 8, 8, 8, 4];
/// The height of a line to sign on, in points.
const SIGNATURE_HEIGHT: f64 = 30.0;

pub(super) fn render(page: &ReportPage, file: impl Write + Seek) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(page));
    let counted = summary(book.add_worksheet(), page)?;
    let mut sheets = 1;
    if let Some(area) = &page.area {
        acting(book.add_worksheet(), page)?;
        sheets += 1;
        if let Some(finest) = area.tables.get(1) {
            areas(book.add_worksheet(), page, finest)?;
            sheets += 1;
        }
    }
    let mut lists = vec![
        shortfalls(book.add_worksheet(), page)?,
        side_by_side(book.add_worksheet(), page)?,
        moves(book.add_worksheet(), page)?,
    ];
    if let Some(list) = page.information() {
        lists.push(information(book.add_worksheet(), page, &list)?);
    }
    lists.push(in_full(book.add_worksheet(), page)?);
    if let Some(counted) = counted.filter(|_| page.is_judged()) {
        charts::write(book.add_worksheet(), page, &counted)?;
    }
    let samples = (sheets..).zip(&lists).map(|(at, list)| list.samples(at));
    let samples: Vec<SampleRows> = samples.collect();
    sheet_rows::save(&mut book, file, &samples, |number, rows| {
        let list = lists.get(number);
        list.map_or(Ok(()), |list| list.write(rows))
    })
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

/// The page that is printed and signed: counts over all and of each place, or of each area. Gives
/// the rows of the counts, where there are several.
fn summary(sheet: &mut Worksheet, page: &ReportPage) -> Result<Option<CountedRows>, XlsxError> {
    sheet.set_name(ReportMsg::Summary.say(page.lang))?;
    let first = page.area.as_ref().and_then(|area| area.tables.first());
    let (counts, places, met) = match first {
        Some(table) => (area_table(page, table).widened(&AREAS), table.rows.len(), 2),
        None => (place_table(page), page.whole().places.len(), 1),
    };
    let columns = counts.widths();
    let across = Across {
        room: counts.across(),
        last: u16::try_from(columns.len().saturating_sub(1)).unwrap_or_default(),
    };
    let bold = Format::new().set_bold().set_font_size(16);
    line(
        sheet,
        0,
        &page.head.title,
        (&bold, across.narrower(2, 3), 1.5),
    )?;
    let plain = Format::new().set_align(FormatAlign::Top);
    let mut at = blanks(sheet, page, 0, &page.head.blanks)? + 1;
    let note = first.and_then(|table| table.note(page.lang));
    for said in said(page).into_iter().chain(note) {
        line(sheet, at, &said, (&plain, across, 1.0))?;
        at += 1;
    }
    let head = at + 1;
    at = counts.write(sheet, head)?;
    at = blanks(sheet, page, at, &page.signatures())?;
    for said in &page.foot {
        at += 1;
        line(sheet, at + 1, said, (&plain, across, 1.0))?;
    }
    on_paper(sheet, page, &columns, false, head)?;
    let last = head + u32::try_from(places).unwrap_or_default();
    Ok((places > 1).then_some(CountedRows {
        rows: (head + 1, last),
        met,
    }))
}

/// Returns the counts of each place, and of all.
fn place_table<'p>(page: &'p ReportPage) -> Table<'p> {
    let rows = move || {
        let rows = matrix::matrix(page, page.whole());
        rows.map(|row| contents(row.into_iter().take(COUNTED), 1..COUNTED))
    };
    let head = rows().next().unwrap_or_default();
    Table::new(head, move || rows().skip(1), |_| WIDEST).widened(&SUMMARY)
}

/// Returns the areas side by side, and all of them.
fn area_table<'p>(page: &ReportPage, table: &'p AreaTable) -> Table<'p> {
    let lang = page.lang;
    let rows = move || {
        let rows = table.in_words(lang).into_iter();
        rows.map(|row| contents(row.into_iter(), AreaTable::COUNTS))
    };
    let head = rows().next().unwrap_or_default();
    Table::new(head, move || rows().skip(1), |_| ACROSS)
}

/// The areas of the finest division, as a list to filter.
fn areas(sheet: &mut Worksheet, page: &ReportPage, table: &AreaTable) -> Result<(), XlsxError> {
    sheet.set_name(page.areas_heading())?;
    list(sheet, page, &area_table(page, table))
}

/// What is worth acting on, with the name of its list in front.
fn acting(sheet: &mut Worksheet, page: &ReportPage) -> Result<(), XlsxError> {
    sheet.set_name(ReportMsg::ActingSheet.say(page.lang))?;
    let columns = &column::OF_SHORTFALLS;
    let mut head = heading(page, columns);
    head.insert(0, Content::Words(ReportMsg::ActingListHead.say(page.lang)));
    let lists: Vec<EntryList> = page.acting_lists().collect();
    let of_list = |list: &EntryList| {
        let entries = list.entries();
        let entries = page.entries_at(&entries).map(|entry| {
            let mut row = row(page, columns, &entry);
            row.insert(0, Content::Words(list.heading.clone()));
            row
        });
        entries.collect::<Vec<_>>()
    };
    let rows = || lists.iter().flat_map(of_list);
    let widest = |at: usize| match at.checked_sub(1) {
        Some(at) => columns.get(at).map_or(WIDEST, widest),
        None => 14,
    };
    list(sheet, page, &Table::new(head, rows, widest))
}

/// Returns the lines above the counts of the places.
fn said(page: &ReportPage) -> Vec<String> {
    let first = page.to_do_first().map(|(heading, first)| {
        let numbered = first.iter().enumerate();
        let numbered = numbered.map(|(at, line)| format!("{}. {line}", at + 1));
        std::iter::once(heading).chain(numbered).collect::<Vec<_>>()
    });
    let lines = page.head.lines.iter().cloned().chain(page.counts_said());
    let lines = lines.chain(first.into_iter().flatten());
    let since = page.comparison().into_iter();
    lines
        .chain(since.flat_map(ReportComparison::into_sentences))
        .collect()
}

/// All columns of a sheet: the columns of a terminal that fit, and the last one.
#[derive(Clone, Copy)]
struct Across {
    room: usize,
    last: u16,
}

impl Across {
    /// Returns the columns with less room, for larger letters.
    const fn narrower(self, part: usize, of: usize) -> Self {
        Self {
            room: self.room * part / of,
            last: self.last,
        }
    }
}

/// A line over all columns of the summary, as high as it needs; its letters are `scale` times as
/// high as others.
fn line(
    sheet: &mut Worksheet,
    at: u32,
    text: &str,
    (format, across, scale): (&Format, Across, f64),
) -> Result<(), XlsxError> {
    let lines = width::wrap(text, across.room).len();
    let wrapped = format.clone().set_text_wrap();
    sheet.merge_range(at, 0, at, across.last, "", &wrapped)?;
    sheet.set_row_height(at, paper::height(lines) * scale)?;
    words(sheet, (at, 0), text, &wrapped)
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

/// Everything that is not met, as a list to read, to print and to filter.
pub(super) fn shortfalls<'p>(
    sheet: &mut Worksheet,
    page: &'p ReportPage,
) -> Result<ListSheet<'p>, XlsxError> {
    sheet.set_name(ReportMsg::Shortfalls.say(page.lang))?;
    let lists = page.lists();
    entries(
        sheet,
        page,
        &column::OF_SHORTFALLS,
        lists.iter().flat_map(EntryList::entries).collect(),
    )
}

/// The same with one thing in each cell, as a list to filter and to reckon with.
fn in_full<'p>(sheet: &mut Worksheet, page: &'p ReportPage) -> Result<ListSheet<'p>, XlsxError> {
    sheet.set_name(ReportMsg::AllColumnsSheet.say(page.lang))?;
    let lists = page.lists();
    entries(
        sheet,
        page,
        &column::OF_SHORTFALLS_IN_FULL,
        lists.iter().flat_map(EntryList::entries).collect(),
    )
}

/// Everything that moved since the last quarter, as a list to filter.
fn moves<'p>(sheet: &mut Worksheet, page: &'p ReportPage) -> Result<ListSheet<'p>, XlsxError> {
    sheet.set_name(ReportMsg::SinceSheet.say(page.lang))?;
    let parts = page
        .comparison()
        .map(|comparison| comparison.parts)
        .unwrap_or_default();
    entries(
        sheet,
        page,
        &column::OF_MOVES,
        parts.into_iter().flat_map(|part| part.moves).collect(),
    )
}

/// Figures that are shown and never judged, as a list to filter.
fn information<'p>(
    sheet: &mut Worksheet,
    page: &'p ReportPage,
    list: &EntryList,
) -> Result<ListSheet<'p>, XlsxError> {
    sheet.set_name(ReportMsg::InformationSheet.say(page.lang))?;
    entries(sheet, page, &column::OF_INFORMATION, list.entries())
}

/// A row for each entry under these columns.
fn entries<'p>(
    sheet: &mut Worksheet,
    page: &'p ReportPage,
    columns: &'static [ReportColumn],
    entries: Vec<usize>,
) -> Result<ListSheet<'p>, XlsxError> {
    let entries: Rc<[usize]> = entries.into();
    let rows = move || {
        let entries = Rc::clone(&entries);
        let lines = (0..entries.len()).filter_map(move |at| page.lines().get(*entries.get(at)?));
        lines.map(move |line| row(page, columns, &page.entry_of(line)))
    };
    let widest = |at: usize| columns.get(at).map_or(WIDEST, widest);
    let table = Table::new(heading(page, columns), rows, widest);
    list_to_come(sheet, page, table)
}

fn heading(page: &ReportPage, columns: &[ReportColumn]) -> Vec<Content> {
    let names = columns.iter().map(|column| column.say(page.lang));
    names.map(Content::Words).collect()
}

/// Returns an entry under these columns.
fn row(page: &ReportPage, columns: &[ReportColumn], entry: &ReportEntry) -> Vec<Content> {
    let content = |column: &ReportColumn| match column::cell(column, entry, page.lang) {
        ReportCell::Figure(figure) => cells::number(figure)
            .map_or_else(|| Content::Words(cells::decimal(figure)), Content::Number),
        ReportCell::Words(words) => Content::Words(words),
    };
    columns.iter().map(content).collect()
}

/// Returns how wide a column can be, in the columns of a terminal; what is longer wraps.
const fn widest(column: &ReportColumn) -> usize {
    match column {
        ReportColumn::WhyAndSource => 50,
        ReportColumn::Why | ReportColumn::ToEnter | ReportColumn::Saves => 60,
        ReportColumn::Place | ReportColumn::DueOn | ReportColumn::Expected => 14,
        ReportColumn::StrengthAndVerdict | ReportColumn::HaveNeedGap => 18,
        ReportColumn::Responsible => 20,
        _ => WIDEST,
    }
}

/// The places side by side. The sum, which no filter may move, stands apart below the rows that are
/// filtered.
fn side_by_side<'p>(
    sheet: &mut Worksheet,
    page: &'p ReportPage,
) -> Result<ListSheet<'p>, XlsxError> {
    sheet.set_name(ReportMsg::SideBySide.say(page.lang))?;
    let places = page.whole().places.len();
    let rows = move || {
        let rows = matrix::matrix(page, page.whole());
        rows.map(|row| contents(row.into_iter(), 1..COUNTED))
    };
    let head = rows().next().unwrap_or_default();
    let table = Table::new(head, move || rows().skip(1).take(places), |_| ACROSS);
    let mut list = list_to_come(sheet, page, table)?;
    list.apart = matrix::total(page, page.whole()).map(|total| {
        let mut total = contents(total.into_iter(), 1..COUNTED);
        if let Some(name) = total.first_mut() {
            *name = Content::Words(ReportMsg::TotalOfAll.say(page.lang));
        }
        total
    });
    Ok(list)
}

/// Returns a row of a table: its counts are numbers, and all else are words, also a place whose name
/// is `12`.
fn contents(row: impl Iterator<Item = String>, counts: Range<usize>) -> Vec<Content> {
    let content = |(at, text): (usize, String)| match text.parse::<u32>() {
        Ok(count) if counts.contains(&at) => Content::Number(count.into()),
        _ => Content::Words(text),
    };
    row.enumerate().map(content).collect()
}
