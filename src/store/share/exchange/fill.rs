//! How an exchange file is filled from a ledger.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::range::ChangeRange;
use crate::store::error::StoreError;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::schema::{EXCHANGE_ID, EXCHANGE_VERSION, exchange_schema};
use crate::store::rows::exchange_digest::digest;
use crate::store::rows::{manifest, subject, trail, values};

const PACKS: &str = "SELECT code, sha256, loaded_at FROM pack ORDER BY position";
/// The places that changes name, and all above them.
fn places() -> String {
    let is_save = subject::is_save();
    format!(
        "WITH RECURSIVE named (code) AS (
             SELECT patch ->> '$.place' FROM change WHERE site = ?1 AND seq > ?2
                 AND {is_save} AND patch ->> '$.place' IS NOT NULL
             UNION SELECT place.parent FROM place JOIN named ON place.code = named.code
                 WHERE place.parent IS NOT NULL)
         SELECT code, name, level, parent FROM place WHERE code IN (SELECT code FROM named)
         ORDER BY code"
    )
}

/// How a file is made.
pub(super) struct ExportDetails<'a> {
    /// When, in UTC.
    pub(super) at: &'a str,
    /// By whom.
    pub(super) author: &'a str,
    /// Ends it early once it is set.
    pub(super) cancel: &'a AtomicBool,
}

/// Writes the file `path`, which is not there yet.
pub(super) fn fill(
    db: &Connection,
    range: &ChangeRange,
    path: &Path,
    made: &ExportDetails,
) -> Result<()> {
    // Made by us, so that a folder or a disk that refuses says so in its own words.
    drop(File::create_new(path)?);
    let file = Connection::open(path)?;
    // It is synced as a whole before it gets its name.
    file.execute_batch(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY",
    )?;
    let tx = file.unchecked_transaction()?;
    tx.execute_batch(exchange_schema(EXCHANGE_VERSION))?;
    tx.pragma_update(None, "application_id", EXCHANGE_ID)?;
    tx.pragma_update(None, "user_version", EXCHANGE_VERSION)?;
    let after = &range.after;
    tx.execute(
        "INSERT INTO exchange (one, ledger, site, after, after_hash, made_at, author, program, digest)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, '')",
        params![
            manifest::ledger(db)?,
            after.site,
            after.seq,
            after.hash,
            made.at,
            made.author,
            env!("CARGO_PKG_VERSION")
        ],
    )?;
    let copy = |sql: &str, params: &[&dyn ToSql], table: &str| {
        copy(db, sql, params, &tx, table, made.cancel)
    };
    copy(PACKS, &[], "pack")?;
    copy(&places(), &[&after.site, &after.seq], "place")?;
    let columns = trail::COLUMNS;
    let changes = format!("SELECT {columns} FROM change WHERE site = ?1 AND seq > ?2 ORDER BY seq");
    copy(&changes, &[&after.site, &after.seq], "change")?;
    tx.execute("UPDATE exchange SET digest = ?1", [digest(&tx)?])?;
    tx.commit()?;
    file.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(())
}

/// Copies the rows of a query into a table of the same columns in the same order.
fn copy(
    from: &Connection,
    query: &str,
    params: &[&dyn ToSql],
    to: &Connection,
    table: &str,
    cancel: &AtomicBool,
) -> Result<()> {
    let mut query = from.prepare(query)?;
    let mut insert = to.prepare(&format!(
        "INSERT INTO {table} VALUES ({})",
        values::marks(query.column_count())
    ))?;
    let mut rows = query.query(params)?;
    while let Some(row) = rows.next()? {
        if cancel.load(Ordering::Relaxed) {
            return Err(FileError::Cancelled);
        }
        insert.execute(params_from_iter(values::all(row)?))?;
    }
    Ok(())
}
