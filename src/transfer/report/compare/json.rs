//! The comparison for other programs. Its shape is a contract: keys may be added and are never
//! changed, figures are strings of exact numbers, and no word of it depends on the language.

use serde::Serialize;

use super::model::{CompareRow, CompareTable, ComparedPlace, PlaceComparison};
use crate::domain::verdict::trend::{
    FigureChange, NoChange, NoRank, QuarterFigure, TrendGap, TrendPoint,
};

#[derive(Serialize)]
struct CompareDocument<'a> {
    policy: &'a str,
    quarter: String,
    closed: bool,
    with: Vec<WithJson>,
    places: Vec<PlaceJson<'a>>,
    requirements: Vec<TableJson<'a>>,
}

#[derive(Serialize)]
struct WithJson {
    which: &'static str,
    quarter: String,
}

/// How much of what binds a place meets.
#[derive(Serialize)]
struct PlaceJson<'a> {
    place: &'a str,
    place_name: &'a str,
    met: usize,
    short: usize,
    unknown: usize,
    compliance: Option<String>,
}

/// The places of one level for a requirement.
#[derive(Serialize)]
struct TableJson<'a> {
    requirement: &'a str,
    level: &'a str,
    unit: Option<&'a str>,
    no_rank: Option<&'static str>,
    places: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    place: &'a str,
    rank: Option<usize>,
    #[serde(flatten)]
    figure: FigureJson<'a>,
    changes: Vec<ChangeJson>,
    trend: Vec<PointJson<'a>>,
}

#[derive(Serialize)]
struct FigureJson<'a> {
    verdict: &'static str,
    have: Option<String>,
    need: Option<String>,
    period: Option<String>,
    rule: &'a str,
}

/// A change in the figure and its rate in percent, or why there is none.
#[derive(Serialize)]
struct ChangeJson {
    quarter: String,
    amount: Option<String>,
    rate: Option<String>,
    none: Option<&'static str>,
}

/// A quarter of a trend.
#[derive(Serialize)]
struct PointJson<'a> {
    quarter: String,
    closed: bool,
    gap: Option<&'static str>,
    figure: Option<FigureJson<'a>>,
}

pub(super) fn render(comparison: &PlaceComparison) -> String {
    let with = comparison.with.iter().map(|(with, quarter)| WithJson {
        which: with.word(),
        quarter: quarter.to_string(),
    });
    let tables = comparison.tables();
    let document = CompareDocument {
        policy: &comparison.pack.code,
        quarter: comparison.quarter.to_string(),
        closed: comparison.is_closed,
        with: with.collect(),
        places: comparison
            .places
            .iter()
            .filter_map(|one| place(comparison, one))
            .collect(),
        requirements: tables.iter().map(|one| table(comparison, one)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn place<'a>(comparison: &PlaceComparison, one: &'a ComparedPlace) -> Option<PlaceJson<'a>> {
    let counted = one.history.quarters.get(&comparison.quarter)?.compliance;
    Some(PlaceJson {
        place: &one.place.code,
        place_name: &one.place.name,
        met: counted.met,
        short: counted.short,
        unknown: counted.unknown,
        compliance: counted.rate().map(|rate| rate.to_string()),
    })
}

fn table<'a>(comparison: &PlaceComparison, table: &CompareTable<'a>) -> TableJson<'a> {
    let first = table.rows.first();
    let requirement = table.requirement;
    TableJson {
        requirement: &requirement.code,
        level: first.map_or("", |row| &row.place.place.level),
        unit: requirement
            .measure
            .unit
            .as_ref()
            .map(|unit| unit.code.as_str()),
        no_rank: table.no_rank.map(NoRank::word),
        places: table
            .rows
            .iter()
            .map(|one| row(comparison, &requirement.code, one))
            .collect(),
    }
}

fn row<'a>(comparison: &PlaceComparison, requirement: &str, row: &CompareRow<'a>) -> RowJson<'a> {
    let changes = comparison.with.iter().zip(&row.changes);
    let quarters = &row.place.history.quarters;
    let points = row
        .place
        .history
        .trend(requirement, comparison.window)
        .points;
    let point = |point: TrendPoint| {
        let known = quarters.get(&point.quarter);
        let figure = known.and_then(|known| known.figures.get(requirement));
        PointJson {
            quarter: point.quarter.to_string(),
            closed: point.is_closed,
            gap: point.figure.err().map(TrendGap::word),
            figure: figure.map(figure_json),
        }
    };
    RowJson {
        place: &row.place.place.code,
        rank: row.rank,
        figure: figure_json(row.figure),
        changes: changes
            .map(|((_, quarter), told)| change(quarter.to_string(), told))
            .collect(),
        trend: points.into_iter().map(point).collect(),
    }
}

fn figure_json(figure: &QuarterFigure) -> FigureJson<'_> {
    FigureJson {
        verdict: figure.verdict.word(),
        have: figure.have.map(|have| have.to_string()),
        need: figure.need.map(|need| need.to_string()),
        period: figure.period.map(|period| period.to_string()),
        rule: &figure.rule,
    }
}

fn change(quarter: String, told: &Result<FigureChange, NoChange>) -> ChangeJson {
    let known = told.as_ref().ok();
    ChangeJson {
        quarter,
        amount: known.map(|change| change.amount.to_string()),
        rate: known.and_then(|change| Some(change.rate?.to_string())),
        none: told.err().map(NoChange::word),
    }
}
