//! Versions of the schema. `schema.sql` is the current truth; `versions` keeps every one before it
//! and what migrates a file from each to the next, in a transaction of its own. Nothing there is
//! ever changed: a snapshot that is years old is verified by the schema of its own version and
//! migrated then.

use rusqlite::Connection;

use crate::store::error::Result;

/// The schema of a new ledger.
const SCHEMA: &str = include_str!("../../../schema.sql");

/// `TZ台` in spirit, `TZLG` in bytes: marks a file as a ledger of this program.
pub const APPLICATION_ID: i32 = 0x545A_4C47;

/// The version of a new ledger. A snapshot is verified against the very text of the schema, of the
/// views that `view.rs` makes, and of the rows of `readme`: whoever changes one of them makes a new
/// version.
#[allow(clippy::cast_possible_wrap, reason = "a handful of versions")]
pub const VERSION: i64 = 1 + OLDER.len() as i64;

/// The texts of the older versions: `OLDER[k]` is version `k + 1`.
const OLDER: [&str; 3] = [
    include_str!("versions/1.sql"),
    include_str!("versions/2.sql"),
    include_str!("versions/3.sql"),
];

/// Returns the entry of a version; `None` for the current one.
fn older(version: i64) -> Option<&'static str> {
    OLDER.get(usize::try_from(version - 1).ok()?).copied()
}

/// Returns the text of a version.
pub(crate) fn text(version: i64) -> &'static str {
    older(version).unwrap_or(SCHEMA)
}

/// Makes the tables of an empty file.
pub(crate) fn create(db: &Connection) -> Result<()> {
    create_as(db, VERSION)
}

/// Makes the tables as a version had them.
pub(crate) fn create_as(db: &Connection, version: i64) -> Result<()> {
    db.execute_batch(text(version))?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", version)?;
    Ok(())
}

/// Returns the version of a file.
pub(crate) fn version_of(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// `TZEX`: marks a file as an exchange file.
pub(crate) const EXCHANGE_ID: i32 = 0x545A_4558;

/// The version of their form.
#[allow(clippy::cast_possible_wrap, reason = "a handful of versions")]
pub(crate) const EXCHANGE_VERSION: i64 = 1 + OLDER_EXCHANGE.len() as i64;

/// Their form.
const EXCHANGE_SCHEMA: &str = include_str!("../../../exchange.sql");

/// The forms of the older versions: `OLDER_EXCHANGE[k]` is version `k + 1`.
const OLDER_EXCHANGE: [&str; 2] = [
    include_str!("versions/exchange-1.sql"),
    include_str!("versions/exchange-2.sql"),
];

/// Returns the form of a version.
pub(crate) fn exchange_schema(version: i64) -> &'static str {
    let older = usize::try_from(version - 1).ok();
    let older = older.and_then(|at| OLDER_EXCHANGE.get(at));
    older.copied().unwrap_or(EXCHANGE_SCHEMA)
}

/// The first version of a ledger that has findings and second entries in its chain; before, they
/// were in rows of tables only.
pub(crate) const CHAINED_SINCE: i64 = 3;

/// The same of an exchange file.
pub(crate) const EXCHANGE_CHAINED_SINCE: i64 = 2;
