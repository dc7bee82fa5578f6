//! Written exceptions as rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::uuid;
use crate::domain::record::Patch;
use crate::domain::record::facility::shared;
use crate::store::error::Result;

/// The fields that every exception has, and the one that it may have.
pub(crate) const REQUIRED: [&str; 5] = [shared::PLACE, "pack", "requirement", "document", "reason"];

pub(crate) const VALID_UNTIL: &str = "valid_until";

/// Returns the exceptions as their rows have them: id, fields that have a value, version.
pub(crate) fn all_rows(db: &Connection) -> Result<Vec<(Uuid, Patch, String)>> {
    let mut query = db.prepare(
        "SELECT id, version, json_object('place', place, 'pack', pack, 'requirement', requirement,
             'document', document, 'reason', reason, 'valid_until', valid_until) FROM exception ORDER BY id",
    )?;
    let row = |row: &Row| -> Result<_> {
        let json = row.get::<_, String>(2)?;
        let mut fields: Patch = serde_json::from_str(&json)?;
        fields.retain(|_, value| !value.is_null());
        Ok((uuid(&row.get::<_, String>(0)?)?, fields, row.get(1)?))
    };
    query.query_and_then([], row)?.collect()
}

pub(crate) fn insert_row(
    db: &Connection,
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    version: &str,
) -> Result<()> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    db.execute(
        "INSERT INTO exception (id, place, pack, requirement, document, reason, valid_until, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            id.to_string(),
            text(shared::PLACE),
            text("pack"),
            text("requirement"),
            text("document"),
            text("reason"),
            text("valid_until"),
            version
        ],
    )?;
    Ok(())
}
