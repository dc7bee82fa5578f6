//! Records that were taken out of the ledger, as the trail still knows them.

use rusqlite::Connection;

use super::identity::Identity;
use super::{cells, subject, trail};
use crate::domain::record::Change;
use crate::domain::record::facility::shared;
use crate::store::error::Result;

/// A record that was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedRecord {
    /// How files named it.
    pub was: Identity,
    /// When it was deleted, UTC.
    pub at: String,
    /// Who deleted it.
    pub author: String,
}

/// Returns the deleted records of a kind, in no order.
pub(crate) fn of_kind(db: &Connection, kind: &str) -> Result<Vec<DeletedRecord>> {
    // Which records have no row is told by two indexes alone.
    let mut query = db.prepare(&format!(
        "SELECT DISTINCT record FROM change INDEXED BY change_record
         WHERE record NOT IN (SELECT id FROM record) AND {}",
        subject::is_reviewed_save()
    ))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id = cells::uuid(cells::text(row, 0)?)?;
        let changes = trail::changes_of(db, id)?;
        let set = |code: &str| {
            changes
                .iter()
                .rev()
                .find_map(|change| change.patch.get(code)?.as_str())
        };
        let is_deletion = |change: &&Change| {
            change
                .patch
                .get(shared::DELETED)
                .is_some_and(|deleted| !deleted.is_null())
        };
        if set(shared::KIND) != Some(kind) {
            continue;
        }
        let text = |code: &str| set(code).unwrap_or_default().to_owned();
        let place = text(shared::PLACE);
        let name = text(shared::NAME);
        let facility_code = text(shared::FACILITY_CODE);
        let was = Identity {
            id,
            place,
            name,
            facility_code,
        };
        if let Some(deletion) = changes.iter().rev().find(is_deletion) {
            found.push(DeletedRecord {
                was,
                at: deletion.at.clone(),
                author: deletion.author.clone(),
            });
        }
    }
    Ok(found)
}
