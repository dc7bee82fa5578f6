//! Lays a comparison out in a format.

use super::model::{CompareFormat, PlaceComparison};
use super::page::ComparePage;
use super::{html, json, table, text};
use crate::i18n::Lang;
use crate::transfer::report::error::ReportError;
use crate::transfer::report::layout::{NARROWEST, WIDTH};

impl PlaceComparison<'_> {
    /// Returns the page of text in so many columns.
    #[must_use]
    pub fn text(&self, columns: usize, lang: Lang) -> String {
        text::render(
            &ComparePage::of(self, lang),
            columns.clamp(NARROWEST, WIDTH),
        )
    }

    /// Renders it.
    ///
    /// # Errors
    /// When the format cannot hold it.
    pub fn render(&self, lang: Lang) -> Result<Vec<u8>, ReportError> {
        let page = || ComparePage::of(self, lang);
        match self.format {
            CompareFormat::Text => Ok(text::render(&page(), WIDTH).into_bytes()),
            CompareFormat::Html => Ok(html::render(&page()).into_bytes()),
            CompareFormat::Json => Ok(json::render(self).into_bytes()),
            CompareFormat::Csv => {
                table::render(self, lang).map_err(|error| ReportError::unwritable(&error))
            }
        }
    }
}
