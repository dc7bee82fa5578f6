//! Versions of the schema. `schema.sql` is the current truth; `versions` keeps every one before it and what lifts a file
//! from each to the next, in a transaction of its own. Nothing there is ever changed: a snapshot that is years old is
//! verified by the schema of its own version and lifted then.

mod seal;

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Result, StoreError};
use crate::i18n::LedgerFault;

/// The schema of a new ledger.
const SCHEMA: &str = include_str!("../../schema.sql");

/// `TZ台` in spirit, `TZLG` in bytes: marks a file as a ledger of this program.
pub const APPLICATION_ID: i32 = 0x545A_4C47;

/// The version of a new ledger. A snapshot is verified against the very text of the schema and of the views that
/// `view.rs` makes: whoever changes either of them makes a new version.
#[allow(clippy::cast_possible_wrap, reason = "a handful of versions")]
pub const VERSION: i64 = 1 + OLDER.len() as i64;

/// A version of the schema that is not the current one any more.
struct Older {
    /// Its text.
    schema: &'static str,
    /// What makes the next version of it.
    lift: &'static str,
    /// What statements alone cannot do of it.
    then: fn(&Connection, Lift) -> Result<()>,
}

/// `OLDER[k]` is version `k + 1`.
const OLDER: [Older; 2] = [
    Older { schema: include_str!("versions/1.sql"), lift: include_str!("versions/1-to-2.sql"), then: |_, _| Ok(()) },
    Older { schema: include_str!("versions/2.sql"), lift: include_str!("versions/2-to-3.sql"), then: seal::seal },
];

/// What a file is lifted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lift {
    /// It is a ledger that goes on being written.
    Ledger,
    /// It is a copy that becomes a ledger of its own, and so a new site.
    NewSite,
    /// It is a copy that is only read: nothing is added to its trail.
    Copy,
}

/// The entry of a version; `None` for the current one.
fn older(version: i64) -> Option<&'static Older> {
    OLDER.get(usize::try_from(version - 1).ok()?)
}

/// Makes the tables of an empty file.
pub(super) fn create(db: &Connection) -> Result<()> {
    create_as(db, VERSION)
}

/// Makes the tables as a version had them.
pub(super) fn create_as(db: &Connection, version: i64) -> Result<()> {
    db.execute_batch(older(version).map_or(SCHEMA, |older| older.schema))?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", version)?;
    Ok(())
}

/// The version of a file.
pub(super) fn version_of(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Why a file cannot be lifted, without the statements: most likely another tool made something of a name that is needed.
fn cannot_lift(version: i64, error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => LedgerFault::NotLifted { version, detail: msg }.into(),
        error => error.into(),
    }
}

/// Lifts an older file to [`VERSION`], one transaction a version.
pub(super) fn lift(db: &mut Connection, what_for: Lift) -> Result<()> {
    loop {
        let version = version_of(db)?;
        let Some(older) = older(version) else { return Ok(()) };
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have lifted it while this one waited.
        if version_of(&tx)? == version {
            tx.execute_batch(older.lift).map_err(|error| cannot_lift(version, error))?;
            (older.then)(&tx, what_for)?;
            tx.pragma_update(None, "user_version", version + 1)?;
            tx.commit()?;
        }
    }
}
