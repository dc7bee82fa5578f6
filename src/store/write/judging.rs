//! Judging: what was saved makes its town stale, and only stale towns are judged again before the
//! transaction ends.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::verdict::Standing;
use crate::store::error::Result;
use crate::store::rows::tally;

pub(crate) fn judge_stale(db: &Connection, packs: &[Pack], at: &str) -> Result<()> {
    let mut query = db.prepare_cached("SELECT place FROM stale ORDER BY place")?;
    let places = query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    for place in &places {
        for (pack, standing) in judge_place(db, packs, place)? {
            write(db, pack, &standing, at)?;
        }
    }
    db.prepare_cached("DELETE FROM stale")?.execute([])?;
    Ok(())
}

/// A requirement that covers a place, with its pack and kind.
struct Covering<'a> {
    pack: &'a Pack,
    kind: &'a Kind,
    requirement: &'a Requirement,
}

/// Returns what every requirement that covers a place says of it now.
pub(crate) fn judge_place<'a>(
    db: &Connection,
    packs: &'a [Pack],
    place: &str,
) -> Result<Vec<(&'a Pack, Standing)>> {
    let mut covering = covering(db, packs, place)?;
    // What is of one kind is read once, whatever asks for it.
    covering.sort_by_key(|covering| &covering.kind.code);
    let mut standings = Vec::new();
    for of_kind in covering.chunk_by(|a, b| a.kind.code == b.kind.code) {
        let Some(kind) = of_kind.first().map(|covering| covering.kind) else {
            continue;
        };
        let requirements: Vec<&Requirement> = of_kind
            .iter()
            .map(|covering| covering.requirement)
            .collect();
        let tallies = tally::of_place(db, kind, &requirements, place, None)?;
        for (covering, tally) in of_kind.iter().zip(tallies) {
            // Verdicts do not depend on the day; exceptions, which do, are read when a standing is
            // shown.
            let standing = tally.standing(covering.requirement, place, &[], NaiveDate::default());
            standings.push((covering.pack, standing));
        }
    }
    Ok(standings)
}

/// Returns every requirement that covers a place.
fn covering<'a>(db: &Connection, packs: &'a [Pack], place: &str) -> Result<Vec<Covering<'a>>> {
    let mut query = db.prepare_cached("SELECT pack, requirement FROM covered WHERE place = ?1")?;
    let rows = query.query_map([place], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (pack, requirement) = row?;
        let known = packs.iter().find(|known| known.code == pack);
        found.extend(known.and_then(|pack| {
            let requirement = pack.requirement(&requirement)?;
            let kind = pack.kind(&requirement.kind)?;
            Some(Covering {
                pack,
                kind,
                requirement,
            })
        }));
    }
    Ok(found)
}

/// Returns operator and unit of a requirement as its standings keep them.
pub(crate) fn measure(requirement: &Requirement) -> (&'static str, &str) {
    let measure = &requirement.measure;
    (
        measure.operator.sign(),
        measure.unit.as_ref().map_or("", |unit| &unit.code),
    )
}

fn write(db: &Connection, pack: &Pack, standing: &Standing, at: &str) -> Result<()> {
    let Some(requirement) = pack.requirement(&standing.requirement) else {
        return Ok(());
    };
    let (operator, unit) = measure(requirement);
    let json = |codes: &[String]| serde_json::json!(codes).to_string();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT OR REPLACE INTO standing (pack, requirement, place, verdict, operator, need, have, gap, unit, candidates,
             qualifying, nearest, nearest_name, failing, missing, expected_on, judged_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        pack.code,
        standing.requirement,
        standing.place,
        standing.verdict.word(),
        operator,
        standing.need.to_string(),
        standing.have.map(|have| have.to_string()),
        standing.gap.map(|gap| gap.to_string()),
        unit,
        count(standing.candidates),
        count(standing.qualifying),
        standing.nearest.as_ref().map(|nearest| nearest.id.to_string()),
        standing.nearest.as_ref().map(|nearest| nearest.name.clone()),
        json(&standing.failing),
        json(&standing.missing),
        standing.expected_on.map(|date| date.to_string()),
        at
    ])?;
    Ok(())
}
