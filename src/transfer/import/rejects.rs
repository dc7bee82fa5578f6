//! The file of refused rows: what was in them, where they stood, and why.

use std::io;
use std::path::PathBuf;

use super::row::Fault;
use super::table::{Cell, Row};
use crate::i18n::{ImportMsg, Lang, Say};
use crate::transfer::output;

/// Refused rows, gathered as text until all are known.
pub(super) struct Rejects {
    path: PathBuf,
    writer: csv::Writer<Vec<u8>>,
    lang: Lang,
    /// The columns that this file adds, where the table has them already: it was such a file, mended.
    again: Vec<usize>,
}

impl Rejects {
    /// Begins a file with the columns of the table, and before them the line and the reason. The mark at the beginning
    /// makes spreadsheets read it as UTF-8.
    pub(super) fn new(path: PathBuf, header: &[String], lang: Lang) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::from("\u{FEFF}"));
        let first = [ImportMsg::LineColumn.say(lang), ImportMsg::ReasonColumn.say(lang)];
        let again: Vec<usize> =
            (0..header.len()).filter(|at| header.get(*at).is_some_and(|n| first.contains(n))).collect();
        let own = header.iter().enumerate().filter(|(at, _)| !again.contains(at)).map(|(_, name)| name);
        writer.write_record(first.iter().chain(own))?;
        Ok(Self { path, writer, lang, again })
    }

    /// Adds a row as it stood in the file.
    pub(super) fn add(&mut self, row: &Row, faults: &[Fault]) -> io::Result<()> {
        let first = [row.line.to_string(), reasons(faults, self.lang)];
        let own = row.cells.iter().enumerate().filter(|(at, _)| !self.again.contains(at));
        let cells = own.map(|(_, cell)| match cell {
            Cell::Unreadable(fault) => fault.say(self.lang),
            cell => cell.text().to_owned(),
        });
        self.writer.write_record(first.into_iter().chain(cells))?;
        Ok(())
    }

    /// Writes the file whole or not at all.
    pub(super) fn finish(self) -> io::Result<()> {
        let bytes = self.writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        output::replace(&self.path, &bytes)
    }
}

fn reasons(faults: &[Fault], lang: Lang) -> String {
    let said = |fault: &Fault| {
        let reason = fault.reason.say(lang);
        if fault.column.is_empty() { reason } else { format!("{}: {reason}", fault.column) }
    };
    faults.iter().map(said).collect::<Vec<_>>().join(" | ")
}
