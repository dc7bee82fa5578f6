//! A sheet of an `OpenDocument` spreadsheet as rows of cells. Beside the value of a cell it keeps
//! what the cell shows, so that a figure that shows another one is known.

mod cells;
mod shown;
mod styles;
mod words;

use std::io::{BufReader, Cursor};

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use self::cells::Table;
use self::styles::Styles;
use super::source_options::SourceOptions;
use super::xlsx::{self, Epoch, Workbook};
use super::xml::{self, Xml, attribute, broken, next};
use super::{foreign, guard, sheets};
use crate::i18n::{FileMsg, TableFault};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
/// What a file of 1904 counts its days from.
const OLD_MACINTOSH: &str = "1904-01-01";

/// The parts of a file.
struct Parts<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl Parts<'_> {
    fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, TableFault> {
        match self.0.by_name(name) {
            Ok(part) => Ok(Some(xml::reader(BufReader::new(part)))),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(error) => Err(broken(&error)),
        }
    }

    fn content(&mut self) -> Result<Xml<'_>, TableFault> {
        self.part(CONTENT)?.ok_or_else(|| TableFault::BadWorkbook {
            detail: CONTENT.to_owned(),
        })
    }
}

/// What is known of a sheet before its cells are read.
struct OdsSheet {
    name: String,
    is_hidden: bool,
    has_cells: bool,
}

/// Reads the sheet that is meant.
///
/// # Errors
/// When the file is broken, has a password, is too large, or which sheet is meant cannot be told.
pub(super) fn open(bytes: &[u8], said: &SourceOptions) -> Result<Workbook, TableFault> {
    guard::check(bytes)?;
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut parts = Parts(archive);
    if is_locked(&mut parts)? {
        return Err(foreign::fault(FileMsg::LockedWorkbook));
    }
    let mut styles = Styles::default();
    if let Some(mut xml) = parts.part("styles.xml")? {
        styles.read(&mut xml)?;
    }
    styles.read(&mut parts.content()?)?;
    let (found, epoch) = list(&mut parts.content()?, &styles)?;
    let names = |is_hidden: bool| {
        let of = found.iter().filter(|sheet| sheet.is_hidden == is_hidden);
        of.map(|sheet| sheet.name.clone()).collect::<Vec<_>>()
    };
    let has_cells = |name: &str| {
        found
            .iter()
            .any(|sheet| sheet.name == name && sheet.has_cells)
    };
    let (name, mut forms) = sheets::choose(names(false), &names(true), said, has_cells)?;
    let Table {
        rows,
        merges,
        unseen,
    } = cells::read(&mut parts.content()?, &name, &styles)?;
    xlsx::check_merges(&merges)?;
    forms.extend(xlsx::hidden(&rows, &unseen));
    Ok(Workbook {
        rows,
        merges,
        epoch,
        forms,
    })
}

/// Returns the visible sheets with something in them.
///
/// # Errors
/// When the file is broken or too large.
pub(super) fn names(bytes: &[u8]) -> Result<Vec<String>, TableFault> {
    guard::check(bytes)?;
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut parts = Parts(archive);
    let mut styles = Styles::default();
    styles.read(&mut parts.content()?)?;
    let (found, _) = list(&mut parts.content()?, &styles)?;
    let shown = found
        .into_iter()
        .filter(|sheet| !sheet.is_hidden && sheet.has_cells);
    Ok(shown.map(|sheet| sheet.name).collect())
}

/// Returns whether some part of the file is encrypted.
fn is_locked(parts: &mut Parts) -> Result<bool, TableFault> {
    let Some(mut xml) = parts.part(MANIFEST)? else {
        return Ok(false);
    };
    let mut buffer = Vec::new();
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// Returns the sheets of a file in their order, and the day that it counts from.
fn list(xml: &mut Xml, styles: &Styles) -> Result<(Vec<OdsSheet>, Epoch), TableFault> {
    let mut sheets: Vec<OdsSheet> = Vec::new();
    let mut epoch = Epoch::Y1900;
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table" => sheets.push(OdsSheet {
                    name: attribute(&element, "name").unwrap_or_default(),
                    is_hidden: attribute(&element, "style-name")
                        .is_some_and(|style| styles.is_hidden(&style)),
                    has_cells: false,
                }),
                "table-cell" => {
                    let is_filled = attribute(&element, "value-type").is_some();
                    if let Some(sheet) = sheets.last_mut().filter(|_| is_filled) {
                        sheet.has_cells = true;
                    }
                }
                "null-date"
                    if attribute(&element, "date-value").as_deref() == Some(OLD_MACINTOSH) =>
                {
                    epoch = Epoch::Y1904;
                }
                name if cells::is_apart(name) => cells::skip(xml, name)?,
                _ => {}
            },
            Event::Eof => return Ok((sheets, epoch)),
            _ => {}
        }
    }
}
