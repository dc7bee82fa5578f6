//! What stands in a place already: in the ledger, or in an earlier line of the same file.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;

use super::row::Draft;
use crate::domain::facility::shared;
use crate::domain::folding;
use crate::i18n::RowFault;
use crate::store::{StoreError, Writer};

/// Where a record was met.
enum Origin {
    Ledger(String),
    Line(usize),
}

type Known = (Origin, BTreeMap<String, Json>);

/// The records of one kind by place and name; a place is read from the ledger when its first row comes.
pub(super) struct Seen<'a> {
    kind: &'a str,
    places: HashMap<String, HashMap<String, Vec<Known>>>,
}

/// What a draft is to those before it.
pub(super) enum Likeness {
    /// Nothing has its name.
    New,
    /// Another has its name and differs in a field.
    SameName,
    /// Another is the same in every field.
    Same(RowFault),
}

impl<'a> Seen<'a> {
    pub(super) fn new(kind: &'a str) -> Self {
        Self { kind, places: HashMap::new() }
    }

    /// Compares a draft with those before it in its place. Real lists hold different facilities of one name, so a row
    /// is only a repetition when every field agrees; a number that the ledger gave by itself is no difference.
    pub(super) fn likeness(&mut self, writer: &Writer, draft: &Draft) -> Result<Likeness, StoreError> {
        let Some(named) = self.place(writer, &draft.place)?.get(&folding::key(&draft.name)) else {
            return Ok(Likeness::New);
        };
        let same = |known: &&Known| {
            let numbered = draft.fields.contains_key(shared::FACILITY_CODE);
            let count = |fields: &BTreeMap<String, Json>| {
                fields.keys().filter(|code| numbered || *code != shared::FACILITY_CODE).count()
            };
            count(&known.1) == count(&draft.fields)
                && draft.fields.iter().all(|(code, value)| known.1.get(code) == Some(value))
        };
        Ok(match named.iter().find(same) {
            Some((Origin::Line(line), _)) => Likeness::Same(RowFault::SameAsLine { line: *line }),
            Some((Origin::Ledger(id), _)) => Likeness::Same(RowFault::SameAsRecord { id: id.clone() }),
            None => Likeness::SameName,
        })
    }

    /// Notes a draft that was saved.
    pub(super) fn add(&mut self, draft: Draft, line: usize) {
        let names = self.places.entry(draft.place).or_default();
        names.entry(folding::key(&draft.name)).or_default().push((Origin::Line(line), draft.fields));
    }

    fn place(&mut self, writer: &Writer, place: &str) -> Result<&HashMap<String, Vec<Known>>, StoreError> {
        if !self.places.contains_key(place) {
            let mut names: HashMap<String, Vec<Known>> = HashMap::new();
            for record in writer.records_in(self.kind, place)? {
                let name = record.fields.get(shared::NAME).and_then(Json::as_str).unwrap_or_default();
                names
                    .entry(folding::key(name))
                    .or_default()
                    .push((Origin::Ledger(record.id.to_string()), record.fields));
            }
            self.places.insert(place.to_owned(), names);
        }
        Ok(self.places.entry(place.to_owned()).or_default())
    }
}
