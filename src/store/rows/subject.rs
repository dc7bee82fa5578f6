//! What the ledger keeps of each sort of record: its table, its rows, and what they must hold.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value as Json;
use uuid::Uuid;

use super::added_records::AddedRecords;
use super::cells::{uuid, version};
use super::record::KeptRow;
use super::{exception, record};
use crate::domain::policy::{Pack, form_of};
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Folded, Subject, excepted, sheet};
use crate::i18n::PlaceUse;
use crate::store::error::Result;

/// Returns the name of the table of a subject.
pub(crate) const fn table(subject: Subject) -> &'static str {
    match subject {
        Subject::Facility | Subject::Sheet => "record",
        Subject::Exception => "exception",
    }
}

/// Returns the condition that a row of its table is of a subject, as SQL.
fn is_of(subject: Subject) -> &'static str {
    match subject {
        Subject::Facility => "period IS NULL",
        Subject::Sheet => "period IS NOT NULL",
        Subject::Exception => "true",
    }
}

/// Returns the condition that a change is the save of a record, as SQL.
pub(crate) fn is_save() -> String {
    is_save_of(|_| true)
}

/// Returns the condition that a change is an act and no save, as the index `change_act` has it.
pub(crate) fn is_act() -> String {
    let words = Subject::ALL.map(|subject| format!("subject <> '{}'", subject.word()));
    words.join(" AND ")
}

/// Returns the condition that a change is the save of a record that inspectors review, as SQL.
pub(crate) fn is_reviewed_save() -> String {
    is_save_of(Subject::is_reviewed)
}

fn is_save_of(is_asked: impl Fn(Subject) -> bool) -> String {
    let asked = Subject::ALL
        .into_iter()
        .filter(|subject| is_asked(*subject));
    let words: Vec<String> = asked
        .map(|subject| format!("subject = '{}'", subject.word()))
        .collect();
    format!("({})", words.join(" OR "))
}

/// Writes the row that a record's changes come to, or removes it. A deleted record has no row.
/// `complete` says that nothing is missing for review; it is kept only where there is a review. A row
/// that is added is noted in `added`, which has to be written before anything is judged, and before
/// anything alters such a row or takes it away.
pub(crate) fn project(
    db: &Connection,
    subject: Subject,
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    heads: &[ChangeId],
    complete: bool,
    added: &mut AddedRecords,
) -> Result<()> {
    // Taken away and added again: REPLACE keeps a journal of every page it touches, also where
    // there is nothing to replace.
    let table = table(subject);
    db.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
        .execute([id.to_string()])?;
    if fields.contains_key(shared::DELETED) {
        return Ok(());
    }
    match subject {
        Subject::Facility | Subject::Sheet => {
            record::insert_row(db, id, fields, (&version(heads), complete))?;
            added.note_row(db, id)
        }
        Subject::Exception => exception::insert_row(db, id, fields, &version(heads)),
    }
}

/// Returns whether the ledger can hold the fields of a record: those that every kind has are texts,
/// some must be there, and the id of a sheet follows from them.
pub(crate) fn fits(subject: Subject, id: Uuid, folded: &Folded) -> bool {
    let fields = &folded.fields;
    if fields.contains_key(shared::DELETED) {
        return true;
    }
    match subject {
        Subject::Facility => record::fits(fields) && !fields.contains_key(shared::PERIOD),
        Subject::Sheet => record::fits(fields) && sheet::id_of(fields) == Some(id),
        Subject::Exception => exception::fits(fields),
    }
}

/// Returns the query of every row of a subject by id; [`kept_row`] reads what it gives.
pub(crate) fn every_row(subject: Subject) -> String {
    match subject {
        Subject::Facility | Subject::Sheet => record::every_row(is_of(subject)),
        Subject::Exception => exception::EVERY_ROW.to_owned(),
    }
}

/// Reads a row of [`every_row`].
pub(crate) fn kept_row(subject: Subject, row: &Row) -> Result<KeptRow> {
    match subject {
        Subject::Facility | Subject::Sheet => record::kept_row(row),
        Subject::Exception => Ok(KeptRow {
            record: exception::from_row(row)?,
            complete: false,
            agrees: true,
        }),
    }
}

/// Where a record is and the form that it is filled in, as its row has them.
pub(crate) struct RowPlace {
    /// The code of the place.
    pub(crate) place: String,
    /// The code of the form.
    pub(crate) form: String,
}

/// Returns where a record is as its row has it; `None` where there is no row.
pub(crate) fn place_of(
    db: &Connection,
    subject: Subject,
    record: Uuid,
) -> Result<Option<RowPlace>> {
    let table = table(subject);
    let form = subject.one_form();
    let form = form.map_or_else(|| "kind".to_owned(), |form| format!("'{form}'"));
    let mut query =
        db.prepare_cached(&format!("SELECT place, {form} FROM {table} WHERE id = ?1"))?;
    let row = |row: &Row| {
        Ok(RowPlace {
            place: row.get(0)?,
            form: row.get(1)?,
        })
    };
    Ok(query.query_row([record.to_string()], row).optional()?)
}

/// Returns the one record of a place that has these identifying fields.
pub(crate) fn identified(
    db: &Connection,
    subject: Subject,
    fields: &BTreeMap<String, Json>,
) -> Result<Option<Uuid>> {
    match subject {
        Subject::Facility => Ok(None),
        Subject::Sheet => match sheet::id_of(fields) {
            Some(id) => Ok(place_of(db, subject, id)?.map(|_| id)),
            None => Ok(None),
        },
        Subject::Exception => exception::of_requirement(db, fields),
    }
}

/// Returns what a record is of and this ledger does not know: a kind, or the requirement of a pack.
pub(crate) fn unknown_form(
    db: &Connection,
    packs: &[Pack],
    subject: Subject,
    fields: &BTreeMap<String, Json>,
) -> Result<Option<String>> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str).unwrap_or_default();
    match subject {
        Subject::Facility | Subject::Sheet => Ok(form_of(packs, subject, fields)
            .is_none()
            .then(|| text(shared::KIND).to_owned())),
        Subject::Exception => {
            let pack = text(excepted::PACK);
            let requirement = text(excepted::REQUIREMENT);
            let is_known = db
                .prepare_cached("SELECT 1 FROM requirement WHERE pack = ?1 AND code = ?2")?
                .exists([pack, requirement])?;
            Ok((!is_known).then(|| format!("{pack}/{requirement}")))
        }
    }
}

/// Returns the records of a place.
pub(crate) fn in_place(db: &Connection, subject: Subject, place: &str) -> Result<Vec<Uuid>> {
    let table = table(subject);
    let mut query = db.prepare_cached(&format!(
        "SELECT id FROM {table} WHERE place = ?1 AND {} ORDER BY id",
        is_of(subject)
    ))?;
    let rows = query.query_and_then([place], |row| uuid(&row.get::<_, String>(0)?))?;
    rows.collect()
}

/// Returns how many records hang on a place, in words.
pub(crate) fn use_of_place(db: &Connection, subject: Subject, place: &str) -> Result<PlaceUse> {
    let count = format!(
        "SELECT count(*) FROM {} WHERE place = ?1 AND {}",
        table(subject),
        is_of(subject)
    );
    let count: i64 = db.query_row(&count, [place], |row| row.get(0))?;
    Ok(counted(subject, usize::try_from(count).unwrap_or_default()))
}

/// Returns a count of records in words.
pub(crate) const fn counted(subject: Subject, count: usize) -> PlaceUse {
    match subject {
        Subject::Facility => PlaceUse::Facilities { count },
        Subject::Sheet => PlaceUse::Sheets { count },
        Subject::Exception => PlaceUse::Exceptions { count },
    }
}
