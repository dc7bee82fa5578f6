//! The file that is merged, as it is read: whether it goes with the ledger, its trail, and the rows taken in as they are.

use std::collections::BTreeMap;

use chrono::DateTime;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use uuid::Uuid;

use super::{Error, Result};
use crate::domain::merge::{Link, Log};
use crate::domain::place::Place;
use crate::domain::receipt::Head;
use crate::domain::trail::ChangeId;
use crate::i18n::MergeFault;
use crate::store::{local_time, manifest, place, trail};

/// The tables whose rows are taken in as they are, with their columns: the id first, then when it was said.
const FINDINGS: (&str, &str) = ("finding", "id, at, record, thread, act, fields, text, version, author, role, site");
const SECOND_ENTRIES: (&str, &str) = ("double_entry", "id, at, record, field, version, verifier, outcome, tries, site");

/// A place that the two files tell differently: the one here stays, and records are judged by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDiffers {
    /// As it is here, where it is known.
    pub ours: Option<Place>,
    /// As it is in the file.
    pub theirs: Place,
}

/// The trail of a file.
pub(super) struct Trail<'a>(pub(super) &'a Connection);

impl Log<Error> for Trail<'_> {
    fn heads(&self) -> Result<Vec<Head>> {
        Ok(manifest::heads(self.0)?)
    }

    fn hash(&self, id: &ChangeId) -> Result<Option<String>> {
        let mut query = self.0.prepare_cached("SELECT hash FROM change WHERE site = ?1 AND seq = ?2")?;
        Ok(query.query_row(params![id.site, id.seq], |row| row.get(0)).optional()?)
    }

    fn after(&self, site: &str, seq: i64, visit: &mut dyn FnMut(Link) -> Result<()>) -> Result<()> {
        trail::each_after(self.0, site, seq, |change, hash| visit(Link { change, hash }))
    }
}

/// The id of the file's ledger, where it is not the one here.
pub(super) fn other_ledger(db: &Connection, theirs: &Connection) -> Result<Option<String>> {
    let (here, there) = (manifest::ledger(db)?, manifest::ledger(theirs)?);
    Ok((here != there).then_some(there))
}

/// Refuses a file whose packs are not here, or are here in another version: what its clerks were asked is not what is
/// judged here.
pub(super) fn refuse_other_packs(db: &Connection, other: &Connection) -> Result<()> {
    type Loaded = BTreeMap<String, (String, String)>;
    let packs = |db: &Connection| -> Result<Loaded> {
        let mut query = db.prepare("SELECT code, sha256, loaded_at FROM pack")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    let here = packs(db)?;
    for (pack, (sha256, loaded)) in packs(other)? {
        match here.get(&pack) {
            None => return Err(MergeFault::PackMissing { pack }.into()),
            Some((own, _)) if *own == sha256 => {}
            Some((_, own)) => {
                let (theirs, ours) = (local_time(&loaded), local_time(own));
                return Err(Error::Refused(if loaded > *own {
                    MergeFault::PackNewerThere { pack, theirs, ours }
                } else {
                    MergeFault::PackNewerHere { pack, theirs, ours }
                }));
            }
        }
    }
    Ok(())
}

/// The places of the file that are not here, or are renamed or belong to another place here.
pub(super) fn differing_places(db: &Connection, theirs: &Connection) -> Result<Vec<PlaceDiffers>> {
    let mut query = theirs.prepare("SELECT code, name, level, parent FROM place ORDER BY code")?;
    let mut found = Vec::new();
    for theirs in query.query_map([], place::from_row)? {
        let theirs = theirs?;
        let ours = place::get(db, &theirs.code)?;
        if ours.as_ref() != Some(&theirs) {
            found.push(PlaceDiffers { ours, theirs });
        }
    }
    Ok(found)
}

/// Takes in the acts of reviews that are not here; how many there were.
pub(super) fn take_findings(db: &Connection, theirs: &Connection, latest: &str) -> Result<usize> {
    take_acts(db, theirs, FINDINGS, latest)
}

/// Takes in the second entries that are not here; how many there were.
pub(super) fn take_second_entries(db: &Connection, theirs: &Connection, latest: &str) -> Result<usize> {
    take_acts(db, theirs, SECOND_ENTRIES, latest)
}

/// Takes in the rows of a table that are not here; how many there were.
fn take_acts(db: &Connection, theirs: &Connection, (table, columns): (&str, &str), latest: &str) -> Result<usize> {
    let mut read = theirs.prepare(&format!("SELECT {columns} FROM {table} ORDER BY id"))?;
    let mut known = db.prepare(&format!("SELECT {columns} FROM {table} WHERE id = ?1"))?;
    let width = read.column_count();
    let places = vec!["?"; width].join(", ");
    let mut insert = db.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({places})"))?;
    let values = |row: &rusqlite::Row| (0..width).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Sql>>>();
    let (mut rows, mut count) = (read.query([])?, 0);
    while let Some(row) = rows.next()? {
        let (id, at): (String, String) = (row.get(0)?, row.get(1)?);
        let act = values(row)?;
        match known.query_row([&id], values).optional()? {
            Some(own) if own == act => {}
            Some(_) => return Err(MergeFault::ActAltered { act: id }.into()),
            None if at.as_str() > latest || is_ahead(&id, latest) => {
                return Err(MergeFault::ClockAhead { change: id, at }.into());
            }
            None => count += insert.execute(params_from_iter(act))?,
        }
    }
    Ok(count)
}

/// Whether an id was made after a time. Acts are ordered by their ids: one from far ahead would always be the last.
fn is_ahead(id: &str, latest: &str) -> bool {
    let made = Uuid::parse_str(id).ok().and_then(|id| id.get_timestamp()).map(|at| at.to_unix().0);
    let latest = DateTime::parse_from_rfc3339(latest).map_or(0, |at| u64::try_from(at.timestamp()).unwrap_or_default());
    made.is_none_or(|made| made > latest)
}
