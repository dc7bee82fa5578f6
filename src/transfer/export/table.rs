//! One kind as a CSV file, which the import of the same kind takes as it is.
//!
//! Beside the descriptor of a data package it is for other programs: without the mark that
//! spreadsheets know, and with each figure in the unit of its field.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::cell::{ExportCell, ExportNames, Speller};
use super::error::ExportError;
use super::header;
use super::source::ExportSource;
use crate::transfer::cells;

/// For whom a table is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TableFor {
    /// People with a spreadsheet, and the import.
    People,
    /// Programs that know from a descriptor what each column holds.
    Programs,
}

pub(super) fn write(
    source: &mut ExportSource,
    names: ExportNames,
    table_for: TableFor,
    path: &Path,
) -> Result<(), ExportError> {
    let mut file = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    if table_for == TableFor::People {
        file.write_all(cells::MARK.as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    for kind in source.kinds.clone() {
        let mut speller = Speller::new(kind, names);
        if table_for == TableFor::Programs {
            speller.write_in_units();
        }
        writer.write_record(
            header::all(kind, names)
                .iter()
                .map(|name| cells::guarded(name).into_owned()),
        )?;
        source.each(kind, |_, record, place| {
            let first = header::first_cells(record, &cells::guarded(&place.name));
            let cells = speller.cells(record);
            Ok(writer.write_record(first.into_iter().chain(cells.iter().map(text)))?)
        })?;
        source.summary.unfit += speller.unfit;
    }
    Ok(writer.flush()?)
}

fn text(cell: &ExportCell) -> String {
    match cell {
        ExportCell::Empty => String::new(),
        ExportCell::Words(words) => cells::guarded(words).into_owned(),
        ExportCell::Figure(figure) => cells::decimal(*figure),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::policy::{Kind, Pack};
    use crate::domain::record::Record;
    use crate::i18n::Lang;

    fn library() -> Kind {
        let pack = Pack::read(include_str!("../../../tests/packs/minimums.toml")).unwrap();
        pack.kinds[1].clone()
    }

    /// Returns the cells of a record, written as a row and read again.
    fn through_a_file(kind: &Kind, names: ExportNames, record: &Record) -> (Vec<String>, usize) {
        let mut speller = Speller::new(kind, names);
        let cells: Vec<String> = speller.cells(record).iter().map(text).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(header::all(kind, names).iter().skip(header::first(kind)))
            .unwrap();
        writer.write_record(&cells).unwrap();
        let file = writer.into_inner().unwrap();
        let row = csv::Reader::from_reader(file.as_slice())
            .into_records()
            .next()
            .unwrap()
            .unwrap();
        (row.iter().map(str::to_owned).collect(), speller.unfit)
    }

    /// Returns what people type, and what they do not.
    fn typed() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "=", "+", "-", "@", "'", "\"", ",", "\n", "\r\n", "\t", " ", "\u{3000}", "1",
            "2000.01", "3亩", "1.2万", "２", "2021", "-06", "-01", "现有", "planned", "yes", "否",
            "示例", "😀", "\u{200B}", "\u{FEFF}", ";", "=1+1",
        ]);
        prop_oneof![
            prop::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat()),
            any::<String>()
        ]
    }

    /// Returns whether what a cell reads back as is what was kept. Of a sum that was typed it may be
    /// what the sum comes to: an import takes no sum without units.
    fn is_kept(read: Option<&serde_json::Value>, kept: Option<&serde_json::Value>) -> bool {
        let sum = kept.filter(|kept| {
            let typed = kept.get("typed").and_then(serde_json::Value::as_str);
            typed.is_some_and(|typed| typed.contains(['+', '＋']))
        });
        read == kept || (sum.is_some() && read == sum.and_then(|sum| sum.get("value")))
    }

    #[test]
    fn a_sum_that_was_typed_is_written_as_what_it_comes_to() {
        let kind = library();
        let seats = kind.field("reading_seats").unwrap();
        let value = seats.parse("２+２").unwrap().unwrap();
        let name = kind.field("name").unwrap().parse("示例").unwrap().unwrap();
        let fields = [("name", name.to_json()), ("reading_seats", value.to_json())];
        let record = Record {
            id: uuid::Uuid::nil(),
            subject: crate::domain::record::Subject::Facility,
            kind: kind.code.clone(),
            place: String::new(),
            fields: fields.map(|(code, value)| (code.to_owned(), value)).into(),
            heads: Vec::new(),
        };
        let (cells, _) = through_a_file(&kind, ExportNames::Codes, &record);
        let at = kind
            .fields
            .iter()
            .position(|field| field.code == "reading_seats");
        assert_eq!(cells[at.unwrap()], "4");
    }

    proptest! {
        #[test]
        fn every_value_is_read_back_from_its_cell(texts in prop::collection::vec(typed(), 40), names in 0..3_usize) {
            let kind = library();
            let names = [ExportNames::Codes, ExportNames::Labels(Lang::Zh), ExportNames::Labels(Lang::En)][names];
            let parsed = kind.fields.iter().zip(&texts).filter_map(|(field, text)| Some((field, field.parse(text).ok()??)));
            let mut values: Vec<_> = parsed.collect();
            let name = kind.fields.iter().find(|field| field.code == "name").unwrap();
            values.push((name, name.parse("示例").unwrap().unwrap()));
            let fields = values.iter().map(|(field, value)| (field.code.clone(), value.to_json())).collect();
            let id = uuid::Uuid::nil();
            let heads = Vec::new();
            let record = Record { id, subject: crate::domain::record::Subject::Facility, kind: kind.code.clone(), place: String::new(), fields, heads };
            let (cells, unfit) = through_a_file(&kind, names, &record);
            prop_assert_eq!(unfit, 0);
            for (field, cell) in kind.fields.iter().zip(&cells) {
                let kept = record.fields.get(&field.code);
                let read = field.parse(cell).unwrap().map(|value| value.to_json());
                prop_assert!(is_kept(read.as_ref(), kept), "{}: {:?} of {:?}", field.code, cell, kept);
            }
        }
    }
}
