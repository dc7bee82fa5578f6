//! Which standings look at the records of a form in a place.

use rusqlite::{Connection, params};

use super::place;
use crate::store::error::Result;

/// A standing by its pack, requirement and place.
pub(crate) type StandingName = (String, String, String);

/// The standings that look at the records of form `?2` that are counted in place `?1`: those of the
/// place itself, and those of other places.
pub(super) const LOOKING: &str =
    "SELECT covered.pack, covered.requirement, covered.place FROM covered
         JOIN requirement_form ON requirement_form.pack = covered.pack
             AND requirement_form.requirement = covered.requirement
         WHERE covered.place = ?1 AND requirement_form.form = ?2
     UNION SELECT pack, requirement, place FROM looks WHERE at = ?1 AND form = ?2";

/// Returns the places in which a record of a form in a place is counted. A sheet is of its place;
/// the facilities of a place are those of all places above it too.
pub(super) fn counted_in(db: &Connection, place: &str, form: &str) -> Result<Vec<String>> {
    let mut is_sheet =
        db.prepare_cached("SELECT 1 FROM kind WHERE code = ?1 AND cycle IS NOT NULL")?;
    if is_sheet.exists([form])? {
        Ok(vec![place.to_owned()])
    } else {
        place::with_all_above(db, place)
    }
}

/// Returns the standings that look at a record of a form in a place, each once. Those of one place
/// stand together, the nearest place first.
pub(crate) fn looking_at(db: &Connection, place: &str, form: &str) -> Result<Vec<StandingName>> {
    let mut query = db.prepare_cached(LOOKING)?;
    let mut found: Vec<StandingName> = Vec::new();
    for at in counted_in(db, place, form)? {
        let rows = query.query_map(params![at, form], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<StandingName>>>()?;
        rows.sort_by_key(|(_, _, judged)| *judged != at);
        rows.retain(|row| !found.contains(row));
        found.append(&mut rows);
    }
    let places: Vec<String> = found.iter().map(|(_, _, place)| place.clone()).collect();
    found.sort_by_key(|(_, _, place)| places.iter().position(|known| known == place));
    Ok(found)
}
