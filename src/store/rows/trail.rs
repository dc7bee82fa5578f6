//! The trail: changes as rows, and the rows that are their fold.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::{text, uuid};
use super::row_insert::RowInsert;
use super::subject::{is_act, is_save};
use crate::domain::policy::{Kind, Pack, find_kind};
use crate::domain::record::trail::{ancestors_of, fold, in_order, is_line};
use crate::domain::record::{
    ActSort, Change, ChangeId, Folded, Head, Patch, Subject, Topic, WrittenChange,
};
use crate::domain::review::Forms;
use crate::store::error::{Result, StoreError, damaged};

/// A change with the values it replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailEntry {
    /// The change.
    pub change: Change,
    /// The fields it set: code, value before, value after.
    pub fields: Vec<(String, Option<Json>, Option<Json>)>,
    /// The codes of the kinds that the record was of before and after it.
    pub kinds: [Option<String>; 2],
}

impl TrailEntry {
    /// Returns the forms that the record was filled in before and after the change: kinds of these
    /// packs, and `form` where they have none.
    #[must_use]
    pub fn forms<'a>(&self, packs: &'a [Pack], form: Option<&'a Kind>) -> Forms<'a> {
        let [before, after] = self.kinds.each_ref().map(|code| {
            let kind = code.as_ref().and_then(|code| find_kind(packs, code));
            kind.or(form)
        });
        Forms { before, after }
    }
}

/// The columns of a change, in their order.
pub(crate) const COLUMNS: &str =
    "site, seq, subject, record, at, author, reason, parents, patch, hash";

static INSERT: LazyLock<RowInsert> = LazyLock::new(|| RowInsert::new("change", COLUMNS));

/// The most changes of one record that are folded where some of them are concurrent: that takes a
/// time, and a memory, that grows with their square, and an untrusted file may be made to take for
/// ever.
pub(crate) const MOST_CHANGES: usize = 4000;

/// See [`crate::store::Store::fields_at`].
pub(crate) fn fields_at(
    db: &Connection,
    record: Uuid,
    heads: &[ChangeId],
) -> Result<BTreeMap<String, Json>> {
    let changes = changes_of(db, record)?;
    let known = changes.iter().filter(|change| heads.contains(&change.id));
    let known: Vec<&Change> = known
        .flat_map(|head| std::iter::once(head).chain(ancestors_of(head, &changes)))
        .collect();
    Ok(fold(known).fields)
}

/// Returns a row of the trail and its hash.
pub(crate) fn from_row(row: &Row) -> Result<(Change, String)> {
    let text = |at: usize| row.get::<_, String>(at);
    let parents: Vec<String> = serde_json::from_str(&text(7)?)?;
    let parents = parents
        .iter()
        .map(|id| id.parse())
        .collect::<Result<Vec<ChangeId>, _>>();
    let patch: Patch = serde_json::from_str(&text(8)?)?;
    let change = Change {
        id: ChangeId {
            site: text(0)?,
            seq: row.get(1)?,
        },
        topic: Topic::of_word(&text(2)?).ok_or_else(|| damaged("change.subject"))?,
        record: uuid(&text(3)?)?,
        at: text(4)?,
        author: text(5)?,
        reason: text(6)?,
        parents: parents.map_err(|error| damaged(&error))?,
        patch,
    };
    Ok((change, text(9)?))
}

/// Returns the changes of a record in the order of [`in_order`].
pub(crate) fn changes_of(db: &Connection, record: Uuid) -> Result<Vec<Change>> {
    let mut query =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM change WHERE record = ?1"))?;
    let rows = query.query_and_then([record.to_string()], |row| Ok(from_row(row)?.0))?;
    Ok(in_order(rows.collect::<Result<_>>()?))
}

/// Returns the records that were saved at a time or later, with what sort of record each is.
pub(crate) fn saved_since(db: &Connection, time: &str) -> Result<Vec<(Uuid, Subject)>> {
    let mut query = db.prepare(&format!(
        "SELECT DISTINCT record, subject FROM change WHERE at >= ?1 AND {}",
        is_save()
    ))?;
    let rows = query.query_and_then([time], |row| {
        let word: String = row.get(1)?;
        let subject = Topic::of_word(&word).and_then(Topic::record);
        let subject = subject.ok_or_else(|| damaged("change.subject"))?;
        Ok((uuid(&row.get::<_, String>(0)?)?, subject))
    })?;
    rows.collect()
}

/// Removes a change from a copy in which nothing guards the trail.
pub(crate) fn forget(db: &Connection, id: &ChangeId) -> Result<()> {
    db.prepare_cached("DELETE FROM change WHERE site = ?1 AND seq = ?2")?
        .execute(params![id.site, id.seq])?;
    Ok(())
}

/// Removes the acts of a time or later from such a copy.
pub(crate) fn forget_acts_since(db: &Connection, time: &str) -> Result<()> {
    let sql = format!("DELETE FROM change WHERE at >= ?1 AND {}", is_act());
    db.execute(&sql, [time])?;
    Ok(())
}

/// Returns the acts of a sort that are about the whole file, in the order in which this file took
/// them in. There are few of them.
pub(crate) fn acts_of_file(db: &Connection, sort: ActSort) -> Result<Vec<Change>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM change WHERE record = ?1 AND subject = ?2 ORDER BY rowid"
    ))?;
    let acts = query.query_and_then([&Uuid::nil().to_string(), sort.word()], |row| {
        Ok(from_row(row)?.0)
    })?;
    acts.collect()
}

/// Calls `visit` with the acts of a sort by their ids, and whether each is written as this program
/// writes it.
pub(crate) fn each_act(
    db: &Connection,
    sort: ActSort,
    mut visit: impl FnMut(&Change, bool) -> Result<()>,
) -> Result<()> {
    let mut query = db.prepare(&format!(
        "SELECT {COLUMNS} FROM change WHERE subject = ?1 AND {} ORDER BY record, site, seq",
        is_act()
    ))?;
    let mut rows = query.query([sort.word()])?;
    while let Some(row) = rows.next()? {
        let (change, _) = from_row(row)?;
        visit(&change, is_as_written(row, &change)?)?;
    }
    Ok(())
}

/// Returns whether a record has more changes than `most`, of which some are concurrent.
pub(crate) fn is_crowded(changes: &[Change], most: usize) -> bool {
    changes.len() > most && !is_line(changes)
}

/// Returns the changes of the records of a kind in a place, each record's oldest first.
pub(crate) fn changes_in(
    db: &Connection,
    kind: &str,
    place: &str,
) -> Result<HashMap<Uuid, Vec<Change>>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM change
         WHERE record IN (SELECT id FROM record WHERE kind = ?1 AND place = ?2)"
    ))?;
    let mut found: HashMap<Uuid, Vec<Change>> = HashMap::new();
    for change in
        query.query_and_then([kind, place], |row| Ok::<_, StoreError>(from_row(row)?.0))?
    {
        let change = change?;
        found.entry(change.record).or_default().push(change);
    }
    Ok(found
        .into_iter()
        .map(|(record, changes)| (record, in_order(changes)))
        .collect())
}

/// Calls `visit` with the texts of every change and its hash, site by site in the order they were
/// made.
pub(crate) fn each_written(
    db: &Connection,
    mut visit: impl FnMut(&WrittenChange, &str),
) -> Result<()> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM change ORDER BY site, seq"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let written = WrittenChange {
            site: text(row, 0)?,
            seq: row.get(1)?,
            subject: text(row, 2)?,
            record: text(row, 3)?.into(),
            at: text(row, 4)?,
            author: text(row, 5)?,
            reason: text(row, 6)?,
            parents: text(row, 7)?.into(),
            patch: text(row, 8)?.into(),
        };
        visit(&written, text(row, 9)?);
    }
    Ok(())
}

/// Returns a row of the trail and its hash. A text that says the same in other letters is not the
/// text that was hashed: such a change has no hash.
fn hashed(row: &Row) -> Result<(Change, String)> {
    let (change, hash) = from_row(row)?;
    let hash = if is_as_written(row, &change)? {
        hash
    } else {
        String::new()
    };
    Ok((change, hash))
}

/// Returns whether the texts of a row are those that this program writes for the change in it.
pub(crate) fn is_as_written(row: &Row, change: &Change) -> Result<bool> {
    Ok(text(row, 7)? == change.parents_json() && text(row, 8)? == change.patch_json())
}

/// Calls `visit` with the changes of a site after a number and their hashes, in the order they were
/// made.
pub(crate) fn each_after<E: From<StoreError>>(
    db: &Connection,
    site: &str,
    seq: i64,
    mut visit: impl FnMut(Change, String) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |error: rusqlite::Error| StoreError::from(error);
    let sql = format!("SELECT {COLUMNS} FROM change WHERE site = ?1 AND seq > ?2 ORDER BY seq");
    let mut query = db.prepare_cached(&sql).map_err(failed)?;
    let mut rows = query.query(params![site, seq]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let (change, hash) = hashed(row)?;
        visit(change, hash)?;
    }
    Ok(())
}

/// Calls `visit` with every change as the end of its site's chain, in the order in which this file
/// took them in.
pub(crate) fn each_head(db: &Connection, mut visit: impl FnMut(Head)) -> Result<()> {
    let mut query = db.prepare("SELECT site, seq, hash FROM change ORDER BY rowid")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        visit(Head {
            site: row.get(0)?,
            seq: row.get(1)?,
            hash: row.get(2)?,
        });
    }
    Ok(())
}

/// Returns the row of the last change that this file took in; 0 where there is none.
pub(crate) fn last_row(db: &Connection) -> Result<i64> {
    let mut query = db.prepare_cached("SELECT coalesce(max(rowid), 0) FROM change")?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Returns what the changes after a row are about, in the order in which this file took them in.
pub(crate) fn topics_after(db: &Connection, row: i64) -> Result<Vec<(Topic, Uuid)>> {
    let mut query =
        db.prepare_cached("SELECT subject, record FROM change WHERE rowid > ?1 ORDER BY rowid")?;
    let rows = query.query_and_then([row], |row| {
        let topic = Topic::of_word(text(row, 0)?).ok_or_else(|| damaged("change.subject"))?;
        Ok((topic, uuid(text(row, 1)?)?))
    })?;
    rows.collect()
}

/// Returns the last change of a site.
pub(crate) fn last_of(db: &Connection, site: &str) -> Result<Option<Head>> {
    let mut query = db
        .prepare_cached("SELECT seq, hash FROM change WHERE site = ?1 ORDER BY seq DESC LIMIT 1")?;
    let head = |row: &Row| {
        Ok(Head {
            site: site.to_owned(),
            seq: row.get(0)?,
            hash: row.get(1)?,
        })
    };
    Ok(query.query_row([site], head).optional()?)
}

/// Returns the hash of a change.
pub(crate) fn hash_of(db: &Connection, id: &ChangeId) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT hash FROM change WHERE site = ?1 AND seq = ?2")?;
    Ok(query
        .query_row(params![id.site, id.seq], |row| row.get(0))
        .optional()?)
}

/// Returns what the changes of a record come to; `None` when it has none.
pub(crate) fn current(db: &Connection, record: Uuid) -> Result<Option<Folded>> {
    let changes = changes_of(db, record)?;
    Ok((!changes.is_empty()).then(|| fold(&changes)))
}

/// Adds a change with its hash.
pub(crate) fn insert(db: &Connection, change: WrittenChange, hash: &str) -> Result<()> {
    insert_all(db, std::iter::once((change, hash)))
}

/// Adds changes with their hashes.
pub(crate) fn insert_all<'w>(
    db: &Connection,
    changes: impl ExactSizeIterator<Item = (WrittenChange<'w>, &'w str)>,
) -> Result<()> {
    INSERT.add(db, changes, |(change, hash), cells| {
        cells.add(change.site)?;
        cells.add(change.seq)?;
        let first = [change.subject, &change.record, change.at, change.author];
        let second = [change.reason, &change.parents, &change.patch, hash];
        let mut texts = first.into_iter().chain(second);
        texts.try_for_each(|text| cells.add(text))
    })
}
