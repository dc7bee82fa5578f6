//! Reports. The standings of a policy are gathered once, as a [`Report`]; `page` puts it into the
//! words of a language, once for all formats; `column` names what stands in the columns of a table.
//! A renderer a format lays it out and adds nothing. JSON, whose shape is a contract without words,
//! is rendered from the report itself.

mod acting;
mod area;
mod area_page;
mod baseline;
mod by_area;
mod closed;
mod column;
mod compare;
mod comparison;
mod entry;
mod entry_list;
mod error;
mod gathered;
mod head;
mod held;
pub(super) mod html;
mod json;
mod layout;
mod markdown;
mod matrix;
mod model;
mod moment;
mod movement;
mod page;
mod paper;
mod places;
mod reporting;
mod sections;
mod side_by_side;
mod since;
mod table;
mod text;
mod xlsx;

use std::io::{self, Cursor, Write};

use rust_xlsxwriter::{Worksheet, XlsxError};

pub use self::baseline::ReportBaseline;
pub use self::closed::ClosedQuarter;
pub use self::compare::{
    CompareFormat, CompareRequest, ComparedPlace, ComparedWith, PlaceComparison,
};
pub use self::error::ReportError;
pub(super) use self::gathered::WantedStandings;
pub use self::model::{LongerNames, Report, ReportLine, Responsible};
pub use self::moment::Moment;
pub(super) use self::page::ReportPage;
use self::paper::Paper;
pub use self::places::ReportPlace;
pub(super) use self::xlsx::ListSheet;
use crate::i18n::{Lang, ReportMsg};
use crate::store::{Store, StoreError, clock};
use crate::transfer::SeekableFile;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// A page to print.
    Text,
    /// Markdown.
    Markdown,
    /// A table with a row for each standing.
    Csv,
    /// The object that `docs` describe, for other programs.
    Json,
    /// One file for a browser, to read, send and print.
    Html,
    /// A workbook.
    Xlsx,
}

impl Report<'_> {
    /// Renders the report; JSON is the same in every language.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the file would be larger than its format allows.
    pub fn render(
        &self,
        store: &Store,
        format: ReportFormat,
        lang: Lang,
    ) -> Result<Vec<u8>, ReportError> {
        let rendered = self.rendered(self.longer_names(store)?, format, lang)?;
        let mut file = Vec::new();
        let written = rendered.write_to(&mut file);
        written.map_err(|error| ReportError::unwritable(&error))?;
        Ok(file)
    }

    /// Returns the report as a file that can be written piece by piece, so that it is never whole in
    /// memory.
    ///
    /// # Errors
    /// When the file would be larger than its format allows.
    pub fn rendered(
        &self,
        names: LongerNames,
        format: ReportFormat,
        lang: Lang,
    ) -> Result<RenderedReport<'_>, ReportError> {
        let page = || ReportPage::of(self, names, lang);
        Ok(RenderedReport(match format {
            ReportFormat::Text => Rendered::Text(page()),
            ReportFormat::Markdown => Rendered::Markdown(page()),
            ReportFormat::Html => Rendered::Html(page()),
            ReportFormat::Csv => Rendered::Csv(page()),
            // The library that writes it takes no such clock.
            ReportFormat::Xlsx if clock::is_before_1970() => {
                return Err(ReportError::Refused(ReportMsg::ClockBefore1970));
            }
            ReportFormat::Xlsx => Rendered::Book(page()),
            ReportFormat::Json => Rendered::Json(self),
        }))
    }

    /// Returns the page of the report.
    pub(super) fn page(&self, store: &Store, lang: Lang) -> Result<ReportPage<'_>, StoreError> {
        Ok(ReportPage::of(self, self.longer_names(store)?, lang))
    }

    /// Returns the page of text in so many columns, as a window has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn text(&self, store: &Store, columns: usize, lang: Lang) -> Result<String, ReportError> {
        let page = self.page(store, lang)?;
        let columns = columns.clamp(layout::NARROWEST, layout::WIDTH);
        let mut text = Vec::new();
        let written = text::render(&page, columns, Paper::new(&mut text));
        written.map_err(|error| ReportError::unwritable(&error))?;
        String::from_utf8(text).map_err(|error| ReportError::unwritable(&error))
    }
}

impl ReportPage<'_> {
    /// Lays what is not met out in a sheet of another workbook, as it stands in the report's own; the
    /// rows are to be written later.
    ///
    /// # Errors
    /// When the sheet cannot hold it.
    pub(super) fn list_shortfalls(
        &self,
        sheet: &mut Worksheet,
    ) -> Result<ListSheet<'_>, ReportError> {
        xlsx::shortfalls(sheet, self).map_err(|error| ReportError::unwritable(&error))
    }
}

/// A report as a file that is written piece by piece.
pub struct RenderedReport<'r>(Rendered<'r>);

enum Rendered<'r> {
    Text(ReportPage<'r>),
    Markdown(ReportPage<'r>),
    Html(ReportPage<'r>),
    Csv(ReportPage<'r>),
    Json(&'r Report<'r>),
    Book(ReportPage<'r>),
}

impl RenderedReport<'_> {
    /// Writes the file. A workbook is gathered in memory first.
    ///
    /// # Errors
    /// When it refuses what is written, or the format cannot hold it.
    pub fn write_to(&self, file: &mut dyn Write) -> io::Result<()> {
        match &self.0 {
            Rendered::Text(page) => text::render(page, layout::WIDTH, Paper::new(file)),
            Rendered::Markdown(page) => markdown::render(page, Paper::new(file)),
            Rendered::Html(page) => html::render(page, Paper::new(file)),
            Rendered::Csv(page) => table::render(page, file).map_err(of_csv),
            Rendered::Json(report) => json::render(report, file),
            Rendered::Book(page) => {
                let mut bytes = Vec::new();
                xlsx::render(page, Cursor::new(&mut bytes)).map_err(of_book)?;
                file.write_all(&bytes)
            }
        }
    }

    /// Writes the same to a file in which one can go back; then no workbook is whole in memory either.
    ///
    /// # Errors
    /// Those of [`RenderedReport::write_to`].
    pub fn save_to(&self, file: &mut dyn SeekableFile) -> io::Result<()> {
        match &self.0 {
            Rendered::Book(page) => xlsx::render(page, file).map_err(of_book),
            _ => self.write_to(file),
        }
    }
}

fn of_book(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

fn of_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
