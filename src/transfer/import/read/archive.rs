//! What is in a ZIP file: a workbook is one, and so is a list that was packed for the way.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{foreign, guard};
use crate::i18n::{FileMsg, TableFault, code_list};

/// How the names of files end that may be lists.
const LISTS: [&str; 14] = [
    ".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".json", ".geojson", ".kml",
    ".dbf", ".jsonl", ".ndjson",
];
const SHAPES: &str = ".shp";
/// What the first part of an `OpenDocument` file is called.
const MIMETYPE: &str = "mimetype";
const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.";
/// How many names of files are told.
const TOLD: usize = 10;

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What is in a ZIP file.
pub(super) enum Packed {
    /// It is a workbook.
    Xlsx,
    /// It is a spreadsheet of `OpenDocument`.
    Ods,
    /// A list, and what it is called.
    List(String, Vec<u8>),
    /// A shapefile, and what it is called.
    Shapefile(String, PackedShapefile),
}

/// The files of a packed shapefile.
pub(super) struct PackedShapefile {
    pub(super) shp: Vec<u8>,
    pub(super) dbf: Vec<u8>,
    pub(super) prj: Option<String>,
    pub(super) cpg: Option<String>,
}

/// Looks what is in a ZIP file.
///
/// # Errors
/// When it is broken, too large when unpacked, something else than a list, or several lists.
pub(super) fn open(bytes: &[u8]) -> Result<Packed, TableFault> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.map(String::from))
        .collect::<Result<_, ZipError>>()
        .map_err(|error| broken(&error))?;
    let lower: Vec<String> = names
        .iter()
        .map(|name| name.replace('\\', "/").to_ascii_lowercase())
        .collect();
    if let Some(what) = office(&lower) {
        return Err(foreign::fault(what));
    }
    let has = |name: &str| lower.iter().any(|known| known == name);
    if has("_rels/.rels") || has("[content_types].xml") {
        return Ok(Packed::Xlsx);
    }
    guard::check(bytes)?;
    if has(MIMETYPE) {
        return open_document(&mut zip);
    }
    if let Some(what) = lower.iter().find_map(|name| folder(name)) {
        return Err(foreign::fault(what));
    }
    let ends = |name: &str, end: &str| name.to_ascii_lowercase().ends_with(end);
    let is_kept = |name: &&String| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        !file.is_empty() && !file.starts_with('.') && !name.starts_with("__MACOSX/")
    };
    let files: Vec<&String> = names.iter().filter(is_kept).collect();
    let stems: Vec<&str> = files
        .iter()
        .filter(|name| ends(name, SHAPES))
        .filter_map(|name| name.get(..name.len() - SHAPES.len()))
        .collect();
    let is_beside = |name: &str| {
        stems.iter().any(|stem| {
            name.strip_prefix(stem)
                .is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let lists: Vec<&String> = files
        .iter()
        .copied()
        .filter(|name| LISTS.iter().any(|end| ends(name, end)) && !is_beside(name))
        .collect();
    let known = code_list(files.iter().take(TOLD));
    match (stems.as_slice(), lists.as_slice()) {
        ([], [only]) => {
            let inner = read(&mut zip, only)?;
            Ok(Packed::List((*only).clone(), inner))
        }
        ([stem], []) => shapefile(&mut zip, stem, &files),
        ([], []) => Err(TableFault::NoListInZip { known }),
        _ => Err(TableFault::ManyInZip { known }),
    }
}

/// Returns what a document of an office program is that has no table, by its parts.
fn office(names: &[String]) -> Option<FileMsg> {
    let begins = |begin: &str| names.iter().any(|name| name.starts_with(begin));
    let parts = [
        ("word/", FileMsg::Word),
        ("ppt/", FileMsg::Slides),
        ("xl/workbook.bin", FileMsg::BinaryWorkbook),
        ("ofd.xml", FileMsg::Ofd),
        ("index/document.iwa", FileMsg::Iwork),
        ("index.zip", FileMsg::Iwork),
    ];
    parts
        .into_iter()
        .find(|(part, _)| begins(part))
        .map(|(_, what)| what)
}

/// Returns what a ZIP file holds that has such a part.
fn folder(name: &str) -> Option<FileMsg> {
    name.contains(".gdb/").then_some(FileMsg::Geodatabase)
}

fn open_document(zip: &mut Zip) -> Result<Packed, TableFault> {
    let sort = read(zip, MIMETYPE)?;
    let sort = String::from_utf8_lossy(&sort);
    match sort.trim().strip_prefix(OPEN_DOCUMENT) {
        Some("spreadsheet" | "spreadsheet-template") => Ok(Packed::Ods),
        Some(_) => Err(foreign::fault(FileMsg::OpenDocument)),
        None => Err(TableFault::NoListInZip {
            known: sort.trim().chars().take(TOLD * TOLD).collect(),
        }),
    }
}

fn shapefile(zip: &mut Zip, stem: &str, files: &[&String]) -> Result<Packed, TableFault> {
    let mut part = |end: &str| {
        let is_part = |name: &&&String| {
            name.strip_prefix(stem)
                .is_some_and(|rest| rest.eq_ignore_ascii_case(end))
        };
        files
            .iter()
            .find(is_part)
            .map(|name| read(zip, name))
            .transpose()
    };
    let words =
        |bytes: Option<Vec<u8>>| bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let Some(dbf) = part(".dbf")? else {
        return Err(foreign::fault(FileMsg::ShapesAlone));
    };
    let parts = PackedShapefile {
        dbf,
        shp: part(SHAPES)?.unwrap_or_default(),
        prj: words(part(".prj")?),
        cpg: words(part(".cpg")?),
    };
    Ok(Packed::Shapefile(format!("{stem}{SHAPES}"), parts))
}

/// Returns a file of the archive, whose size was looked at before.
fn read(zip: &mut Zip, name: &str) -> Result<Vec<u8>, TableFault> {
    let file = zip.by_name(name).map_err(|error| broken(&error))?;
    let mut bytes = Vec::new();
    file.take(guard::MOST_UNPACKED)
        .read_to_end(&mut bytes)
        .map_err(|error| TableFault::BadZip {
            detail: error.to_string(),
        })?;
    Ok(bytes)
}

fn broken(error: &ZipError) -> TableFault {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            foreign::fault(FileMsg::LockedZip)
        }
        error => TableFault::BadZip {
            detail: error.to_string(),
        },
    }
}
