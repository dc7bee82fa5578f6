//! Exchange files: what was saved at one site since the last one, in the frozen form of
//! `exchange.sql`, to be merged elsewhere.
//!
//! A file has every change of its site from some number on: a gap would break the chain of hashes,
//! and whoever merges would refuse it. It is made whole and examined, gets its name, and only then
//! is noted down in the ledger: a run that is killed in between hands the same on once more.

pub(crate) mod fill;
mod tail;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use self::tail::LastHandedOn;
use self::tail::Tail;
use super::snapshot::{seal, workshop_for};
use crate::domain::record::{ActSort, ChangeId, Head};
use crate::i18n::{LedgerRefusal, SnapshotFault};
use crate::store::audit::exchange::examine;
use crate::store::clock::stamp;
use crate::store::error::{self, StoreError};
use crate::store::file::file_error::{Error, Result};
use crate::store::file::schema::EXCHANGE_VERSION;
use crate::store::file::staging::{give_out, take_back};
use crate::store::file::untrusted::Guard;
use crate::store::ledger::Store;
use crate::store::rows::site::handed_on;
use crate::store::write::writer::Writer;

/// Digits of a site and of a checksum in a generated name.
pub(crate) const DIGITS: usize = 8;

/// Where an exchange file begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Behind what was handed on last.
    AfterTheLast,
    /// With a change of this ledger file.
    Own(i64),
    /// With a change of any site, named whole or by its first eight digits or more: one that this
    /// file wrote as before, or that it goes on from because it was restored from a snapshot of
    /// that one.
    With(ChangeId),
}

/// What was handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOn {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 that stands beside it.
    pub sha256: String,
    /// The site whose changes it has.
    pub site: String,
    /// The first of them.
    pub first: i64,
    /// The last; before the first if there are none.
    pub last: i64,
    /// How many acts of reviews it has.
    pub findings: usize,
    /// How many second entries.
    pub second_entries: usize,
}

/// What came of handing on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A file was made.
    Made(HandedOn),
    /// There is nothing new up to this change of the site, so no file was made.
    Nothing(ChangeId),
    /// Nothing was ever saved or said at this site, so no file was made.
    NothingYet,
}

impl Store {
    /// Makes an exchange file: `out`, or one with a generated name in the folder `out`, with its
    /// SHA-256 beside it. Setting `cancel` ends it early.
    ///
    /// # Errors
    /// When there is a file of that name, it cannot be written, the ledger has no such change, or
    /// this session may not change everything. No file is left behind, and the next one holds the
    /// same.
    pub fn hand_on(
        &mut self,
        out: &Path,
        begin: &Begin,
        author: &str,
        cancel: &Arc<AtomicBool>,
    ) -> Result<Outcome> {
        if self.writable()?.is_some() {
            return Err(StoreError::from(LedgerRefusal::NotYourTask).into());
        }
        let ledger = fs::canonicalize(&self.path)
            .map_err(StoreError::from)
            .map_err(Error::Store)?;
        let workshop = workshop_for(&ledger, out)?;
        let (file, made_at) = (workshop.file("exchange.db"), stamp());
        // Everything in it is of one moment, whatever is saved meanwhile.
        let snapshot = self.db.unchecked_transaction()?;
        let tail = Tail::of(&snapshot, begin)?;
        if !tail.has_news(&snapshot)? {
            let nothing = Outcome::Nothing(ChangeId {
                site: tail.after.site.clone(),
                seq: tail.last,
            });
            return Ok(if tail.ever_had_news(&snapshot)? {
                nothing
            } else {
                Outcome::NothingYet
            });
        }
        fill::fill(
            &snapshot,
            &tail,
            &file,
            &fill::Made {
                at: &made_at,
                author,
                cancel,
            },
        )?;
        let count = |sort| tail.count(&snapshot, sort);
        let (findings, second_entries) = (count(ActSort::Finding)?, count(ActSort::SecondEntry)?);
        drop(snapshot);
        let guard = Guard::of(fs::metadata(&file)?.len(), Arc::clone(cancel));
        if let Some((finding, count)) = examine(&file, EXCHANGE_VERSION, &guard)?.first() {
            return Err(Error::Unusable(SnapshotFault::Damaged {
                finding: Box::new(finding),
                count,
            }));
        }
        let sha256 = seal(&file, &ledger)?;
        let path = if out.is_dir() {
            out.join(name(&tail, &sha256))
        } else {
            out.to_owned()
        };
        give_out(&workshop, &file, &path, &sha256)?;
        if let Err(error) = self.write(|writer| writer.note_handed_on(&tail, &sha256, author)) {
            take_back(&path);
            return Err(error.into());
        }
        let Tail {
            after: Head { site, seq, .. },
            last,
            ..
        } = tail;
        Ok(Outcome::Made(HandedOn {
            path,
            sha256,
            site,
            first: seq + 1,
            last,
            findings,
            second_entries,
        }))
    }
}

impl Writer<'_> {
    /// Notes down that a file was handed on, from which the next one goes on.
    fn note_handed_on(&mut self, tail: &Tail, file: &str, author: &str) -> error::Result<()> {
        self.chain.note(
            ActSort::Exchange,
            author,
            handed_on(file, &tail.after.site, tail.last),
        )
    }
}

/// The name of a file in a folder: `exchange-0a1b2c3d-13-40-4e5f6a7b.db`, so that a missing one is
/// seen from the numbers, and two that have no changes but acts of reviews have different names.
fn name(tail: &Tail, sha256: &str) -> String {
    let begin = |text: &str| text.chars().take(DIGITS).collect::<String>();
    format!(
        "exchange-{}-{}-{}-{}.db",
        begin(&tail.after.site),
        tail.after.seq + 1,
        tail.last,
        begin(sha256)
    )
}
