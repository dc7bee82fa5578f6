//! Which places each requirement of a pack judges, and what its standings look at elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde_json::json;

use super::{inventory, place, place_life, stale};
use crate::domain::place::PlaceLives;
use crate::domain::policy::expression::looks::{Looked, Where};
use crate::domain::policy::expression::{OtherPlace, PlaceSet};
use crate::domain::policy::{Pack, Requirement, Scope};
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;

/// Writes which places each requirement of a pack judges, and marks them stale.
pub(crate) fn cover(db: &Connection, pack: &Pack) -> Result<()> {
    for table in ["standing", "looks", "stale", "covered", "shown", "tally"] {
        db.execute(
            &format!("DELETE FROM {table} WHERE pack = ?1"),
            [&pack.code],
        )?;
    }
    cover_levels(db, pack)?;
    let lives = place_life::all(db)?;
    let requirements = pack.requirements.iter();
    for requirement in requirements.filter(|one| level_alone(one).is_none()) {
        cover_one(db, pack, requirement, &lives)?;
    }
    db.execute(
        "INSERT INTO shown (pack, position, place, line, band)
         WITH listed AS (
             SELECT covered.pack, covered.place, place.parent, row_number() OVER (
                 ORDER BY min(requirement.position), min(covered.position), covered.place) - 1 AS position
             FROM covered JOIN requirement
                 ON requirement.pack = covered.pack AND requirement.code = covered.requirement
             JOIN place ON place.code = covered.place
             WHERE covered.pack = ?1 GROUP BY covered.place),
         banded AS (SELECT *, min(position) OVER (PARTITION BY parent) AS first FROM listed)
         SELECT pack, position, place, row_number() OVER (ORDER BY first, position) - 1,
             dense_rank() OVER (ORDER BY first) - 1 FROM banded",
        [&pack.code],
    )?;
    refuse_all_closed(db, pack)?;
    stale::mark_covered(db, &pack.code)
}

/// Refuses a pack that would judge nothing once every closing on record has come into force.
fn refuse_all_closed(db: &Connection, pack: &Pack) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM covered WHERE pack = ?1 AND place NOT IN (SELECT place FROM closed_place)",
    )?;
    if query.exists([&pack.code])? || pack.requirements.is_empty() {
        return Ok(());
    }
    let pack = pack.code.clone();
    Err(LedgerRefusal::PackCoversClosed { pack }.into())
}

fn cover_one(
    db: &Connection,
    pack: &Pack,
    requirement: &Requirement,
    lives: &PlaceLives,
) -> Result<()> {
    let codes = known_places(db, pack, &requirement.scope)?;
    let mut insert = db.prepare_cached(
        "INSERT INTO covered (pack, requirement, place, position) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut open = codes;
    open.retain(|code| lives.ended(code).is_none());
    for (position, code) in open.iter().enumerate() {
        insert.execute(params![
            pack.code,
            requirement.code,
            code,
            i64::try_from(position).unwrap_or_default()
        ])?;
    }
    look_elsewhere(db, pack, requirement, &open)
}

/// Returns the level whose places a requirement judges, where it looks at nothing elsewhere.
fn level_alone(requirement: &Requirement) -> Option<&str> {
    let Scope::Level(level) = &requirement.scope else {
        return None;
    };
    let looks = requirement.looks();
    let is_alone = looks.iter().all(|look| look.path.is_empty());
    is_alone.then_some(level)
}

/// Writes that the requirements which look at nothing elsewhere judge the open places of their levels.
fn cover_levels(db: &Connection, pack: &Pack) -> Result<()> {
    let mut alone: Vec<[&str; 2]> = Vec::new();
    for requirement in pack.requirements.iter() {
        if let Some(level) = level_alone(requirement) {
            refuse_empty_level(db, pack, level)?;
            alone.push([&requirement.code, level]);
        }
    }
    // In the order of the key, and in one statement: SQLite keeps a journal of every page that a
    // statement changes, and each of many would change most pages of the index.
    alone.sort_unstable();
    db.prepare_cached(
        "INSERT INTO covered (pack, requirement, place, position)
         WITH listed AS MATERIALIZED (
             SELECT level, code, row_number() OVER (PARTITION BY level ORDER BY code) - 1 AS position
             FROM place WHERE level IN (SELECT value ->> 1 FROM json_each(?2))
                 AND code NOT IN (SELECT place FROM closed_place WHERE ended = 1))
         SELECT ?1, value ->> 0, code, position
         FROM json_each(?2) CROSS JOIN listed ON level = value ->> 1",
    )?
    .execute(params![pack.code, json!(alone).to_string()])?;
    Ok(())
}

/// Refuses a level that no place has.
fn refuse_empty_level(db: &Connection, pack: &Pack, level: &str) -> Result<()> {
    let mut query = db.prepare_cached("SELECT 1 FROM place WHERE level = ?1")?;
    if query.exists([level])? {
        return Ok(());
    }
    let (pack, level) = (pack.code.clone(), level.to_owned());
    Err(LedgerRefusal::PackCoversNoLevel { pack, level }.into())
}

/// Returns the places of a scope of a pack. One that the list of places does not have is refused, and
/// a level that no place has.
fn known_places(db: &Connection, pack: &Pack, scope: &Scope) -> Result<Vec<String>> {
    let codes = place::in_scope(db, scope)?;
    match scope {
        Scope::Level(level) => refuse_empty_level(db, pack, level)?,
        Scope::Places(_) => {
            for code in &codes {
                refuse_unknown(db, pack, code)?;
            }
        }
    }
    Ok(codes)
}

/// Refuses a pack that can never get an answer: a sheet of a place or a level that is not known, a
/// requirement that looks at such a level, and one that looks at a sheet of a place that does not
/// fill it in.
pub(crate) fn refuse_unanswerable(db: &Connection, pack: &Pack) -> Result<()> {
    let mut filled = BTreeMap::new();
    for kind in pack.kinds.iter() {
        if let Some(sheet) = &kind.sheet {
            let places: BTreeSet<String> =
                known_places(db, pack, &sheet.scope)?.into_iter().collect();
            filled.insert(kind.code.as_str(), places);
        }
    }
    let mut judged = db.prepare_cached(
        "SELECT place FROM covered WHERE pack = ?1 AND requirement = ?2 ORDER BY position",
    )?;
    for requirement in pack.requirements.iter() {
        let looks = requirement.looks();
        for step in looks.iter().flat_map(|look| &look.path) {
            refuse_unknown_level(db, pack, step)?;
        }
        let sheets: Vec<Looked> = looks.into_iter().filter(|look| !look.is_kind).collect();
        if sheets.is_empty() {
            continue;
        }
        let places = judged.query_map([&pack.code, &requirement.code], |row| row.get(0))?;
        for place in places {
            let place: String = place?;
            let own = sheets.iter().filter(|look| look.path.is_empty());
            let own = own.map(|look| (look.form.clone(), place.clone()));
            let mut looked = inventory::looks_elsewhere(db, &sheets, &place)?;
            looked.extend(own);
            for (form, at) in looked {
                if let Some(places) = filled.get(form.as_str())
                    && !places.contains(&at)
                {
                    return Err(not_filled_in(db, (requirement, &form), &at)?.into());
                }
            }
        }
    }
    Ok(())
}

/// Refuses a step to a level that no place has.
fn refuse_unknown_level(db: &Connection, pack: &Pack, step: &Where) -> Result<()> {
    let (Where::Elsewhere(OtherPlace::AtLevel(level)) | Where::Each(PlaceSet::Below(level))) = step
    else {
        return Ok(());
    };
    known_places(db, pack, &Scope::Level(level.clone())).map(drop)
}

fn not_filled_in(
    db: &Connection,
    (requirement, sheet): (&Requirement, &str),
    at: &str,
) -> Result<LedgerRefusal> {
    let place = place::name_or_code(db, at)?;
    Ok(LedgerRefusal::PackLooksAtNoSheet {
        requirement: requirement.code.clone(),
        place,
        sheet: sheet.to_owned(),
    })
}

fn refuse_unknown(db: &Connection, pack: &Pack, code: &str) -> Result<()> {
    if place::get(db, code)?.is_some() {
        return Ok(());
    }
    let pack = pack.code.clone();
    let place = code.to_owned();
    Err(LedgerRefusal::PackCoversNoPlace { pack, place }.into())
}

/// Writes which records of other places the standings of a requirement look at. A sheet is of a
/// place that fills it in.
fn look_elsewhere(
    db: &Connection,
    pack: &Pack,
    requirement: &Requirement,
    places: &[String],
) -> Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO looks (form, at, pack, requirement, place) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let looks = requirement.looks();
    for place in places {
        for (form, at) in inventory::looks_elsewhere(db, &looks, place)? {
            refuse_unknown(db, pack, &at)?;
            insert.execute([&form, &at, &pack.code, &requirement.code, place])?;
        }
    }
    Ok(())
}
