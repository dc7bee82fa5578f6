//! From the cells of a row to a record, through the same parsers as the form.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::columns::Column;
use super::table::{Row, Table};
use crate::domain::check::{self, CheckStrength, Checked, Complaint, Problem};
use crate::domain::facility::shared;
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::domain::place::Place;
use crate::domain::value::Value;
use crate::i18n::{ImportMsg, Lang, LedgerRefusal, Refusal, RowFault, Say};
use crate::store::{Store, StoreError};

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A cell is no value of its field.
    Value(Refusal),
    /// A check of the form refuses.
    Check(Complaint),
    /// The ledger refuses.
    Ledger(LedgerRefusal),
    /// The row as a whole is wrong.
    Row(RowFault),
}

impl Say for Reason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Value(refusal) => refusal.say(lang),
            Self::Check(complaint) => complaint.say(lang),
            Self::Ledger(refusal) => refusal.say(lang),
            Self::Row(fault) => fault.say(lang),
        }
    }
}

/// One thing wrong with a row, and the header of its column unless it concerns the whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The header; empty for the whole row.
    pub column: String,
    /// What is wrong.
    pub reason: Reason,
}

impl Fault {
    /// A fault of the whole row.
    #[must_use]
    pub const fn of_row(reason: Reason) -> Self {
        Self { column: String::new(), reason }
    }

    /// The fault with its line, in words.
    #[must_use]
    pub fn on_line(&self, line: usize, lang: Lang) -> String {
        let reason = self.reason.say(lang);
        if self.column.is_empty() {
            return ImportMsg::BadWholeRow { line, reason }.say(lang);
        }
        ImportMsg::BadRow { line, column: self.column.clone(), reason }.say(lang)
    }
}

/// A row that may be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The code of its place.
    pub place: String,
    /// Its name.
    pub name: String,
    /// Its fields as the ledger keeps them, without kind and place.
    pub fields: BTreeMap<String, Json>,
    /// Whether a soft check asks about it.
    pub doubtful: bool,
}

/// Reads rows of one file.
pub(super) struct Reader<'a> {
    store: &'a Store,
    kind: &'a Kind,
    table: &'a Table,
    columns: &'a [Column],
    day: NaiveDate,
    /// What fields without a column start with.
    defaults: BTreeMap<String, Value>,
    places: HashMap<(String, String), Result<Place, LedgerRefusal>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        store: &'a Store,
        kind: &'a Kind,
        table: &'a Table,
        columns: &'a [Column],
        day: NaiveDate,
    ) -> Self {
        let absent = kind.fields.iter().enumerate().filter(|(at, _)| !columns.contains(&Column::Field(*at)));
        let default = |field: &crate::domain::field::Field| {
            Some((field.code.clone(), field.parse(field.default.as_deref()?).ok().flatten()?))
        };
        let defaults = absent.filter_map(|(_, field)| default(field)).collect();
        Self { store, kind, table, columns, day, defaults, places: HashMap::new() }
    }

    /// What every row gets because the file does not say it: label and value, in words.
    pub(super) fn defaults(&self, lang: Lang) -> Vec<(String, String)> {
        let said = |(code, value): (&String, &Value)| {
            let field = self.kind.field(code)?;
            Some((field.label.get(lang).to_owned(), field.show(value, lang)))
        };
        self.defaults.iter().filter_map(said).collect()
    }

    /// A row as a draft, or everything that is wrong with it.
    pub(super) fn read(&mut self, row: &Row) -> Result<Result<Draft, Vec<Fault>>, StoreError> {
        let (found, expected) = (row.cells.len(), self.table.header.len());
        if found != expected {
            return Ok(Err(vec![Fault::of_row(Reason::Row(RowFault::Ragged { found, expected }))]));
        }
        let mut faults = Vec::new();
        let place = self.place(row)?.map_err(|fault| faults.push(fault)).unwrap_or_default();
        let values = self.values(row, &mut faults);
        let mut doubtful = false;
        // While a cell cannot be read its value is missing, and what the checks say of that would mislead.
        if faults.is_empty() {
            let record = Checked { values: &values, before: None, day: self.day };
            let (hard, others): (Vec<Problem>, Vec<Problem>) = check::problems(self.kind, &record)
                .into_iter()
                .partition(|problem| problem.strength == CheckStrength::Hard);
            doubtful = others.iter().any(Problem::is_asked);
            faults.extend(hard.into_iter().map(|problem| self.problem(problem)));
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let name = values.get(shared::NAME).and_then(Value::text).unwrap_or_default().to_owned();
        let fields = values.iter().map(|(code, value)| (code.clone(), value.to_json())).collect();
        Ok(Ok(Draft { place, name, fields, doubtful }))
    }

    fn values(&self, row: &Row, faults: &mut Vec<Fault>) -> BTreeMap<String, Value> {
        let mut values = self.defaults.clone();
        for (at, (column, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
            let Column::Field(position) = column else { continue };
            let Some(field) = self.kind.fields.get(*position) else { continue };
            match field.parse(cell) {
                Ok(Some(value)) => {
                    values.insert(field.code.clone(), value);
                }
                Ok(None) => {}
                Err(refusal) => faults.push(Fault { column: self.header(at), reason: Reason::Value(refusal) }),
            }
        }
        values
    }

    /// A hard problem at the header of its column, or at the label of a field that the file does not have.
    fn problem(&self, problem: Problem) -> Fault {
        let position = self.kind.fields.iter().position(|field| field.code == problem.field);
        let at = position.and_then(|position| self.columns.iter().position(|c| *c == Column::Field(position)));
        let column = at.map_or(problem.field, |at| self.header(at));
        Fault { column, reason: Reason::Check(problem.complaint) }
    }

    fn header(&self, at: usize) -> String {
        folding::name(self.table.header.get(at).map_or("", String::as_str))
    }

    /// The code of the row's place; every name is looked up once.
    fn place(&mut self, row: &Row) -> Result<Result<String, Fault>, StoreError> {
        let at = |wanted: &Column| self.columns.iter().position(|column| column == wanted);
        let cell = |at: usize| folding::name(row.cells.get(at).map_or("", String::as_str));
        let Some(column) = at(&Column::Place) else { return Ok(Ok(String::new())) };
        let key = (at(&Column::Above).map(cell).unwrap_or_default(), cell(column));
        if key.1.is_empty() {
            let reason = Reason::Row(RowFault::NoPlace);
            return Ok(Err(Fault { column: self.header(column), reason }));
        }
        if !self.places.contains_key(&key) {
            let found = match find(self.store, &key.0, &key.1) {
                Ok(place) => Ok(place),
                Err(StoreError::Refused(refusal)) => Err(refusal),
                Err(fault) => return Err(fault),
            };
            self.places.insert(key.clone(), found);
        }
        let header = self.header(column);
        let fault = |refusal: &LedgerRefusal| Fault { column: header, reason: Reason::Ledger(refusal.clone()) };
        let found = self.places.get(&key).map(|found| found.as_ref().map(|place| place.code.clone()));
        Ok(found.unwrap_or(Ok(String::new())).map_err(fault))
    }
}

/// A code needs nothing above it; a name is looked for below what the other column says.
fn find(store: &Store, above: &str, text: &str) -> Result<Place, StoreError> {
    if above.is_empty() {
        return store.find_place(text);
    }
    match store.place(&folding::figure(text))? {
        Some(place) => Ok(place),
        None => store.find_place(&format!("{above}/{text}")),
    }
}
