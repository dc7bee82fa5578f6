//! The file of refused rows: what was in them, where they stood, and why.

use std::io;
use std::path::Path;

use super::RefusedRow;
use crate::i18n::{ImportMsg, Lang, Say};
use crate::transfer::output;

/// Writes the refused rows with the columns they had, and before them the line and the reason. The mark at the
/// beginning makes spreadsheets read it as UTF-8.
pub(super) fn write(path: &Path, header: &[String], refused: &[RefusedRow], lang: Lang) -> io::Result<()> {
    let mut bytes = Vec::from("\u{FEFF}");
    {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut bytes);
        let first = [ImportMsg::LineColumn.say(lang), ImportMsg::ReasonColumn.say(lang)];
        writer.write_record(first.iter().chain(header))?;
        for row in refused {
            let first = [row.line.to_string(), reasons(row, lang)];
            writer.write_record(first.iter().chain(&row.cells))?;
        }
        writer.flush()?;
    }
    output::replace(path, &bytes)
}

fn reasons(row: &RefusedRow, lang: Lang) -> String {
    let said = |fault: &super::row::Fault| {
        let reason = fault.reason.say(lang);
        if fault.column.is_empty() { reason } else { format!("{}: {reason}", fault.column) }
    };
    row.faults.iter().map(said).collect::<Vec<_>>().join(" | ")
}
