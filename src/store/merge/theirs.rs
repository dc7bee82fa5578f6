//! The file that is merged, as it is read: whether it goes with the ledger, its trail, and the rows taken in as they are.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::DateTime;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use uuid::Uuid;

use super::{Error, Result};
use crate::domain::merge::{Link, Log};
use crate::domain::place::Place;
use crate::domain::receipt::Head;
use crate::domain::trail::ChangeId;
use crate::i18n::{MergeFault, SnapshotFault};
use crate::store::foreign::{self, Guard};
use crate::store::verify::{self, About};
use crate::store::workshop::Workshop;
use crate::store::{local_time, manifest, place, snapshot, trail, values};

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

/// The trail of the ledger.
pub(super) struct Ours<'a>(pub(super) &'a Connection);

impl Log<Error> for Ours<'_> {
    fn heads(&self) -> Result<Vec<Head>> {
        Ok(manifest::heads(self.0)?)
    }

    fn hash(&self, id: &ChangeId) -> Result<Option<String>> {
        Ok(trail::hash_of(self.0, id)?)
    }

    fn after(&self, site: &str, seq: i64, visit: &mut dyn FnMut(Link) -> Result<()>) -> Result<()> {
        trail::each_after(self.0, site, seq, |change, hash| visit(Link { change, hash }))
    }
}

/// The file that is merged.
pub(super) struct Theirs {
    pub(super) db: Connection,
    /// The id of its ledger.
    pub(super) ledger: String,
    pub(super) sha256: String,
    /// The change that those of an exchange file follow upon: it has the hash of that change and not the change itself.
    after: Option<Head>,
}

impl Theirs {
    /// Copies a file into a workshop, and opens the copy if it passes its verification.
    pub(super) fn open(file: &Path, workshop: &Workshop, cancel: &Arc<AtomicBool>) -> Result<Self> {
        let (verification, copy) = verify::take(file, None, workshop, cancel)?;
        if let Some((finding, more)) = verification.first() {
            let fault = SnapshotFault::DidNotPass { finding: Box::new(finding), more };
            return Err(snapshot::Error::Refused(fault).into());
        }
        let (ledger, after) = match verification.about {
            Some(About::Ledger(about)) => (about.ledger, None),
            Some(About::Exchange(about)) => (about.ledger, Some(about.after)),
            None => return Err(snapshot::Error::Unusable(SnapshotFault::NotALedger).into()),
        };
        let guard = Guard::of(copy.bytes, Arc::clone(cancel));
        Ok(Self { db: foreign::open(&copy.path, &guard)?, ledger, sha256: copy.sha256, after })
    }
}

impl Log<Error> for Theirs {
    fn heads(&self) -> Result<Vec<Head>> {
        Ours(&self.db).heads()
    }

    fn hash(&self, id: &ChangeId) -> Result<Option<String>> {
        match &self.after {
            Some(after) if after.site == id.site && after.seq == id.seq => Ok(Some(after.hash.clone())),
            _ => Ours(&self.db).hash(id),
        }
    }

    fn after(&self, site: &str, seq: i64, visit: &mut dyn FnMut(Link) -> Result<()>) -> Result<()> {
        Ours(&self.db).after(site, seq, visit)
    }
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
    let marks = values::marks(read.column_count());
    let mut insert = db.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
    let (mut rows, mut count) = (read.query([])?, 0);
    while let Some(row) = rows.next()? {
        let (id, at): (String, String) = (row.get(0)?, row.get(1)?);
        let act = values::of(row)?;
        match known.query_row([&id], values::of).optional()? {
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
