//! Settings of a connection: limits, patience, cache and journal.

use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, FileControl};

use super::schema::{self, APPLICATION_ID, VERSION};
use crate::i18n::LedgerFault;
use crate::store::clock;
use crate::store::error::Result;

/// How long a save waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn configure(db: &mut Connection) -> Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
        // No plan rests on what is bound: otherwise most statements are planned again each time
        // they run.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        db.set_db_config(setting, on)?;
    }
    db.busy_handler(Some(wait_a_little()))?;
    db.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 8388608;",
    )?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// How many pages a connection holds in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CacheSize {
    /// Those of a session, of which twenty may be open beside each other.
    Session,
    /// Those of an examination, which reads most pages in their order, on several connections, and of
    /// looking up what the rows of a file are about.
    Examination,
    /// Those of work on a whole ledger, which comes back to many pages many times.
    Bulk,
}

/// Gives a connection room for pages.
pub(crate) fn set_cache_size(db: &Connection, size: CacheSize) -> rusqlite::Result<()> {
    // Negative numbers are KiB.
    let kibibytes = match size {
        CacheSize::Session => -2000,
        CacheSize::Examination => -8192,
        CacheSize::Bulk => -16384,
    };
    db.pragma_update(None, "cache_size", kibibytes)
}

/// Waits up to [`PATIENCE`] for a lock, 0.5 to 2 milliseconds at a time. The time differs each try:
/// under load this is ten times fairer than SQLite's own back-off.
fn wait_a_little() -> impl FnMut(i32) -> bool + Send + 'static {
    let mut since = Instant::now();
    move |tries| {
        if tries == 0 {
            since = Instant::now();
        }
        let noise = clock::now().timestamp_subsec_nanos();
        thread::sleep(Duration::from_micros(500 + u64::from(noise / 7 % 1500)));
        since.elapsed() < PATIENCE
    }
}

/// Refuses what is not a ledger of this program, or was written by a newer one.
pub(crate) fn check_identity(db: &Connection) -> Result<()> {
    let id: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == schema::EXCHANGE_ID {
        return Err(LedgerFault::Exchange.into());
    }
    if id != APPLICATION_ID {
        return Err(LedgerFault::Foreign.into());
    }
    let found = schema::version_of(db)?;
    if found > VERSION {
        return Err(LedgerFault::Newer {
            found,
            known: VERSION,
        }
        .into());
    }
    if found < 1 {
        Err(LedgerFault::Foreign.into())
    } else {
        Ok(())
    }
}

/// Turns the write-ahead log on.
pub(crate) fn write_ahead_once(db: &Connection) -> Result<()> {
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode == "wal" {
        Ok(())
    } else {
        Err(LedgerFault::NotWal { mode }.into())
    }
}

/// Turns the write-ahead log on and keeps its files. Then a ledger opens on a full disk, and for a
/// reader who cannot create files.
pub(crate) fn write_ahead(db: &Connection) -> Result<()> {
    write_ahead_once(db)?;
    let mut on = 1;
    db.file_control(Some("main"), FileControl::PersistWal(&mut on))?;
    Ok(())
}
