//! From the cells of a row to what it says, through the same parsers as the form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::columns::{Column, Holds};
use super::constants::Constants;
use super::missing::Missing;
use super::place::{Places, Words};
use super::table::{Cell, Row};
use super::xlsx::Epoch;
use crate::domain::check::Complaint;
use crate::domain::date::DateOrder;
use crate::domain::facility::shared;
use crate::domain::field::{Field, FieldType};
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::domain::value::Value;
use crate::i18n::{CellFault, ImportMsg, Lang, LedgerRefusal, MatchFault, PlaceMiss, Refusal, RowFault, Say};

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
    /// What it is about cannot be told.
    Match(MatchFault),
    /// It is of no place.
    Place(PlaceMiss),
}

impl Say for Reason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Value(refusal) => refusal.say(lang),
            Self::Cell(fault) => fault.say(lang),
            Self::Check(complaint) => complaint.say(lang),
            Self::Ledger(refusal) => refusal.say(lang),
            Self::Row(fault) => fault.say(lang),
            Self::Match(fault) => fault.say(lang),
            Self::Place(miss) => miss.say(lang),
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
    pub(super) columns: &'a [Column],
    pub(super) epoch: Option<Epoch>,
    /// The order of dates whose year does not stand first, and the day of the import.
    pub(super) dates: Option<DateOrder>,
    pub(super) day: NaiveDate,
    /// What no cell says.
    pub(super) constants: &'a Constants,
    pub(super) missing: &'a Missing,
}

impl Reader<'_> {
    /// What a row says, or everything that is wrong with its cells.
    pub(super) fn read(&self, places: &mut Places, row: &Row) -> Result<Entry, Vec<Fault>> {
        let (found, expected) = (row.cells.len(), self.columns.len());
        if found != expected {
            return Err(vec![Fault::of_row(Reason::Row(RowFault::Ragged { found, expected }))]);
        }
        let mut faults = Vec::new();
        let id = self.id(row).map_err(|fault| faults.push(fault)).unwrap_or_default();
        let place = self.place(places, row, id).map_err(|fault| faults.push(fault)).unwrap_or_default();
        let given = self.given(row, &mut faults);
        if faults.is_empty() { Ok(Entry::new(self.kind, row.line, id, place, given)) } else { Err(faults) }
    }

    fn cell<'r>(&self, row: &'r Row, holds: Holds) -> Option<(&Column, &'r Cell)> {
        let at = self.columns.iter().position(|column| column.holds == holds)?;
        Some((self.columns.get(at)?, row.cells.get(at)?))
    }

    fn id(&self, row: &Row) -> Result<Option<Uuid>, Fault> {
        let Some((column, cell)) = self.cell(row, Holds::Id) else { return Ok(None) };
        let text = folding::figure(cell.text());
        if text.is_empty() {
            return Ok(None);
        }
        let refused = |_| Fault {
            column: column.name.clone(),
            reason: Reason::Match(MatchFault::UnknownId { id: text.clone(), column: column.name.clone() }),
        };
        text.parse().map(Some).map_err(refused)
    }

    /// The code of the row's place. A row that names its record by id may leave it out.
    fn place(&self, places: &mut Places, row: &Row, id: Option<Uuid>) -> Result<Option<String>, Fault> {
        let (place, name) = (self.cell(row, Holds::Place), self.cell(row, Holds::PlaceName));
        let fault = |reason| {
            let is_of_name = matches!(reason, Reason::Place(PlaceMiss::OtherName { .. }));
            let column = if is_of_name { name } else { place };
            Fault { column: column.map(|(column, _)| column.name.clone()).unwrap_or_default(), reason }
        };
        if let Some((_, Cell::Unreadable(why))) = place {
            return Err(fault(Reason::Cell(why.clone())));
        }
        let Some((text, name)) = self.place_words(row) else {
            return if id.is_some() { Ok(None) } else { Err(fault(Reason::Row(RowFault::NoPlace))) };
        };
        let above = self.cell(row, Holds::Above).map_or("", |(_, cell)| cell.text());
        let words = Words::new(above, text, name);
        places.find(&words).map(Some).map_err(|why| {
            places.miss(row.line, &words, &why);
            fault(Reason::Place(why))
        })
    }

    /// What a row says of its place, and the name beside its code. A row without a code may have the name alone.
    fn place_words<'r>(&'r self, row: &'r Row) -> Option<(&'r str, &'r str)> {
        let text = |holds| self.cell(row, holds).filter(|(_, cell)| !cell.is_blank()).map(|(_, cell)| cell.text());
        match (text(Holds::Place), text(Holds::PlaceName)) {
            (Some(text), name) => Some((text, name.unwrap_or_default())),
            (None, Some(name)) => Some((name, "")),
            (None, None) => self.constants.place().map(|text| (text, "")),
        }
    }

    fn given(&self, row: &Row, faults: &mut Vec<Fault>) -> BTreeMap<usize, Given> {
        let mut given = BTreeMap::new();
        for (at, (column, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
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
        self.fill(row, &mut given);
        given
    }

    /// What all rows say, where the file has no cell for it or nothing stands there.
    fn fill(&self, row: &Row, given: &mut BTreeMap<usize, Given>) {
        for (position, value) in self.constants.values() {
            if self.cell(row, Holds::Field(position)).is_none_or(|(_, cell)| cell.is_blank()) {
                given.insert(position, Given::Value(value.clone()));
            }
        }
    }

    /// What a cell says of a field. A plain figure is in the unit of its column.
    fn value(&self, field: &Field, column: &Column, cell: &Cell) -> Result<Given, Reason> {
        if let Cell::Unreadable(fault) = cell {
            return Err(Reason::Cell(fault.clone()));
        }
        let text = cell.text();
        if self.missing.is(field, text) {
            return Ok(Given::Nothing);
        }
        let parsed = match &column.unit {
            _ if matches!(field.holds, FieldType::Date) => self.date(field, cell)?,
            Some(unit) if is_plain(text) => field.parse(&format!("{text}{unit}")).map_err(Reason::Value)?,
            _ => field.parse(text).map_err(Reason::Value)?,
        };
        Ok(parsed.map_or(Given::Nothing, Given::Value))
    }

    /// What a cell says of a date. A figure of a workbook may be a day, and of a figure `2021.1` nobody knows whether it
    /// was typed as January or as October; a text file has it of such a figure.
    fn date(&self, field: &Field, cell: &Cell) -> Result<Option<Value>, Reason> {
        let text = cell.text().trim();
        let is_figure = matches!(cell, Cell::Figure(_)) || self.epoch.is_none();
        if is_figure && text.len() == 6 && text.ends_with(".1") {
            return Err(Reason::Cell(CellFault::JanuaryOrOctober { figure: text.to_owned() }));
        }
        let text = match (cell, self.epoch, self.dates) {
            (Cell::Figure(figure), Some(epoch), _) => epoch.day(figure).map_or(Cow::Borrowed(text), Cow::Owned),
            (_, _, Some(order)) => order.year_first(text, self.day),
            _ => Cow::Borrowed(text),
        };
        field.parse(&text).map_err(|refusal| match refusal {
            Refusal::YearNeedsFourDigits { typed } if self.dates.is_none() => {
                Reason::Cell(CellFault::WhichOrder { typed })
            }
            refusal => Reason::Value(refusal),
        })
    }
}

/// Whether a text is a figure without a unit.
fn is_plain(text: &str) -> bool {
    let figure = folding::figure(text);
    !figure.is_empty() && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))
}
