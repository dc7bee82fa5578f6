//! The report as a table: a row for each standing, for spreadsheets and other programs.

use super::column::{self, ReportCell};
use super::page::ReportPage;
use crate::i18n::Say;
use crate::transfer::cells;

/// Returns the file. The mark at its beginning makes spreadsheets read it as UTF-8.
pub(super) fn render(page: &ReportPage) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::from(cells::MARK));
    writer.write_record(column::ALL.iter().map(|column| column.say(page.lang)))?;
    for entry in &page.entries {
        let cell = |column| match column::cell(column, entry, page.lang) {
            ReportCell::Figure(figure) => cells::decimal(figure),
            ReportCell::Words(words) => cells::words(&words).into_owned(),
        };
        writer.write_record(column::ALL.iter().map(cell))?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}
