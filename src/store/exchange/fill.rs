//! How an exchange file is filled from a ledger.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::tail::Tail;
use super::{APPLICATION_ID, SCHEMA, VERSION};
use crate::store::error::StoreError;
use crate::store::file_error::{Error, Result};
use crate::store::{double_entry, finding, manifest, trail, values};

/// How many acts went into a file.
pub(super) struct Rows {
    pub(super) findings: usize,
    pub(super) second_entries: usize,
}

const PACKS: &str = "SELECT code, number, sha256, loaded_at FROM pack ORDER BY position";
/// The places that changes name, and all above them.
const PLACES: &str = "WITH RECURSIVE named (code) AS (
        SELECT patch ->> '$.place' FROM change WHERE site = ?1 AND seq > ?2 AND patch ->> '$.place' IS NOT NULL
        UNION SELECT place.parent FROM place JOIN named ON place.code = named.code WHERE place.parent IS NOT NULL)
    SELECT code, name, level, parent FROM place WHERE code IN (SELECT code FROM named) ORDER BY code";

/// How a file is made.
pub(super) struct Made<'a> {
    /// When, in UTC.
    pub(super) at: &'a str,
    /// By whom.
    pub(super) author: &'a str,
    /// Ends it early once it is set.
    pub(super) cancel: &'a AtomicBool,
}

/// The rows of a site in a table behind a number, in their order.
fn of_site(table: &str, columns: &str, number: &str) -> String {
    format!("SELECT {columns} FROM {table} WHERE site = ?1 AND {number} > ?2 ORDER BY {number}")
}

/// Writes the file `path`, which is not there yet.
pub(super) fn fill(db: &Connection, tail: &Tail, path: &Path, made: &Made) -> Result<Rows> {
    // Made by us, so that a folder or a disk that refuses says so in its own words.
    drop(File::create_new(path)?);
    let file = Connection::open(path)?;
    // It is synced as a whole before it gets its name.
    file.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")?;
    let tx = file.unchecked_transaction()?;
    tx.execute_batch(SCHEMA)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", VERSION)?;
    let (after, handed) = (&tail.after, tail.handed);
    let (findings_before, second_entries_before) = tail.handed_before(db)?;
    tx.execute(
        "INSERT INTO exchange (one, ledger, site, upon, after, after_hash, findings_before, second_entries_before,
             made_at, author, program)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            manifest::ledger(db)?,
            after.site,
            serde_json::json!(tail.upon).to_string(),
            after.seq,
            after.hash,
            findings_before,
            second_entries_before,
            made.at,
            made.author,
            env!("CARGO_PKG_VERSION")
        ],
    )?;
    let copy = |sql: &str, params: &[&dyn ToSql], table: &str| copy(db, sql, params, &tx, table, made.cancel);
    copy(PACKS, &[], "pack")?;
    copy(PLACES, &[&after.site, &after.seq], "place")?;
    copy(&of_site("change", trail::COLUMNS, "seq"), &[&after.site, &after.seq], "change")?;
    let findings = of_site("finding", finding::COLUMNS, "rowid");
    let findings = copy(&findings, &[&after.site, &handed.findings], "finding")?;
    let second_entries = of_site("double_entry", double_entry::ALL_COLUMNS, "rowid");
    let second_entries = copy(&second_entries, &[&after.site, &handed.second_entries], "double_entry")?;
    tx.commit()?;
    file.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(Rows { findings, second_entries })
}

/// Copies the rows of a query into a table of the same columns in the same order; how many there were.
fn copy(
    from: &Connection,
    query: &str,
    params: &[&dyn ToSql],
    to: &Connection,
    table: &str,
    cancel: &AtomicBool,
) -> Result<usize> {
    let mut query = from.prepare(query)?;
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({})", values::marks(query.column_count())))?;
    let (mut rows, mut count) = (query.query(params)?, 0);
    while let Some(row) = rows.next()? {
        if cancel.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        count += insert.execute(params_from_iter(values::of(row)?))?;
    }
    Ok(count)
}
