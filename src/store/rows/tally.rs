//! The requirements that cover a place, and what the facilities there come to for them.

use rusqlite::Connection;

use super::part::{AskedTotal, Parts};
use crate::domain::policy::{Pack, Requirement, find_requirement};
use crate::domain::verdict::Tally;
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

/// Counts the facilities of a kind in a place and below it for each of the requirements.
pub(crate) fn of_place(
    parts: &Parts,
    requirements: &[(&Pack, &Requirement)],
    place: &str,
) -> Result<Vec<Tally>> {
    let asked: Vec<AskedTotal<Tally>> = requirements
        .iter()
        .map(|(pack, requirement)| AskedTotal {
            pack: &pack.code,
            requirement: &requirement.code,
            figure: -1,
            of: *requirement,
        })
        .collect();
    parts.of_place(&asked, place)
}
