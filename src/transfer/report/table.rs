//! The report as a table: a row for each standing, for spreadsheets and other programs.

use std::io::Write;

use super::column::{self, ReportCell};
use super::page::ReportPage;
use crate::i18n::Say;
use crate::transfer::cells;

/// Writes the file. The mark at its beginning makes spreadsheets read it as UTF-8.
pub(super) fn render(page: &ReportPage, file: &mut dyn Write) -> Result<(), csv::Error> {
    file.write_all(cells::MARK.as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    writer.write_record(column::ALL.iter().map(|column| column.say(page.lang)))?;
    for line in page.lines() {
        let entry = page.entry_of(line);
        let cell = |column| match column::cell(column, &entry, page.lang) {
            ReportCell::Figure(figure) => cells::decimal(figure),
            ReportCell::Words(words) => cells::words(&words).into_owned(),
        };
        writer.write_record(column::ALL.iter().map(cell))?;
    }
    Ok(writer.flush()?)
}
