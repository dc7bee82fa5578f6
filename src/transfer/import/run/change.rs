//! From what a row says to the record that it makes: a new one, or a known one with what the file
//! has of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::domain::policy::{CheckStrength, Checked, Kind, Problem, check};
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::review::{Reasons, SetField};
use crate::domain::text::text_print::TextPrint;
use crate::domain::value::{Field, Value};
use crate::i18n::Lang;
use crate::transfer::import::columns::column::TableColumn;
use crate::transfer::import::fault::{FaultReason, ImportFault};
use crate::transfer::import::matching::known::KnownRecord;
use crate::transfer::import::options::{EmptyCells, ImportRequest};
use crate::transfer::import::rows::row::{CellValue, RowEntry};

/// A record as a row makes it.
pub(crate) struct ImportDraft {
    /// The code of its place.
    pub(crate) place: String,
    /// Its name.
    pub(crate) name: String,
    /// Its fields as the ledger keeps them, without kind and place.
    pub(crate) fields: BTreeMap<String, Json>,
    /// What the fields say.
    pub(crate) values: BTreeMap<String, Value>,
    /// Questions that nobody answered.
    pub(crate) doubts: Vec<Problem>,
}

impl ImportDraft {
    /// Returns what tells it from other new records of its file, with what stands in columns that
    /// are left out.
    pub(crate) fn print(&self, rest: &str) -> TextPrint {
        let fields = serde_json::to_string(&self.fields).unwrap_or_default();
        TextPrint::of([self.place.as_str(), &fields, rest])
    }

    /// Returns what it changes of a record: field, before, after.
    pub(crate) fn changes(&self, before: &Record) -> Vec<SetField> {
        let place = |code: &String| (shared::PLACE.to_owned(), Some(Json::from(code.as_str())));
        let all = |place: (String, Option<Json>), fields: &BTreeMap<String, Json>| {
            let fields = fields
                .iter()
                .map(|(code, value)| (code.clone(), Some(value.clone())));
            fields.chain([place]).collect::<BTreeMap<_, _>>()
        };
        let was = all(place(&before.place), &before.fields);
        let is = all(place(&self.place), &self.fields);
        let codes: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        let of = |fields: &BTreeMap<String, Option<Json>>, code: &String| {
            fields.get(code).cloned().flatten()
        };
        let set = codes
            .into_iter()
            .map(|code| (code.clone(), of(&was, code), of(&is, code)));
        set.filter(|(_, was, is)| was != is).collect()
    }
}

/// What rows become records by.
pub(crate) struct Drafter<'a> {
    kind: &'a Kind,
    columns: &'a [TableColumn],
    day: NaiveDate,
    empty: EmptyCells,
    /// What fields without a column start with in a new record.
    defaults: BTreeMap<String, Value>,
}

impl<'a> Drafter<'a> {
    pub(crate) fn new(kind: &'a Kind, columns: &'a [TableColumn], request: &ImportRequest) -> Self {
        let has_column = |at: usize| columns.iter().any(|column| column.holds.says(at));
        let is_absent = |at: usize| !has_column(at) && !request.constants.has(at);
        let absent = kind
            .fields
            .iter()
            .enumerate()
            .filter(|(at, _)| is_absent(*at));
        let default = |field: &Field| {
            Some((
                field.code.clone(),
                field.parse(field.default.as_deref()?).ok().flatten()?,
            ))
        };
        let defaults = absent.filter_map(|(_, field)| default(field)).collect();
        Self {
            kind,
            columns,
            day: request.day,
            empty: request.empty,
            defaults,
        }
    }

    /// Returns what every new record gets because the file does not say it: label and value, in
    /// words.
    pub(crate) fn defaults(&self, lang: Lang) -> Vec<(String, String)> {
        let said = |(code, value): (&String, &Value)| {
            let field = self.kind.field(code)?;
            Some((field.label.get(lang).to_owned(), field.show(value, lang)))
        };
        self.defaults.iter().filter_map(said).collect()
    }

    /// Returns the record that a row makes of the one before it, or of none; or what the checks of
    /// the form refuse.
    pub(crate) fn draft(
        &self,
        entry: &RowEntry,
        before: Option<&KnownRecord>,
    ) -> Result<ImportDraft, Vec<ImportFault>> {
        let mut values =
            before.map_or_else(|| self.defaults.clone(), |before| before.values.clone());
        let mut fields: BTreeMap<String, Json> = match before {
            Some(before) => before.record.fields.clone(),
            None => self
                .defaults
                .iter()
                .map(|(code, value)| (code.clone(), value.to_json()))
                .collect(),
        };
        self.apply(entry, before, &mut values, &mut fields);
        let place = entry
            .place
            .clone()
            .or_else(|| Some(before?.record.place.clone()))
            .unwrap_or_default();
        // What stays as it is was asked about when it was saved.
        let stays = before
            .is_some_and(|before| before.record.fields == fields && before.record.place == place);
        let doubts = if stays {
            Vec::new()
        } else {
            self.check(&values, &mut fields, before)?
        };
        if let Some(period) = entry.period {
            fields.insert(shared::PERIOD.to_owned(), period.to_string().into());
        }
        let name = fields
            .get(shared::PERIOD)
            .and_then(Json::as_str)
            .or_else(|| values.get(shared::NAME).and_then(Value::text))
            .unwrap_or_default()
            .to_owned();
        Ok(ImportDraft {
            place,
            name,
            fields,
            values,
            doubts,
        })
    }

    /// Puts what a row gives over what a record has.
    fn apply(
        &self,
        entry: &RowEntry,
        before: Option<&KnownRecord>,
        values: &mut BTreeMap<String, Value>,
        fields: &mut BTreeMap<String, Json>,
    ) {
        for (at, given) in &entry.given {
            let Some(field) = self.kind.fields.get(*at) else {
                continue;
            };
            match given {
                CellValue::Value(value)
                    if before.is_some_and(|before| before.says(&field.code, value, entry)) => {}
                CellValue::Value(value) => {
                    fields.insert(field.code.clone(), value.to_json());
                    values.insert(field.code.clone(), value.clone());
                }
                // The ledger would number it anew, with every import.
                CellValue::Nothing
                    if self.empty == EmptyCells::Clear && field.code != shared::FACILITY_CODE =>
                {
                    fields.remove(&field.code);
                    values.remove(&field.code);
                }
                CellValue::Nothing => {}
            }
        }
    }

    /// Returns the open questions of a record; reasons that were given for values it no longer has
    /// are forgotten.
    fn check(
        &self,
        values: &BTreeMap<String, Value>,
        fields: &mut BTreeMap<String, Json>,
        before: Option<&KnownRecord>,
    ) -> Result<Vec<Problem>, Vec<ImportFault>> {
        let was = before.map(|before| &before.values as &dyn crate::domain::value::Values);
        let problems = check::problems(
            self.kind,
            &Checked {
                values,
                before: was,
                day: self.day,
            },
        );
        let hard: Vec<ImportFault> = problems
            .iter()
            .filter(|problem| problem.strength == CheckStrength::Hard)
            .map(|problem| self.fault(problem))
            .collect();
        if !hard.is_empty() {
            return Err(hard);
        }
        let mut reasons = Reasons::of_json(fields.get(shared::REASONS));
        reasons.keep_only(&problems, |code| fields.get(code));
        match reasons.to_json() {
            Some(json) => fields.insert(shared::REASONS.to_owned(), json),
            None => fields.remove(shared::REASONS),
        };
        let is_open = |problem: &Problem| {
            problem.is_asked() && !reasons.answer(problem, fields.get(&problem.field))
        };
        Ok(problems.into_iter().filter(is_open).collect())
    }

    /// Returns a hard problem at the header of its column, or at the label of a field that the file
    /// does not have.
    fn fault(&self, problem: &Problem) -> ImportFault {
        let position = self
            .kind
            .fields
            .iter()
            .position(|field| field.code == problem.field);
        let column = self
            .columns
            .iter()
            .find(|column| position.is_some_and(|at| column.holds.says(at)));
        let column = column.map_or_else(|| problem.field.clone(), |column| column.name.clone());
        ImportFault {
            column,
            reason: FaultReason::Check(problem.complaint.clone()),
        }
    }
}
