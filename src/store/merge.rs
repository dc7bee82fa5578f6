//! Merging: the changes, findings and second entries of another file of the same ledger, taken in whole or not at all.
//!
//! The file is a stranger's: it is copied, verified and read as `verify` does, before the ledger is touched. Everything
//! then happens in one transaction; a rehearsal does the same and takes it back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, Duration, Utc};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::conflict::{self, Conflict, Named};
use super::error::StoreError;
use super::foreign::{self, Guard};
use super::inspect::is_crowded;
use super::snapshot;
use super::workshop::{Workshop, folder_of};
use super::{Store, Writer, local_time, manifest, place, review, standing, timestamp, trail, verify};
use crate::domain::facility::shared;
use crate::domain::merge::{Link, Log, News, union};
use crate::domain::receipt::Head;
use crate::domain::trail::{Change, ChangeId, Folded, Subject, fold};
use crate::i18n::{Lang, MergeFault, Say, SnapshotFault};

/// How far a clock may be ahead of the one here.
const AHEAD: Duration = Duration::days(1);

/// The tables whose rows are taken in as they are, with their columns: the id first, then when it was said.
const ACTS: [(&str, &str); 2] = [
    ("finding", "id, at, record, thread, act, fields, text, version, author, role, site"),
    ("double_entry", "id, at, record, field, version, verifier, outcome, tries"),
];

/// Whether a merge is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything is written.
    Merge,
    /// Everything is done and taken back.
    Rehearse,
}

/// Why nothing was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The file or the ledger cannot be used.
    File(snapshot::Error),
    /// The file does not go with this ledger.
    Refused(MergeFault),
}

/// The result of a merge.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Say for Error {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::File(error) => error.say(lang),
            Self::Refused(fault) => fault.say(lang),
        }
    }
}

impl From<MergeFault> for Error {
    fn from(fault: MergeFault) -> Self {
        Self::Refused(fault)
    }
}

impl From<snapshot::Error> for Error {
    fn from(error: snapshot::Error) -> Self {
        Self::File(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::File(snapshot::Error::Store(error))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not here.
    New,
    /// It was here.
    Changed,
    /// It was here and is deleted.
    Removed,
}

/// A place that the two files tell differently; the one here stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDiffers {
    /// Its code.
    pub code: String,
    /// Its name here, where it is known.
    pub ours: Option<String>,
    /// Its name in the file.
    pub theirs: String,
}

/// What a merge took in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The new changes of each site.
    pub news: Vec<News>,
    /// How many acts of reviews are new.
    pub findings: usize,
    /// How many second entries are new.
    pub second_entries: usize,
    /// The records that new changes belong to.
    pub records: Vec<(Fate, Named)>,
    /// The open conflicts of these records.
    pub conflicts: Vec<Conflict>,
    /// Facility codes that two records have now, and the names of those.
    pub doubled_codes: BTreeMap<String, Vec<String>>,
    /// Places that the file tells differently.
    pub places: Vec<PlaceDiffers>,
    /// Changes of this very file came back, so it goes on as a new site.
    pub is_new_site: bool,
}

impl Merged {
    /// Whether the file had nothing that was not here.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.news.is_empty() && self.findings == 0 && self.second_entries == 0
    }

    /// How many records had a fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.records.iter().filter(|(its, _)| *its == fate).count()
    }
}

/// What ends the transaction without a commit.
enum Stop {
    Rehearsed(Box<Merged>),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Store {
    /// Takes in what another file of the same ledger has and this one has not.
    ///
    /// # Errors
    /// When the file does not pass its verification or does not go with this ledger, this session may not change
    /// everything, or the disk is full. The ledger is then as it was.
    pub fn merge(&mut self, file: &Path, author: &str, mode: Mode) -> Result<Merged> {
        let same = matches!((fs::canonicalize(file), fs::canonicalize(&self.path)), (Ok(a), Ok(b)) if a == b);
        if same {
            return Err(MergeFault::IsTheLedger.into());
        }
        let workshop = Workshop::open_in(folder_of(&self.path)).map_err(snapshot::Error::from)?;
        let (verification, copy) = verify::take(file, None, &workshop)?;
        if let Some((finding, more)) = verification.first() {
            let fault = SnapshotFault::DidNotPass { finding: Box::new(finding), more };
            return Err(snapshot::Error::Refused(fault).into());
        }
        let guard = Guard::of(copy.bytes, Arc::new(AtomicBool::new(false)));
        let theirs = foreign::open(&copy.path, &guard)?;
        let done = self.write(|writer: &mut Writer| {
            let merged = writer.take_in(&theirs, &copy.sha256, author)?;
            if mode == Mode::Rehearse {
                writer.judge_stale()?;
                return Err(Stop::Rehearsed(Box::new(merged)));
            }
            Ok(merged)
        });
        match done {
            Ok(merged) => Ok(merged),
            Err(Stop::Rehearsed(merged)) => Ok(*merged),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

impl Writer<'_> {
    fn take_in(&mut self, theirs: &Connection, file: &str, author: &str) -> Result<Merged> {
        self.refuse_when_restricted()?;
        refuse_other_ledgers(self.db, theirs)?;
        refuse_other_packs(self.db, theirs)?;
        let latest = timestamp(Utc::now() + AHEAD);
        let mut touched: BTreeMap<Uuid, Subject> = BTreeMap::new();
        let db = self.db;
        let news = union(&Trail(db), &Trail(theirs), &latest, |Link { change, hash }| {
            trail::insert(db, &change, &hash)?;
            touched.insert(change.record, change.subject);
            Ok::<_, Error>(())
        })?;
        let mut merged = Merged { places: differing_places(db, theirs)?, ..Merged::default() };
        merged.findings = take_acts(db, theirs, ACTS[0], &latest)?;
        merged.second_entries = take_acts(db, theirs, ACTS[1], &latest)?;
        merged.is_new_site = news.iter().any(|news| news.site == self.site());
        merged.news = news;
        self.project_all(&touched, &mut merged)?;
        if merged.is_new_site {
            // Whoever has the copy goes on under the name that this file had.
            self.become_new_site()?;
        }
        if !merged.is_nothing() {
            note(db, &self.at, author, file, &manifest::heads(theirs)?)?;
        }
        Ok(merged)
    }

    /// Folds every record that new changes belong to, and tells what became of it.
    fn project_all(&self, touched: &BTreeMap<Uuid, Subject>, merged: &mut Merged) -> Result<()> {
        let mut unknown = Unknown::default();
        for (&record, &subject) in touched {
            let changes = trail::changes_of(self.db, record)?;
            if changes.iter().any(|change| change.subject != subject) {
                return Err(MergeFault::Mixed { record: record.to_string() }.into());
            }
            if is_crowded(&changes) {
                return Err(MergeFault::Crowded { record: record.to_string() }.into());
            }
            let folded = fold(&changes);
            let before = place_of(self.db, subject, record)?;
            let is_gone = folded.fields.contains_key(shared::DELETED);
            if !is_gone && unknown.in_record(self, subject, &folded)? {
                continue;
            }
            self.project(subject, record, &changes, &folded, before.as_deref())?;
            let fate = match (before.is_some(), is_gone) {
                (false, true) => continue,
                (false, false) => Fate::New,
                (true, false) => Fate::Changed,
                (true, true) => Fate::Removed,
            };
            let named = conflict::named(self.db, &self.packs, record, subject, &folded.fields)?;
            merged.records.push((fate, named));
            merged.conflicts.extend(conflict::conflicts_of(self.db, &self.packs, record)?);
        }
        unknown.refuse()?;
        merged.doubled_codes = conflict::doubled_codes(self.db, &touched.keys().copied().collect())?;
        Ok(())
    }

    /// Writes the row of a record, and marks where it was and is to be judged again.
    fn project(
        &self,
        subject: Subject,
        record: Uuid,
        changes: &[Change],
        folded: &Folded,
        before: Option<&str>,
    ) -> Result<()> {
        let saved = changes.iter().filter(|change| folded.heads.contains(&change.id)).map(|change| change.at.as_str());
        let complete = review::is_complete(&self.packs, &folded.fields, saved.max().unwrap_or_default());
        trail::project(self.db, subject, record, &folded.fields, &folded.heads, complete)?;
        let now = folded.fields.get(shared::PLACE).and_then(Json::as_str);
        for place in [before, now].into_iter().flatten() {
            standing::mark_stale(self.db, place)?;
        }
        Ok(())
    }
}

/// What records speak of and this ledger does not know.
#[derive(Default)]
struct Unknown {
    places: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

impl Unknown {
    /// Whether a record speaks of something unknown, which is kept.
    fn in_record(&mut self, writer: &Writer, subject: Subject, folded: &Folded) -> Result<bool> {
        let text = |code: &str| folded.fields.get(code).and_then(Json::as_str).unwrap_or_default();
        let place = text(shared::PLACE);
        let lacks_place = place::get(writer.db, place)?.is_none();
        if lacks_place {
            self.places.insert(place.to_owned());
        }
        let kind = match subject {
            Subject::Facility => text(shared::KIND).to_owned(),
            Subject::Exception => format!("{}/{}", text("pack"), text("requirement")),
        };
        let is_known = match subject {
            Subject::Facility => writer.packs.iter().any(|pack| pack.kind(&kind).is_some()),
            Subject::Exception => writer
                .db
                .prepare_cached("SELECT 1 FROM requirement WHERE pack = ?1 AND code = ?2")?
                .exists([text("pack"), text("requirement")])?,
        };
        if !is_known {
            self.kinds.insert(kind);
        }
        Ok(lacks_place || !is_known)
    }

    fn refuse(self) -> Result<()> {
        let list = |codes: BTreeSet<String>| codes.into_iter().collect::<Vec<_>>().join(", ");
        if !self.places.is_empty() {
            return Err(MergeFault::UnknownPlaces { places: list(self.places) }.into());
        }
        if !self.kinds.is_empty() {
            return Err(MergeFault::UnknownKinds { kinds: list(self.kinds) }.into());
        }
        Ok(())
    }
}

/// The trail of a file.
struct Trail<'a>(&'a Connection);

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

fn refuse_other_ledgers(db: &Connection, other: &Connection) -> Result<()> {
    let (ours, theirs) = (manifest::ledger(db)?, manifest::ledger(other)?);
    if ours == theirs { Ok(()) } else { Err(MergeFault::OtherLedger { theirs, ours }.into()) }
}

/// Refuses a file whose packs are not here, or are here in another version: what its clerks were asked is not what is
/// judged here.
fn refuse_other_packs(db: &Connection, other: &Connection) -> Result<()> {
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

/// The places of the file that are not here, or have another name here.
fn differing_places(db: &Connection, theirs: &Connection) -> Result<Vec<PlaceDiffers>> {
    let mut query = theirs.prepare("SELECT code, name, level, parent FROM place ORDER BY code")?;
    let mut found = Vec::new();
    for place in query.query_map([], place::from_row)? {
        let place = place?;
        let ours = place::get(db, &place.code)?.map(|own| own.name);
        if ours.as_ref() != Some(&place.name) {
            found.push(PlaceDiffers { code: place.code, ours, theirs: place.name });
        }
    }
    Ok(found)
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
            Some(own) if own == act => continue,
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

/// The place of a record as its row has it; `None` where there is no row.
fn place_of(db: &Connection, subject: Subject, record: Uuid) -> Result<Option<String>> {
    let mut query = db.prepare_cached(&format!("SELECT place FROM {} WHERE id = ?1", subject.word()))?;
    Ok(query.query_row([record.to_string()], |row| row.get(0)).optional()?)
}

/// Notes down who merged which file: later it can be told whether that file's trail was rewritten since.
fn note(db: &Connection, at: &str, author: &str, file: &str, heads: &[Head]) -> Result<()> {
    let heads: BTreeMap<&str, Json> =
        heads.iter().map(|head| (head.site.as_str(), json!([head.seq, head.hash]))).collect();
    let heads = json!(heads).to_string();
    db.execute("INSERT INTO merged (at, author, file, heads) VALUES (?1, ?2, ?3, ?4)", [at, author, file, &heads])?;
    Ok(())
}
