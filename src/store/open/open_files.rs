//! Which files are open under the name of a ledger, and whether the names still mean them.
//!
//! A sync client or an admin puts another file in the place of an open ledger, and SQLite goes on
//! with the one it opened, while the log beside it has a name that now belongs to the other:
//! whoever opens that one reads foreign saves into it. SQLite tells a log from others by nothing,
//! so the log carries a mark of its ledger, and a lock as long as somebody has it open. Locking the
//! log is safe; a second handle on the ledger itself would take SQLite's locks away when it closes.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{OFlags, XattrFlags, fgetxattr, fsetxattr};

use super::own_schema;
use crate::i18n::LedgerFault;
use crate::store::audit::inspect;
use crate::store::error::Result;
use crate::store::file::file_alone::{FileId, of_file_alone, with_handle};
use crate::store::file::schema::{self, VERSION};
use crate::store::file::settings;
use crate::store::file::staging::beside;
use crate::store::rows::site;

/// The attribute of a log that says which ledger it is the log of.
const MARK: &str = "user.taizhang.ledger";
const LOG: &str = "-wal";
const INDEX: &str = "-shm";

/// What is known of a ledger and its log before SQLite looks at them.
pub(crate) struct FoundFiles {
    path: PathBuf,
    main: FileId,
    log: Option<File>,
    /// Whether the log has something in it and nobody vouches for it.
    is_doubtful: bool,
    /// Whether another session has the log open.
    is_in_use: bool,
}

impl FoundFiles {
    /// Looks at the files of a real path. An empty file is refused: SQLite would remove the log
    /// beside it.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        let there = fs::symlink_metadata(path)?;
        if there.len() == 0 {
            return Err(LedgerFault::Foreign.into());
        }
        let (main, log) = (FileId::from(&there), open_log(path)?);
        let mut found = Self {
            path: path.to_owned(),
            main,
            log,
            is_doubtful: false,
            is_in_use: false,
        };
        if let Some(log) = &found.log {
            let is_left = hold(log)?;
            let is_others = mark_of(log).is_some_and(|mark| mark.file != main.name());
            found.is_doubtful = log.metadata()?.len() > 0 && (is_left || is_others);
            found.is_in_use = !is_left;
        }
        Ok(found)
    }

    /// Refuses a log that does not fit its ledger, when the session that wrote it did not end by
    /// itself or had another file open. The connection must be one that leaves the log alone when
    /// it closes.
    pub(crate) fn refuse_strange_log(&self, db: &Connection) -> Result<()> {
        let examined = self.examine_log(db);
        // From here on others may open it too.
        let _ = self.log.as_ref().map(File::lock_shared);
        examined
    }

    fn examine_log(&self, db: &Connection) -> Result<()> {
        let strange = || {
            Err(LedgerFault::StrangeLog {
                log: name_of(&beside(&self.path, LOG)),
            }
            .into())
        };
        if !self.is_doubtful {
            return Ok(());
        }
        if self.is_of_another_ledger()? {
            return strange();
        }
        if is_sound(db).is_ok_and(|sound| sound) {
            return Ok(());
        }
        // A ledger that is damaged without the log too is for `doctor` to look at.
        let is_sound_alone = of_file_alone(&self.path, |alone| is_sound(alone).unwrap_or(false))?;
        if is_sound_alone { strange() } else { Ok(()) }
    }

    /// Whether the log names another ledger: even one whose pages happen to fit. Ledger and log
    /// that were copied together are other files, and of the ledger that the log names.
    fn is_of_another_ledger(&self) -> Result<bool> {
        let mark = self
            .log
            .as_ref()
            .and_then(mark_of)
            .filter(|mark| mark.file != self.main.name());
        let Some(mark) = mark else { return Ok(false) };
        let ledger = of_file_alone(&self.path, |alone| ledger_of(alone).ok())?;
        Ok(ledger.is_some_and(|ledger| ledger != mark.ledger))
    }

    /// Goes on with the files that a connection has open now.
    pub(crate) fn opened(self, db: &Connection) -> Result<OpenFiles> {
        let (log, index) = (beside(&self.path, LOG), beside(&self.path, INDEX));
        let held = match self.log {
            Some(log) => Some(log),
            None => open_log(&self.path)?,
        };
        if let Some(log) = &held {
            // On a disk that knows no locks or marks nobody looks for them either.
            let _ = log.try_lock_shared();
            mark(
                log,
                &LogMark {
                    file: self.main.name(),
                    ledger: ledger_of(db)?,
                },
            );
        }
        let pages = pragma(db, "page_count")?;
        // With an empty log they are all in the file. Looked at afterwards, for others may be
        // saving.
        let is_empty = held
            .as_ref()
            .is_none_or(|log| log.metadata().is_ok_and(|log| log.len() == 0));
        let pages = if is_empty { pages } else { 0 };
        let beside = [log, index]
            .into_iter()
            .filter_map(|path| Some((FileId::of(&path).ok()?, path)))
            .collect();
        let seen = fs::symlink_metadata(&self.path).ok().as_ref().map(version);
        let files = OpenFiles {
            main: self.main,
            row: Row::of(db)?,
            path: self.path,
            beside,
            seen: Cell::new(seen),
            pages: Cell::new(pages),
            alone_since: Cell::new(0),
            _log: held,
        };
        files.check(db)?;
        Ok(files)
    }
}

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
struct Row {
    /// Where its page begins, and how long a page is.
    start: u64,
    size: usize,
    id: String,
    sites: BTreeSet<String>,
}

impl Row {
    fn of(db: &Connection) -> Result<Self> {
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
    row: Row,
    /// The log and its index: nobody removes or replaces either as long as a ledger is open.
    beside: Vec<(FileId, PathBuf)>,
    /// Length and time of the file as it was looked into last.
    seen: Cell<Option<(u64, Option<SystemTime>)>>,
    /// How many pages the file had then, without its log. It never has fewer.
    pages: Cell<i64>,
    /// What `data_version` was when the files were last in place.
    alone_since: Cell<i64>,
    /// Locked, so that the next program knows that the log is in use.
    _log: Option<File>,
}

impl OpenFiles {
    /// What is open under the name of the ledger.
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

    fn standing(&self, db: &Connection) -> FileState {
        let is_there =
            |(id, path): &(FileId, PathBuf)| FileId::of(path).is_ok_and(|now| now == *id);
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

    /// Whether the file is the same ledger still, so far as it can be told without the log:
    /// checkpoints of other sessions change it at any time, so one that cannot be read is no proof
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

    /// How many pages the file has without its log; `None` when it is not the ledger that was
    /// opened, a snapshot of it, or an older copy. Its row in the ledger is looked for in the bytes
    /// of the page it stands on.
    fn pages_alone(&self, db: &Connection) -> Result<Option<i64>> {
        let (mut header, mut page) = ([0; 100], vec![0; self.row.size]);
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

/// Has a connection leave the log as it is when it closes, or not.
pub(crate) fn leave_log(db: &Connection, leave: bool) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)
        .map(drop)
}

/// Whether the log beside a ledger is that of another one; nothing is written.
pub(crate) fn has_strange_log(path: &Path) -> Result<bool> {
    let found = FoundFiles::at(path)?;
    if !found.is_doubtful {
        return Ok(false);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let db = Connection::open_with_flags(path, flags)?;
    leave_log(&db, true)?;
    let is_strange = found.refuse_strange_log(&db).is_err();
    if is_strange && found.is_in_use {
        return Err(LedgerFault::Busy.into());
    }
    Ok(is_strange)
}

/// Refuses logs that lie where a new ledger is to be: they would be read into it.
pub(crate) fn refuse_logs(path: &Path) -> Result<()> {
    for suffix in [LOG, "-journal"] {
        let log = beside(path, suffix);
        if fs::symlink_metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(LedgerFault::StrangeLog { log: name_of(&log) }.into());
        }
    }
    Ok(())
}

fn open_log(path: &Path) -> io::Result<Option<File>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    match OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(beside(path, LOG))
    {
        Ok(log) => Ok(Some(log)),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::PermissionDenied
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Locks a log; whether nobody else has it open. Waits for a program that is examining it.
fn hold(log: &File) -> io::Result<bool> {
    for _ in 0..2 {
        match log.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => log.lock_shared()?,
            Err(TryLockError::Error(_)) => return Ok(false),
        }
    }
    Ok(false)
}

/// Whose log a log is.
#[derive(PartialEq, Eq)]
struct LogMark {
    file: String,
    /// Id and site of the ledger.
    ledger: String,
}

fn mark_of(log: &File) -> Option<LogMark> {
    let mut mark = [0; 256];
    let length = fgetxattr(log, MARK, &mut mark).ok()?;
    let (file, ledger) = str::from_utf8(mark.get(..length)?).ok()?.split_once(' ')?;
    Some(LogMark {
        file: file.to_owned(),
        ledger: ledger.to_owned(),
    })
}

fn mark(log: &File, own: &LogMark) {
    if mark_of(log).as_ref() != Some(own) {
        let _ = fsetxattr(
            log,
            MARK,
            format!("{} {}", own.file, own.ledger).as_bytes(),
            XattrFlags::empty(),
        );
    }
}

fn ledger_of(db: &Connection) -> rusqlite::Result<String> {
    db.query_row("SELECT id, site FROM ledger", [], |row| {
        Ok(format!(
            "{} {}",
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?
        ))
    })
}

fn version(file: &Metadata) -> (u64, Option<SystemTime>) {
    (file.len(), file.modified().ok())
}

fn pragma(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, name, |row| row.get(0))
}

/// Whether what is read is one ledger, whole, and not the pages of two.
fn is_sound(db: &Connection) -> Result<bool> {
    settings::check_identity(db)?;
    let version = schema::version_of(db)?;
    own_schema::check(db, version)?;
    let whole: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    // Older ledgers kept their chain in other columns.
    Ok(whole == "ok" && (version < VERSION || inspect::chain(db, None)?.is_empty()))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
