//! Written exceptions as rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::uuid;
use super::record::heads;
use crate::domain::record::facility::shared;
use crate::domain::record::{Patch, Record, Subject, excepted};
use crate::store::error::Result;

/// The fields that every exception has.
const REQUIRED: [&str; 5] = [
    shared::PLACE,
    excepted::PACK,
    excepted::REQUIREMENT,
    excepted::DOCUMENT,
    excepted::REASON,
];

/// The query of every row by id; [`from_row`] reads what it gives.
pub(crate) const EVERY_ROW: &str = "SELECT id, version, place, json_object('pack', pack,
        'requirement', requirement, 'document', document, 'reason', reason,
        'valid_until', valid_until)
    FROM exception ORDER BY id";

/// Reads a row of [`EVERY_ROW`]. A version that cannot be read is one that nothing comes to.
pub(crate) fn from_row(row: &Row) -> Result<Record> {
    let json = row.get::<_, String>(3)?;
    let mut fields: Patch = serde_json::from_str(&json)?;
    fields.retain(|_, value| !value.is_null());
    let subject = Subject::Exception;
    Ok(Record {
        id: uuid(&row.get::<_, String>(0)?)?,
        subject,
        kind: subject.word().to_owned(),
        place: row.get(2)?,
        fields,
        heads: heads(&row.get::<_, String>(1)?).unwrap_or_default(),
    })
}

/// Returns whether a row can hold the fields of an exception.
pub(crate) fn fits(fields: &BTreeMap<String, Json>) -> bool {
    let is_there = |code: &&str| fields.get(*code).is_some_and(Json::is_string);
    let valid_until = fields.get(excepted::VALID_UNTIL);
    let is_known =
        |code: &String| REQUIRED.contains(&code.as_str()) || code == excepted::VALID_UNTIL;
    REQUIRED.iter().all(is_there)
        && valid_until.is_none_or(Json::is_string)
        && fields.keys().all(is_known)
}

/// Returns the exception of a requirement in a place; of several the one that holds longest.
pub(crate) fn of_requirement(
    db: &Connection,
    fields: &BTreeMap<String, Json>,
) -> Result<Option<Uuid>> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    let mut query = db.prepare_cached(
        "SELECT id FROM exception WHERE pack = ?1 AND requirement = ?2 AND place = ?3
         ORDER BY coalesce(valid_until, '9999') DESC, id LIMIT 1",
    )?;
    let asked = [
        text(excepted::PACK),
        text(excepted::REQUIREMENT),
        text(shared::PLACE),
    ];
    let found = query.query_row(asked, |row| row.get::<_, String>(0));
    found.optional()?.map(|id| uuid(&id)).transpose()
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
            text(excepted::PACK),
            text(excepted::REQUIREMENT),
            text(excepted::DOCUMENT),
            text(excepted::REASON),
            text(excepted::VALID_UNTIL),
            version
        ],
    )?;
    Ok(())
}
