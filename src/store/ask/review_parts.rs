//! The two parts of a list of records between clerk and inspector: what waits for somebody, and the
//! others.

use rusqlite::{Connection, params};
use serde_json::Value as Json;

use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::rows::place_life::{BELOW_LIMITS, BELOW_THESE};
use crate::store::rows::review::ReviewFilter;
use crate::store::rows::review_state::FirstInList;

/// One of the two parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Others,
}

/// Returns the states of the records of a part.
pub(super) fn states(filter: &ReviewFilter, first: &FirstInList, part: Part) -> Vec<ReviewState> {
    let is_limited = !first.places.is_empty() || !first.kinds.is_empty();
    let is_of_part = |state: &ReviewState| match part {
        Part::First => *state == first.state,
        Part::Others => *state != first.state || is_limited,
    };
    let is_asked = |state: &ReviewState| filter.state.is_none_or(|asked| asked == *state);
    let all = ReviewState::ALL.into_iter();
    all.filter(is_asked).filter(is_of_part).collect()
}

/// Returns the condition that a record of the state of the first ones is one of them.
pub(super) fn is_first(first: &FirstInList) -> String {
    let places = (!first.places.is_empty()).then(|| format!("place IN ({BELOW_LIMITS})"));
    let kinds = "kind IN (SELECT value FROM json_each(?15))".to_owned();
    let kinds = (!first.kinds.is_empty()).then_some(kinds);
    let all: Vec<String> = places.into_iter().chain(kinds).collect();
    if all.is_empty() {
        "true".to_owned()
    } else {
        all.join(" AND ")
    }
}

/// Returns how many records of some states are in some places and those below them and of some kinds,
/// as they are counted.
pub(super) fn counted(
    db: &Connection,
    states: impl IntoIterator<Item = ReviewState>,
    places: &[String],
    kinds: &[String],
) -> Result<usize> {
    let place = if places.is_empty() {
        "?1 IS ?1 AND place = ''".to_owned()
    } else {
        format!("place IN ({BELOW_THESE})")
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT coalesce(sum(records), 0) FROM record_count
         WHERE {place} AND state = ?2 AND (?3 = '[]' OR kind IN (SELECT value FROM json_each(?3)))"
    ))?;
    let list = |codes: &[String]| Json::from(codes).to_string();
    let mut all = 0;
    for state in states {
        let bound = params![list(places), state.word(), list(kinds)];
        let count: i64 = query.query_row(bound, |row| row.get(0))?;
        all += usize::try_from(count).unwrap_or_default();
    }
    Ok(all)
}
