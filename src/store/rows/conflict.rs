//! Open conflicts: fields that two files set differently before they were merged, and the changes
//! that decide them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::{text, uuid};
use super::subject::is_save;
use super::trail::{self, MOST_CHANGES, is_crowded};
use super::{names, place, site, subject};
use crate::domain::policy::{Kind, Pack, find_kind, form_of};
use crate::domain::record::facility::shared;
use crate::domain::record::trail::fold;
use crate::domain::record::{Change, ChangeId, Subject, trail as log};
use crate::domain::review::history;
use crate::domain::text::folding;
use crate::domain::value::is_same_json;
use crate::i18n::{Lang, MergeMsg, Say, Text};
use crate::store::error::Result;

/// A record as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRecord {
    /// Its id.
    pub id: Uuid,
    /// What sort it is of.
    pub subject: Subject,
    /// The name of its place.
    pub place: String,
    /// The label of its kind.
    pub kind: Text,
    /// Its name, or what else it is known by.
    pub name: String,
}

impl Say for NamedRecord {
    fn say(&self, lang: Lang) -> String {
        format!("{} {} {}", self.place, self.kind.get(lang), self.name)
            .trim_end()
            .to_owned()
    }
}

/// One value that a field in conflict was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The value as the ledger keeps it; `null` empties the field.
    pub value: Json,
    /// The same as people read it.
    pub words: Text,
    /// Who gave it.
    pub author: String,
    /// When, in UTC.
    pub at: String,
    /// Where.
    pub site: String,
    /// Whether that was in this file.
    pub is_own: bool,
    /// Whether it is what the record shows as long as nobody decides.
    pub is_shown: bool,
}

/// A field that is not decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenConflict {
    /// The record.
    pub record: NamedRecord,
    /// Its heads; a decision is based on them.
    pub heads: Vec<ChangeId>,
    /// Every field of it as it is shown.
    pub fields: BTreeMap<String, Json>,
    /// The code of the field.
    pub field: String,
    /// What the field is called.
    pub label: Text,
    /// The values, this file's first, then the newest.
    pub sides: Vec<Side>,
}

/// A decision.
#[derive(Clone, Copy, Debug)]
pub struct Settlement<'a> {
    /// The conflict, as it was seen.
    pub conflict: &'a OpenConflict,
    /// The value that the field is to have.
    pub value: &'a Json,
    /// Who decides.
    pub author: &'a str,
    /// Why.
    pub reason: &'a str,
}

pub(crate) fn every_open(db: &Connection, packs: &[Pack]) -> Result<Vec<OpenConflict>> {
    let mut found = Vec::new();
    for record in merged_records(db)? {
        found.extend(conflicts_of(db, packs, record)?);
    }
    Ok(found)
}

/// Returns the records whose changes are not all in one line; nothing else can be in conflict.
pub(crate) fn merged_records(db: &Connection) -> Result<BTreeSet<Uuid>> {
    let all = merged_records_after(db, "", usize::MAX)?;
    Ok(all.into_iter().collect())
}

/// Returns the same records behind an id, in the order of ids, `most` at most.
pub(crate) fn merged_records_after(db: &Connection, id: &str, most: usize) -> Result<Vec<Uuid>> {
    let mut query = db.prepare_cached(&merged_after())?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let ids = query.query_map(params![id, most], |row| row.get::<_, String>(0))?;
    ids.map(|id| uuid(&id?)).collect()
}

/// Returns the query of the records behind the id `?1`, which each of its parts reads by an index.
fn merged_after() -> String {
    let merged = Subject::ALL.map(|subject| {
        let table = subject::table(subject);
        format!("SELECT id FROM {table} WHERE instr(version, ',') > 0 AND id > ?1 UNION ")
    });
    format!(
        "{} SELECT record FROM change WHERE instr(parents, ',') > 0 AND record > ?1
         ORDER BY 1 LIMIT ?2",
        merged.concat()
    )
}

/// Returns the records that the next changes of a site after one save, `most` changes at most, and the
/// last of these changes; `None` where there is none.
pub(crate) fn changed_records_after(
    db: &Connection,
    (site, after): (&str, i64),
    most: usize,
) -> Result<Option<(Vec<Uuid>, i64)>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT record, seq, {} FROM change WHERE site = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        is_save()
    ))?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut rows = query.query(params![site, after, most])?;
    let (mut records, mut last) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        if row.get(2)? {
            records.push(uuid(text(row, 0)?)?);
        }
        last = Some(row.get(1)?);
    }
    Ok(last.map(|last| (records, last)))
}

/// Returns the open conflicts of a record that was not deleted.
pub(crate) fn open(changes: &[Change]) -> Vec<log::Conflict<'_>> {
    if is_crowded(changes, MOST_CHANGES) || fold(changes).fields.contains_key(shared::DELETED) {
        return Vec::new();
    }
    log::conflicts(changes)
}

/// Returns the open conflicts of a record, told.
pub(crate) fn conflicts_of(
    db: &Connection,
    packs: &[Pack],
    record: Uuid,
) -> Result<Vec<OpenConflict>> {
    let changes = trail::changes_of(db, record)?;
    let open = open(&changes);
    let Some(subject) = changes
        .first()
        .and_then(|change| change.topic.record())
        .filter(|_| !open.is_empty())
    else {
        return Ok(Vec::new());
    };
    let folded = fold(&changes);
    let own = site::own(db)?;
    let named = named(db, packs, record, subject, &folded.fields)?;
    let kind = form_of(packs, subject, &folded.fields);
    let describe = |conflict: log::Conflict| {
        let shown = folded.fields.get(&conflict.field);
        let kind = form_having(&conflict.field, kind, &changes, packs);
        let mut sides = Vec::new();
        for side in &conflict.sides {
            let value = conflict.value(side);
            sides.push(Side {
                words: words(db, packs, &conflict.field, &value, kind)?,
                author: side.author.clone(),
                at: side.at.clone(),
                site: side.id.site.clone(),
                is_own: side.id.site == own,
                is_shown: is_same_json(shown.unwrap_or(&Json::Null), &value),
                value,
            });
        }
        sides.sort_by_key(|side| !side.is_own);
        Ok(OpenConflict {
            record: named.clone(),
            heads: folded.heads.clone(),
            fields: folded.fields.clone(),
            label: history::label(&conflict.field, kind),
            field: conflict.field,
            sides,
        })
    };
    open.into_iter().map(describe).collect()
}

/// Returns the form that has a field: that of the record, or a kind that it was of before somebody
/// moved it; else that of the record.
fn form_having<'a>(
    field: &str,
    now: Option<&'a Kind>,
    changes: &[Change],
    packs: &'a [Pack],
) -> Option<&'a Kind> {
    let has = |kind: &&Kind| kind.field(field).is_some();
    let was = changes.iter().rev().filter_map(|change| {
        let code = change.patch.get(shared::KIND)?.as_str()?;
        find_kind(packs, code)
    });
    now.filter(has)
        .or_else(|| was.into_iter().find(has))
        .or(now)
}

/// Returns a value as people read it, in both languages.
fn words(
    db: &Connection,
    packs: &[Pack],
    field: &str,
    value: &Json,
    kind: Option<&Kind>,
) -> Result<Text> {
    if field == shared::DELETED {
        return Ok(Text::of(if value.is_null() {
            &MergeMsg::Keep
        } else {
            &MergeMsg::Delete
        }));
    }
    let code = value
        .as_str()
        .filter(|_| field == shared::PLACE)
        .unwrap_or_default();
    let place = place::name_or_code(db, code)?;
    let given = Some(value).filter(|value| !value.is_null());
    // Of a kind the words are its own, whichever of them the record is shown as.
    let meant = value.as_str().filter(|_| field == shared::KIND);
    let kind = meant.map_or(kind, |code| find_kind(packs, code));
    let words_in = |lang| history::value(field, given, kind, &|_| place.clone(), lang);
    Ok(Text {
        zh: words_in(Lang::Zh),
        en: words_in(Lang::En),
    })
}

/// Returns what a record is known by, with these fields.
pub(crate) fn named(
    db: &Connection,
    packs: &[Pack],
    id: Uuid,
    subject: Subject,
    fields: &BTreeMap<String, Json>,
) -> Result<NamedRecord> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str).unwrap_or_default();
    let place = place::name_or_code(db, text(shared::PLACE))?;
    let kind = form_of(packs, subject, fields).map_or_else(
        || Text::both(text(shared::KIND).to_owned()),
        |form| form.label.clone(),
    );
    let name = text(subject.name_field());
    Ok(NamedRecord {
        id,
        subject,
        place,
        kind,
        name: name.to_owned(),
    })
}

/// Returns those of some records that share their name with another one. The other one is of the same
/// kind in the same place.
pub(crate) fn doubled_names(
    db: &Connection,
    packs: &[Pack],
    records: impl Iterator<Item = (Uuid, Subject)>,
) -> Result<Vec<NamedRecord>> {
    // Few share so much as the key by which names are ordered.
    let mut of_one_key = db.prepare_cached(
        "SELECT place, kind, name FROM record WHERE id = ?1 AND name_key <> '' AND 1 < (
             SELECT count(*) FROM record AS other
             WHERE other.kind = record.kind AND other.place = record.place AND other.name_key = record.name_key)",
    )?;
    let mut found = Vec::new();
    for (id, subject) in records.filter(|(_, subject)| subject.has_neighbours()) {
        let row = of_one_key.query_row([id.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        let Some((place, form, name)) = row.optional()? else {
            continue;
        };
        let (place, form, name): (String, String, String) = (place, form, name);
        if folding::key(&name).is_empty() || names::count_named(db, &form, &place, &name)? < 2 {
            continue;
        }
        let label = find_kind(packs, &form).map(|kind| kind.label.clone());
        found.push(NamedRecord {
            id,
            subject,
            place: place::name_or_code(db, &place)?,
            kind: label.unwrap_or_else(|| Text::both(form)),
            name,
        });
    }
    Ok(found)
}

/// Returns the facility codes of some records that others have too. Each comes with the names of
/// its records.
pub(crate) fn doubled_codes(
    db: &Connection,
    records: impl Iterator<Item = Uuid>,
) -> Result<BTreeMap<String, Vec<String>>> {
    let mut shared_code = db.prepare_cached(
        "SELECT facility_code FROM record WHERE id = ?1 AND 1 < (
             SELECT count(*) FROM record AS other WHERE other.facility_code = record.facility_code)",
    )?;
    let mut doubled = BTreeMap::new();
    for record in records {
        let code = shared_code.query_row([record.to_string()], |row| row.get::<_, String>(0));
        if let Some(code) = code.optional()? {
            let names = holders(db, &code)?;
            doubled.insert(code, names);
        }
    }
    Ok(doubled)
}

/// Returns the first `most` facility codes that several records have. Each comes with the names of
/// its records.
pub(crate) fn codes_twice(db: &Connection, most: usize) -> Result<Vec<(String, Vec<String>)>> {
    let mut query = db.prepare(
        "SELECT facility_code FROM record WHERE facility_code IS NOT NULL GROUP BY facility_code HAVING count(*) > 1
         ORDER BY facility_code",
    )?;
    let codes = query
        .query_map([], |row| row.get(0))?
        .take(most)
        .collect::<rusqlite::Result<Vec<String>>>()?;
    codes
        .into_iter()
        .map(|code| Ok((code.clone(), holders(db, &code)?)))
        .collect()
}

/// Returns the names of the records with a facility code.
fn holders(db: &Connection, code: &str) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(name, id) FROM record WHERE facility_code = ?1 ORDER BY id",
    )?;
    Ok(query
        .query_map([code], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_records_are_read_by_indexes_and_in_order() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("../../../schema.sql"))
            .unwrap();
        let explained = format!("EXPLAIN QUERY PLAN {}", merged_after());
        let mut query = db.prepare(&explained).unwrap();
        let plan = query
            .query_map(params!["", 1], |row| row.get::<_, String>(3))
            .unwrap()
            .collect::<rusqlite::Result<Vec<String>>>()
            .unwrap();
        let reads = plan.iter().filter(|line| line.contains(" USING "));
        assert!(reads.count() >= 3, "{plan:#?}");
        let is_slow = |line: &&String| line.contains("SCAN") || line.contains("TEMP");
        assert_eq!(plan.iter().find(is_slow), None, "{plan:#?}");
    }
}
