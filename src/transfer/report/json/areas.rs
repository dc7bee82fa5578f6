//! The areas of a large report for other programs.

use serde::Serialize;

use super::told::Verdicts;
use crate::transfer::cells::decimal;
use crate::transfer::report::by_area::{self, AreaRow, AreaTable, NoAreaRank};
use crate::transfer::report::model::Report;

/// The areas of a division.
#[derive(Serialize)]
pub(super) struct DivisionJson {
    no_rank: Option<&'static str>,
    areas: Vec<AreaJson>,
}

/// How an area stands: its minimums that bind, and how many of those that are not met have nothing
/// on record.
#[derive(Serialize)]
struct AreaJson {
    place: String,
    place_name: String,
    places: usize,
    binding: Verdicts,
    not_reported: Option<usize>,
    entered: Option<usize>,
    asked: Option<usize>,
    rate: Option<String>,
    rank: Option<usize>,
}

/// Returns the divisions of a report: that of the first page, and then the finest one.
pub(super) fn divisions(report: &Report) -> Vec<DivisionJson> {
    let tables = by_area::tables(report).into_iter();
    let division = |table: AreaTable| DivisionJson {
        no_rank: table.no_rank.map(NoAreaRank::word),
        areas: table.rows.into_iter().map(area).collect(),
    };
    tables.map(division).collect()
}

fn area(row: AreaRow) -> AreaJson {
    AreaJson {
        place: row.code,
        place_name: row.name,
        places: row.places,
        binding: row.counts.into(),
        not_reported: row.not_reported,
        entered: row.entered.map(|(entered, _)| entered),
        asked: row.entered.map(|(_, asked)| asked),
        rate: row.counts.rate().map(decimal),
        rank: row.rank,
    }
}
