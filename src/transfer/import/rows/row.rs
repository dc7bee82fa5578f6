//! From the cells of a row to what it says, through the same parsers as the form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::body::{self, ImportTable};
use super::missing::Missing;
use super::place::{PlaceFinder, PlaceWords};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::sheet;
use crate::domain::text::folding;
use crate::domain::value::{Cycle, DateOrder, Field, Period, Value};
use crate::i18n::{CellFault, MatchFault, PlaceMiss, Refusal, RowFault};
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::columns::constants::Constants;
use crate::transfer::import::fault::{FaultReason, ImportFault};
use crate::transfer::import::read::table::{TableCell, TableRow};

/// What a cell of a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CellValue {
    /// A value.
    Value(Value),
    /// That there is none.
    Nothing,
}

/// What a row says: the entries of the form that the file has a column for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowEntry {
    /// Its line.
    pub(crate) line: usize,
    /// The id of a record, where it gives one.
    pub(crate) id: Option<Uuid>,
    /// The code of its place, where it gives one.
    pub(crate) place: Option<String>,
    /// The period of a sheet.
    pub(crate) period: Option<Period>,
    /// The name it gives as names are compared; empty where it gives none.
    pub(crate) name_key: String,
    /// What its cells say, by the position of the field in the form.
    pub(crate) given: BTreeMap<usize, CellValue>,
}

impl RowEntry {
    fn new(
        kind: &Kind,
        line: usize,
        id: Option<Uuid>,
        place: Option<String>,
        period: Option<Period>,
        given: BTreeMap<usize, CellValue>,
    ) -> Self {
        let mut entry = Self {
            line,
            id,
            place,
            period,
            name_key: String::new(),
            given,
        };
        entry.name_key = folding::key(entry.text(kind, shared::NAME).unwrap_or_default());
        entry
    }

    /// Returns the id of the sheet that it is of; `None` where it is of a facility, or gives an id
    /// alone.
    pub(crate) fn sheet(&self, kind: &Kind) -> Option<Uuid> {
        Some(sheet::id(&kind.code, self.place.as_ref()?, self.period?))
    }

    /// Returns the words it gives for a field.
    pub(crate) fn text<'a>(&'a self, kind: &Kind, code: &str) -> Option<&'a str> {
        let at = kind.fields.iter().position(|field| field.code == code)?;
        match self.given.get(&at)? {
            CellValue::Value(value) => value.text(),
            CellValue::Nothing => None,
        }
    }
}

/// How the rows of one file are read.
pub(crate) struct RowReader<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) table: &'a ImportTable<'a>,
    /// The order of dates whose year does not stand first, and the day of the import.
    pub(crate) dates: Option<DateOrder>,
    pub(crate) day: NaiveDate,
    /// What no cell says.
    pub(crate) constants: &'a Constants,
    pub(crate) missing: &'a Missing,
}

impl RowReader<'_> {
    /// Returns what a row says, or everything that is wrong with its cells.
    pub(crate) fn read(
        &self,
        places: &mut PlaceFinder,
        row: &TableRow,
    ) -> Result<RowEntry, Vec<ImportFault>> {
        let width = self.table.columns.len();
        if let Some(fault) = self.table.source.misfit(row, width) {
            return Err(vec![ImportFault::of_row(FaultReason::Row(fault))]);
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
        let period = self
            .period(row, id)
            .map_err(|fault| faults.push(fault))
            .unwrap_or_default();
        let given = self.given(row, &mut faults);
        if faults.is_empty() {
            Ok(RowEntry::new(self.kind, row.line, id, place, period, given))
        } else {
            Err(faults)
        }
    }

    /// Returns the words in the column of an entry, with that column; `None` where the file has
    /// none.
    fn words<'r>(
        &self,
        row: &'r TableRow,
        holds: ColumnContent,
    ) -> Result<Option<(&TableColumn, &'r str)>, ImportFault> {
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
            TableCell::Unreadable(why) => Err(ImportFault {
                column: column.name.clone(),
                reason: FaultReason::Cell(why.clone()),
            }),
            TableCell::Text(text) | TableCell::Day(text) | TableCell::Figure(text) => {
                Ok(Some((column, text)))
            }
        }
    }

    fn id(&self, row: &TableRow) -> Result<Option<Uuid>, ImportFault> {
        let Some((column, text)) = self.words(row, ColumnContent::Id)? else {
            return Ok(None);
        };
        let text = folding::figure(text);
        if text.is_empty() {
            return Ok(None);
        }
        let refused = |_| ImportFault {
            column: column.name.clone(),
            reason: FaultReason::Match(MatchFault::UnknownId {
                id: text.clone(),
                column: column.name.clone(),
            }),
        };
        text.parse().map(Some).map_err(refused)
    }

    /// Returns the period of the row of a sheet. A row that names its record by id may leave it out.
    fn period(&self, row: &TableRow, id: Option<Uuid>) -> Result<Option<Period>, ImportFault> {
        let Some(cycle) = self.kind.cycle() else {
            return Ok(None);
        };
        if let Some((column, text)) = self.words(row, ColumnContent::Period)?
            && !folding::name(text).is_empty()
        {
            return Period::typed(text, cycle)
                .map(Some)
                .map_err(|refusal| ImportFault {
                    column: column.name.clone(),
                    reason: FaultReason::Value(refusal),
                });
        }
        let of_all = (cycle == Cycle::Once).then_some(Period::ALWAYS);
        match self.constants.period().or(of_all) {
            None if id.is_none() => Err(ImportFault::of_row(FaultReason::Row(RowFault::NoPeriod))),
            period => Ok(period),
        }
    }

    /// Returns the code of the row's place. A row that names its record by id may leave it out.
    fn place(
        &self,
        places: &mut PlaceFinder,
        row: &TableRow,
        id: Option<Uuid>,
    ) -> Result<Option<String>, ImportFault> {
        let place = self.words(row, ColumnContent::Place)?;
        let name = self.words(row, ColumnContent::PlaceName)?;
        let above = self
            .words(row, ColumnContent::Above)?
            .map_or("", |(_, text)| text);
        let header = |words: Option<(&TableColumn, &str)>| {
            words
                .map(|(column, _)| column.name.clone())
                .unwrap_or_default()
        };
        let Some((text, beside)) = self.place_words(place, name) else {
            let missing = ImportFault {
                column: header(place),
                reason: FaultReason::Row(RowFault::NoPlace),
            };
            return if id.is_some() { Ok(None) } else { Err(missing) };
        };
        let words = PlaceWords::new(above, text, beside);
        places.find(&words).map(Some).map_err(|why| {
            places.miss(row.line, &words, &why);
            let column = header(if matches!(why, PlaceMiss::OtherName { .. }) {
                name
            } else {
                place
            });
            ImportFault {
                column,
                reason: FaultReason::Place(why),
            }
        })
    }

    /// Returns what a row says of its place, and the name beside its code. A row without a code may
    /// have the name alone.
    fn place_words<'r>(
        &'r self,
        place: Option<(&TableColumn, &'r str)>,
        name: Option<(&TableColumn, &'r str)>,
    ) -> Option<(&'r str, &'r str)> {
        let filled =
            |(_, text): (&TableColumn, &'r str)| (!folding::name(text).is_empty()).then_some(text);
        match (place.and_then(filled), name.and_then(filled)) {
            (Some(text), name) => Some((text, name.unwrap_or_default())),
            (None, Some(name)) => Some((name, "")),
            (None, None) => self.constants.place().map(|text| (text, "")),
        }
    }

    fn given(&self, row: &TableRow, faults: &mut Vec<ImportFault>) -> BTreeMap<usize, CellValue> {
        let mut given = BTreeMap::new();
        for (at, (column, cell)) in self.table.columns.iter().zip(&row.cells).enumerate() {
            let refuse = |reason| ImportFault {
                column: column.name.clone(),
                reason,
            };
            match column.holds {
                ColumnContent::Nameless if !cell.is_blank() => {
                    faults.push(ImportFault::of_row(FaultReason::Row(RowFault::NoHeader {
                        column: at + 1,
                    })));
                }
                ColumnContent::Field(position) => {
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
    fn fill(&self, row: &TableRow, given: &mut BTreeMap<usize, CellValue>) {
        for (position, value) in self.constants.values() {
            let at = self
                .table
                .columns
                .iter()
                .position(|column| column.holds == ColumnContent::Field(position));
            if at
                .and_then(|at| row.cells.get(at))
                .is_none_or(TableCell::is_blank)
            {
                given.insert(position, CellValue::Value(value.clone()));
            }
        }
    }

    /// Returns what a cell says of a field. A plain figure is in the unit of its column.
    fn value(
        &self,
        field: &Field,
        column: &TableColumn,
        cell: &TableCell,
    ) -> Result<CellValue, FaultReason> {
        let text = match cell {
            TableCell::Unreadable(fault) => return Err(FaultReason::Cell(fault.clone())),
            TableCell::Text(text) | TableCell::Day(text) | TableCell::Figure(text) => text,
        };
        if self.missing.is(field, text) {
            return Ok(CellValue::Nothing);
        }
        let parsed = match &column.unit {
            _ if field.is_date() => self.date(field, text)?,
            Some(unit) if is_plain(text) => field
                .parse_cell(&format!("{text}{unit}"))
                .map_err(|refusal| too_fine(cell, refusal))?,
            _ => field
                .parse_cell(text)
                .map_err(|refusal| too_fine(cell, refusal))?,
        };
        Ok(parsed.map_or(CellValue::Nothing, CellValue::Value))
    }

    /// Returns what a text says of a date; figures of workbooks became days before. Of `2021.1` in
    /// a text file nobody knows whether it was typed as January or as October.
    fn date(&self, field: &Field, text: &str) -> Result<Option<Value>, FaultReason> {
        let text = text.trim();
        if self.table.source.epoch().is_none() && body::has_lost_zero(text) {
            return Err(FaultReason::Cell(CellFault::JanuaryOrOctober {
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
                FaultReason::Cell(CellFault::WhichOrder { typed })
            }
            refusal => FaultReason::Value(refusal),
        })
    }
}

/// Why a cell is refused by its field: a spreadsheet shows fewer digits of a figure than it keeps.
fn too_fine(cell: &TableCell, refusal: Refusal) -> FaultReason {
    let TableCell::Figure(figure) = cell else {
        return FaultReason::Value(refusal);
    };
    let limit = match refusal {
        Refusal::TooManyDecimals { limit, .. } => limit,
        Refusal::NotWhole { .. } => 0,
        refusal => return FaultReason::Value(refusal),
    };
    FaultReason::Cell(CellFault::MoreThanShown {
        figure: figure.clone(),
        limit,
    })
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a text is a figure without a unit.
fn is_plain(text: &str) -> bool {
    let figure = folding::figure(text);
    !figure.is_empty()
        && figure
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))
}
