//! What is compared, gathered from the ledger before it is put into words.

use std::borrow::Cow;

use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement, require_requirement};
use crate::domain::text::width;
use crate::domain::value::Period;
use crate::domain::verdict::trend::{
    FigureChange, NoChange, NoRank, PlaceHistory, QuarterFigure, ranks,
};
use crate::i18n::ReportMsg;
use crate::store::{ClosedPlaces, PastQuarters, Store, StoreError};
use crate::transfer::report::error::ReportError;

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareFormat {
    /// A page to print.
    Text,
    /// A table with a row for each place and requirement.
    Csv,
    /// For other programs; the same in every language.
    Json,
    /// One file for a browser, with the trends drawn.
    Html,
}

impl CompareFormat {
    /// Returns whether the trend of each place is shown.
    pub(super) const fn has_trends(self) -> bool {
        matches!(self, Self::Json | Self::Html)
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct CompareRequest<'a> {
    /// The quarter; by default the last that is closed.
    pub quarter: Option<Period>,
    /// An earlier one to compare with besides.
    pub with: Option<Period>,
    /// Only this place and those below it.
    pub within: Option<&'a Place>,
    /// Only this requirement.
    pub requirement: Option<&'a str>,
    /// How it is written: trends are read where they are shown.
    pub format: CompareFormat,
}

/// With what a figure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedWith {
    /// The last quarter.
    LastQuarter,
    /// The same quarter of last year.
    LastYear,
    /// A quarter that was asked for.
    Asked,
}

impl ComparedWith {
    /// Returns the word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LastQuarter => "last_quarter",
            Self::LastYear => "last_year",
            Self::Asked => "asked",
        }
    }
}

/// A place with what is known of it over the quarters.
#[derive(Clone, Debug)]
pub struct ComparedPlace {
    /// The place.
    pub place: Place,
    /// What is known of it.
    pub history: PlaceHistory,
}

/// Places side by side.
#[derive(Clone, Debug)]
pub struct PlaceComparison<'a> {
    /// The policy, by the text that judged the quarter.
    pub pack: Cow<'a, Pack>,
    /// The name of the place it is narrowed to.
    pub scope: Option<String>,
    /// The quarter.
    pub quarter: Period,
    /// Whether it was closed; else it is the one that runs, as it is now.
    pub is_closed: bool,
    /// The quarters that it is compared with.
    pub with: Vec<(ComparedWith, Period)>,
    /// The first and the last quarter of the trends.
    pub window: (Period, Period),
    /// The places, in the order of the matrix.
    pub places: Vec<ComparedPlace>,
    /// The code of the one requirement that was asked for.
    pub only: Option<String>,
    /// How it is written.
    pub(super) format: CompareFormat,
}

/// The places of a level side by side for one requirement.
pub(super) struct CompareTable<'a> {
    pub(super) requirement: &'a Requirement,
    pub(super) rows: Vec<CompareRow<'a>>,
    /// Why no place has a rank, where that is so.
    pub(super) no_rank: Option<NoRank>,
}

/// A place for one requirement.
pub(super) struct CompareRow<'a> {
    pub(super) place: &'a ComparedPlace,
    pub(super) figure: &'a QuarterFigure,
    /// How it changed since each quarter that it is compared with.
    pub(super) changes: Vec<Result<FigureChange, NoChange>>,
    pub(super) rank: Option<usize>,
}

impl<'a> PlaceComparison<'a> {
    /// Reads what is asked for.
    ///
    /// # Errors
    /// When nothing is closed, a quarter that was asked for is not, the pack has no such requirement
    /// or judges no such place, or the ledger cannot be read.
    pub fn build(
        store: &Store,
        pack: &'a Pack,
        asked: &CompareRequest,
    ) -> Result<Self, ReportError> {
        let past = store.past_quarters(pack, store.today())?;
        let (quarter, ClosedPlaces { closes, places }) = match asked.quarter {
            Some(quarter) => (
                quarter,
                store.closed_places(&pack.code, quarter, asked.within)?,
            ),
            None => last_closed(store, pack, &past, asked)?,
        };
        let is_closed = !closes.is_empty();
        let judged_by = store.pack_of_closes(pack, quarter, &closes)?;
        let compared = if is_closed {
            places_of(store, places)?
        } else {
            store.covered_within(&pack.code, asked.within)?
        };
        if let Some(place) = asked.within.filter(|_| compared.is_empty()) {
            return Err(not_covered(place, pack));
        }
        if !is_closed && quarter != past.running() {
            return Err(not_closed(quarter));
        }
        if let Some(code) = asked.requirement {
            require_requirement(&judged_by, code).map_err(StoreError::from)?;
        }
        let with = baselines(&past, quarter, asked.with)?;
        let window = past.window(quarter);
        let mut quarters = vec![quarter];
        quarters.extend(with.iter().map(|(_, quarter)| *quarter));
        if asked.format.has_trends() {
            quarters.extend(window.0.through(window.1));
        }
        let mut places = Vec::new();
        for mut place in compared {
            place.name = width::clean(&place.name).into_owned();
            let history = store.place_history(&past, &place.code, &quarters)?;
            places.push(ComparedPlace { place, history });
        }
        Ok(Self {
            pack: judged_by,
            scope: asked.within.map(|place| place.name.clone()),
            quarter,
            is_closed,
            with,
            window,
            places,
            only: asked.requirement.map(str::to_owned),
            format: asked.format,
        })
    }

    /// Returns the requirements that are compared, in the order of the policy.
    fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        let all = self.pack.requirements.iter();
        all.filter(|one| self.only.as_ref().is_none_or(|only| *only == one.code))
    }

    /// Returns a table for each requirement and level of places that it judged in the quarter.
    pub(super) fn tables(&self) -> Vec<CompareTable<'_>> {
        let mut levels: Vec<&str> = Vec::new();
        for one in &self.places {
            if !levels.contains(&one.place.level.as_str()) {
                levels.push(&one.place.level);
            }
        }
        let pairs = self
            .requirements()
            .flat_map(|requirement| levels.iter().map(move |level| (requirement, *level)));
        let tables = pairs.map(|(requirement, level)| self.table(requirement, level));
        tables.filter(|table| !table.rows.is_empty()).collect()
    }

    fn table<'b>(&'b self, requirement: &'b Requirement, level: &str) -> CompareTable<'b> {
        let places = self.places.iter().filter(|one| one.place.level == level);
        let row = |place: &'b ComparedPlace| {
            let code = &requirement.code;
            let figure = place.history.figure(code, self.quarter).ok()?;
            let change = |(_, before): &(ComparedWith, Period)| {
                place.history.change(code, (*before, self.quarter))
            };
            Some(CompareRow {
                place,
                figure,
                changes: self.with.iter().map(change).collect(),
                rank: None,
            })
        };
        let mut rows: Vec<CompareRow> = places.filter_map(row).collect();
        let figures: Vec<_> = rows.iter().map(|row| Ok(row.figure)).collect();
        let no_rank = match ranks(&figures) {
            Ok(ranks) => {
                let ranked = rows.iter_mut().zip(ranks);
                ranked.for_each(|(row, rank)| row.rank = Some(rank));
                None
            }
            Err(why) => Some(why),
        };
        CompareTable {
            requirement,
            rows,
            no_rank,
        }
    }
}

fn not_covered(place: &Place, pack: &Pack) -> ReportError {
    let (place, pack) = (place.name.clone(), pack.code.clone());
    ReportError::Refused(ReportMsg::NotCovered { place, pack })
}

fn not_closed(quarter: Period) -> ReportError {
    let quarter = quarter.name();
    ReportError::Refused(ReportMsg::NotClosedToCompare { quarter })
}

/// Returns the quarters that one is compared with.
fn baselines(
    past: &PastQuarters,
    quarter: Period,
    asked: Option<Period>,
) -> Result<Vec<(ComparedWith, Period)>, ReportError> {
    let mut with = vec![
        (ComparedWith::LastQuarter, quarter.back(1)),
        (ComparedWith::LastYear, quarter.year_before()),
    ];
    if let Some(before) = asked {
        if before >= quarter {
            return Err(ReportError::Refused(ReportMsg::ComparedWithLater));
        }
        if !past.is_closed(before) {
            return Err(not_closed(before));
        }
        with.push((ComparedWith::Asked, before));
    }
    Ok(with)
}

/// Returns the last quarter that is closed for what is asked for.
fn last_closed(
    store: &Store,
    pack: &Pack,
    past: &PastQuarters,
    asked: &CompareRequest,
) -> Result<(Period, ClosedPlaces), ReportError> {
    for quarter in past.closed_quarters() {
        let closed = store.closed_places(&pack.code, quarter, asked.within)?;
        if !closed.closes.is_empty() {
            return Ok((quarter, closed));
        }
    }
    match asked.within {
        Some(place) if store.covered_within(&pack.code, Some(place))?.is_empty() => {
            Err(not_covered(place, pack))
        }
        _ => Err(ReportError::Refused(ReportMsg::NothingClosed)),
    }
}

/// Returns the places that closes froze, in their order.
fn places_of(store: &Store, codes: Vec<(String, Uuid)>) -> Result<Vec<Place>, StoreError> {
    let mut places: Vec<Place> = Vec::new();
    for (code, _) in codes {
        // One that the list of places no longer has is known by its code.
        let unnamed = Place {
            name: code.clone(),
            level: String::new(),
            parent: None,
            code,
        };
        places.push(store.place(&unnamed.code)?.unwrap_or(unnamed));
    }
    Ok(places)
}
