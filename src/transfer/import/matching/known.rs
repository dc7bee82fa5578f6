//! A record of the ledger beside which a row is held.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::domain::value::Value;
use crate::store::{LedgerView, StoreError};
use crate::transfer::import::rows::row::{CellValue, RowEntry};

/// A record of the ledger, with its values read.
pub(crate) struct KnownRecord {
    pub(crate) record: Record,
    pub(crate) values: BTreeMap<String, Value>,
}

impl KnownRecord {
    pub(crate) fn read(
        view: &LedgerView,
        kind: &Kind,
        id: Uuid,
    ) -> Result<Option<Self>, StoreError> {
        let read = |record: Record| Self {
            values: kind.decode(&record).values,
            record,
        };
        Ok(view.record(id)?.map(read))
    }

    /// Returns whether it holds what a row gives for a field. A name by which the record was found
    /// is its name, in whatever width it is written.
    pub(crate) fn says(&self, code: &str, value: &Value, entry: &RowEntry) -> bool {
        let Some(before) = self.values.get(code) else {
            return false;
        };
        let key = |value: &Value| value.text().map(folding::key);
        let is_key = code == shared::NAME && entry.id.is_none();
        before.is_same(value) || (is_key && key(before) == key(value))
    }

    /// Returns the print of what it says in the fields at some positions. It is that of a row that
    /// was found by its name and gives these fields where the record says all that the row says.
    pub(crate) fn print(&self, kind: &Kind, shape: &[usize]) -> TextPrint {
        let fields = shape.iter().filter_map(|at| kind.fields.get(*at));
        print_of(fields.map(|field| (field.code.as_str(), self.values.get(&field.code))))
    }
}

impl RowEntry {
    /// Returns the print of what a row says that names its record by name.
    pub(crate) fn print(&self, kind: &Kind) -> TextPrint {
        let given = self.given.iter().filter_map(|(at, given)| {
            let value = match given {
                CellValue::Value(value) => Some(value),
                CellValue::Nothing => None,
            };
            Some((kind.fields.get(*at)?.code.as_str(), value))
        });
        print_of(given)
    }
}

/// Returns the print of some values: two are the same where their prints are. The facility code is
/// left out: the ledger numbers a record that the file has no number for, and a file may have another
/// one.
fn print_of<'v>(values: impl Iterator<Item = (&'v str, Option<&'v Value>)>) -> TextPrint {
    let texts = values.filter(|(code, _)| *code != shared::FACILITY_CODE);
    let texts: Vec<String> = texts
        .map(|(code, value)| match value {
            None => String::new(),
            Some(value) if code == shared::NAME => {
                format!("={}", value.text().map(folding::key).unwrap_or_default())
            }
            // In whatever unit it was typed.
            Some(value) => value.number().map_or_else(
                || format!("={}", value.to_json()),
                |number| format!("={number}"),
            ),
        })
        .collect();
    TextPrint::of(texts.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Pack;
    use crate::domain::record::Subject;

    fn library() -> Kind {
        let pack = Pack::read(include_str!("../../../../tests/packs/minimums.toml")).unwrap();
        let is_library = |kind: &&Kind| kind.code == "library";
        pack.kinds.iter().find(is_library).cloned().unwrap()
    }

    fn known(kind: &Kind, typed: &[(&str, &str)]) -> KnownRecord {
        let value = |(code, text): &(&str, &str)| {
            let value = kind.field(code).unwrap().parse(text).unwrap();
            Some(((*code).to_owned(), value?))
        };
        let record = Record {
            id: Uuid::nil(),
            subject: Subject::Facility,
            kind: kind.code.clone(),
            place: "331122101".to_owned(),
            fields: BTreeMap::new(),
            heads: Vec::new(),
        };
        KnownRecord {
            values: typed.iter().filter_map(value).collect(),
            record,
        }
    }

    fn row(kind: &Kind, typed: &[(&str, &str)]) -> RowEntry {
        let cell = |(code, text): &(&str, &str)| {
            let is_it = |field: &crate::domain::value::Field| field.code == *code;
            let at = kind.fields.iter().position(is_it).unwrap();
            let value = kind.fields[at].parse_cell(text).unwrap();
            (at, value.map_or(CellValue::Nothing, CellValue::Value))
        };
        RowEntry {
            line: 2,
            id: None,
            place: Some("331122101".to_owned()),
            period: None,
            name_key: String::new(),
            name_print: TextPrint::default(),
            given: typed.iter().map(cell).collect(),
            remarks: Vec::new(),
            rest: String::new(),
        }
    }

    #[test]
    fn the_print_of_a_row_is_that_of_the_records_that_say_all_it_says() {
        let kind = library();
        let of_row = [
            ("name", "示例馆"),
            ("reading_seats", "120"),
            ("address", ""),
            ("facility_code", "JY-1"),
        ];
        let row = row(&kind, &of_row);
        let shape: Vec<usize> = row.given.keys().copied().collect();
        for (same, typed) in [
            (true, &[("name", "示例馆"), ("reading_seats", "120")][..]),
            // In another width and with another code, and what the row says nothing of.
            (true, &[("name", "示例 馆"), ("reading_seats", "１２０")]),
            (
                true,
                &[
                    ("name", "示例馆"),
                    ("reading_seats", "120"),
                    ("facility_code", "X"),
                ],
            ),
            (
                true,
                &[
                    ("name", "示例馆"),
                    ("reading_seats", "120"),
                    ("status", "existing"),
                ],
            ),
            (true, &[("name", "示例馆"), ("reading_seats", "60+60")]),
            (false, &[("name", "示例馆"), ("reading_seats", "121")]),
            (false, &[("name", "示例馆")]),
            (
                false,
                &[
                    ("name", "示例馆"),
                    ("reading_seats", "120"),
                    ("address", "示例路"),
                ],
            ),
        ] {
            let known = known(&kind, typed);
            assert_eq!(
                row.print(&kind) == known.print(&kind, &shape),
                same,
                "{typed:?}"
            );
        }
    }
}
