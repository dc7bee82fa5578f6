//! The rows of records and exceptions, written from the fold of their changes.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::version;
use super::exception::{REQUIRED, VALID_UNTIL};
use super::{exception, facility};
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Folded, Subject};
use crate::store::error::Result;

/// Writes the row that a record's changes come to, or removes it. A deleted record has no row.
/// `complete` says that nothing is missing for review; an exception is never reviewed.
pub(crate) fn project(
    db: &Connection,
    subject: Subject,
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    heads: &[ChangeId],
    complete: bool,
) -> Result<()> {
    // Taken away and added again: REPLACE keeps a journal of every page it touches, also where
    // there is nothing to replace.
    let table = subject.word();
    db.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
        .execute([id.to_string()])?;
    if fields.contains_key(shared::DELETED) {
        return Ok(());
    }
    match subject {
        Subject::Facility => facility::insert_row(db, id, fields, &version(heads), complete),
        Subject::Exception => exception::insert_row(db, id, fields, &version(heads)),
    }
}

/// Returns whether the row of a record can hold its fields. Every column is a text, and an
/// exception has fields that must be there.
pub(crate) fn fits(subject: Subject, folded: &Folded) -> bool {
    let fields = &folded.fields;
    if fields.contains_key(shared::DELETED) {
        return true;
    }
    let is_text = |code: &str| fields.get(code).is_none_or(Json::is_string);
    match subject {
        Subject::Facility => facility::columns().all(is_text),
        Subject::Exception => {
            let is_there = |code: &&str| fields.get(*code).is_some_and(Json::is_string);
            let known = |code: &String| REQUIRED.contains(&code.as_str()) || code == VALID_UNTIL;
            REQUIRED.iter().all(is_there) && is_text(VALID_UNTIL) && fields.keys().all(known)
        }
    }
}
