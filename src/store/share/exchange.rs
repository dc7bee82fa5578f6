//! Exchange files: what was saved at one site since the last one, in the frozen form of
//! `exchange.sql`, to be merged elsewhere.
//!
//! A file has every change of its site from some number on: a gap would break the chain of hashes,
//! and whoever merges would refuse it. It is made whole and examined, gets its name, and only then
//! is noted down in the ledger: a run that is killed in between hands the same on once more.

mod fill;
mod range;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use self::range::ChangeRange;
pub use self::range::{LastExport, StartAt};
use super::finish::{DIGITS, seal, staging_dir_for};
use crate::domain::record::{ActSort, ChangeId, Head};
use crate::i18n::{LedgerRefusal, SnapshotFault};
use crate::store::audit::exchange::examine;
use crate::store::clock::stamp;
use crate::store::error::{self, StoreError};
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::schema::EXCHANGE_VERSION;
use crate::store::file::staging::{publish_with_checksum, unpublish};
use crate::store::ledger::Store;
use crate::store::rows::site::exported_file;
use crate::store::write::writer::Writer;

/// What was handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedChanges {
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
pub enum ExportOutcome {
    /// A file was made.
    Made(ExportedChanges),
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
    pub fn export_changes(
        &mut self,
        out: &Path,
        start: &StartAt,
        author: &str,
        cancel: &Arc<AtomicBool>,
    ) -> Result<ExportOutcome> {
        if self.writable()?.is_some() {
            return Err(StoreError::from(LedgerRefusal::NotYourTask).into());
        }
        let ledger = fs::canonicalize(&self.path)
            .map_err(StoreError::from)
            .map_err(FileError::Store)?;
        let staging = staging_dir_for(&ledger, out)?;
        let (file, made_at) = (staging.file("exchange.db"), stamp());
        // Everything in it is of one moment, whatever is saved meanwhile.
        let snapshot = self.db.unchecked_transaction()?;
        let range = ChangeRange::of(&snapshot, start)?;
        if !range.has_news(&snapshot)? {
            let nothing = ExportOutcome::Nothing(ChangeId {
                site: range.after.site.clone(),
                seq: range.last,
            });
            return Ok(if range.ever_had_news(&snapshot)? {
                nothing
            } else {
                ExportOutcome::NothingYet
            });
        }
        fill::fill(
            &snapshot,
            &range,
            &file,
            &fill::ExportDetails {
                at: &made_at,
                author,
                cancel,
            },
        )?;
        let count = |sort| range.count(&snapshot, sort);
        let (findings, second_entries) = (count(ActSort::Finding)?, count(ActSort::SecondEntry)?);
        drop(snapshot);
        let deadline = Deadline::of(fs::metadata(&file)?.len(), Arc::clone(cancel));
        if let Some((finding, count)) = examine(&file, EXCHANGE_VERSION, &deadline)?.first() {
            return Err(FileError::Unusable(SnapshotFault::Damaged {
                finding: Box::new(finding),
                count,
            }));
        }
        let sha256 = seal(&file, &ledger)?;
        let path = if out.is_dir() {
            out.join(name(&range, &sha256))
        } else {
            out.to_owned()
        };
        publish_with_checksum(&staging, &file, &path, &sha256)?;
        if let Err(error) = self.write(|writer| writer.note_export(&range, &sha256, author)) {
            unpublish(&path);
            return Err(error.into());
        }
        let ChangeRange {
            after: Head { site, seq, .. },
            last,
            ..
        } = range;
        Ok(ExportOutcome::Made(ExportedChanges {
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
    fn note_export(&mut self, range: &ChangeRange, file: &str, author: &str) -> error::Result<()> {
        self.chain.note(
            ActSort::Exchange,
            author,
            exported_file(file, &range.after.site, range.last),
        )
    }
}

/// The name of a file in a folder: `exchange-0a1b2c3d-13-40-4e5f6a7b.db`, so that a missing one is
/// seen from the numbers, and two that have no changes but acts of reviews have different names.
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
