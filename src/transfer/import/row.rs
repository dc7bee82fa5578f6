//! From the cells of a row to what it says, through the same parsers as the form.

use std::collections::BTreeMap;
use std::mem::discriminant;

use uuid::Uuid;

use super::body::Table;
use super::columns::{Column, Holds};
use super::place::Places;
use super::table::{Cell, Row};
use crate::domain::check::Complaint;
use crate::domain::facility::shared;
use crate::domain::field::Field;
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::domain::value::Value;
use crate::i18n::{CellFault, ImportMsg, Lang, LedgerRefusal, Refusal, RowFault, Say};
use crate::store::{StoreError, Writer};

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A cell is no value of its field.
    Value(Refusal),
    /// A cell has no value at all.
    Cell(CellFault),
    /// A check of the form refuses.
    Check(Complaint),
    /// The ledger refuses.
    Ledger(LedgerRefusal),
    /// The row as a whole is wrong.
    Row(RowFault),
}

impl Reason {
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => discriminant(one) == discriminant(other),
            (Self::Cell(one), Self::Cell(other)) => discriminant(one) == discriminant(other),
            (Self::Ledger(one), Self::Ledger(other)) => discriminant(one) == discriminant(other),
            (Self::Row(one), Self::Row(other)) => discriminant(one) == discriminant(other),
            (one, other) => one == other,
        }
    }
}

impl Say for Reason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Value(refusal) => refusal.say(lang),
            Self::Cell(fault) => fault.say(lang),
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

    /// Whether another fault is the same but for the value it is about.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.column == other.column && self.reason.is_like(&other.reason)
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

/// What a cell of a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A value.
    Value(Value),
    /// That there is none.
    Nothing,
}

/// What a row says: the entries of the form that the file has a column for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its line.
    pub(super) line: usize,
    /// The id of a record, where it gives one.
    pub(super) id: Option<Uuid>,
    /// The code of its place, where it gives one.
    pub(super) place: Option<String>,
    /// The name it gives as names are compared; empty where it gives none.
    pub(super) name_key: String,
    /// What its cells say, by the position of the field in the form.
    pub(super) given: BTreeMap<usize, Given>,
}

impl Entry {
    fn new(kind: &Kind, line: usize, id: Option<Uuid>, place: Option<String>, given: BTreeMap<usize, Given>) -> Self {
        let mut entry = Self { line, id, place, name_key: String::new(), given };
        entry.name_key = folding::key(entry.text(kind, shared::NAME).unwrap_or_default());
        entry
    }

    /// The words it gives for a field.
    pub(super) fn text<'a>(&'a self, kind: &Kind, code: &str) -> Option<&'a str> {
        let at = kind.fields.iter().position(|field| field.code == code)?;
        match self.given.get(&at)? {
            Given::Value(value) => value.text(),
            Given::Nothing => None,
        }
    }
}

/// How the rows of one file are read.
pub(super) struct Reader<'a> {
    pub(super) kind: &'a Kind,
    pub(super) table: &'a Table<'a>,
    /// What stands for a value that is missing, folded.
    pub(super) missing: &'a [String],
}

impl Reader<'_> {
    /// What a row says, or everything that is wrong with its cells.
    pub(super) fn read(
        &self,
        writer: &Writer,
        places: &mut Places,
        row: &Row,
    ) -> Result<Result<Entry, Vec<Fault>>, StoreError> {
        let width = self.table.columns.len();
        if row.cells.len() != width {
            return Ok(Err(vec![Fault::of_row(Reason::Row(self.table.source.misfit(row, width)))]));
        }
        let mut faults = Vec::new();
        let id = self.id(row).map_err(|fault| faults.push(fault)).unwrap_or_default();
        let place = self.place(writer, places, row, id)?.map_err(|fault| faults.push(fault)).unwrap_or_default();
        let given = self.given(row, &mut faults);
        Ok(if faults.is_empty() { Ok(Entry::new(self.kind, row.line, id, place, given)) } else { Err(faults) })
    }

    /// The words in the column of an entry, with that column; `None` where the file has none.
    fn words<'r>(&self, row: &'r Row, holds: Holds) -> Result<Option<(&Column, &'r str)>, Fault> {
        let at = self.table.columns.iter().position(|column| column.holds == holds);
        let Some((column, cell)) = at.and_then(|at| Some((self.table.columns.get(at)?, row.cells.get(at)?))) else {
            return Ok(None);
        };
        match cell {
            Cell::Unreadable(why) => Err(Fault { column: column.name.clone(), reason: Reason::Cell(why.clone()) }),
            Cell::Text(text) | Cell::Figure(text) => Ok(Some((column, text))),
        }
    }

    fn id(&self, row: &Row) -> Result<Option<Uuid>, Fault> {
        let Some((column, text)) = self.words(row, Holds::Id)? else { return Ok(None) };
        let text = folding::figure(text);
        if text.is_empty() {
            return Ok(None);
        }
        let refused = |_| Fault {
            column: column.name.clone(),
            reason: Reason::Ledger(LedgerRefusal::NoSuchRecord { id: text.clone() }),
        };
        text.parse().map(Some).map_err(refused)
    }

    /// The code of the row's place. A row that names its record by id may leave it out.
    fn place(
        &self,
        writer: &Writer,
        places: &mut Places,
        row: &Row,
        id: Option<Uuid>,
    ) -> Result<Result<Option<String>, Fault>, StoreError> {
        let (place, above) = match (self.words(row, Holds::Place), self.words(row, Holds::Above)) {
            (Ok(place), Ok(above)) => (place, above.map_or("", |(_, text)| text)),
            (Err(fault), _) | (_, Err(fault)) => return Ok(Err(fault)),
        };
        let column = place.map_or_else(String::new, |(column, _)| column.name.clone());
        let text = place.map_or("", |(_, text)| text);
        if folding::name(text).is_empty() {
            let missing = Fault { column, reason: Reason::Row(RowFault::NoPlace) };
            return Ok(if id.is_some() { Ok(None) } else { Err(missing) });
        }
        Ok(places.find(writer, above, text)?.map(Some).map_err(|refusal| {
            places.miss(row.line, &refusal);
            Fault { column, reason: Reason::Ledger(refusal) }
        }))
    }

    fn given(&self, row: &Row, faults: &mut Vec<Fault>) -> BTreeMap<usize, Given> {
        let mut given = BTreeMap::new();
        for (at, (column, cell)) in self.table.columns.iter().zip(&row.cells).enumerate() {
            let refuse = |reason| Fault { column: column.name.clone(), reason };
            match column.holds {
                Holds::Nameless if !cell.is_blank() => {
                    faults.push(Fault::of_row(Reason::Row(RowFault::NoHeader { column: at + 1 })));
                }
                Holds::Field(position) => {
                    match self.kind.fields.get(position).map(|field| self.value(field, column, cell)) {
                        Some(Ok(value)) => {
                            given.insert(position, value);
                        }
                        Some(Err(reason)) => faults.push(refuse(reason)),
                        None => {}
                    }
                }
                _ => {}
            }
        }
        given
    }

    /// What a cell says of a field. A plain figure is in the unit of its column.
    fn value(&self, field: &Field, column: &Column, cell: &Cell) -> Result<Given, Reason> {
        let text = match cell {
            Cell::Unreadable(fault) => return Err(Reason::Cell(fault.clone())),
            Cell::Text(text) | Cell::Figure(text) => text.clone(),
        };
        if !self.missing.is_empty() && self.missing.contains(&folding::key(&text)) {
            return Ok(Given::Nothing);
        }
        let parsed = match &column.unit {
            Some(unit) if is_plain(&text) => field.parse(&format!("{text}{unit}")),
            _ => field.parse(&text),
        };
        parsed.map(|value| value.map_or(Given::Nothing, Given::Value)).map_err(Reason::Value)
    }
}

/// Whether a text is a figure without a unit.
fn is_plain(text: &str) -> bool {
    let figure = folding::figure(text);
    !figure.is_empty() && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
}
