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
mod error;
mod gathered;
mod head;
pub(super) mod html;
mod json;
mod layout;
mod markdown;
mod model;
mod moment;
mod movement;
mod page;
mod reporting;
mod sections;
mod side_by_side;
mod since;
mod table;
mod text;
mod xlsx;

use rust_xlsxwriter::Worksheet;

pub use self::baseline::ReportBaseline;
pub use self::closed::ClosedQuarter;
pub use self::compare::{
    CompareFormat, CompareRequest, ComparedPlace, ComparedWith, PlaceComparison,
};
pub use self::error::ReportError;
pub use self::model::{Report, ReportLine, Responsible};
pub use self::moment::Moment;
use self::page::ReportPage;
use crate::i18n::{Lang, ReportMsg};
use crate::store::{Store, StoreError, clock};

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
        let page = || Ok::<_, StoreError>(ReportPage::of(self, &self.paths(store)?, lang));
        match format {
            ReportFormat::Text => Ok(text::render(&page()?, layout::WIDTH).into_bytes()),
            ReportFormat::Markdown => Ok(markdown::render(&page()?).into_bytes()),
            ReportFormat::Html => Ok(html::render(&page()?).into_bytes()),
            ReportFormat::Csv => {
                table::render(&page()?).map_err(|error| ReportError::unwritable(&error))
            }
            // The library that writes it takes no such clock.
            ReportFormat::Xlsx if clock::is_before_1970() => {
                Err(ReportError::Refused(ReportMsg::ClockBefore1970))
            }
            ReportFormat::Xlsx => {
                xlsx::render(&page()?).map_err(|error| ReportError::unwritable(&error))
            }
            ReportFormat::Json => Ok(json::render(self).into_bytes()),
        }
    }

    /// Returns the page of text in so many columns, as a window has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn text(&self, store: &Store, columns: usize, lang: Lang) -> Result<String, ReportError> {
        let page = ReportPage::of(self, &self.paths(store)?, lang);
        Ok(text::render(
            &page,
            columns.clamp(layout::NARROWEST, layout::WIDTH),
        ))
    }

    /// Writes what is not met into a sheet of another workbook, as it stands in the report's own.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the sheet cannot hold it.
    pub(super) fn list_shortfalls(
        &self,
        store: &Store,
        lang: Lang,
        sheet: &mut Worksheet,
    ) -> Result<(), ReportError> {
        let page = ReportPage::of(self, &self.paths(store)?, lang);
        xlsx::shortfalls(sheet, &page).map_err(|error| ReportError::unwritable(&error))
    }
}
