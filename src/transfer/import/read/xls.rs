//! A sheet of an old `.xls` workbook as rows of cells. Its records say as much as the parts of an
//! `.xlsx` do: number formats, fonts, hidden rows and columns.

mod book;
mod records;
mod sheet;
mod words;

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;

use self::book::Book;
use super::source_options::SourceOptions;
use super::xlsx::{self, Workbook};
use super::{foreign, guard, sheets};
use crate::i18n::{FileMsg, TableFault};

/// The streams of a workbook: since 1997, and before.
const STREAMS: [&str; 2] = ["Workbook", "Book"];
/// The streams of other documents, and what these are.
const OTHERS: [(&str, FileMsg); 4] = [
    ("EncryptedPackage", FileMsg::LockedWorkbook),
    ("WordDocument", FileMsg::Word),
    ("PowerPoint Document", FileMsg::Slides),
    ("FileHeader", FileMsg::Compound),
];

/// Reads the sheet that is meant.
///
/// # Errors
/// When the file is broken, no workbook, has a password, or which sheet is meant cannot be told.
pub(super) fn open(bytes: &[u8], said: &SourceOptions) -> Result<Workbook, TableFault> {
    let stream = stream(bytes)?;
    let book = Book::read(&stream)?;
    let names = |is_hidden: bool| {
        let of = book
            .sheets
            .iter()
            .filter(|sheet| sheet.is_hidden == is_hidden);
        of.map(|sheet| sheet.name.clone()).collect::<Vec<_>>()
    };
    let find = |name: &str| book.sheets.iter().find(|sheet| sheet.name == name);
    let has_cells = |name: &str| find(name).is_none_or(|it| sheet::has_cells(&stream, it.at));
    let (name, mut forms) = sheets::choose(names(false), &names(true), said, has_cells)?;
    let at = find(&name).map_or(0, |sheet| sheet.at);
    let read = sheet::read(&stream, at, &book)?;
    xlsx::check_merges(&read.merges)?;
    forms.extend(xlsx::hidden(&read.rows, &read.unseen));
    Ok(Workbook {
        rows: read.rows,
        merges: read.merges,
        epoch: book.epoch,
        forms,
    })
}

/// Returns the visible sheets with something in them.
///
/// # Errors
/// When the file is broken or no workbook.
pub(super) fn names(bytes: &[u8]) -> Result<Vec<String>, TableFault> {
    let stream = stream(bytes)?;
    let book = Book::read(&stream)?;
    let shown = book
        .sheets
        .iter()
        .filter(|it| !it.is_hidden && sheet::has_cells(&stream, it.at));
    Ok(shown.map(|sheet| sheet.name.clone()).collect())
}

/// Returns the stream of the workbook, or says what else the file is.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, TableFault> {
    guard::check_size(bytes)?;
    let broken = |error: std::io::Error| TableFault::BadWorkbook {
        detail: error.to_string(),
    };
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let has = |file: &CompoundFile<Cursor<&[u8]>>, name: &str| file.is_stream(format!("/{name}"));
    let Some(name) = STREAMS.into_iter().find(|name| has(&file, name)) else {
        let other = OTHERS.into_iter().find(|(name, _)| has(&file, name));
        return Err(foreign::fault(
            other.map_or(FileMsg::Compound, |(_, what)| what),
        ));
    };
    let mut stream = Vec::new();
    file.open_stream(format!("/{name}"))
        .and_then(|part| part.take(guard::MOST_UNPACKED).read_to_end(&mut stream))
        .map_err(broken)?;
    Ok(stream)
}
