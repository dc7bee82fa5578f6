//! Judging: what was saved makes its town stale, and only stale towns are judged again before the
//! transaction ends.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::domain::policy::{Pack, Requirement};
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

/// Returns what every requirement that covers a place says of it now.
pub(crate) fn judge_place<'a>(
    db: &Connection,
    packs: &'a [Pack],
    place: &str,
) -> Result<Vec<(&'a Pack, Standing)>> {
    let mut covering = tally::covering(db, packs, place)?;
    // What is of one kind is read once, whatever asks for it.
    covering.sort_by_key(|(_, requirement)| &requirement.kind);
    let mut standings = Vec::new();
    for of_kind in covering.chunk_by(|(_, a), (_, b)| a.kind == b.kind) {
        let first = of_kind.first();
        let Some(kind) = first.and_then(|(pack, requirement)| pack.kind(&requirement.kind)) else {
            continue;
        };
        let requirements: Vec<&Requirement> = of_kind
            .iter()
            .map(|(_, requirement)| *requirement)
            .collect();
        let tallies = tally::of_place(db, kind, &requirements, place, None)?;
        for ((pack, requirement), tally) in of_kind.iter().zip(tallies) {
            // Verdicts do not depend on the day; exceptions, which do, are read when a standing is
            // shown.
            let standing = tally.standing(requirement, place, &[], NaiveDate::default());
            standings.push((*pack, standing));
        }
    }
    Ok(standings)
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
