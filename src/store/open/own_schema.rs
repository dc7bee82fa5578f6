//! The schema of a ledger that is opened, compared with what this program makes: an altered view
//! could show what is not so or never end, and an extra trigger would write whatever it likes with
//! every save. What other tools added besides, tables, indexes and views, nothing here reads; it
//! stays.

use rusqlite::{Connection, OptionalExtension as _};

use super::reference::{ForeignObjectKind, Reference, SchemaDifferences};
use super::written_schema::is_as_written;
use crate::domain::policy::{Pack, lookup};
use crate::i18n::LedgerFault;
use crate::store::error::Result;
use crate::store::file::schema;
use crate::store::rows::view;

/// Refuses a schema that is not that of a version, and foreign triggers. It reads nothing but the
/// schema itself, so nothing that the file brings along runs. The views of kinds follow once the
/// packs are read: [`check_views`].
pub(crate) fn check(db: &Connection, version: i64) -> Result<()> {
    let Some(reference) = reference_unless_as_written(db, version)? else {
        return Ok(());
    };
    let differences = reference.whole_schema(db)?;
    if let Some(object) = differences.altered.into_iter().next() {
        return Err(LedgerFault::Altered { object }.into());
    }
    match differences
        .foreign
        .into_iter()
        .find(|object| object.sort == ForeignObjectKind::Trigger)
    {
        Some(object) => Err(LedgerFault::ForeignTrigger {
            object: object.name,
        }
        .into()),
        None => Ok(()),
    }
}

/// Returns how the tables, indexes and triggers of a file differ from those of a version; its views
/// are left out.
pub(crate) fn table_differences(db: &Connection, version: i64) -> Result<SchemaDifferences> {
    match reference_unless_as_written(db, version)? {
        Some(reference) => reference.tables(db),
        None => Ok(SchemaDifferences::default()),
    }
}

/// Returns the schema to compare a file with; `None` where the file has just what the text says, which
/// is cheaper to find out.
fn reference_unless_as_written(db: &Connection, version: i64) -> Result<Option<Reference>> {
    if is_as_written(db, schema::text(version))? {
        return Ok(None);
    }
    Reference::bare(version).map(Some)
}

/// Refuses views of kinds that are not those which the packs make.
pub(crate) fn check_views(db: &Connection, packs: &[Pack]) -> Result<()> {
    let mut query =
        db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1")?;
    for kind in lookup::kinds(packs) {
        let found: Option<String> = query.query_row([&kind.code], |row| row.get(0)).optional()?;
        if found.is_none_or(|found| found != view::definition(kind)) {
            return Err(LedgerFault::Altered {
                object: kind.code.clone(),
            }
            .into());
        }
    }
    Ok(())
}

/// Returns a number that changes with the schema.
pub(crate) fn cookie(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "schema_version", |row| row.get(0))
}
