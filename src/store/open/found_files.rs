//! The files of a ledger as they are found, before SQLite looks at them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::log::{LOG, LogMark, hold, leave_log, mark, mark_of, open_log};
use super::open_files::OpenFiles;
use super::own_schema;
use crate::i18n::LedgerFault;
use crate::store::error::Result;
use crate::store::file::file_alone::{FileId, of_file_alone};
use crate::store::file::schema::{self, VERSION};
use crate::store::file::settings;
use crate::store::file::staging::{beside, name_of};
use crate::store::rows::chain_check;

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
        let main = FileId::from(&there);
        let log = open_log(path)?;
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

    /// Refuses a log that does not fit its ledger. It is doubted when the session that wrote it did
    /// not end by itself or had another file open. The connection must be one that leaves the log
    /// alone when it closes.
    pub(crate) fn refuse_strange_log(&self, db: &Connection) -> Result<()> {
        let examined = self.examine_log(db);
        // From here on others may open it too.
        let _ = self.log.as_ref().map(File::lock_shared);
        examined
    }

    fn examine_log(&self, db: &Connection) -> Result<()> {
        let refusal = || {
            Err(LedgerFault::StrangeLog {
                log: name_of(&beside(&self.path, LOG)),
            }
            .into())
        };
        if !self.is_doubtful {
            return Ok(());
        }
        if self.is_of_another_ledger()? {
            return refusal();
        }
        if is_sound(db).is_ok_and(|sound| sound) {
            return Ok(());
        }
        // A ledger that is damaged without the log too is for `doctor` to look at.
        let is_sound_alone = of_file_alone(&self.path, |alone| is_sound(alone).unwrap_or(false))?;
        if is_sound_alone { refusal() } else { Ok(()) }
    }

    /// Returns whether the log names another ledger: even one whose pages happen to fit. Ledger and
    /// log that were copied together are other files, and of the ledger that the log names.
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
        OpenFiles::begin(self.path, self.main, held, db)
    }
}

/// Returns whether the log beside a ledger is that of another one; nothing is written.
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

/// Returns whether what is read is one ledger, whole, and not the pages of two.
fn is_sound(db: &Connection) -> Result<bool> {
    settings::check_identity(db)?;
    let version = schema::version_of(db)?;
    own_schema::check(db, version)?;
    let whole: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    // Older ledgers kept their chain in other columns.
    Ok(whole == "ok" && (version < VERSION || chain_check::broken_links(db, &[], 1)?.is_empty()))
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
