//! The records for other programs. The shape is a contract: keys may be added and are never
//! changed. Values stand as the ledger keeps them, figures as strings of exact decimals, and no
//! word depends on the language.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value as Json;

use super::error::ExportError;
use super::source::ExportSource;
use crate::domain::record::facility::shared;

/// The version of the shape.
const VERSION: usize = 1;

#[derive(Serialize)]
struct Facility<'a> {
    id: String,
    kind: &'a str,
    place: &'a str,
    place_name: &'a str,
    /// The period of a sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<&'a Json>,
    fields: BTreeMap<&'a str, &'a Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<&'a Json>,
    /// It stands verified by somebody who entered it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    self_approved: bool,
}

pub(super) fn write(source: &mut ExportSource, path: &Path) -> Result<(), ExportError> {
    let mut file = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    let policies: Vec<&str> = source
        .store
        .packs()
        .iter()
        .map(|pack| pack.code.as_str())
        .collect();
    let kinds: Vec<&str> = source.kinds.iter().map(|kind| kind.code.as_str()).collect();
    write!(file, "{{\"version\":{VERSION},\"policies\":")?;
    value(&mut file, &policies)?;
    write!(file, ",\"kinds\":")?;
    value(&mut file, &kinds)?;
    write!(file, ",\"facilities\":[")?;
    let own = Rc::clone(&source.own);
    let mut between = "\n";
    for kind in source.kinds.clone() {
        source.each(kind, |_, record, place| {
            let fields = record
                .fields
                .iter()
                .filter(|(code, _)| *code != shared::REASONS && *code != shared::PERIOD);
            let facility = Facility {
                id: record.id.to_string(),
                kind: &record.kind,
                place: &record.place,
                place_name: &place.name,
                period: record.fields.get(shared::PERIOD),
                fields: fields.map(|(code, json)| (code.as_str(), json)).collect(),
                reasons: record.fields.get(shared::REASONS),
                self_approved: own.contains(&record.id),
            };
            file.write_all(between.as_bytes())?;
            between = ",\n";
            Ok(value(&mut file, &facility)?)
        })?;
    }
    Ok(file.write_all(b"\n]}\n").and_then(|()| file.flush())?)
}

fn value(file: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(file, value).map_err(io::Error::from)
}
