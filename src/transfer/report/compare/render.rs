//! Lays a comparison out in a format.

use super::model::PlaceComparison;
use super::page::ComparePage;
use super::{html, json, table, text};
use crate::i18n::Lang;
use crate::transfer::report::error::ReportError;

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareFormat {
    /// A page to print.
    Text,
    /// A table with a row for each place and requirement.
    Csv,
    /// For other programs; the same in every language.
    Json,
    /// One file for a browser, with the trends drawn.
    Html,
}

impl CompareFormat {
    /// Returns whether the trend of each place is shown.
    pub(super) const fn has_trends(self) -> bool {
        matches!(self, Self::Json | Self::Html)
    }
}

impl PlaceComparison<'_> {
    /// Renders it.
    ///
    /// # Errors
    /// When the format cannot hold it.
    pub fn render(&self, lang: Lang) -> Result<Vec<u8>, ReportError> {
        let page = || ComparePage::of(self, lang);
        match self.format {
            CompareFormat::Text => Ok(text::render(&page()).into_bytes()),
            CompareFormat::Html => Ok(html::render(&page()).into_bytes()),
            CompareFormat::Json => Ok(json::render(self).into_bytes()),
            CompareFormat::Csv => {
                table::render(self, lang).map_err(|error| ReportError::unwritable(&error))
            }
        }
    }
}
