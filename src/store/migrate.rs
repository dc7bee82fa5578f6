//! Versions of the schema. `schema.sql` is the current truth; each entry of `MIGRATIONS` lifts a file by one version
//! in a transaction of its own. Entries are never changed or removed once they were released.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::Result;

/// The schema of a new ledger.
const SCHEMA: &str = include_str!("../../schema.sql");

/// `TZ台` in spirit, `TZLG` in bytes: marks a file as a ledger of this program.
pub const APPLICATION_ID: i32 = 0x545A_4C47;

/// The version of a new ledger. A snapshot is verified against the very text of the schema and of the views that
/// `view.rs` makes: whoever changes either of them once it was released makes a new version.
#[allow(clippy::cast_possible_wrap, reason = "a handful of migrations")]
pub const VERSION: i64 = 1 + MIGRATIONS.len() as i64;

type Lift = fn(&Transaction) -> rusqlite::Result<()>;

/// `MIGRATIONS[k]` lifts version `k + 1` to `k + 2`.
const MIGRATIONS: [Lift; 0] = [];

/// Makes the tables of an empty file.
pub(super) fn create(db: &Connection) -> Result<()> {
    db.execute_batch(SCHEMA)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// Lifts an older file to [`VERSION`], one transaction a version.
pub(super) fn lift(db: &mut Connection) -> Result<()> {
    loop {
        let tx = db.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let version: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let Some(lift) = usize::try_from(version - 1).ok().and_then(|at| MIGRATIONS.get(at)) else {
            return Ok(());
        };
        drop(tx);
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have lifted it while this one waited.
        let still: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if still == version {
            lift(&tx)?;
            tx.pragma_update(None, "user_version", version + 1)?;
            tx.commit()?;
        }
    }
}
