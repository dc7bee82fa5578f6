//! The file that is merged, as it is read: whether it goes with the ledger, its trail, and the rows
//! taken in as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::DateTime;
use rusqlite::Connection;
use uuid::Uuid;

use super::error::{MergeError, Result};
use super::request::{MergeProgress, MergeRequest};
use crate::domain::place::Place;
use crate::domain::record::{ActSort, ChangeId, Head, Link, Log};
use crate::domain::signing::SignerKey;
use crate::domain::value::zone::utc;
use crate::i18n::{MergeFault, SnapshotFault};
use crate::store::audit::finding::{About, ExchangeAbout};
use crate::store::audit::verify;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::FileError;
use crate::store::file::hardened;
use crate::store::file::staging::StagingDir;
use crate::store::file::untrusted::ActStorage;
use crate::store::rows::act::ActTable;
use crate::store::rows::chain::Chain;
use crate::store::rows::{place, site, trail, values};
use crate::store::share::limit::LimitedActs;

/// A place that the two files tell differently: the one here stays, and records are judged by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDiffers {
    /// As it is here, where it is known.
    pub ours: Option<Place>,
    /// As it is in the file.
    pub theirs: Place,
}

/// The trail in a file.
pub(super) struct TrailLog<'a>(pub(crate) &'a Connection);

impl Log<MergeError> for TrailLog<'_> {
    fn heads(&self) -> Result<Vec<Head>> {
        Ok(site::heads(self.0)?)
    }

    fn hash(&self, id: &ChangeId) -> Result<Option<String>> {
        Ok(trail::hash_of(self.0, id)?)
    }

    fn after(&self, site: &str, seq: i64, visit: &mut dyn FnMut(Link) -> Result<()>) -> Result<()> {
        trail::each_after(self.0, site, seq, |change, hash| {
            visit(Link { change, hash })
        })
    }
}

/// What a merge goes by while it takes in what is new.
pub(super) struct Taking<'a, 'm> {
    pub(super) merge: &'a MergeRequest<'m>,
    /// The last time that a change may bear.
    pub(super) latest: &'a str,
    /// What was taken in, to be compared with the limits.
    pub(super) limited: LimitedActs,
}

/// Where something that was merged came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergedFrom {
    /// A file, by its SHA-256.
    File(String),
    /// A hub, by its id.
    Hub(String),
}

/// Changes that were gathered from a hub into a file with the tables of an exchange file, and have
/// passed their examination.
pub(in crate::store) struct GatheredChanges<'a> {
    pub(in crate::store) file: &'a Path,
    /// The id of the hub.
    pub(in crate::store) hub: String,
    /// The ledger that it is of.
    pub(in crate::store) ledger: String,
    /// The changes that those of each site follow on.
    pub(in crate::store) bases: Vec<Head>,
}

/// The file that is merged.
pub(super) struct Theirs {
    pub(super) db: Connection,
    /// The id of its ledger.
    pub(super) ledger: String,
    pub(super) origin: MergedFrom,
    /// What an exchange file says of itself.
    pub(super) exchange: Option<ExchangeAbout>,
    /// Changes that its own follow on, of which it has the number and the hash only.
    bases: Vec<Head>,
    /// The key whose signature beside it is of this very file.
    pub(super) signed: Option<SignerKey>,
    /// How it keeps findings and second entries.
    acts: ActStorage,
}

impl Theirs {
    /// Copies a file into a staging directory, and opens the copy if it passes its verification.
    pub(super) fn open(
        file: &Path,
        staging: &StagingDir,
        cancel: &Arc<AtomicBool>,
    ) -> Result<Self> {
        let (verification, copy) = verify::take(file, None, staging, cancel)?;
        if let Some((finding, count)) = verification.first() {
            let fault = SnapshotFault::DidNotPass {
                finding: Box::new(finding),
                count,
            };
            return Err(FileError::Refused(fault).into());
        }
        let (ledger, exchange) = match verification.about {
            Some(About::Ledger(about)) => (about.ledger, None),
            Some(About::Exchange(about)) => (about.ledger.clone(), Some(about)),
            None => return Err(FileError::Unusable(SnapshotFault::NotALedger).into()),
        };
        // What passed has no traps; how long the rest takes is for whoever waits to say.
        let deadline = Deadline::until_cancelled(Arc::clone(cancel));
        let db = hardened::open(&copy.current(), &deadline)?;
        let follows = exchange.iter().map(|about| about.after.clone());
        Ok(Self {
            db,
            ledger,
            bases: follows.filter(|after| after.seq > 0).collect(),
            acts: copy.acts(),
            signed: verification.signed,
            origin: MergedFrom::File(copy.sha256),
            exchange,
        })
    }

    /// Opens what was gathered from a hub and examined.
    pub(super) fn of_hub(gathered: GatheredChanges, cancel: &Arc<AtomicBool>) -> Result<Self> {
        let deadline = Deadline::until_cancelled(Arc::clone(cancel));
        Ok(Self {
            db: hardened::open(gathered.file, &deadline)?,
            ledger: gathered.ledger,
            origin: MergedFrom::Hub(gathered.hub),
            exchange: None,
            bases: gathered.bases,
            signed: None,
            acts: ActStorage::Chained,
        })
    }

    /// Takes in the acts that an older file has in rows only; returns how many. Here they come into
    /// the chain of this file.
    pub(super) fn take_rows(
        &self,
        table: &ActTable,
        chain: &mut Chain,
        taking: &mut Taking,
    ) -> Result<usize> {
        if self.acts == ActStorage::Chained {
            return Ok(0);
        }
        self.refuse_missing_acts(chain.db(), table)?;
        let name = table.name;
        let columns = table.list();
        let mut query = self
            .db
            .prepare(&format!("SELECT {columns} FROM {name} ORDER BY rowid"))?;
        let mut rows = query.query([])?;
        let mut read = 0;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            taking
                .merge
                .is_at(read, || MergeProgress::TakingActs(read))?;
            read += 1;
            let id: String = row.get("id")?;
            let at: String = row.get("at")?;
            let act = values::all(row)?;
            match table.get(chain.db(), &id)? {
                Some(own) if own == act => {}
                Some(_) => return Err(MergeFault::ActAltered { act: id }.into()),
                None if at.as_str() > taking.latest || is_ahead(&id, taking.latest) => {
                    return Err(MergeFault::ClockAhead { change: id, at }.into());
                }
                None => {
                    let change = table.seal(chain, taking.merge.author, &act)?;
                    taking.limited.take(&change);
                    table.insert(chain.db(), &act)?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }

    /// Refuses an exchange file of version 1 whose forerunners brought acts that are not here. They
    /// are counted, for acts are exported in the order in which they came, and none is ever
    /// removed.
    fn refuse_missing_acts(&self, db: &Connection, table: &ActTable) -> Result<()> {
        let Some(about) = &self.exchange else {
            return Ok(());
        };
        let acts = if table.sort == ActSort::Finding {
            about.findings
        } else {
            about.second_entries
        };
        let site = about.after.site.clone();
        let before = acts.before;
        let sql = format!("SELECT count(*) FROM {} WHERE site = ?1", table.name);
        let has: i64 = db.query_row(&sql, [&site], |row| row.get(0))?;
        let has = usize::try_from(has).unwrap_or_default();
        if has < before {
            Err(MergeFault::ActsMissing {
                site,
                count: before - has,
            }
            .into())
        } else {
            Ok(())
        }
    }
}

impl Log<MergeError> for Theirs {
    fn heads(&self) -> Result<Vec<Head>> {
        let mut heads = TrailLog(&self.db).heads()?;
        for base in &self.bases {
            if heads.iter().all(|head| head.site != base.site) {
                heads.push(base.clone());
            }
        }
        Ok(heads)
    }

    fn hash(&self, id: &ChangeId) -> Result<Option<String>> {
        let is_base = |base: &&Head| base.site == id.site && base.seq == id.seq;
        match self.bases.iter().find(is_base) {
            Some(base) => Ok(Some(base.hash.clone())),
            None => TrailLog(&self.db).hash(id),
        }
    }

    fn after(&self, site: &str, seq: i64, visit: &mut dyn FnMut(Link) -> Result<()>) -> Result<()> {
        TrailLog(&self.db).after(site, seq, visit)
    }

    fn site_base(&self) -> Option<(ChangeId, Vec<ChangeId>)> {
        let about = self.exchange.as_ref()?;
        let first = ChangeId {
            site: about.after.site.clone(),
            seq: 1,
        };
        let base = about.base.iter().map(|(site, seq)| ChangeId {
            site: site.clone(),
            seq: *seq,
        });
        Some((first, base.collect()))
    }
}

/// Refuses a file whose packs are not here in the same version. What its clerks were asked is not
/// what is judged here.
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
                let theirs = utc(&loaded);
                let ours = utc(own);
                return Err(MergeError::Refused(if loaded > *own {
                    MergeFault::PackNewerThere { pack, theirs, ours }
                } else {
                    MergeFault::PackNewerHere { pack, theirs, ours }
                }));
            }
        }
    }
    Ok(())
}

/// Returns the places of the file that are missing or different here. Those above them count too.
pub(super) fn differing_places(
    db: &Connection,
    theirs: &Connection,
    named: &BTreeSet<String>,
) -> Result<Vec<PlaceDiffers>> {
    let mut found: BTreeMap<String, PlaceDiffers> = BTreeMap::new();
    // What is above many places is looked at once.
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for code in named {
        let mut next = Some(code.clone());
        while let Some(code) = next.take_if(|code| !seen.contains(code)) {
            if let Some(theirs) = place::get(theirs, &code)? {
                next.clone_from(&theirs.parent);
                let ours = place::get(db, &code)?;
                if ours.as_ref() != Some(&theirs) {
                    found.insert(code.clone(), PlaceDiffers { ours, theirs });
                }
            }
            seen.insert(code);
        }
    }
    Ok(found.into_values().collect())
}

/// Returns whether an id was made after a time. Acts are ordered by their ids: one from far ahead
/// would always be the last.
pub(super) fn is_ahead(id: &str, latest: &str) -> bool {
    let made = Uuid::parse_str(id)
        .ok()
        .and_then(|id| id.get_timestamp())
        .map(|at| at.to_unix().0);
    let latest = DateTime::parse_from_rfc3339(latest)
        .map_or(0, |at| u64::try_from(at.timestamp()).unwrap_or_default());
    made.is_none_or(|made| made > latest)
}
