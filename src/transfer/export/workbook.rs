//! A workbook to fill in and import again: a sheet a kind, the shortfalls of each policy, an
//! explanation, and the choices behind the drop-downs.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use super::cell::{ExportCell, ExportNames, Speller};
use super::error::ExportError;
use super::source::ExportSource;
use super::{guide, header};
use crate::domain::policy::Kind;
use crate::domain::value::{Field, Required};
use crate::i18n::{ExportFault, ExportMsg, Lang, ReportMsg, Say};
use crate::store::clock;
use crate::transfer::cells;
use crate::transfer::paper::{self, PaperLayout};
use crate::transfer::report::ReportPage;
use crate::transfer::sheet_rows::{self, SampleRows, SheetRows};

/// The rows of the header: Chinese, then English.
const HEADER: u32 = 2;
/// The column of the id.
const ID: usize = 0;
/// The column of the town's code.
const TOWN: usize = 1;
/// The column of the period, where it is a sheet.
const PERIOD: usize = 3;
/// The last row that a sheet can have.
const LAST_ROW: u32 = 1_048_575;
/// The most rows below the header.
const MOST_ROWS: usize = (LAST_ROW - HEADER + 1) as usize;
/// The rows of samples below the header: one of words, and one of figures.
const SAMPLES: u32 = 2;
const WORDS: u32 = 0;
const FIGURES: u32 = 1;
/// The characters of the title of a hint, and of its text.
const HINT_TITLE: usize = 32;
const HINT: usize = 255;
/// The widths of columns, in characters: words, figures and dates.
const WIDE: u16 = 24;
const NARROW: u16 = 14;

pub(super) fn write(source: &mut ExportSource, lang: Lang, path: &Path) -> Result<(), ExportError> {
    if clock::is_before_1970() {
        // The library that writes it takes no such clock.
        return Err(ExportError::Refused(ExportFault::ClockBefore1970));
    }
    let mut book = Workbook::new();
    let mut choices = Lists::new(lang);
    let kinds = source.kinds.clone();
    let mut samples = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        let rows = source.count(kind)?;
        if rows > MOST_ROWS {
            let kind = kind.label.get(lang).to_owned();
            let most = MOST_ROWS;
            return Err(ExportError::Refused(ExportFault::TooLarge { kind, most }));
        }
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&kinds, kind, lang))?;
        let speller = Speller::new(kind, ExportNames::Labels(lang));
        lay_out(sheet, kind, lang, &speller, &mut choices)?;
        set_samples(sheet, kind, rows)?;
        samples.push(SampleRows {
            sheet: at,
            first: HEADER,
            count: SAMPLES,
            rows,
        });
        on_paper(sheet, kind, lang)?;
    }
    let reports = source.reports()?.into_iter();
    let reports = reports.map(|report| report.with_pages(source.store));
    let reports = reports.collect::<Result<Vec<_>, _>>()?;
    let pages = reports.iter().map(|report| report.page(source.store, lang));
    let pages: Vec<ReportPage> = pages.collect::<Result<_, _>>()?;
    let mut lists = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let sheet = book.add_worksheet();
        let list = page.list_shortfalls(sheet)?;
        samples.push(list.samples(kinds.len() + at));
        lists.push(list);
        if at > 0 {
            sheet.set_name(format!("{} {}", ReportMsg::Shortfalls.say(lang), at + 1))?;
        }
    }
    guide::write(book.add_worksheet(), &kinds, lang)?;
    choices.write(book.add_worksheet())?;
    let file = fs::OpenOptions::new().write(true).open(path)?;
    sheet_rows::save(&mut book, &file, &samples, |number, rows| {
        match (kinds.get(number), number.checked_sub(kinds.len())) {
            (Some(kind), _) => fill(rows, source, kind, lang),
            (None, number) => {
                let list = number.and_then(|number| lists.get(number));
                Ok(list.map_or(Ok(()), |list| list.write(rows))?)
            }
        }
    })
}

/// Returns the label of a kind, or its code where two sheets would have one name; case makes no
/// difference to a spreadsheet.
fn sheet_name(kinds: &[&Kind], kind: &Kind, lang: Lang) -> String {
    let of = |kind: &Kind| cells::sheet_name(kind.label.get(lang));
    let own = of(kind);
    let fixed = [ExportMsg::Guide, ExportMsg::Lists].map(|name| name.say(lang));
    let others = kinds
        .iter()
        .filter(|other| other.code != kind.code)
        .map(|other| of(other));
    let taken = others
        .chain(fixed)
        .chain([ReportMsg::Shortfalls.say(lang)])
        .any(|name| name.to_lowercase() == own.to_lowercase());
    if taken || own.is_empty() {
        cells::sheet_name(&kind.code)
    } else {
        own
    }
}

/// Writes a sample of words and of a figure into every column, and lets the columns filter all rows
/// that will be there.
fn set_samples(sheet: &mut Worksheet, kind: &Kind, rows: usize) -> Result<(), XlsxError> {
    let words = words_format();
    let columns = header::first(kind) + kind.fields.len();
    for column in 0..columns {
        sheet.write_string_with_format(HEADER + WORDS, at(column), "x", &words)?;
        sheet.write_number(HEADER + FIGURES, at(column), 0)?;
    }
    let rows = u32::try_from(rows).unwrap_or(u32::MAX).max(1);
    let last = HEADER.saturating_add(rows - 1);
    sheet.autofilter(HEADER - 1, 0, last, at(columns - 1))?;
    Ok(())
}

fn fill(
    rows: &mut SheetRows,
    source: &mut ExportSource,
    kind: &Kind,
    lang: Lang,
) -> Result<(), ExportError> {
    let mut speller = Speller::new(kind, ExportNames::Labels(lang));
    let mut row = HEADER;
    source.each(kind, |_, record, place| {
        rows.begin(row, None);
        let first = header::first_cells(record, &place.name);
        let first = first.into_iter().map(ExportCell::Words);
        for (column, cell) in first.chain(speller.cells(record)).enumerate() {
            put(rows, column, cell)?;
        }
        row += 1;
        Ok(rows.end()?)
    })?;
    source.summary.unfit += speller.unfit;
    Ok(())
}

/// Hides the ids, which an import finds all the same, and prepares the sheet for printing.
fn on_paper(sheet: &mut Worksheet, kind: &Kind, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_column_hidden(at(ID))?;
    let shown = |(column, width)| if column == ID { 0.0 } else { f64::from(width) };
    let widths: Vec<f64> = widths(kind).into_iter().enumerate().map(shown).collect();
    let layout = PaperLayout {
        title: "",
        is_landscape: true,
        heads: (0, HEADER - 1),
        names: at(header::first(kind)),
        widths: &widths,
        lang,
    };
    paper::set_up(sheet, &layout)
}

/// Returns the width of the column of a field, in characters.
const fn width(field: &Field) -> u16 {
    if field.is_text() { WIDE } else { NARROW }
}

/// Returns the widths of all columns.
fn widths(kind: &Kind) -> Vec<u16> {
    let mut widths = vec![NARROW; header::first(kind)];
    widths.extend(kind.fields.iter().map(width));
    widths
}

/// A figure as a number where a spreadsheet keeps it, and everything else as words.
fn put(rows: &mut SheetRows, column: usize, cell: ExportCell) -> Result<(), XlsxError> {
    let text = match cell {
        ExportCell::Empty => return Ok(()),
        ExportCell::Words(text) => text,
        ExportCell::Figure(figure) => match cells::number(figure) {
            Some(double) => {
                rows.number(column, double, FIGURES as usize);
                return Ok(());
            }
            None => cells::decimal(figure),
        },
    };
    rows.words(column, &text, WORDS as usize)
}

/// Returns a column of words: what is typed into it stays as it is typed, also `2021-06` and `007`.
fn words_format() -> Format {
    Format::new().set_num_format("@")
}

fn heading(required: bool) -> Format {
    let colour = if required { 0x00FF_E699 } else { 0x00EE_EEEE };
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(colour))
        .set_num_format("@")
}

/// The header, the form of each column, its hint and its drop-down.
fn lay_out(
    sheet: &mut Worksheet,
    kind: &Kind,
    lang: Lang,
    speller: &Speller,
    lists: &mut Lists,
) -> Result<(), ExportError> {
    let words = words_format();
    for column in 0..header::first(kind) {
        sheet
            .set_column_format(at(column), &words)?
            .set_column_width(at(column), f64::from(NARROW))?;
    }
    for (position, field) in kind.fields.iter().enumerate() {
        let column = at(header::first(kind) + position);
        let is_figure = field.is_number();
        if !is_figure {
            sheet.set_column_format(column, &words)?;
        }
        sheet.set_column_width(column, f64::from(width(field)))?;
        let choices = speller.choices(position);
        let hint = hint(field, lang)?;
        let rule = if choices.is_empty() {
            hint
        } else {
            hint.allow_list_formula(lists.add(kind, field, &choices))
        };
        sheet.add_data_validation(HEADER, column, LAST_ROW, column, &rule)?;
    }
    headings(sheet, kind)?;
    sheet.set_freeze_panes(HEADER, at(header::first(kind) + 1))?;
    Ok(())
}

/// The two rows of names.
fn headings(sheet: &mut Worksheet, kind: &Kind) -> Result<(), XlsxError> {
    let widths = widths(kind);
    for (row, lang) in (0..).zip([Lang::Zh, Lang::En]) {
        let names = header::all(kind, ExportNames::Labels(lang));
        // Behind a required name stands a star.
        let room = widths.iter().map(|width| usize::from(*width) - 2);
        let height = paper::height_of(names.iter().map(String::as_str).zip(room));
        sheet.set_row_height(row, height)?;
        for (position, name) in names.into_iter().enumerate() {
            let field = position
                .checked_sub(header::first(kind))
                .map(|position| kind.fields.get(position));
            // Of the columns before the form only the town is asked for, and the period of a sheet.
            let asked = position == TOWN || position == PERIOD;
            let must = field.map_or(asked, |field| field.is_some_and(is_required));
            let name = if must { format!("{name} *") } else { name };
            sheet.write_string_with_format(row, at(position), name, &heading(must))?;
        }
    }
    // One cell over both rows tells an import that they are one header; this word stands for the
    // column in both languages.
    sheet
        .merge_range(
            0,
            0,
            HEADER - 1,
            0,
            &ExportMsg::Id.say(Lang::En),
            &heading(false),
        )
        .map(drop)
}

/// Returns whether a field must always be filled.
fn is_required(field: &Field) -> bool {
    field.required != Required::No && field.required_when.is_empty()
}

fn at(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Returns what is told when the cursor stands in a column: its label and unit, and the help of the
/// form.
fn hint(field: &Field, lang: Lang) -> Result<DataValidation, ExportError> {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let unit = field
        .unit()
        .map(|unit| format!(" ({})", unit.label.get(lang)))
        .unwrap_or_default();
    let title = cut(&format!("{}{unit}", field.label.get(lang)), HINT_TITLE);
    let rule = DataValidation::new().allow_any_value().ignore_blank(true);
    Ok(rule
        .set_input_title(title)?
        .set_input_message(cut(field.help.get(lang), HINT))?)
}

/// The choices behind the drop-downs, a column a field. A list inside a rule holds too few
/// characters for long labels, and no commas.
struct Lists {
    name: String,
    columns: Vec<(String, Vec<String>)>,
}

impl Lists {
    fn new(lang: Lang) -> Self {
        Self {
            name: ExportMsg::Lists.say(lang),
            columns: Vec::new(),
        }
    }

    /// Adds the choices of a field; gives the range they stand in.
    fn add(&mut self, kind: &Kind, field: &Field, choices: &[&str]) -> Formula {
        let column = rust_xlsxwriter::utility::column_number_to_name(at(self.columns.len()));
        let own = choices.iter().map(|choice| (*choice).to_owned()).collect();
        self.columns
            .push((format!("{}.{}", kind.code, field.code), own));
        Formula::new(format!(
            "='{}'!${column}$2:${column}${}",
            self.name,
            choices.len() + 1
        ))
    }

    fn write(self, sheet: &mut Worksheet) -> Result<(), ExportError> {
        sheet.set_name(self.name)?.set_hidden(true);
        let words = words_format();
        for (column, (head, choices)) in (0..).zip(self.columns) {
            for (row, text) in (0..).zip(std::iter::once(head).chain(choices)) {
                sheet.write_string_with_format(row, column, text, &words)?;
            }
        }
        Ok(())
    }
}
