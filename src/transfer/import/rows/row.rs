//! From the cells of a row to what it says, through the same parsers as the form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::body::{self, Table};
use super::missing::Missing;
use super::place::{Places, Words};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{DateOrder, Field, Value};
use crate::i18n::{CellFault, MatchFault, PlaceMiss, Refusal, RowFault};
use crate::transfer::import::columns::columns::{Column, Holds};
use crate::transfer::import::columns::constants::Constants;
use crate::transfer::import::fault::{Fault, Reason};
use crate::transfer::import::read::table::{Cell, Row};

/// What a cell of a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// A value.
    Value(Value),
    /// That there is none.
    Nothing,
}

/// What a row says: the entries of the form that the file has a column for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its line.
    pub(crate) line: usize,
    /// The id of a record, where it gives one.
    pub(crate) id: Option<Uuid>,
    /// The code of its place, where it gives one.
    pub(crate) place: Option<String>,
    /// The name it gives as names are compared; empty where it gives none.
    pub(crate) name_key: String,
    /// What its cells say, by the position of the field in the form.
    pub(crate) given: BTreeMap<usize, Given>,
}

impl Entry {
    fn new(
        kind: &Kind,
        line: usize,
        id: Option<Uuid>,
        place: Option<String>,
        given: BTreeMap<usize, Given>,
    ) -> Self {
        let mut entry = Self {
            line,
            id,
            place,
            name_key: String::new(),
            given,
        };
        entry.name_key = folding::key(entry.text(kind, shared::NAME).unwrap_or_default());
        entry
    }

    /// The words it gives for a field.
    pub(crate) fn text<'a>(&'a self, kind: &Kind, code: &str) -> Option<&'a str> {
        let at = kind.fields.iter().position(|field| field.code == code)?;
        match self.given.get(&at)? {
            Given::Value(value) => value.text(),
            Given::Nothing => None,
        }
    }
}

/// How the rows of one file are read.
pub(crate) struct Reader<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) table: &'a Table<'a>,
    /// The order of dates whose year does not stand first, and the day of the import.
    pub(crate) dates: Option<DateOrder>,
    pub(crate) day: NaiveDate,
    /// What no cell says.
    pub(crate) constants: &'a Constants,
    pub(crate) missing: &'a Missing,
}

impl Reader<'_> {
    /// What a row says, or everything that is wrong with its cells.
    pub(crate) fn read(&self, places: &mut Places, row: &Row) -> Result<Entry, Vec<Fault>> {
        let width = self.table.columns.len();
        if row.cells.len() != width {
            return Err(vec![Fault::of_row(Reason::Row(
                self.table.source.misfit(row, width),
            ))]);
        }
        let mut faults = Vec::new();
        let id = self
            .id(row)
            .map_err(|fault| faults.push(fault))
            .unwrap_or_default();
        let place = self
            .place(places, row, id)
            .map_err(|fault| faults.push(fault))
            .unwrap_or_default();
        let given = self.given(row, &mut faults);
        if faults.is_empty() {
            Ok(Entry::new(self.kind, row.line, id, place, given))
        } else {
            Err(faults)
        }
    }

    /// The words in the column of an entry, with that column; `None` where the file has none.
    fn words<'r>(&self, row: &'r Row, holds: Holds) -> Result<Option<(&Column, &'r str)>, Fault> {
        let at = self
            .table
            .columns
            .iter()
            .position(|column| column.holds == holds);
        let Some((column, cell)) =
            at.and_then(|at| Some((self.table.columns.get(at)?, row.cells.get(at)?)))
        else {
            return Ok(None);
        };
        match cell {
            Cell::Unreadable(why) => Err(Fault {
                column: column.name.clone(),
                reason: Reason::Cell(why.clone()),
            }),
            Cell::Text(text) | Cell::Day(text) | Cell::Figure(text) => Ok(Some((column, text))),
        }
    }

    fn id(&self, row: &Row) -> Result<Option<Uuid>, Fault> {
        let Some((column, text)) = self.words(row, Holds::Id)? else {
            return Ok(None);
        };
        let text = folding::figure(text);
        if text.is_empty() {
            return Ok(None);
        }
        let refused = |_| Fault {
            column: column.name.clone(),
            reason: Reason::Match(MatchFault::UnknownId {
                id: text.clone(),
                column: column.name.clone(),
            }),
        };
        text.parse().map(Some).map_err(refused)
    }

    /// The code of the row's place. A row that names its record by id may leave it out.
    fn place(
        &self,
        places: &mut Places,
        row: &Row,
        id: Option<Uuid>,
    ) -> Result<Option<String>, Fault> {
        let (place, name) = (
            self.words(row, Holds::Place)?,
            self.words(row, Holds::PlaceName)?,
        );
        let above = self.words(row, Holds::Above)?.map_or("", |(_, text)| text);
        let header = |words: Option<(&Column, &str)>| {
            words
                .map(|(column, _)| column.name.clone())
                .unwrap_or_default()
        };
        let Some((text, beside)) = self.place_words(place, name) else {
            let missing = Fault {
                column: header(place),
                reason: Reason::Row(RowFault::NoPlace),
            };
            return if id.is_some() { Ok(None) } else { Err(missing) };
        };
        let words = Words::new(above, text, beside);
        places.find(&words).map(Some).map_err(|why| {
            places.miss(row.line, &words, &why);
            let column = header(if matches!(why, PlaceMiss::OtherName { .. }) {
                name
            } else {
                place
            });
            Fault {
                column,
                reason: Reason::Place(why),
            }
        })
    }

    /// What a row says of its place, and the name beside its code. A row without a code may have
    /// the name alone.
    fn place_words<'r>(
        &'r self,
        place: Option<(&Column, &'r str)>,
        name: Option<(&Column, &'r str)>,
    ) -> Option<(&'r str, &'r str)> {
        let filled =
            |(_, text): (&Column, &'r str)| (!folding::name(text).is_empty()).then_some(text);
        match (place.and_then(filled), name.and_then(filled)) {
            (Some(text), name) => Some((text, name.unwrap_or_default())),
            (None, Some(name)) => Some((name, "")),
            (None, None) => self.constants.place().map(|text| (text, "")),
        }
    }

    fn given(&self, row: &Row, faults: &mut Vec<Fault>) -> BTreeMap<usize, Given> {
        let mut given = BTreeMap::new();
        for (at, (column, cell)) in self.table.columns.iter().zip(&row.cells).enumerate() {
            let refuse = |reason| Fault {
                column: column.name.clone(),
                reason,
            };
            match column.holds {
                Holds::Nameless if !cell.is_blank() => {
                    faults.push(Fault::of_row(Reason::Row(RowFault::NoHeader {
                        column: at + 1,
                    })));
                }
                Holds::Field(position) => {
                    match self
                        .kind
                        .fields
                        .get(position)
                        .map(|field| self.value(field, column, cell))
                    {
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
            let at = self
                .table
                .columns
                .iter()
                .position(|column| column.holds == Holds::Field(position));
            if at
                .and_then(|at| row.cells.get(at))
                .is_none_or(Cell::is_blank)
            {
                given.insert(position, Given::Value(value.clone()));
            }
        }
    }

    /// What a cell says of a field. A plain figure is in the unit of its column.
    fn value(&self, field: &Field, column: &Column, cell: &Cell) -> Result<Given, Reason> {
        let text = match cell {
            Cell::Unreadable(fault) => return Err(Reason::Cell(fault.clone())),
            Cell::Text(text) | Cell::Day(text) | Cell::Figure(text) => text,
        };
        if self.missing.is(field, text) {
            return Ok(Given::Nothing);
        }
        let parsed = match &column.unit {
            _ if field.is_date() => self.date(field, text)?,
            Some(unit) if is_plain(text) => field
                .parse(&format!("{text}{unit}"))
                .map_err(|refusal| too_fine(cell, refusal))?,
            _ => field
                .parse(text)
                .map_err(|refusal| too_fine(cell, refusal))?,
        };
        Ok(parsed.map_or(Given::Nothing, Given::Value))
    }

    /// What a text says of a date; figures of workbooks became days before. Of `2021.1` in a text
    /// file nobody knows whether it was typed as January or as October.
    fn date(&self, field: &Field, text: &str) -> Result<Option<Value>, Reason> {
        let text = text.trim();
        if self.table.source.epoch().is_none() && body::has_lost_zero(text) {
            return Err(Reason::Cell(CellFault::JanuaryOrOctober {
                figure: text.to_owned(),
            }));
        }
        let text = self.dates.map_or(Cow::Borrowed(text), |order| {
            order.year_first(text, self.day)
        });
        field.parse(&text).map_err(|refusal| match refusal {
            // No order makes a day of a number without a sign in it.
            Refusal::YearNeedsFourDigits { typed }
                if self.dates.is_none() && !is_number(&typed) =>
            {
                Reason::Cell(CellFault::WhichOrder { typed })
            }
            refusal => Reason::Value(refusal),
        })
    }
}

/// Why a cell is refused by its field: a spreadsheet shows fewer digits of a figure than it keeps.
fn too_fine(cell: &Cell, refusal: Refusal) -> Reason {
    let Cell::Figure(figure) = cell else {
        return Reason::Value(refusal);
    };
    let limit = match refusal {
        Refusal::TooManyDecimals { limit, .. } => limit,
        Refusal::NotWhole { .. } => 0,
        refusal => return Reason::Value(refusal),
    };
    Reason::Cell(CellFault::MoreThanShown {
        figure: figure.clone(),
        limit,
    })
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a figure without a unit.
fn is_plain(text: &str) -> bool {
    let figure = folding::figure(text);
    !figure.is_empty()
        && figure
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))
}
