//! Migrates an older ledger to the current schema, one transaction a version.

pub(crate) mod purpose;
mod seal;

use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use self::purpose::MigrationPurpose;
use crate::domain::policy::lookup;
use crate::i18n::LedgerFault;
use crate::store::clock::stamp;
use crate::store::error::{self, Result, StoreError};
use crate::store::file::deadline::Deadline;
use crate::store::file::hardened::harden;
use crate::store::file::schema::{VERSION, version_of};
use crate::store::rows::{
    names, pack, pack_text, place, place_key, record, review_state, stale, view,
};
use crate::store::write::judging;

/// How one version becomes the next.
struct MigrationStep {
    /// What is done before, where statements alone cannot know the names.
    before: fn(&Connection) -> Result<()>,
    /// The statements.
    sql: &'static str,
    /// What statements alone cannot do of it.
    then: fn(&Connection, MigrationPurpose) -> Result<()>,
}

/// `STEPS[k]` makes version `k + 2` of version `k + 1`.
#[allow(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a handful of versions"
)]
const STEPS: [MigrationStep; VERSION as usize - 1] = [
    MigrationStep {
        before: |_| Ok(()),
        sql: include_str!("../file/versions/1-to-2.sql"),
        then: |_, _| Ok(()),
    },
    MigrationStep {
        before: |_| Ok(()),
        sql: include_str!("../file/versions/2-to-3.sql"),
        then: seal::seal,
    },
    MigrationStep {
        before: drop_views,
        sql: include_str!("../file/versions/3-to-4.sql"),
        then: take_up_version_4,
    },
];

/// Drops the views of all kinds: they read a table that gets another name.
fn drop_views(db: &Connection) -> Result<()> {
    let mut query = db.prepare("SELECT code FROM kind")?;
    let kinds = query.query_map([], |row| row.get::<_, String>(0))?;
    let kinds = kinds.collect::<rusqlite::Result<Vec<_>>>()?;
    kinds.iter().try_for_each(|kind| view::drop(db, kind))
}

/// Makes the views of all kinds, keeps the texts of packs, and judges every place: what is known in
/// part decides less than it did in version 2, and judging keeps more than it did in version 3.
fn take_up_version_4(db: &Connection, _: MigrationPurpose) -> Result<()> {
    let packs = pack::load_all(db)?;
    lookup::kinds(&packs).try_for_each(|kind| view::create(db, kind))?;
    pack_text::fill(db)?;
    for place in &place::all(db)? {
        place_key::add(db, place)?;
    }
    names::key_names(db)?;
    record::shorten_rows(db)?;
    for pack in &packs {
        pack::replace_groups_and_forms(db, pack)?;
        stale::mark_covered(db, &pack.code)?;
    }
    // Nothing that a copy of unknown origin brings along runs, its triggers neither.
    review_state::restate(db)?;
    review_state::recount_records(db)?;
    judging::judge_stale(db, &packs, &stamp())?;
    review_state::recount_standings(db)
}

/// Returns why a file cannot be migrated, without the statements. Most likely another tool made
/// something of a name that is needed.
fn migration_error(version: i64, error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => LedgerFault::NotLifted {
            version,
            detail: msg,
        }
        .into(),
        error => error.into(),
    }
}

/// Migrates an older file to [`VERSION`], one transaction a version.
pub(crate) fn migrate(db: &mut Connection, purpose: MigrationPurpose) -> Result<()> {
    loop {
        let version = version_of(db)?;
        let step = usize::try_from(version - 1)
            .ok()
            .and_then(|at| STEPS.get(at));
        let Some(step) = step else { return Ok(()) };
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have migrated it while this one waited.
        if version_of(&tx)? == version {
            (step.before)(&tx)?;
            tx.execute_batch(step.sql)
                .map_err(|error| migration_error(version, error))?;
            (step.then)(&tx, purpose)?;
            tx.pragma_update(None, "user_version", version + 1)?;
            tx.commit()?;
        }
    }
}

/// Migrates a copy in a staging directory to the current version. Its tables were found to be those
/// of an older version.
pub(crate) fn migrate_copy(copy: &Path, deadline: &Deadline) -> error::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut db = Connection::open_with_flags(copy, flags)?;
    harden(&mut db, deadline)?;
    // Whoever goes on with the copy syncs it.
    db.execute_batch("PRAGMA synchronous = OFF")?;
    migrate(&mut db, MigrationPurpose::Copy)?;
    db.close().map_err(|(_, error)| error.into())
}
