//! The requirements that cover a place, and what the facilities there come to for them.

use rusqlite::Connection;
use uuid::Uuid;

use super::{identity, record};
use crate::domain::policy::{Kind, Pack, Requirement, find_requirement};
use crate::domain::verdict::Tally;
use crate::domain::verdict::judge::fields_of;
use crate::store::error::Result;

/// Returns the requirements that cover a place, each with its pack.
pub(crate) fn covering<'a>(
    db: &Connection,
    packs: &'a [Pack],
    place: &str,
) -> Result<Vec<(&'a Pack, &'a Requirement)>> {
    let mut query = db.prepare_cached("SELECT pack, requirement FROM covered WHERE place = ?1")?;
    let rows = query.query_map([place], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (pack, requirement) = row?;
        found.extend(find_requirement(packs, &pack, &requirement));
    }
    Ok(found)
}

/// Counts the facilities of a kind in a place and below it for each of the requirements, one
/// record left out where `except` names it. The facilities are read once.
pub(crate) fn of_place(
    db: &Connection,
    kind: &Kind,
    requirements: &[&Requirement],
    place: &str,
    except: Option<Uuid>,
) -> Result<Vec<Tally>> {
    let mut tallies = vec![Tally::default(); requirements.len()];
    // Of a new list of places each is judged, and there is nothing in any.
    if !identity::has_any(db, &kind.code)? {
        return Ok(tallies);
    }
    let codes = requirements
        .iter()
        .flat_map(|requirement| fields_of(requirement))
        .collect();
    record::each_under(db, kind, &codes, place, |facility| {
        if Some(facility.id) == except {
            return;
        }
        for (tally, requirement) in tallies.iter_mut().zip(requirements) {
            tally.add(requirement, facility);
        }
    })?;
    Ok(tallies)
}
