//! Exchange files: what was saved at one site since the last one, in the frozen form of
//! `exchange.sql`, to be merged elsewhere.
//!
//! A file has every change of its site from some number on: a gap would break the chain of hashes,
//! and whoever merges would refuse it. It is made whole and examined, gets its name, and only then
//! is recorded in the ledger: a run that is killed in between exports the same once more.

mod fill;
mod range;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

use self::range::ChangeRange;
pub use self::range::{LastExport, StartAt};
use super::finish::{DIGITS, seal, sign, staging_dir_for};
use super::limit::{LimitedActs, OutsideAct};
use crate::domain::record::{ActSort, ChangeId};
use crate::domain::signing::SigningKey;
use crate::i18n::{LedgerRefusal, SnapshotFault};
use crate::store::audit::exchange::examine;
use crate::store::clock::stamp;
use crate::store::error::{self, StoreError};
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::schema::EXCHANGE_VERSION;
use crate::store::file::staging::{SIGNATURE, beside, publish_with, unpublish};
use crate::store::ledger::Store;
use crate::store::rows::site::exported_file;
use crate::store::rows::trail;
use crate::store::write::writer::Writer;

/// What is to be exported.
#[derive(Clone, Debug)]
pub struct ExchangeRequest<'a> {
    /// The file, or a folder in which it gets a generated name.
    pub out: &'a Path,
    /// Where it begins.
    pub start: &'a StartAt,
    /// Who hands it on.
    pub author: &'a str,
    /// The places that it is limited to, by their codes, with all below them; none means every place.
    pub places: &'a [String],
    /// The key with which it is signed, if it is.
    pub key: Option<&'a SigningKey>,
    /// Ends it early once it is set.
    pub cancel: Arc<AtomicBool>,
}

/// What was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedChanges {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 that stands beside it.
    pub sha256: String,
    /// The signature that stands beside it, and the fingerprint of its key.
    pub signature: Option<(PathBuf, String)>,
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

/// What came of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportOutcome {
    /// A file was made.
    Made(ExportedChanges),
    /// There is nothing new up to this change of the site, so no file was made.
    Nothing(ChangeId),
    /// Nothing was ever saved or said at this site, so no file was made.
    NothingYet,
    /// These are about places outside the limits, so no file was made.
    Outside(Vec<OutsideAct>),
}

impl Store {
    /// Exports what was saved at a site since the last export. `out` is the file, or a folder in
    /// which it gets a generated name; its SHA-256 is put beside it. Setting `cancel` ends it early.
    ///
    /// # Errors
    /// Those of [`Self::export_with`].
    pub fn export_changes(
        &mut self,
        out: &Path,
        start: &StartAt,
        author: &str,
        cancel: &Arc<AtomicBool>,
    ) -> Result<ExportOutcome> {
        self.export_with(&ExchangeRequest {
            out,
            start,
            author,
            places: &[],
            key: None,
            cancel: Arc::clone(cancel),
        })
    }

    /// Exports as [`Self::export_changes`] does, limited to places and signed where that is asked
    /// for.
    ///
    /// # Errors
    /// When there is a file of that name, it cannot be written or signed, the ledger has no such
    /// change, or this session may not change everything. No file is left behind, and the next one
    /// holds the same.
    pub fn export_with(&mut self, export: &ExchangeRequest) -> Result<ExportOutcome> {
        if self.writable()?.is_some() {
            return Err(StoreError::from(LedgerRefusal::NotYourTask).into());
        }
        let ExchangeRequest { out, author, .. } = *export;
        let ledger = fs::canonicalize(&self.path)
            .map_err(StoreError::from)
            .map_err(FileError::Store)?;
        let staging = staging_dir_for(&ledger, out)?;
        let file = staging.file("exchange.db");
        // Everything in it is of one moment, whatever is saved meanwhile.
        let snapshot = self.db.unchecked_transaction()?;
        let range = ChangeRange::starting_at(&snapshot, export.start)?;
        if !range.has_news(&snapshot)? {
            return nothing_new(&snapshot, range);
        }
        let outside = self.outside(&range, export.places)?;
        if !outside.is_empty() {
            return Ok(ExportOutcome::Outside(outside));
        }
        let details = fill::ExportDetails {
            at: &stamp(),
            author,
            cancel: &export.cancel,
        };
        fill::fill(&snapshot, &range, &file, &details)?;
        let findings = range.count(&snapshot, ActSort::Finding)?;
        let second_entries = range.count(&snapshot, ActSort::SecondEntry)?;
        drop(snapshot);
        check(&file, &export.cancel)?;
        let sha256 = seal(&file, &ledger)?;
        let path = if out.is_dir() {
            out.join(name(&range, &sha256))
        } else {
            out.to_owned()
        };
        let signature = export.key.map(|key| sign(&file, key)).transpose()?;
        publish_with(&staging, &file, &path, &sha256, signature.as_deref())?;
        if let Err(error) = self.write(|writer| writer.note_export(&range, &sha256, author)) {
            unpublish(&path, signature.is_some());
            return Err(error.into());
        }
        Ok(ExportOutcome::Made(ExportedChanges {
            signature: export
                .key
                .map(|key| (beside(&path, SIGNATURE), key.public().fingerprint())),
            path,
            sha256,
            site: range.after.site,
            first: range.after.seq + 1,
            last: range.last,
            findings,
            second_entries,
        }))
    }
}

impl Store {
    /// Returns the acts of a range that are about other places than these.
    fn outside(&self, range: &ChangeRange, places: &[String]) -> error::Result<Vec<OutsideAct>> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let mut limited = LimitedActs::new(true);
        let after = &range.after;
        trail::each_after(&self.db, &after.site, after.seq, |change, _| {
            limited.take(&change);
            Ok::<_, StoreError>(())
        })?;
        limited.outside(&self.db, &self.packs, places)
    }
}

/// Returns the outcome where a range holds nothing that others have not been given.
fn nothing_new(db: &Connection, range: ChangeRange) -> Result<ExportOutcome> {
    Ok(if range.ever_had_news(db)? {
        ExportOutcome::Nothing(ChangeId {
            site: range.after.site,
            seq: range.last,
        })
    } else {
        ExportOutcome::NothingYet
    })
}

/// Examines a finished file as any untrusted file would be.
fn check(file: &Path, cancel: &Arc<AtomicBool>) -> Result<()> {
    let deadline = Deadline::for_bytes(fs::metadata(file)?.len(), Arc::clone(cancel));
    match examine(file, EXCHANGE_VERSION, &deadline)?.first() {
        Some((finding, count)) => Err(FileError::Unusable(SnapshotFault::Damaged {
            finding: Box::new(finding),
            count,
        })),
        None => Ok(()),
    }
}

impl Writer<'_> {
    /// Records an export, from which the next one goes on.
    fn note_export(&mut self, range: &ChangeRange, file: &str, author: &str) -> error::Result<()> {
        self.chain.note(
            ActSort::Exchange,
            author,
            exported_file(file, &range.after.site, range.last),
        )
    }
}

/// Returns the name of a file in a folder. It is `exchange-0a1b2c3d-13-40-4e5f6a7b.db`, so that a
/// missing one is seen from the numbers, and two that have no changes but acts of reviews have
/// different names.
fn name(range: &ChangeRange, sha256: &str) -> String {
    let start = |text: &str| text.chars().take(DIGITS).collect::<String>();
    format!(
        "exchange-{}-{}-{}-{}.db",
        start(&range.after.site),
        range.after.seq + 1,
        range.last,
        start(sha256)
    )
}
