//! What a file is that holds no table of a form that is read: called by its name, so that its reader
//! knows what to do with it.

use encoding_rs::Encoding;

use super::encoding;
use crate::i18n::{AdviceMsg, FileMsg, TableFault};

/// How files begin that are neither text nor a workbook, and what they are.
const BINARY: [(&[u8], FileMsg); 20] = [
    (b"%PDF", FileMsg::Pdf),
    (b"Rar!\x1A\x07", FileMsg::Rar),
    (b"7z\xBC\xAF\x27\x1C", FileMsg::SevenZip),
    (b"\x1F\x8B", FileMsg::Packed),
    (b"BZh91AY&SY", FileMsg::Packed),
    (b"\xFD7zXZ\0", FileMsg::Packed),
    (b"\x89PNG\r\n\x1A\n", FileMsg::Picture),
    (b"\xFF\xD8\xFF", FileMsg::Picture),
    (b"GIF87a", FileMsg::Picture),
    (b"GIF89a", FileMsg::Picture),
    (b"II*\0", FileMsg::Picture),
    (b"MM\0*", FileMsg::Picture),
    (b"\0\x01\0\0Standard Jet DB", FileMsg::Access),
    (b"\0\x01\0\0Standard ACE DB", FileMsg::Access),
    (b"PAR1", FileMsg::Parquet),
    (b"$FL2@(#)", FileMsg::Statistics),
    (b"$FL3@(#)", FileMsg::Statistics),
    (b"<stata_dta>", FileMsg::Statistics),
    (b"fgb\x03", FileMsg::FlatGeobuf),
    (b"\0\0\x27\x0A", FileMsg::ShapesAlone),
];
/// How texts begin that hold no rows, in small letters.
const TEXTS: [(&[u8], FileMsg); 7] = [
    (b"<!doctype html", FileMsg::WebPage),
    (b"<html", FileMsg::WebPage),
    (b"<meta", FileMsg::WebPage),
    (b"<style", FileMsg::WebPage),
    (b"<table", FileMsg::WebPage),
    (b"mime-version:", FileMsg::WebPage),
    (b"{\\rtf", FileMsg::Rtf),
];
/// What stands near the beginning of an XML text, in small letters, and what that makes of it.
const XML: [(&str, FileMsg); 6] = [
    (
        "urn:schemas-microsoft-com:office:spreadsheet",
        FileMsg::XmlWorkbook,
    ),
    ("<office:document", FileMsg::FlatOpenDocument),
    ("<gpx", FileMsg::Gpx),
    ("opengis.net/gml", FileMsg::Gml),
    ("<osm", FileMsg::OsmXml),
    ("<html", FileMsg::WebPage),
];
/// How much of a file is looked at for what it says of itself.
const GLANCE: usize = 4_096;
/// How a database of SQLite begins, where it says what it is for, and that it is a map.
const SQLITE: &[u8] = b"SQLite format 3\0";
const APPLICATION: std::ops::Range<usize> = 68..72;
const MAPS: [&[u8]; 3] = [b"GPKG", b"GP10", b"GP11"];

/// Returns what a file is that holds no table of a form that is read; `None` where it may be one.
pub(super) fn name(bytes: &[u8]) -> Option<FileMsg> {
    if bytes.starts_with(SQLITE) {
        let application = bytes.get(APPLICATION).unwrap_or_default();
        let is_map = MAPS.contains(&application);
        return Some(if is_map {
            FileMsg::GeoPackage
        } else {
            FileMsg::Sqlite
        });
    }
    let binary = BINARY.into_iter().find(|(sign, _)| bytes.starts_with(sign));
    if let Some((_, what)) = binary.or_else(|| inside(bytes)) {
        return Some(what);
    }
    let text = without_mark(bytes);
    let begins = |sign: &[u8]| {
        text.get(..sign.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(sign))
    };
    let found = TEXTS.into_iter().find(|(sign, _)| begins(sign));
    found.map(|(_, what)| what).or_else(|| of_xml(text))
}

/// Returns whether a text is a map in KML.
pub(super) fn is_kml(bytes: &[u8]) -> bool {
    let head = head(without_mark(bytes));
    head.starts_with('<') && (head.contains("<kml") || head.contains("opengis.net/kml"))
}

fn of_xml(text: &[u8]) -> Option<FileMsg> {
    let head = head(text);
    if !head.starts_with("<?xml") && !head.starts_with("<gpx") && !head.starts_with("<osm") {
        return None;
    }
    let found = XML.into_iter().find(|(sign, _)| head.contains(sign));
    Some(found.map_or(FileMsg::Xml, |(_, what)| what))
}

/// Returns what a file says that it is behind its first bytes.
fn inside(bytes: &[u8]) -> Option<(&'static [u8], FileMsg)> {
    let is_picture = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    let is_drawing = bytes.starts_with(b"AC10") && bytes.get(6) == Some(&0);
    match (is_picture, is_drawing) {
        (true, _) => Some((b"RIFF", FileMsg::Picture)),
        (_, true) => Some((b"AC10", FileMsg::Drawing)),
        _ => None,
    }
}

/// Returns the fault of a file that is not read: what it is, and what to do with it.
pub(super) fn fault(what: FileMsg) -> TableFault {
    let advice = match what {
        FileMsg::LockedWorkbook | FileMsg::LockedZip => AdviceMsg::NoPassword,
        FileMsg::Pdf | FileMsg::Ofd | FileMsg::Rtf | FileMsg::Word | FileMsg::Slides => {
            AdviceMsg::Copy
        }
        FileMsg::Picture => AdviceMsg::Type,
        FileMsg::Rar | FileMsg::SevenZip | FileMsg::Packed => AdviceMsg::Unpack,
        FileMsg::GeoPackage
        | FileMsg::Geodatabase
        | FileMsg::FlatGeobuf
        | FileMsg::Gpx
        | FileMsg::Gml
        | FileMsg::OsmXml
        | FileMsg::TopoJson => AdviceMsg::Map,
        FileMsg::ShapesAlone => AdviceMsg::Zip,
        FileMsg::Sqlite | FileMsg::Access => AdviceMsg::Database,
        FileMsg::Drawing | FileMsg::Parquet | FileMsg::Statistics => AdviceMsg::Export,
        _ => AdviceMsg::Spreadsheet,
    };
    TableFault::OtherForm {
        what: Box::new(what),
        advice: Box::new(advice),
    }
}

/// Returns the encoding that an XML text says at its beginning.
pub(super) fn xml_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = head(without_mark(bytes));
    let line = head.strip_prefix("<?xml")?.split('>').next()?;
    let name = line
        .split_once("encoding")?
        .1
        .trim_start_matches(['=', ' ']);
    let quote = name.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = name.get(1..)?.split(quote).next()?;
    encoding::by_name(name)
        .ok()
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix("\u{FEFF}".as_bytes())
        .unwrap_or(bytes)
        .trim_ascii_start()
}

/// Returns the beginning of a text in small letters.
fn head(text: &[u8]) -> String {
    let head = text.get(..GLANCE.min(text.len())).unwrap_or_default();
    String::from_utf8_lossy(head).to_lowercase()
}
