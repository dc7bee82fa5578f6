//! The current state that a hub shows to other programs, compared with a file that knows as much.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value as Json;

use crate::checks;
use crate::hub_database::HubDatabase;
use crate::hub_losses::LastChanges;
use crate::machine::{Machine, Wrong, broken};

/// Looks whether the hub shows the records of a file, and its standings where all files know the
/// same places.
pub(crate) fn is_that_of(
    database: &HubDatabase,
    machine: &mut Machine,
    with_standings: bool,
) -> Result<(), Wrong> {
    let names = ("the hub", machine.name);
    let theirs = records_there(database)?;
    checks::are_same(names, &theirs, &records_here(machine)?)?;
    if with_standings {
        let theirs = standings_there(database)?;
        checks::are_same(names, &theirs, &standings_here(machine.reader()))?;
    }
    Ok(())
}

/// Looks whether the state of each place was made by one that knew all that was known before.
pub(crate) fn goes_on(
    before: &BTreeMap<String, LastChanges>,
    now: &BTreeMap<String, LastChanges>,
) -> Result<(), Wrong> {
    for (place, known) in before {
        let knows = now.get(place).cloned().unwrap_or_default();
        if known
            .iter()
            .any(|(site, last)| knows.get(site) < Some(last))
        {
            let what = format!("the state of {place} went back from {known:?} to {knows:?}");
            return Err(Wrong(what));
        }
    }
    Ok(())
}

type Said = BTreeMap<String, String>;

fn records_there(database: &HubDatabase) -> Result<Said, Wrong> {
    let sql = "SELECT id, place, kind, review, fields::text FROM taizhang.record";
    let rows = database.client()?.query(sql, &[]).map_err(broken)?;
    let rows = rows.iter().map(|row| {
        let [id, place, kind, review, fields] = std::array::from_fn(|at| row.get::<_, String>(at));
        let fields: BTreeMap<String, Json> = serde_json::from_str(&fields).unwrap();
        (id, format!("{place} {kind} {review} {fields:?}"))
    });
    Ok(rows.collect())
}

fn records_here(machine: &mut Machine) -> Result<Said, Wrong> {
    let mut all = Said::new();
    for reviewed in machine.records()? {
        let record = machine.store()?.record(reviewed.record).map_err(broken)?;
        let record = record.ok_or_else(|| Wrong("a record is in the list only".into()))?;
        let sql = "SELECT state FROM review WHERE record = ?1";
        let id = reviewed.record.to_string();
        let review: String = machine
            .reader()
            .query_row(sql, [&id], |row| row.get(0))
            .unwrap();
        let (place, kind, fields) = (record.place, record.kind, record.fields);
        all.insert(id, format!("{place} {kind} {review} {fields:?}"));
    }
    Ok(all)
}

/// What is compared of standings, on both sides.
const STANDING: &str = "standing.place || ' ' || standing.requirement, standing.verdict || ' ' || coalesce(have, '') ||
    ' ' || standing.need || ' ' || coalesce(gap, '') || ' ' || candidates || ' ' || qualifying FROM";

fn standings_there(database: &HubDatabase) -> Result<Said, Wrong> {
    let sql = format!("SELECT {STANDING} taizhang.standing");
    let rows = database.client()?.query(&sql, &[]).map_err(broken)?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

fn standings_here(db: &Connection) -> Said {
    let sql = format!("SELECT {STANDING} standing JOIN covered USING (pack, requirement, place)");
    let mut query = db.prepare(&sql).unwrap();
    query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}
