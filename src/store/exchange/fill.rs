//! How an exchange file is filled from a ledger.

use std::fs::File;
use std::path::Path;

use rusqlite::{Connection, Params, params, params_from_iter};

use super::{APPLICATION_ID, SCHEMA, Tail, VERSION};
use crate::store::error::StoreError;
use crate::store::snapshot::Result;
use crate::store::{manifest, values};

/// How many acts went into a file.
pub(super) struct Rows {
    pub(super) findings: usize,
    pub(super) second_entries: usize,
}

const CHANGES: &str = "SELECT site, seq, subject, record, at, author, reason, parents, patch, hash FROM change
    WHERE site = ?1 AND seq > ?2 ORDER BY seq";
const FINDINGS: &str = "SELECT id, record, thread, act, fields, text, version, author, role, at, site FROM finding
    WHERE site = ?1 AND rowid > ?2 ORDER BY rowid";
const SECOND_ENTRIES: &str = "SELECT id, record, field, version, verifier, at, outcome, tries, site FROM double_entry
    WHERE site = ?1 AND rowid > ?2 ORDER BY rowid";
const PACKS: &str = "SELECT code, number, sha256, loaded_at FROM pack ORDER BY position";
/// The places that changes name, and all above them.
const PLACES: &str = "WITH RECURSIVE named (code) AS (
        SELECT patch ->> '$.place' FROM change WHERE site = ?1 AND seq > ?2 AND patch ->> '$.place' IS NOT NULL
        UNION SELECT place.parent FROM place JOIN named ON place.code = named.code WHERE place.parent IS NOT NULL)
    SELECT code, name, level, parent FROM place WHERE code IN (SELECT code FROM named) ORDER BY code";

/// Writes the file `path`, which is not there yet.
pub(super) fn fill(db: &Connection, tail: &Tail, path: &Path, made_at: &str, author: &str) -> Result<Rows> {
    // Made by us, so that a folder or a disk that refuses says so in its own words.
    drop(File::create_new(path)?);
    let file = Connection::open(path)?;
    // It is synced as a whole before it gets its name.
    file.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")?;
    let tx = file.unchecked_transaction()?;
    tx.execute_batch(SCHEMA)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", VERSION)?;
    let (after, program) = (&tail.after, env!("CARGO_PKG_VERSION"));
    tx.execute(
        "INSERT INTO exchange (one, ledger, site, after, after_hash, made_at, author, program)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![manifest::ledger(db)?, after.site, after.seq, after.hash, made_at, author, program],
    )?;
    copy(db, PACKS, [], &tx, "pack")?;
    copy(db, PLACES, params![after.site, after.seq], &tx, "place")?;
    copy(db, CHANGES, params![after.site, after.seq], &tx, "change")?;
    let findings = copy(db, FINDINGS, params![after.site, tail.handed.findings], &tx, "finding")?;
    let second_entries =
        copy(db, SECOND_ENTRIES, params![after.site, tail.handed.second_entries], &tx, "double_entry")?;
    tx.commit()?;
    file.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(Rows { findings, second_entries })
}

/// Copies the rows of a query into a table of the same columns in the same order; how many there were.
fn copy(from: &Connection, query: &str, params: impl Params, to: &Connection, table: &str) -> rusqlite::Result<usize> {
    let mut query = from.prepare(query)?;
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({})", values::marks(query.column_count())))?;
    let (mut rows, mut count) = (query.query(params)?, 0);
    while let Some(row) = rows.next()? {
        count += insert.execute(params_from_iter(values::of(row)?))?;
    }
    Ok(count)
}
