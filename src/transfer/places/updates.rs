//! What became of places, as a list tells it: their new names, what they were merged into, when they
//! were closed.

use chrono::NaiveDate;

use super::error::PlacesError;
use super::list::{PlaceCells, PlaceTable};
use crate::domain::text::folding;
use crate::i18n::PlaceFault;
use crate::transfer::import::read::source_options::SourceOptions;

/// Headers, folded.
const PLACE: [&str; 7] = [
    "code",
    "代码",
    "行政区划代码",
    "区划代码",
    "place",
    "地点",
    "原名称",
];
const NEW_NAME: [&str; 4] = ["new_name", "新名称", "更名为", "现名称"];
const INTO: [&str; 5] = ["successor", "merged_into", "并入", "并入地", "并入代码"];
const CLOSED_ON: [&str; 3] = ["closed_on", "撤销日期", "撤并日期"];
const ON: [&str; 4] = ["on", "生效日期", "日期", "更名日期"];

/// What became of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceUpdateStep {
    /// It has this name.
    Rename(String),
    /// It is part of this place, by code or name.
    Merge(String),
    /// It is no more.
    Close,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceUpdate {
    /// Its line.
    pub line: usize,
    /// The place, by code or name.
    pub place: String,
    /// What became of it.
    pub step: PlaceUpdateStep,
    /// Since when, where the list says it.
    pub on: Option<NaiveDate>,
}

/// The columns of such a list.
struct Columns {
    place: usize,
    new_name: Option<usize>,
    into: Option<usize>,
    closed_on: Option<usize>,
    on: Option<usize>,
}

impl Columns {
    fn of(header: &[String]) -> Option<Self> {
        let keys: Vec<String> = header.iter().map(|name| folding::key(name)).collect();
        let column = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| keys.iter().position(|key| key == name))
        };
        let found = Self {
            place: column(&PLACE)?,
            new_name: column(&NEW_NAME),
            into: column(&INTO),
            closed_on: column(&CLOSED_ON),
            on: column(&ON),
        };
        let says_something = [found.new_name, found.into, found.closed_on];
        says_something.iter().any(Option::is_some).then_some(found)
    }

    /// Returns what a row says; `None` where it says nothing of its place, as most rows of a whole
    /// list of places do.
    fn read(&self, cells: &PlaceCells) -> Result<Option<PlaceUpdate>, PlaceFault> {
        let text = |column: Option<usize>| column.map_or(Ok(String::new()), |at| cells.text(at));
        let day = |column: Option<usize>| column.map_or(Ok(None), |at| cells.day(at));
        let (new_name, into) = (text(self.new_name)?, text(self.into)?);
        let (closed_on, on) = (day(self.closed_on)?, day(self.on)?);
        let step = match (new_name.is_empty(), into.is_empty(), closed_on) {
            (true, true, None) => return Ok(None),
            (false, true, None) => PlaceUpdateStep::Rename(new_name),
            (true, false, _) => PlaceUpdateStep::Merge(into),
            (true, true, Some(_)) => PlaceUpdateStep::Close,
            (false, ..) => return Err(PlaceFault::TwoSteps { line: cells.line() }),
        };
        Ok(Some(PlaceUpdate {
            line: cells.line(),
            place: cells.filled(self.place)?,
            step,
            on: closed_on.or(on),
        }))
    }
}

/// Reads what became of places, in any form that an import reads: a column for the place, and one or
/// more of `new_name`, `successor` and `closed_on`.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read_updates(bytes: &[u8], said: &SourceOptions) -> Result<Vec<PlaceUpdate>, PlacesError> {
    let table = PlaceTable::open(bytes, said, |header| Columns::of(header).is_some())?;
    let columns = Columns::of(&table.header).ok_or(PlaceFault::NoUpdateHeader)?;
    let mut updates = Vec::new();
    for row in &table.rows {
        updates.extend(columns.read(&PlaceCells::of(&table, row)?)?);
    }
    if updates.is_empty() {
        return Err(PlaceFault::NoUpdates.into());
    }
    Ok(updates)
}
