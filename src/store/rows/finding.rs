//! The acts of reviews as rows. Nothing here asks whether somebody may do what they do.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::FINDINGS;
use super::cells::{self, uuid};
use super::chain::Chain;
use super::{record, site};
use crate::domain::record::ChangeId;
use crate::domain::review::thread::threads;
use crate::domain::review::{ActionKind, ReviewAction, ReviewRole, Thread};
use crate::i18n::LedgerRefusal;
use crate::store::clock::{self, is_timestamp};
use crate::store::error::{Result, damaged};

/// An act that is to be written down.
pub(crate) struct NewAct<'a> {
    pub(crate) kind: ActionKind,
    pub(crate) record: Option<Uuid>,
    /// The finding; of a new one none, for it gets the name of this act.
    pub(crate) thread: Option<Uuid>,
    pub(crate) fields: Vec<String>,
    pub(crate) text: &'a str,
    pub(crate) version: Vec<ChangeId>,
    pub(crate) author: &'a str,
    pub(crate) role: ReviewRole,
}

/// A finding that waits for a clerk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingFinding {
    /// The finding.
    pub thread: Uuid,
    /// Its record.
    pub record: Uuid,
    /// The code of the record's kind.
    pub kind: String,
    /// The code of the record's place.
    pub place: String,
    /// The record's name.
    pub name: String,
    /// The codes of the fields it marks; none means the whole record.
    pub fields: Vec<String>,
    /// What the inspector wrote last.
    pub text: String,
    /// The inspector.
    pub author: String,
    /// When it was returned.
    pub at: String,
}

/// The columns of an act, in their order.
const COLUMNS: &str = "id, record, thread, act, fields, text, version, author, role, at, site";

pub(crate) fn waiting_from_row(row: &Row) -> Result<WaitingFinding> {
    let text = |at: usize| row.get::<_, String>(at);
    Ok(WaitingFinding {
        thread: uuid(&text(0)?)?,
        record: uuid(&text(1)?)?,
        kind: text(2)?,
        place: text(3)?,
        name: text(4)?,
        fields: serde_json::from_str(&text(5)?)?,
        text: text(6)?,
        author: text(7)?,
        at: text(8)?,
    })
}

/// Writes an act down; its id.
pub(crate) fn insert(chain: &mut Chain, act: &NewAct) -> Result<Uuid> {
    let id = id_after(last(chain.db(), act.record)?);
    let thread = if act.kind == ActionKind::Return {
        Some(id)
    } else {
        act.thread
    };
    let text = |text: String| Sql::Text(text);
    let id_or_none = |id: Option<Uuid>| id.map_or(Sql::Null, |id| text(id.to_string()));
    let row = vec![
        text(id.to_string()),
        id_or_none(act.record),
        id_or_none(thread),
        text(act.kind.word().to_owned()),
        text(Json::from(act.fields.as_slice()).to_string()),
        text(act.text.to_owned()),
        text(cells::version(&act.version)),
        Sql::Null,
        text(act.role.word().to_owned()),
        Sql::Null,
        Sql::Null,
    ];
    FINDINGS.write(chain, act.author, &row)?;
    Ok(id)
}

/// Returns the last act about a record.
fn last(db: &Connection, record: Option<Uuid>) -> Result<Option<Uuid>> {
    let Some(record) = record else {
        return Ok(None);
    };
    let mut query = db.prepare_cached("SELECT max(id) FROM finding WHERE record = ?1")?;
    let found: Option<String> = query.query_row([record.to_string()], |row| row.get(0))?;
    found.map(|id| uuid(&id)).transpose()
}

/// Returns a new id that comes after another one, even when the clock was set back since.
fn id_after(last: Option<Uuid>) -> Uuid {
    let id = clock::new_id();
    let Some(last) = last.filter(|last| *last >= id) else {
        return id;
    };
    let (seconds, nanos) = last.get_timestamp().map_or((0, 0), |at| at.to_unix());
    let next = u64::from(nanos) + 1_000_000;
    let seconds = seconds + next / 1_000_000_000;
    let nanos = u32::try_from(next % 1_000_000_000).unwrap_or_default();
    clock::id_of(seconds, nanos)
}

/// Returns every act about a record, oldest first.
pub(crate) fn of_record(db: &Connection, record: Uuid) -> Result<Vec<ReviewAction>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM finding WHERE record = ?1 ORDER BY id"
    ))?;
    query
        .query_and_then([record.to_string()], from_row)?
        .collect()
}

/// Returns a finding of a record.
pub(crate) fn thread(db: &Connection, record: Uuid, thread: Uuid) -> Result<Thread> {
    let found = threads(&of_record(db, record)?)
        .into_iter()
        .find(|found| found.id == thread);
    found.ok_or_else(|| LedgerRefusal::NoSuchFinding.into())
}

/// Returns the record that a finding is about.
pub(crate) fn record_of(db: &Connection, thread: Uuid) -> Result<Uuid> {
    let mut query =
        db.prepare_cached("SELECT record FROM finding WHERE id = ?1 AND act = 'return'")?;
    let found = query
        .query_row([thread.to_string()], |row| row.get::<_, String>(0))
        .optional()?;
    uuid(&found.ok_or(LedgerRefusal::NoSuchFinding)?)
}

/// Returns when an inspector last began a session.
pub(crate) fn last_visit(db: &Connection, author: &str) -> Result<Option<String>> {
    let mut query =
        db.prepare_cached("SELECT max(at) FROM finding WHERE author = ?1 AND act = 'visit'")?;
    Ok(query.query_row([author], |row| row.get(0))?)
}

/// Returns the ids of acts that are about a record or a finding that is not there.
pub(crate) fn loose(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(
        "SELECT id FROM finding WHERE (record IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM change WHERE change.record = finding.record))
             OR (thread IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM finding AS raised WHERE raised.id = finding.thread AND raised.record = finding.record
                     AND raised.act = 'return'))
         ORDER BY id",
    )?;
    Ok(query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the ids of acts that are not as this program writes them.
pub(crate) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM finding"))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if from_row(row)
            .is_ok_and(|act| is_act(act.id) && is_timestamp(&act.at) && site::is_name(&act.site))
        {
            continue;
        }
        found.push(row.get(0)?);
    }
    Ok(found)
}

/// Returns whether an id can be of an act. Acts are ordered by their ids, which tell when they were
/// made.
pub(crate) const fn is_act(id: Uuid) -> bool {
    id.get_version_num() == 7
}

fn from_row(row: &Row) -> Result<ReviewAction> {
    let text = |at: usize| row.get::<_, String>(at);
    let id_at = |at: usize| {
        row.get::<_, Option<String>>(at)?
            .map(|id| uuid(&id))
            .transpose()
    };
    Ok(ReviewAction {
        id: uuid(&text(0)?)?,
        record: id_at(1)?,
        thread: id_at(2)?,
        kind: ActionKind::of_word(&text(3)?).ok_or_else(|| damaged("finding.act"))?,
        fields: serde_json::from_str(&text(4)?)?,
        text: text(5)?,
        version: record::heads(&text(6)?)?,
        author: text(7)?,
        role: ReviewRole::of_word(&text(8)?).ok_or_else(|| damaged("finding.role"))?,
        at: text(9)?,
        site: text(10)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_comes_after_the_last_one_even_when_the_clock_was_set_back() {
        assert!(id_after(None).get_timestamp().is_some());
        let ahead = clock::id_of(4_000_000_000, 999_500_000);
        let next = id_after(Some(ahead));
        assert!(next > ahead);
        assert_eq!(
            next.get_timestamp().map(|at| at.to_unix()),
            Some((4_000_000_001, 0))
        );
        assert!(id_after(Some(next)) > next);
    }
}
