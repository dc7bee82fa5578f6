//! Standings as they are read: kept beside the facilities, so that any SQLite tool shows the
//! verdicts and the screens open at once. How they are kept is in `judging.rs`.

use chrono::NaiveDate;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::cells::uuid;
use crate::domain::place::Place;
use crate::domain::value::PartialDate;
use crate::domain::verdict::{Exception, Nearest, Standing, Verdict};
use crate::store::error::{Result, damaged};

/// A row of the matrix: a place and its standings in the order of the pack's requirements; `None`
/// where a requirement does not cover it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The place.
    pub place: Place,
    /// Its standings.
    pub standings: Vec<Option<Standing>>,
}

pub(crate) const COLUMNS: &str =
    "standing.requirement, standing.place, verdict, need, have, gap, candidates, qualifying, nearest,
    nearest_name, failing, missing, expected_on, (SELECT operator_unit FROM record WHERE record.id = nearest),
    told, holds_until";

/// The standings of a pack with their requirements, place by place as its matrix has them. The order of
/// the joins is forced: a standing is found by its whole key, and `shown` has no index by place.
pub(crate) const IN_ORDER_OF_PLACES: &str =
    "shown CROSS JOIN requirement ON requirement.pack = shown.pack
     CROSS JOIN standing ON standing.pack = shown.pack AND standing.requirement = requirement.code
         AND standing.place = shown.place";

pub(crate) fn exceptions(db: &Connection, pack: &str, place: &str) -> Result<Vec<Exception>> {
    let mut query = db.prepare_cached(
        "SELECT requirement, place, document, reason, valid_until FROM exception
         WHERE pack = ?1 AND place = ?2 ORDER BY coalesce(valid_until, '9999') DESC, document, id",
    )?;
    let row = |row: &Row| {
        Ok(Exception {
            requirement: row.get(0)?,
            place: row.get(1)?,
            document: row.get(2)?,
            reason: row.get(3)?,
            valid_until: last_day(row.get::<_, Option<String>>(4)?.as_deref()),
        })
    };
    Ok(query
        .query_map([pack, place], row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the last day of an exception. One given as a month or a year lasts to its last day.
pub(crate) fn last_day(date: Option<&str>) -> Option<NaiveDate> {
    PartialDate::typed(date?).ok().map(PartialDate::last_day)
}

pub(crate) fn from_row(row: &Row) -> Result<Standing> {
    let text = |at: usize| row.get::<_, Option<String>>(at);
    let number = |at: usize| -> Result<_> {
        text(at)?
            .map(|text| text.parse().map_err(|_| damaged("a figure in standing")))
            .transpose()
    };
    let codes = |at: usize| -> Result<Vec<String>> {
        serde_json::from_str(&text(at)?.unwrap_or_default())
            .map_err(|error| damaged(&error.to_string()))
    };
    let count = |at: usize| -> Result<usize> {
        Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
    };
    let nearest: Option<Uuid> = text(8)?.map(|id| uuid(&id)).transpose()?;
    let name = text(9)?.unwrap_or_default();
    let operator = text(13)?.unwrap_or_default();
    Ok(Standing {
        requirement: text(0)?.unwrap_or_default(),
        place: text(1)?.unwrap_or_default(),
        verdict: Verdict::of_word(&text(2)?.unwrap_or_default())
            .ok_or_else(|| damaged("standing.verdict"))?,
        need: number(3)?.ok_or_else(|| damaged("standing.need"))?,
        have: number(4)?,
        gap: number(5)?,
        candidates: count(6)?,
        qualifying: count(7)?,
        nearest: nearest.map(|id| Nearest { id, name, operator }),
        failing: codes(10)?,
        missing: codes(11)?,
        expected_on: text(12)?.and_then(|date| date.parse().ok()),
        exception: None,
        told: text(14)?
            .map(|told| serde_json::from_str(&told).map_err(|error| damaged(&error.to_string())))
            .transpose()?,
    })
}
