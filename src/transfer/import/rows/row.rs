//! From the cells of a row to what it says, through the same parsers as the form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::body::{self, ImportTable};
pub(crate) use super::cell_value::CellValue;
use super::day_there::day_there;
pub(crate) use super::entry::{RowEntry, RowRemark};
use super::missing::Missing;
use super::place::{PlaceFinder, PlaceWords};
use super::{pair, plain};
use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::domain::value::{Cycle, DateOrder, Field, Period, Value, Zone};
use crate::i18n::{CellFault, MatchFault, PlaceMiss, Refusal, RowFault};
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::columns::constants::Constants;
use crate::transfer::import::fault::{FaultReason, ImportFault};
use crate::transfer::import::lines;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// How the rows of one file are read.
pub(crate) struct RowReader<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) table: &'a ImportTable<'a>,
    /// The order of dates whose year does not stand first, and the day of the import.
    pub(crate) dates: Option<DateOrder>,
    pub(crate) day: NaiveDate,
    /// The zone in which a time that says its own is a day.
    pub(crate) zone: Option<Zone>,
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
        let mut remarks = Vec::new();
        let given = self.given(row, &mut faults, &mut remarks);
        if faults.is_empty() {
            let mut entry = RowEntry::new(self.kind, row.line, id, place, period, given);
            remarks.extend(self.place_in_text(places, row));
            entry.remarks = remarks;
            entry.rest = self.rest(row);
            Ok(entry)
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
        let at = self.table.columns.iter().position(|column| {
            column.holds == holds || (holds == ColumnContent::Place && column.holds.is_place())
        });
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
        let above = self.above(row)?;
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

    /// Returns what is above the place of a row.
    fn above<'r>(&'r self, row: &'r TableRow) -> Result<&'r str, ImportFault> {
        let cell = self.words(row, ColumnContent::Above)?;
        let own = cell.map_or("", |(_, text)| text);
        Ok(if folding::name(own).is_empty() {
            self.constants.above().unwrap_or_default()
        } else {
            own
        })
    }

    /// Returns that the place of a row stands at the beginning of its text, where it does.
    fn place_in_text(&self, places: &PlaceFinder, row: &TableRow) -> Option<RowRemark> {
        if !places.has_beginnings() {
            return None;
        }
        let place = self.words(row, ColumnContent::Place).ok()?;
        let name = self.words(row, ColumnContent::PlaceName).ok()?;
        let (text, beside) = self.place_words(place, name)?;
        let words = PlaceWords::new(self.above(row).ok()?, text, beside);
        let place = places.at_beginning(&words)?;
        Some(RowRemark::PlaceInText {
            text: lines::beginning(&folding::name(text)),
            place,
        })
    }

    /// Returns what stands in the columns that somebody left out: by it two rows differ that say the
    /// same in everything else.
    fn rest(&self, row: &TableRow) -> String {
        let is_out =
            |column: &TableColumn| column.holds == ColumnContent::Ignored && column.is_said;
        let cells = self.table.columns.iter().zip(&row.cells);
        let mut rest = String::new();
        for (_, cell) in cells.filter(|(column, _)| is_out(column)) {
            rest.push_str(cell.text());
            rest.push('\0');
        }
        rest
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

    fn given(
        &self,
        row: &TableRow,
        faults: &mut Vec<ImportFault>,
        remarks: &mut Vec<RowRemark>,
    ) -> BTreeMap<usize, CellValue> {
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
                ColumnContent::Field(position) | ColumnContent::PlaceAndField(position) => {
                    match self
                        .kind
                        .fields
                        .get(position)
                        .map(|field| self.value(field, column, cell, remarks))
                    {
                        Some(Ok(value)) => pair::add(&mut given, position, value),
                        Some(Err(reason)) => faults.push(refuse(reason)),
                        None => {}
                    }
                }
                ColumnContent::Pair(first, second) => {
                    let fields = self
                        .kind
                        .fields
                        .get(first)
                        .zip(self.kind.fields.get(second));
                    let parse = |field: &Field, text: &str| {
                        let cell = TableCell::Text(text.to_owned());
                        self.value(field, column, &cell, &mut Vec::new())
                    };
                    match fields.map(|fields| pair::values(fields, cell, parse)) {
                        Some(Ok((one, other))) => {
                            pair::add(&mut given, first, one);
                            pair::add(&mut given, second, other);
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
                .position(|column| column.holds.says(position));
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
        remarks: &mut Vec<RowRemark>,
    ) -> Result<CellValue, FaultReason> {
        let text = match cell {
            TableCell::Unreadable(fault) => return Err(FaultReason::Cell(fault.clone())),
            TableCell::Text(text) | TableCell::Day(text) | TableCell::Figure(text) => text,
        };
        if self.missing.is(field, text) {
            return Ok(CellValue::Nothing);
        }
        if field.is_date() {
            let date = self.date(field, text)?;
            return Ok(date.map_or(CellValue::Nothing, CellValue::Value));
        }
        let plain = if field.is_number() {
            plain::without_power(text)
        } else {
            None
        };
        let text = plain.as_ref().unwrap_or(text);
        let read = |text: &str| match &column.unit {
            // What is no figure without the unit either is told as it stands in the file.
            Some(unit) if plain::is_plain(text) => field
                .parse_cell(&format!("{text}{unit}"))
                .map_err(|refusal| field.parse_cell(text).err().unwrap_or(refusal)),
            _ => field.parse_cell(text),
        };
        let parsed = match read(text) {
            Err(refusal) if field.is_number() => {
                let Some(taken) = plain::without_noise(text) else {
                    return Err(plain::too_fine(cell, refusal));
                };
                let parsed = read(&taken).map_err(|_| plain::too_fine(cell, refusal))?;
                remarks.push(RowRemark::Rounded {
                    column: column.name.clone(),
                    typed: text.clone(),
                    taken,
                });
                parsed
            }
            read => read.map_err(|refusal| plain::too_fine(cell, refusal))?,
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
        if let Some(day) = self.zone.and_then(|zone| day_there(text, zone)) {
            return field.parse(&day).map_err(FaultReason::Value);
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

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
