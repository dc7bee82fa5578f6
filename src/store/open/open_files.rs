//! Which files are open under the name of a ledger, and whether the names still mean them.
//!
//! A sync client or an admin puts another file in the place of an open ledger, and SQLite goes on
//! with the one it opened, while the log beside it has a name that now belongs to the other:
//! whoever opens that one reads foreign saves into it. SQLite tells a log from others by nothing,
//! so the log carries a mark of its ledger, and a lock as long as somebody has it open. Locking the
//! log is safe; a second handle on the ledger itself would take SQLite's locks away when it closes.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags};

use super::log::{LOG, leave_log};
use crate::i18n::LedgerFault;
use crate::store::error::Result;
use crate::store::file::file_alone::{FileId, with_handle};
use crate::store::file::staging::beside;
use crate::store::rows::site;

const INDEX: &str = "-shm";

/// Where the files of an open ledger are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileState {
    /// Under their names.
    InPlace,
    /// Gone, or under other names.
    Elsewhere,
    /// The ledger is under its name, and something else was written into it.
    Overwritten,
}

/// The row that says which ledger a file is, and where in the file it stands.
#[derive(Debug)]
struct LedgerRow {
    /// Where its page begins, and how long a page is.
    start: u64,
    size: usize,
    id: String,
    sites: BTreeSet<String>,
}

impl LedgerRow {
    fn read(db: &Connection) -> Result<Self> {
        let root: i64 = db.query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ledger'",
            [],
            |row| row.get(0),
        )?;
        let id = db.query_row("SELECT id FROM ledger", [], |row| row.get(0))?;
        let size = pragma(db, "page_size")?;
        let start = (root - 1).saturating_mul(size).unsigned_abs();
        Ok(Self {
            start,
            size: usize::try_from(size).unwrap_or_default(),
            id,
            sites: site::all(db)?,
        })
    }
}

/// The files of an open ledger.
#[derive(Debug)]
pub(crate) struct OpenFiles {
    path: PathBuf,
    main: FileId,
    row: LedgerRow,
    /// The log and its index: nobody removes or replaces either as long as a ledger is open.
    beside: Vec<(FileId, PathBuf)>,
    /// Length and time of the file as it was looked into last.
    seen: Cell<Option<(u64, Option<SystemTime>)>>,
    /// How many pages the file had then, without its log. It never has fewer.
    pages: Cell<i64>,
    /// What `data_version` was when the files were last in place.
    alone_since: Cell<i64>,
    /// Locked, so that the next program knows that the log is in use.
    log: Option<File>,
}

impl OpenFiles {
    /// Starts to watch the files that a connection has open now. `log` is kept locked.
    pub(crate) fn begin(
        path: PathBuf,
        main: FileId,
        log: Option<File>,
        db: &Connection,
    ) -> Result<Self> {
        let pages = pragma(db, "page_count")?;
        // With an empty log they are all in the file. Looked at afterwards, for others may be
        // saving.
        let is_empty = log
            .as_ref()
            .is_none_or(|log| log.metadata().is_ok_and(|log| log.len() == 0));
        let pages = if is_empty { pages } else { 0 };
        let beside = [LOG, INDEX]
            .into_iter()
            .map(|suffix| beside(&path, suffix))
            .filter_map(|path| Some((FileId::at(&path).ok()?, path)))
            .collect();
        let seen = fs::symlink_metadata(&path).ok().as_ref().map(version);
        let files = Self {
            main,
            row: LedgerRow::read(db)?,
            path,
            beside,
            seen: Cell::new(seen),
            pages: Cell::new(pages),
            alone_since: Cell::new(0),
            log,
        };
        files.check(db)?;
        Ok(files)
    }

    /// Returns what is open under the name of the ledger.
    pub(crate) const fn main(&self) -> FileId {
        self.main
    }

    /// Refuses to go on when the name means another file.
    pub(crate) fn check(&self, db: &Connection) -> Result<()> {
        // Read first: all that was written up to here went to files that are still in place
        // afterwards.
        let others = pragma(db, "data_version");
        if self.standing(db) != FileState::InPlace {
            return Err(LedgerFault::Replaced.into());
        }
        self.alone_since.set(others?);
        Ok(())
    }

    /// To be called before the connection closes. A ledger in its place closes as SQLite closes it.
    /// One that was moved away takes what was saved along, unless another program wrote to the log
    /// meanwhile: that may be meant for the file which has the name now. Into a file that was
    /// overwritten nothing is written.
    pub(crate) fn part(&self, db: &Connection) {
        let standing = self.standing(db);
        if standing == FileState::InPlace {
            return;
        }
        let is_alone = pragma(db, "data_version").is_ok_and(|now| now == self.alone_since.get());
        if standing == FileState::Elsewhere && is_alone {
            let _ = db.busy_timeout(Duration::ZERO);
            let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        let _ = leave_log(db, true);
    }

    /// To be called before the connection of a session that only reads closes. SQLite takes the log
    /// into the ledger with the last connection that closes, but not with one that may not write:
    /// what an inspector said would stay in the log, and the next session would examine the whole
    /// ledger as after a crash.
    pub(crate) fn empty_log(&self, db: &Connection) {
        let Some(log) = &self.log else { return };
        let is_filled = log.metadata().is_ok_and(|log| log.len() > 0);
        // Whoever opens the ledger meanwhile waits for the lock.
        if !is_filled || self.standing(db) != FileState::InPlace || log.try_lock().is_err() {
            return;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        if let Ok(writer) = Connection::open_with_flags(&self.path, flags) {
            let _ = writer.busy_timeout(Duration::ZERO);
            let _ = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }

    fn standing(&self, db: &Connection) -> FileState {
        let is_there =
            |(id, path): &(FileId, PathBuf)| FileId::at(path).is_ok_and(|now| now == *id);
        match fs::symlink_metadata(&self.path) {
            Ok(now) if FileId::from(&now) == self.main && self.beside.iter().all(is_there) => {
                if self.holds_what_it_held(db, &now) {
                    FileState::InPlace
                } else {
                    FileState::Overwritten
                }
            }
            _ => FileState::Elsewhere,
        }
    }

    /// Returns whether the file is still the same ledger, as far as it shows without the log.
    /// Checkpoints of other sessions change it at any time, so one that cannot be read is no proof
    /// of anything.
    fn holds_what_it_held(&self, db: &Connection, now: &Metadata) -> bool {
        let now = version(now);
        if self.seen.get() == Some(now) {
            return true;
        }
        match self.pages_alone(db) {
            Ok(Some(pages)) => {
                self.seen.set(Some(now));
                self.pages.set(pages);
                true
            }
            Ok(None) => false,
            Err(_) => true,
        }
    }

    /// Returns how many pages the file has without its log. There is no number when it is not the
    /// ledger that was opened, a snapshot of it, or an older copy. Its row in the ledger is looked
    /// for in the bytes of the page it stands on.
    fn pages_alone(&self, db: &Connection) -> Result<Option<i64>> {
        let mut header = [0; 100];
        let mut page = vec![0; self.row.size];
        let read = with_handle(&self.path, |file| {
            file.read_exact_at(&mut header, 0)?;
            file.read_exact_at(&mut page, self.row.start)
        });
        match read {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let holds = |text: &str| {
            page.windows(text.len().max(1))
                .any(|bytes| bytes == text.as_bytes())
        };
        let [.., a, b, c, d] = header.first_chunk::<32>().copied().unwrap_or_default();
        let pages = i64::from(u32::from_be_bytes([a, b, c, d]));
        let is_live = header.starts_with(b"SQLite format 3\0") && header.get(18) == Some(&2);
        if !is_live || !holds(&self.row.id) || pages < self.pages.get() {
            return Ok(None);
        }
        // A merge may have made it a site of its own since.
        let is_ours = self
            .row
            .sites
            .iter()
            .chain(&site::all(db)?)
            .any(|site| holds(site));
        Ok(is_ours.then_some(pages))
    }
}

fn version(file: &Metadata) -> (u64, Option<SystemTime>) {
    (file.len(), file.modified().ok())
}

fn pragma(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, name, |row| row.get(0))
}
