//! Rows that a workbook hides. They are imported, and said: a person who looks at the sheet does not see them.

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

/// The numbers of the hidden rows of a sheet, counted from 1; none where the file cannot be read that way.
pub(super) fn rows(bytes: &[u8], sheet: &str) -> Vec<usize> {
    find(bytes, sheet).unwrap_or_default()
}

fn find(bytes: &[u8], sheet: &str) -> Option<Vec<usize>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut id = None;
    visit(BufReader::new(archive.by_name("xl/workbook.xml").ok()?), "sheet", |element| {
        if attribute(element, "name").as_deref() == Some(sheet) {
            id = attribute(element, "r:id");
        }
    });
    let (id, mut target) = (id?, None);
    visit(BufReader::new(archive.by_name("xl/_rels/workbook.xml.rels").ok()?), "Relationship", |element| {
        if attribute(element, "Id").as_ref() == Some(&id) {
            target = attribute(element, "Target");
        }
    });
    let target = target?;
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let mut hidden = Vec::new();
    visit(BufReader::new(archive.by_name(&path).ok()?), "row", |element| {
        if matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
            hidden.extend(attribute(element, "r").and_then(|number| number.parse::<usize>().ok()));
        }
    });
    Some(hidden)
}

/// Calls `see` with every element of a name.
fn visit(text: impl BufRead, name: &str, mut see: impl FnMut(&BytesStart)) {
    let (mut reader, mut buffer) = (Reader::from_reader(text), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) if is(&element, name) => see(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn is(element: &BytesStart, name: &str) -> bool {
    element.local_name().as_ref() == name
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}
