//! How a ledger file is opened: the settings were measured to keep every acknowledged commit over a
//! power cut and to let twenty clerks write at once.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::found_files::FoundFiles;
use super::log::{self, leave_log};
use super::migrate;
use super::migrate::purpose::MigrationPurpose;
use super::open_files::OpenFiles;
use super::own_schema;
use crate::i18n::LedgerFault;
use crate::store::error::{Result, StoreError};
use crate::store::file::authorizer;
use crate::store::file::deadline::Deadline;
use crate::store::file::schema::{self, VERSION};
use crate::store::file::settings::{check_identity, configure, write_ahead, write_ahead_once};
use crate::store::file::staging::{StagingDir, beside, publish};
use crate::store::file::untrusted::ActStorage;
use crate::store::rows::manifest;

/// What a ledger file is open for.
pub(crate) enum OpenedAs {
    /// Reading and writing.
    Live(OpenFiles),
    /// Reading only: it is a snapshot.
    Frozen,
    /// Reading only: it is a copy, migrated to this version, of a snapshot of an older one.
    Migrated(StagingDir, ActStorage),
}

/// Opens an existing ledger for reading and writing. An older one is migrated to the current
/// version; a snapshot is left exactly as it is.
pub(crate) fn open(path: &Path) -> Result<(Connection, OpenedAs)> {
    let path = fs::canonicalize(path)?;
    let (mut db, found) = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let version = schema::version_of(&db)?;
    if manifest::is_there(&db)? {
        let is_older = version < VERSION;
        drop(db);
        return if is_older {
            open_migrated(&path, version)
        } else {
            Ok((open_to_read(&path)?, OpenedAs::Frozen))
        };
    }
    write_ahead(&db)?;
    migrate::migrate(&mut db, MigrationPurpose::Ledger)?;
    let files = enter(&db, found)?;
    Ok((db, OpenedAs::Live(files)))
}

/// Opens a file by its real path. SQLite would read a name that begins with `file:` as an address.
/// What stands in it is not looked at before it is known whose log lies beside it, and until
/// [`enter`] a log stays as it is.
fn connect(path: &Path, access: OpenFlags) -> Result<(Connection, FoundFiles)> {
    let found = FoundFiles::at(path)?;
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut db = Connection::open_with_flags(path, flags)?;
    leave_log(&db, true)?;
    // The settings read the schema, which the pages of two ledgers may not make up.
    let configured = configure(&mut db);
    found.refuse_strange_log(&db)?;
    configured?;
    check_identity(&db)?;
    own_schema::check(&db, schema::version_of(&db)?)?;
    Ok((db, found))
}

/// Goes on with a ledger that may be used.
fn enter(db: &Connection, found: FoundFiles) -> Result<OpenFiles> {
    let files = found.opened(db)?;
    leave_log(db, false)?;
    Ok(files)
}

/// Opens a migrated copy of a snapshot of an older version. The snapshot itself stays as it is.
fn open_migrated(path: &Path, version: i64) -> Result<(Connection, OpenedAs)> {
    let staging = StagingDir::in_temp()?;
    let copy = staging.file("data.db");
    fs::copy(path, &copy)?;
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o600))?;
    migrate::migrate_copy(&copy, &Deadline::until_cancelled(Arc::default()))?;
    let opened = OpenedAs::Migrated(staging, ActStorage::of_ledger(version));
    Ok((open_to_read(&copy)?, opened))
}

/// Opens a ledger that is only to be read, by its real path.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection> {
    Ok(connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?.0)
}

/// Opens an existing ledger for reading only. A program that is busy writing does not mind: with
/// the write-ahead log neither waits for the other.
pub(crate) fn open_to_review(path: &Path) -> Result<(Connection, OpenFiles)> {
    let opened = open_as(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|(db, found)| {
        db.execute_batch("PRAGMA query_only = ON")?;
        let files = enter(&db, found)?;
        Ok((db, files))
    });
    let (mut db, files) = opened.map_err(|error| match error {
        // A reader needs the index of the write-ahead log; where it may not make one somebody else
        // has to.
        StoreError::Ledger(LedgerFault::ReadOnly | LedgerFault::CannotOpen { .. }, cause) => {
            StoreError::Ledger(LedgerFault::OnlyReadable, cause)
        }
        error => error,
    })?;
    db.authorizer(Some(authorizer::for_reading))?;
    Ok((db, files))
}

/// Opens an existing ledger so that acts of a review can be added to it, and nothing else.
pub(crate) fn open_to_remark(path: &Path) -> Result<(Connection, OpenFiles)> {
    let (mut db, found) = open_as(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    write_ahead(&db)?;
    // An authorizer is asked about tables and not about rows.
    db.execute_batch(authorizer::ONLY_FINDINGS)?;
    let files = enter(&db, found)?;
    db.authorizer(Some(authorizer::for_remarks))?;
    Ok((db, files))
}

/// Opens a ledger of this very version: whoever may not write cannot migrate an older one.
fn open_as(path: &Path, access: OpenFlags) -> Result<(Connection, FoundFiles)> {
    let (db, found) = connect(&fs::canonicalize(path)?, access)?;
    let version = schema::version_of(&db)?;
    if version < VERSION {
        return Err(LedgerFault::Older {
            found: version,
            known: VERSION,
        }
        .into());
    }
    Ok((db, found))
}

/// Creates a new ledger under another name and publishes it. So a file of its name is always a
/// whole ledger.
pub(crate) fn create(
    path: &Path,
    fill: impl FnOnce(&Connection) -> Result<()>,
) -> Result<(Connection, OpenFiles)> {
    if path.exists() {
        return Err(LedgerFault::Exists.into());
    }
    log::refuse_logs(path)?;
    let unfinished = beside(path, ".new");
    let _ = fs::remove_file(&unfinished);
    // The file is made first and by us, so that its path can be resolved like any other.
    drop(
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&unfinished)?,
    );
    let made = make(&unfinished, fill).and_then(|()| Ok(publish(&unfinished, path)?));
    if made.is_err() {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(beside(&unfinished, suffix));
        }
    }
    made?;
    match open(path)? {
        (db, OpenedAs::Live(files)) => Ok((db, files)),
        // Another program put its own file there in the meantime.
        _ => Err(LedgerFault::Exists.into()),
    }
}

fn make(path: &Path, fill: impl FnOnce(&Connection) -> Result<()>) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(fs::canonicalize(path)?, flags)?;
    configure(&mut db)?;
    let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    schema::create(&tx)?;
    fill(&tx)?;
    tx.commit()?;
    // Under the other name: the journal of this step could come back after a power cut and undo
    // what was saved since.
    write_ahead_once(&db)?;
    db.close().map_err(|(_, error)| StoreError::from(error))
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_statement_that_is_kept_is_planned_once_whatever_is_bound() {
        let mut db = Connection::open_in_memory().unwrap();
        configure(&mut db).unwrap();
        schema::create(&db).unwrap();
        let sql = "SELECT seq FROM change WHERE record = ?1 ORDER BY seq";
        for record in ["a", "b", "c"] {
            assert!(!db.prepare_cached(sql).unwrap().exists([record]).unwrap());
        }
        let again = db
            .prepare_cached(sql)
            .unwrap()
            .get_status(StatementStatus::RePrepare);
        assert_eq!(again, 0, "planned anew each time");
    }
}
