//! Merging: the changes, findings and second entries of another file, taken in whole or not at all.
//!
//! The file is untrusted: it is copied, verified and read as `verify` does, before the ledger is
//! touched. Everything then happens in one transaction; a rehearsal does the same and takes it
//! back.

mod error;
mod last;
mod merged;
mod projection;
mod request;
mod signer;
mod theirs;
mod unknown;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rusqlite::Connection;
use serde_json::json;
use uuid::Uuid;

pub use self::error::{MergeError, Result};
pub use self::last::LastMerged;
pub use self::merged::{Fate, MergeReport, SignedBy};
pub use self::request::{MergeMode, MergeProgress, MergeRequest};
use self::signer::FileSigner;
pub(in crate::store) use self::theirs::GatheredChanges;
pub use self::theirs::{MergedFrom, PlaceDiffers};
use self::theirs::{Taking, Theirs, TrailLog};
use crate::domain::record::merge::union;
use crate::domain::record::{ActSort, Link, Log as _, Subject, Topic};
use crate::i18n::MergeFault;
use crate::store::audit::finding::hidden_text;
use crate::store::clock::latest;
use crate::store::file::file_error::FileError;
use crate::store::file::staging::{StagingDir, folder_of};
use crate::store::ledger::Store;
use crate::store::rows::act::{FINDINGS, SECOND_ENTRIES};
use crate::store::rows::site::{merged_file, merged_hub};
use crate::store::rows::{
    double_entry, finding, manifest, quarter_close, review_sample, site, site_visit, trail,
};
use crate::store::share::limit::LimitedActs;
use crate::store::write::writer::Writer;

/// How many changes, and how many rows of new records, are held to be added together.
const TOGETHER: usize = 512;

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
        let staging = StagingDir::open_in(folder_of(&self.path)).map_err(FileError::from)?;
        (merge.report)(MergeProgress::Examining);
        let theirs = Theirs::open(merge.file, &staging, &merge.cancel)?;
        self.merge_opened(&theirs, merge)
    }

    /// Takes in what was gathered from a hub, by the rules of [`Self::merge`].
    pub(in crate::store) fn merge_gathered(
        &mut self,
        gathered: GatheredChanges,
        merge: &MergeRequest,
    ) -> Result<MergeReport> {
        let theirs = Theirs::of_hub(gathered, &merge.cancel)?;
        self.merge_opened(&theirs, merge)
    }

    fn merge_opened(&mut self, theirs: &Theirs, merge: &MergeRequest) -> Result<MergeReport> {
        let done = self.write(|writer: &mut Writer| {
            let merged = writer.take_in(theirs, merge)?;
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

impl Writer<'_> {
    fn take_in(&mut self, theirs: &Theirs, merge: &MergeRequest) -> Result<MergeReport> {
        self.refuse_when_restricted()?;
        let signer = signer::of(self.db, theirs)?;
        theirs::refuse_other_packs(self.db, &theirs.db)?;
        let latest = latest();
        let mut taking = Taking {
            merge,
            latest: &latest,
            limited: LimitedActs::new(signer.is_limited() || !merge.places.is_empty()),
        };
        let mut touched: BTreeMap<Uuid, Subject> = BTreeMap::new();
        let db = self.db;
        let mut count = 0;
        let mut merged = MergeReport::default();
        let mut held: Vec<Link> = Vec::new();
        let news = union(&TrailLog(db), theirs, &latest, |link| {
            merge.is_at(count, || MergeProgress::TakingIn(count))?;
            count += 1;
            let change = &link.change;
            merged.doubts.extend(hidden_text(change));
            taking.limited.take(change);
            match change.topic {
                Topic::Record(subject) => {
                    merged.changes += 1;
                    touched.insert(change.record, subject);
                }
                Topic::Act(sort) => merged.take_act(db, sort, change, &latest)?,
            }
            held.push(link);
            if held.len() == TOGETHER {
                add_to_trail(db, &mut held)?;
            }
            Ok::<_, MergeError>(())
        })?;
        add_to_trail(db, &mut held)?;
        let own = manifest::ledger(db)?;
        merged.other_ledger = Some(theirs.ledger.clone()).filter(|ledger| *ledger != own);
        merged.exchange.clone_from(&theirs.exchange);
        merged.signed = signer.signed_by();
        merged.is_new_site = news.iter().any(|news| news.site == self.chain.site());
        merged.news = news;
        if merged.is_new_site {
            // Whoever has the copy goes on under the name that this file had.
            self.become_new_site()?;
        }
        merged.findings += theirs.take_rows(&FINDINGS, &mut self.chain, &mut taking)?;
        merged.second_entries += theirs.take_rows(&SECOND_ENTRIES, &mut self.chain, &mut taking)?;
        refuse_loose_acts(db, &merged)?;
        signer.refuse_outside(db, &self.packs, &taking)?;
        let places = self.project_all(&touched, merge, &mut merged)?;
        merged.places = theirs::differing_places(db, &theirs.db, &places)?;
        let own = site::own_acts(db, ActSort::Places)?;
        let is_done = |step: &str| own.iter().any(|act| act.reason == step);
        merged.place_steps.retain(|(step, _)| !is_done(step));
        merged.take_closes(db)?;
        if !merged.is_nothing() {
            self.note_merge(theirs, &signer, merge.author)?;
        }
        Ok(merged)
    }

    /// Adds the act by which a file is merged, or what a hub had. Later it can be told whether that
    /// trail was rewritten since.
    fn note_merge(&mut self, theirs: &Theirs, signer: &FileSigner, author: &str) -> Result<()> {
        let heads = theirs.heads()?.into_iter();
        let heads = heads.map(|head| (head.site, json!([head.seq, head.hash])));
        let heads = heads.collect();
        let said = match &theirs.origin {
            MergedFrom::File(sha256) => merged_file(sha256, &heads, signer.in_the_list()),
            MergedFrom::Hub(id) => merged_hub(id, &heads),
        };
        Ok(self.chain.note(ActSort::Merge, author, said)?)
    }
}

/// Adds changes that are held to the trail.
fn add_to_trail(db: &Connection, held: &mut Vec<Link>) -> Result<()> {
    let written = held
        .iter()
        .map(|link| (link.change.written(), link.hash.as_str()));
    trail::insert_all(db, written)?;
    held.clear();
    Ok(())
}

/// Refuses acts that are about something that neither file has: an exchange file has the acts of
/// one site only.
fn refuse_loose_acts(db: &Connection, merged: &MergeReport) -> Result<()> {
    let mut loose = if merged.findings > 0 {
        finding::loose(db)?
    } else {
        Vec::new()
    };
    if merged.visits > 0 {
        loose.append(&mut site_visit::loose(db)?);
    }
    if merged.samples > 0 {
        loose.append(&mut review_sample::loose(db)?);
    }
    if merged.closes + merged.confirmations > 0 {
        loose.append(&mut quarter_close::loose(db)?);
    }
    if let Some(act) = loose.into_iter().next() {
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

/// Returns whether two paths lead to one file, by whatever names.
fn is_same_file(a: &Path, b: &Path) -> bool {
    let file = |path: &Path| fs::metadata(path).map(|there| (there.dev(), there.ino()));
    matches!((file(a), file(b)), (Ok(a), Ok(b)) if a == b)
}
