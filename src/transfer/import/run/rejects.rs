//! The file of refused rows: what was in them, where they stood, and why.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use crate::domain::text::{folding, width};
use crate::i18n::{CellFault, ImportMsg, Lang, Say};
use crate::transfer::import::columns::column::TableColumn;
use crate::transfer::import::fault::ImportFault;
use crate::transfer::import::read::rejects_reader::own_columns;
use crate::transfer::import::read::table::{TableCell, TableRow};
use crate::transfer::import::rows::body::ImportTable;
use crate::transfer::{cells, output};

/// The most columns of one reason: the value in it stands in its cell too, however long it is.
const WIDEST_REASON: usize = 300;

/// Refused rows, gathered as text until all are known.
pub(crate) struct Rejects {
    path: PathBuf,
    writer: csv::Writer<Vec<u8>>,
    lang: Lang,
    /// The columns that this file adds, where the table has them already: it was such a file,
    /// mended.
    again: Vec<usize>,
}

impl Rejects {
    /// Begins a file with the columns of the table, and before them the line and the reason. Units
    /// that the headers do not say themselves stand in a row below them.
    pub(crate) fn new(path: PathBuf, table: &ImportTable, lang: Lang) -> io::Result<Self> {
        let columns = &table.columns;
        let units = &table.units;
        // With other signs between cells a comma would be read in another way.
        let separator = table
            .source
            .separator()
            .filter(|&separator| separator == b';')
            .unwrap_or(b',');
        let writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_writer(Vec::from(cells::MARK));
        let own: Vec<String> = own_columns().map(|name| folding::key(&name)).collect();
        let is_own = |column: &TableColumn| own.contains(&folding::key(&column.name));
        let again = (0..)
            .zip(columns)
            .filter(|(_, column)| is_own(column))
            .map(|(at, _)| at)
            .collect();
        let first = [ImportMsg::LineColumn, ImportMsg::ReasonColumn].map(|name| name.say(lang));
        let mut rejects = Self {
            path,
            writer,
            lang,
            again,
        };
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        rejects.write(first, names.into_iter())?;
        if units.iter().any(Option::is_some) {
            rejects.write(
                Default::default(),
                units.iter().map(|unit| unit.as_deref().unwrap_or_default()),
            )?;
        }
        Ok(rejects)
    }

    fn write<'a>(
        &mut self,
        first: [String; 2],
        own: impl Iterator<Item = &'a str>,
    ) -> io::Result<()> {
        let own = own
            .enumerate()
            .filter(|(at, _)| !self.again.contains(at))
            .map(|(_, text)| guarded(text));
        Ok(self.writer.write_record(
            first
                .into_iter()
                .map(Cow::Owned)
                .chain(own)
                .map(Cow::into_owned),
        )?)
    }

    /// Adds a row as it stood in the file. A cell without a value says so, in words that are
    /// refused again.
    pub(crate) fn add(&mut self, row: &TableRow, faults: &[ImportFault]) -> io::Result<()> {
        let first = [
            row.line.to_string(),
            width::clean(&reasons(faults, self.lang)).into_owned(),
        ];
        let texts: Vec<Cow<str>> = row.cells.iter().map(|cell| text(cell, self.lang)).collect();
        self.write(first, texts.iter().map(Cow::as_ref))
    }

    /// Writes the file whole or not at all.
    pub(crate) fn finish(self) -> io::Result<()> {
        let bytes = self
            .writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        output::replace(&self.path, &bytes)
    }
}

fn text(cell: &TableCell, lang: Lang) -> Cow<'_, str> {
    match cell {
        TableCell::Text(text) | TableCell::Day(text) | TableCell::Figure(text) => {
            Cow::Borrowed(text)
        }
        TableCell::Unreadable(CellFault::Unmended { reason }) => Cow::Owned(
            ImportMsg::ToMend {
                reason: reason.clone(),
            }
            .say(lang),
        ),
        TableCell::Unreadable(fault) => Cow::Owned(
            ImportMsg::ToMend {
                reason: fault.say(lang),
            }
            .say(lang),
        ),
    }
}

/// Returns a text that no spreadsheet takes for a formula; a figure is none.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.parse::<f64>().is_ok() {
        Cow::Borrowed(text)
    } else {
        cells::guarded(text)
    }
}

fn reasons(faults: &[ImportFault], lang: Lang) -> String {
    let said = |fault: &ImportFault| {
        let reason = width::shortened(&fault.reason.say(lang), WIDEST_REASON).into_owned();
        if fault.column.is_empty() {
            reason
        } else {
            format!("{}: {reason}", fault.column)
        }
    };
    faults.iter().map(said).collect::<Vec<_>>().join(" | ")
}
