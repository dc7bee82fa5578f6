//! One kind as a CSV file, which the import of the same kind takes as it is.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::cell::{Cell, Names, Speller};
use super::source::Source;
use super::{ExportError, header};
use crate::transfer::cells;

/// What makes spreadsheets read the file as UTF-8.
const MARK: &str = "\u{FEFF}";

pub(super) fn write(source: &mut Source, names: Names, path: &Path) -> Result<(), ExportError> {
    let mut file = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    file.write_all(MARK.as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    for kind in source.kinds.clone() {
        let mut speller = Speller::new(kind, names);
        writer.write_record(header::all(kind, names).iter().map(|name| cells::guarded(name).into_owned()))?;
        source.each(kind, |_, record, place| {
            let first = [record.id.to_string(), record.place.clone(), cells::guarded(&place.name).into_owned()];
            let cells = speller.cells(record);
            Ok(writer.write_record(first.into_iter().chain(cells.iter().map(text)))?)
        })?;
        source.summary.unfit += speller.unfit;
    }
    Ok(writer.flush()?)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Words(words) => cells::guarded(words).into_owned(),
        Cell::Figure(figure) => cells::decimal(*figure),
    }
}
