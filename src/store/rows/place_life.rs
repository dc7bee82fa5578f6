//! What became of places: their former names, and their closings.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde_json::{Map, Value as Json, json};

use crate::domain::place::{Closing, FormerName, PlaceLife, PlaceLives};
use crate::i18n::LedgerRefusal;
use crate::store::error::{Result, damaged};

/// So many places are named where others would be walked through.
const MOST_NAMED: usize = 200;
/// The columns of a closing.
const CLOSINGS: &str = "SELECT place, closed_on, successor, ended FROM closed_place";
/// The columns of a former name.
const FORMER_NAMES: &str = "SELECT place, name, until FROM former_name ORDER BY place, until, name";

/// A query of places and every place below them: what was merged into one is below it.
macro_rules! and_below {
    ($first:literal) => {
        concat!(
            "WITH RECURSIVE below (code) AS (",
            $first,
            " UNION SELECT place.code FROM place JOIN below ON place.parent = below.code
                WHERE place.code NOT IN (SELECT place FROM closed_place WHERE successor IS NOT NULL)
              UNION SELECT closed_place.place FROM closed_place JOIN below ON successor = below.code)
             SELECT code FROM below"
        )
    };
}

/// The places that the first parameter has as JSON, and every place below them.
pub(crate) const BELOW_THESE: &str = and_below!("SELECT value FROM json_each(?1)");

/// The places that parameter `?14` has as JSON, and every place below them.
pub(crate) const BELOW_LIMITS: &str = and_below!("SELECT value FROM json_each(?14)");

/// Returns the first parameter of a query with [`BELOW_THESE`] for one place.
pub(crate) fn just(place: &str) -> String {
    Json::from(vec![place]).to_string()
}

/// Returns the condition that the column `place` is one of some places, always true where none are
/// given, and the value of its parameter, which has this number.
pub(crate) fn among(within: Option<&HashSet<String>>, number: u8) -> (String, Option<String>) {
    match within {
        None => (format!("?{number} IS NULL"), None),
        Some(codes) => {
            let codes: Json = codes.iter().map(String::as_str).collect();
            let condition = format!("place IN (SELECT value FROM json_each(?{number}))");
            (condition, Some(codes.to_string()))
        }
    }
}

/// Returns the codes of some places and of every place below them.
pub(crate) fn below(db: &Connection, places: &[String]) -> Result<HashSet<String>> {
    let mut query = db.prepare_cached(BELOW_THESE)?;
    let rows = query.query_map([Json::from(places).to_string()], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns whether every place is one of some or below them: nothing is at the top but what they name.
/// What was merged is below the place that it was merged into.
pub(crate) fn are_all(db: &Connection, places: &[String]) -> Result<bool> {
    if places.is_empty() {
        return Ok(false);
    }
    let mut query = db.prepare_cached(
        "SELECT 1 FROM place INDEXED BY place_parent WHERE parent IS NULL
             AND code NOT IN (SELECT value FROM json_each(?1))
             AND NOT EXISTS (SELECT 1 FROM closed_place WHERE place = place.code AND successor IS NOT NULL)",
    )?;
    Ok(!query.exists([Json::from(places).to_string()])?)
}

/// Returns the codes of some places and of every place below them, in order, for whatever looks at
/// these and no others; `None` where they are more than are named, and every place is walked through.
pub(crate) fn named_below(db: &Connection, places: &[String]) -> Result<Option<Vec<String>>> {
    few_below(db, places, MOST_NAMED)
}

/// Returns whether no place is below one.
pub(crate) fn is_alone(db: &Connection, place: &str) -> Result<bool> {
    Ok(right_below(db, place, 0)?.is_empty())
}

/// Returns the codes of some places and of every place below them, in order; `None` where they are
/// more than `most`. No more than these are read.
pub(crate) fn few_below(
    db: &Connection,
    places: &[String],
    most: usize,
) -> Result<Option<Vec<String>>> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut left = places.to_vec();
    while let Some(place) = left.pop() {
        if found.insert(place.clone()) {
            left.append(&mut right_below(db, &place, most)?);
        }
        if found.len() > most {
            return Ok(None);
        }
    }
    Ok(Some(found.into_iter().collect()))
}

/// Returns the codes of the places directly below one, a little more than `most` at most: what was
/// merged into it is below it too.
pub(crate) fn right_below(db: &Connection, place: &str, most: usize) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(
        "SELECT code FROM place INDEXED BY place_parent WHERE parent = ?1
             AND NOT EXISTS (SELECT 1 FROM closed_place WHERE place = place.code AND successor IS NOT NULL)
         UNION ALL SELECT place FROM closed_place WHERE successor = ?1 LIMIT ?2",
    )?;
    let most = i64::try_from(most.saturating_add(1)).unwrap_or(i64::MAX);
    let rows = query.query_map(params![place, most], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns whether `is_one` holds for a place or one below it. Goes depth first and stops at the first
/// place for which it does.
pub(crate) fn any_below(
    db: &Connection,
    place: &str,
    mut is_one: impl FnMut(&str) -> Result<bool>,
) -> Result<bool> {
    let mut known = BTreeSet::new();
    let mut left = vec![place.to_owned()];
    while let Some(place) = left.pop() {
        if is_one(&place)? {
            return Ok(true);
        }
        if known.insert(place.clone()) {
            left.append(&mut right_below(db, &place, usize::MAX)?);
        }
    }
    Ok(false)
}

/// The place that is the second parameter, and every place below it.
pub(crate) const BELOW_SECOND: &str = and_below!("SELECT ?2");

/// Returns what became of all places.
pub(crate) fn all(db: &Connection) -> Result<PlaceLives> {
    let mut lives = PlaceLives::default();
    let mut query = db.prepare_cached(FORMER_NAMES)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (name, until) = (row.get(1)?, day(&row.get::<_, String>(2)?)?);
        let of_place = row.get::<_, String>(0)?;
        let life = lives.entry(&of_place);
        life.former.push(FormerName { name, until });
    }
    let mut query = db.prepare_cached(CLOSINGS)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let of_place = row.get::<_, String>(0)?;
        lives.entry(&of_place).closing = Some(Closing {
            on: day(&row.get::<_, String>(1)?)?,
            successor: row.get(2)?,
            ended: row.get(3)?,
        });
    }
    Ok(lives)
}

fn day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| damaged("closed_place.closed_on"))
}

/// Returns what an act says of what became of a place. Whether the day of a closing has come is not
/// in it: that follows from the day.
pub(crate) fn patch_value(life: &PlaceLife) -> Json {
    let mut said = Map::new();
    if let Some(closing) = &life.closing {
        said.insert("closed_on".to_owned(), closing.on.to_string().into());
        if let Some(successor) = &closing.successor {
            said.insert("successor".to_owned(), successor.as_str().into());
        }
    }
    if !life.former.is_empty() {
        let former = life
            .former
            .iter()
            .map(|former| json!([former.name, former.until.to_string()]));
        said.insert("former".to_owned(), former.collect());
    }
    Json::Object(said)
}

/// Returns the refusal of what a closed place takes no more; `None` of a place that is open on a
/// day.
pub(crate) fn refusal(
    db: &Connection,
    code: &str,
    day: NaiveDate,
) -> Result<Option<LedgerRefusal>> {
    let mut query = db.prepare_cached("SELECT 1 FROM closed_place WHERE place = ?1")?;
    if !query.exists([code])? {
        return Ok(None);
    }
    let lives = all(db)?;
    let closing = lives.get(code).and_then(|life| life.closing.as_ref());
    let Some(closing) = closing.filter(|closing| closing.on <= day) else {
        return Ok(None);
    };
    let place = name(db, code)?;
    let on = closing.on.to_string();
    Ok(Some(match lives.successor(code) {
        Some(into) => LedgerRefusal::PlaceMerged {
            place,
            on,
            into: format!("{into} {}", name(db, into)?),
        },
        None => LedgerRefusal::PlaceClosed { place, on },
    }))
}

fn name(db: &Connection, code: &str) -> Result<String> {
    let mut query = db.prepare_cached("SELECT name FROM place WHERE code = ?1")?;
    Ok(query.query_row([code], |row| row.get(0))?)
}

/// Closes a place, or moves the day of a closing that is yet to come.
pub(crate) fn close(db: &Connection, code: &str, closing: &Closing) -> Result<()> {
    db.execute(
        "INSERT INTO closed_place (place, closed_on, successor, ended) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (place) DO UPDATE SET closed_on = excluded.closed_on,
             successor = excluded.successor, ended = excluded.ended",
        params![
            code,
            closing.on.to_string(),
            closing.successor,
            closing.ended
        ],
    )?;
    Ok(())
}

/// Takes the closing of a place back.
pub(crate) fn reopen(db: &Connection, code: &str) -> Result<()> {
    db.execute("DELETE FROM closed_place WHERE place = ?1", [code])?;
    Ok(())
}

/// Keeps the name that a place had, and forgets its new one among those it had.
pub(crate) fn rename(db: &Connection, code: &str, had: &FormerName, name: &str) -> Result<()> {
    db.execute(
        "DELETE FROM former_name WHERE place = ?1 AND name = ?2",
        [code, name],
    )?;
    db.execute(
        "INSERT OR REPLACE INTO former_name (place, name, until) VALUES (?1, ?2, ?3)",
        params![code, had.name, had.until.to_string()],
    )?;
    Ok(())
}

/// Ends the places whose day of closing has come; returns whether there was one.
pub(crate) fn end_due(db: &Connection, today: NaiveDate) -> Result<bool> {
    let mut update =
        db.prepare_cached("UPDATE closed_place SET ended = 1 WHERE ended = 0 AND closed_on <= ?1")?;
    Ok(update.execute([today.to_string()])? > 0)
}

/// Returns whether a closing is due that nobody brought into force.
pub(crate) fn is_due(db: &Connection, today: NaiveDate) -> Result<bool> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM closed_place WHERE ended = 0 AND closed_on <= ?1")?;
    Ok(query.exists([today.to_string()])?)
}

/// Forgets what became of a place that is taken out of the list.
pub(crate) fn forget(db: &Connection, code: &str) -> Result<()> {
    for table in ["closed_place", "former_name"] {
        db.execute(&format!("DELETE FROM {table} WHERE place = ?1"), [code])?;
    }
    Ok(())
}

/// Forgets what became of all places.
pub(crate) fn forget_all(db: &Connection) -> Result<()> {
    for table in ["closed_place", "former_name"] {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}

/// Writes what became of places into a ledger that has them and nothing else.
pub(crate) fn put_all(db: &Connection, lives: &PlaceLives) -> Result<()> {
    for (code, life) in lives.iter() {
        for former in &life.former {
            rename(db, code, former, "")?;
        }
        if let Some(closing) = &life.closing {
            close(db, code, closing)?;
        }
    }
    Ok(())
}
