//! Merging: the changes, findings and second entries of another file, taken in whole or not at all.
//!
//! The file is a stranger's: it is copied, verified and read as `verify` does, before the ledger is
//! touched. Everything then happens in one transaction; a rehearsal does the same and takes it
//! back.

mod merged;
mod request;
mod theirs;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value as Json, json};
use uuid::Uuid;

pub use self::merged::{Fate, MergeReport};
pub use self::request::{MergeMode, MergeProgress, MergeRequest};
pub use self::theirs::PlaceDiffers;
use self::theirs::{Theirs, TrailLog};
use super::snapshot;
use crate::domain::record::facility::shared;
use crate::domain::record::merge::union;
use crate::domain::record::trail::{fold, is_well_formed};
use crate::domain::record::{ActSort, Change, Folded, Link, Log as _, Record, Subject, Topic};
use crate::i18n::{InspectMsg, Lang, MergeFault, Say};
use crate::store::audit::finding::hidden_text;
use crate::store::audit::inspect;
use crate::store::error::StoreError;
use crate::store::file::staging::{StagingDir, folder_of};
use crate::store::ledger::{Store, latest};
use crate::store::rows::act::{FINDINGS, SECOND_ENTRIES};
use crate::store::rows::site::{self, merged_file};
use crate::store::rows::{conflict, double_entry, finding, manifest, place, review, trail};
use crate::store::write::writer::Writer;

/// The most changes of one record that did not all know each other. An examination allows four
/// times as many: what was merged can still be changed as often as anybody likes.
const MOST_CHANGES: usize = 1000;

/// Why nothing was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeError {
    /// The file or the ledger cannot be used.
    File(snapshot::FileError),
    /// The file does not go with this ledger.
    Refused(MergeFault),
    /// Somebody cancelled.
    Cancelled,
}

/// The result of a merge.
pub type Result<T, E = MergeError> = std::result::Result<T, E>;

impl Say for MergeError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::File(error) => error.say(lang),
            Self::Refused(fault) => fault.say(lang),
            Self::Cancelled => MergeFault::Cancelled.say(lang),
        }
    }
}

impl From<MergeFault> for MergeError {
    fn from(fault: MergeFault) -> Self {
        Self::Refused(fault)
    }
}

impl From<snapshot::FileError> for MergeError {
    fn from(error: snapshot::FileError) -> Self {
        if error == snapshot::FileError::Cancelled {
            Self::Cancelled
        } else {
            Self::File(error)
        }
    }
}

impl From<StoreError> for MergeError {
    fn from(error: StoreError) -> Self {
        Self::File(snapshot::FileError::Store(error))
    }
}

impl From<rusqlite::Error> for MergeError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// What ends the transaction without a commit.
enum MergeEnd {
    Rehearsed(Box<MergeReport>),
    Failed(MergeError),
}

impl<E: Into<MergeError>> From<E> for MergeEnd {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Store {
    /// Takes in what another file has and this one has not. The file may be of this ledger or of
    /// another one with the same packs: changes are told apart by their sites and records by their
    /// ids, which no two files have in common by chance.
    ///
    /// # Errors
    /// When the file does not pass its verification or does not go with this ledger, this session
    /// may not change everything, the disk is full, or somebody cancels. The ledger is then as it
    /// was.
    pub fn merge(&mut self, merge: &MergeRequest) -> Result<MergeReport> {
        if is_same_file(merge.file, &self.path) {
            return Err(MergeFault::IsTheLedger.into());
        }
        let staging =
            StagingDir::open_in(folder_of(&self.path)).map_err(snapshot::FileError::from)?;
        (merge.report)(MergeProgress::Examining);
        let theirs = Theirs::open(merge.file, &staging, &merge.cancel)?;
        let done = self.write(|writer: &mut Writer| {
            let merged = writer.take_in(&theirs, merge)?;
            (merge.report)(MergeProgress::Judging);
            if merge.mode == MergeMode::Rehearse {
                writer.judge_stale()?;
                return Err(MergeEnd::Rehearsed(Box::new(merged)));
            }
            Ok(merged)
        });
        match done {
            Ok(merged) => Ok(merged),
            Err(MergeEnd::Rehearsed(merged)) => Ok(*merged),
            // Whatever was interrupted says so in its own words.
            Err(MergeEnd::Failed(_)) if merge.is_cancelled() => Err(MergeError::Cancelled),
            Err(MergeEnd::Failed(error)) => Err(error),
        }
    }
}

/// The last file that something was taken in of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastMerged {
    /// When, in UTC.
    pub at: String,
    /// Who merged it.
    pub author: String,
    /// Its SHA-256.
    pub file: String,
}

impl Store {
    /// The last file that something was taken in of; `None` where none was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_merged(&self) -> Result<Option<LastMerged>, StoreError> {
        Ok(site::own_acts(&self.db, ActSort::Merge)?
            .into_iter()
            .next_back()
            .map(|act| LastMerged {
                at: site::done_at(&act).to_owned(),
                author: site::done_by(&act).to_owned(),
                file: site::text(&act, "file").unwrap_or_default().to_owned(),
            }))
    }
}

impl Writer<'_> {
    fn take_in(&mut self, theirs: &Theirs, merge: &MergeRequest) -> Result<MergeReport> {
        self.refuse_when_restricted()?;
        theirs::refuse_other_packs(self.db, &theirs.db)?;
        let latest = latest();
        let mut touched: BTreeMap<Uuid, Subject> = BTreeMap::new();
        let (db, mut count) = (self.db, 0);
        let mut merged = MergeReport::default();
        let news = union(&TrailLog(db), theirs, &latest, |Link { change, hash }| {
            merge.is_at(count, || MergeProgress::TakingIn(count))?;
            count += 1;
            trail::insert(db, &change.written(), &hash)?;
            merged.doubts.extend(hidden_text(&change));
            match change.topic {
                Topic::Record(subject) => {
                    merged.changes += 1;
                    touched.insert(change.record, subject);
                }
                Topic::Act(sort) => merged.take_act(db, sort, &change, &latest)?,
            }
            Ok::<_, MergeError>(())
        })?;
        let own = manifest::ledger(db)?;
        merged.other_ledger = Some(theirs.ledger.clone()).filter(|ledger| *ledger != own);
        merged.exchange.clone_from(&theirs.exchange);
        merged.is_new_site = news.iter().any(|news| news.site == self.chain.site());
        merged.news = news;
        if merged.is_new_site {
            // Whoever has the copy goes on under the name that this file had.
            self.become_new_site()?;
        }
        merged.findings += theirs.take_rows(&FINDINGS, &mut self.chain, &latest, merge)?;
        merged.second_entries +=
            theirs.take_rows(&SECOND_ENTRIES, &mut self.chain, &latest, merge)?;
        refuse_loose_acts(db, &merged)?;
        let places = self.project_all(&touched, merge, &mut merged)?;
        merged.places = theirs::differing_places(db, &theirs.db, &places)?;
        if !merged.is_nothing() {
            // Later it can be told whether that file's trail was rewritten since.
            let heads = theirs
                .heads()?
                .into_iter()
                .map(|head| (head.site, json!([head.seq, head.hash])));
            self.chain.note(
                ActSort::Merge,
                merge.author,
                merged_file(&theirs.sha256, &heads.collect()),
            )?;
        }
        Ok(merged)
    }

    /// Folds every record that new changes belong to, and tells what became of it; the places where
    /// they are.
    fn project_all(
        &mut self,
        touched: &BTreeMap<Uuid, Subject>,
        merge: &MergeRequest,
        merged: &mut MergeReport,
    ) -> Result<BTreeSet<String>> {
        let (mut unknown, mut places) = (Unknown::default(), BTreeSet::new());
        for (at, (&record, &subject)) in touched.iter().enumerate() {
            merge.is_at(at, || MergeProgress::Folding(at, touched.len()))?;
            let changes = trail::changes_of(self.db, record)?;
            if changes.iter().any(|change| change.topic != subject.into()) {
                return Err(MergeFault::Mixed {
                    record: record.to_string(),
                }
                .into());
            }
            if trail::is_crowded(&changes, MOST_CHANGES) {
                return Err(MergeFault::Crowded {
                    record: record.to_string(),
                }
                .into());
            }
            let folded = fold(&changes);
            if !is_well_formed(&changes) || !trail::fits(subject, &folded) {
                return Err(MergeFault::Strange {
                    record: record.to_string(),
                }
                .into());
            }
            let before = place_of(self.db, subject, record)?;
            let is_gone = folded.fields.contains_key(shared::DELETED);
            places.extend(
                folded
                    .fields
                    .get(shared::PLACE)
                    .and_then(Json::as_str)
                    .map(str::to_owned),
            );
            if !is_gone && unknown.in_record(self, subject, &folded)? {
                continue;
            }
            self.project(subject, record, &changes, &folded, before.as_deref())?;
            merged
                .doubts
                .extend(self.undecodable(subject, record, &folded));
            let fate = match (before.is_some(), is_gone) {
                (false, true) => continue,
                (false, false) => Fate::New,
                (true, false) => Fate::Changed,
                (true, true) => Fate::Removed,
            };
            let named = conflict::named(self.db, &self.packs, record, subject, &folded.fields)?;
            merged.records.push((fate, named));
            merged
                .conflicts
                .extend(conflict::conflicts_of(self.db, &self.packs, record)?);
        }
        unknown.refuse()?;
        merged.doubled_codes =
            conflict::doubled_codes(self.db, &touched.keys().copied().collect())?;
        let new = merged
            .records
            .iter()
            .filter(|(fate, _)| *fate == Fate::New)
            .map(|(_, record)| record);
        merged.doubled_names = conflict::doubled_names(self.db, new)?;
        Ok(places)
    }

    /// The values of a facility that its pack does not understand.
    fn undecodable(&self, subject: Subject, record: Uuid, folded: &Folded) -> Vec<InspectMsg> {
        let record = Record::of(record, subject, folded.clone());
        let kind = |record: &Record| self.packs.iter().find_map(|pack| pack.kind(&record.kind));
        record
            .and_then(|record| {
                Some(inspect::undecodable(
                    &record,
                    &kind(&record)?.decode(&record),
                ))
            })
            .unwrap_or_default()
    }

    /// Writes the row of a record; where it was and is will be judged again.
    fn project(
        &mut self,
        subject: Subject,
        record: Uuid,
        changes: &[Change],
        folded: &Folded,
        before: Option<&str>,
    ) -> Result<()> {
        let saved = changes
            .iter()
            .filter(|change| folded.heads.contains(&change.id))
            .map(|change| change.at.as_str());
        let complete =
            review::is_complete(&self.packs, &folded.fields, saved.max().unwrap_or_default());
        trail::project(
            self.db,
            subject,
            record,
            &folded.fields,
            &folded.heads,
            complete,
        )?;
        let now = folded.fields.get(shared::PLACE).and_then(Json::as_str);
        [before, now]
            .into_iter()
            .flatten()
            .for_each(|place| self.touch(place));
        Ok(())
    }
}

/// Refuses acts that are about something that neither file has: an exchange file has the acts of
/// one site only.
fn refuse_loose_acts(db: &Connection, merged: &MergeReport) -> Result<()> {
    if merged.findings > 0
        && let Some(act) = finding::loose(db)?.into_iter().next()
    {
        return Err(MergeFault::LooseAct { act }.into());
    }
    let count = if merged.second_entries > 0 {
        double_entry::without_version(db)?
    } else {
        0
    };
    if count > 0 {
        Err(MergeFault::LooseEntries { count }.into())
    } else {
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
        let text = |code: &str| {
            folded
                .fields
                .get(code)
                .and_then(Json::as_str)
                .unwrap_or_default()
        };
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
            return Err(MergeFault::UnknownPlaces {
                places: list(self.places),
            }
            .into());
        }
        if !self.kinds.is_empty() {
            return Err(MergeFault::UnknownKinds {
                kinds: list(self.kinds),
            }
            .into());
        }
        Ok(())
    }
}

/// Whether two paths lead to one file, by whatever names.
fn is_same_file(a: &Path, b: &Path) -> bool {
    let file = |path: &Path| fs::metadata(path).map(|there| (there.dev(), there.ino()));
    matches!((file(a), file(b)), (Ok(a), Ok(b)) if a == b)
}

/// The place of a record as its row has it; `None` where there is no row.
fn place_of(db: &Connection, subject: Subject, record: Uuid) -> Result<Option<String>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT place FROM {} WHERE id = ?1",
        subject.word()
    ))?;
    Ok(query
        .query_row([record.to_string()], |row| row.get(0))
        .optional()?)
}
