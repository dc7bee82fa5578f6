//! The list of a kind in a place, a page at a time, by the key of the name: what is read is what is
//! shown, however many records the place has.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::cells::uuid;
use super::place_life::BELOW_SECOND;
use super::record;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::text::likeness::name_key;
use crate::store::error::Result;

/// Where a record stands in lists of its kind: by its place, the key of its name and its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListKey {
    /// The code of its place.
    pub place: String,
    /// The key of its name.
    pub name_key: String,
    /// Its id.
    pub id: Uuid,
}

impl ListKey {
    /// Returns where a record stands.
    pub(crate) fn of(record: &Record) -> Self {
        let name = record.fields.get(shared::NAME);
        Self {
            place: record.place.clone(),
            name_key: name_key(name.and_then(|name| name.as_str()).unwrap_or_default()),
            id: record.id,
        }
    }
}

/// Which records of a list are asked for.
#[derive(Clone, Copy, Debug)]
pub enum ListPart<'a> {
    /// The first ones.
    First,
    /// The last ones.
    Last,
    /// Those from one on.
    From(&'a ListKey),
    /// Those after one.
    After(&'a ListKey),
    /// Those before one.
    Before(&'a ListKey),
}

/// Returns the places below one, itself too, that have records of a kind, and how many.
pub(crate) fn places(db: &Connection, kind: &str, place: &str) -> Result<Vec<(String, usize)>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT place, sum(records) FROM record_count WHERE kind = ?1 AND place IN ({BELOW_SECOND})
         GROUP BY place HAVING sum(records) > 0 ORDER BY place"
    ))?;
    let rows = query.query_map([kind, place], |row| {
        let count: i64 = row.get(1)?;
        Ok((row.get(0)?, usize::try_from(count).unwrap_or_default()))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns where a record stands, with its kind; `None` where there is none.
pub(crate) fn key_of(db: &Connection, id: Uuid) -> Result<Option<(String, ListKey)>> {
    let mut query = db.prepare_cached("SELECT kind, place, name_key FROM record WHERE id = ?1")?;
    let row = query.query_row([id.to_string()], |row| {
        let key = ListKey {
            place: row.get(1)?,
            name_key: row.get(2)?,
            id,
        };
        Ok((row.get(0)?, key))
    });
    Ok(row.optional()?)
}

/// Returns how many records of a kind its place has before one.
pub(crate) fn count_before(db: &Connection, kind: &str, key: &ListKey) -> Result<usize> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FROM record INDEXED BY record_kind_place
         WHERE kind = ?1 AND place = ?2 AND (name_key, id) < (?3, ?4)",
    )?;
    let key = params![kind, key.place, key.name_key, key.id.to_string()];
    let count: i64 = query.query_row(key, |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns the records of a part of a list, `most` at most, in the order of the list.
pub(crate) fn page(
    db: &Connection,
    kind: &str,
    place: &str,
    part: ListPart,
    most: usize,
) -> Result<Vec<Record>> {
    let mut places: Vec<String> = places(db, kind, place)?
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    let is_back = matches!(part, ListPart::Last | ListPart::Before(_));
    if is_back {
        places.reverse();
    }
    let mut found = Vec::new();
    for place in places {
        let left = most.saturating_sub(found.len());
        if left == 0 {
            break;
        }
        let passed = match part {
            ListPart::From(key) | ListPart::After(key) => place < key.place,
            ListPart::Before(key) => place > key.place,
            ListPart::First | ListPart::Last => false,
        };
        if !passed {
            found.extend(page_of(db, kind, &place, part, left)?);
        }
    }
    if is_back {
        found.reverse();
    }
    Ok(found)
}

/// Returns those of one place; from its end where they are asked for from the end.
fn page_of(
    db: &Connection,
    kind: &str,
    place: &str,
    part: ListPart,
    most: usize,
) -> Result<Vec<Record>> {
    let (sign, order) = match part {
        ListPart::First | ListPart::From(_) => (">=", ""),
        ListPart::After(_) => (">", ""),
        ListPart::Last | ListPart::Before(_) => ("<", "DESC"),
    };
    let key = match part {
        ListPart::From(key) | ListPart::After(key) | ListPart::Before(key) => Some(key),
        ListPart::First | ListPart::Last => None,
    };
    let key = key.filter(|key| key.place == place);
    let condition = if key.is_some() {
        format!("AND (name_key, id) {sign} (?4, ?5)")
    } else {
        String::new()
    };
    let mut query = db.prepare_cached(&record::select(&format!(
        "INDEXED BY record_kind_place WHERE kind = ?1 AND place = ?2 {condition}
         ORDER BY name_key {order}, id {order} LIMIT ?3"
    )))?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    match key {
        Some(key) => {
            let id = key.id.to_string();
            let bound = params![kind, place, most, key.name_key, id];
            query.query_and_then(bound, record::from_row)?.collect()
        }
        None => query
            .query_and_then(params![kind, place, most], record::from_row)?
            .collect(),
    }
}

/// Returns the ids of the records of a kind in a place and below it, in the order of the list.
pub(crate) fn ids(db: &Connection, kind: &str, place: &str) -> Result<Vec<Uuid>> {
    let mut query = db.prepare_cached(
        "SELECT id FROM record INDEXED BY record_kind_place WHERE kind = ?1 AND place = ?2
         ORDER BY name_key, id",
    )?;
    let mut found = Vec::new();
    for (place, _) in places(db, kind, place)? {
        let mut rows = query.query([kind, &place])?;
        while let Some(row) = rows.next()? {
            found.push(uuid(super::cells::text(row, 0)?)?);
        }
    }
    Ok(found)
}

/// The most places of a list that are searched.
const MOST_PLACES: usize = 20;

/// Returns the records of a list whose name begins or ends with a text or whose facility code begins
/// with it or ends with it as its number; `most` at most for each of these.
pub(crate) fn by_text(
    db: &Connection,
    kind: &str,
    place: &str,
    (typed, most): (&str, usize),
) -> Result<Vec<Record>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let beginning = name_key(typed);
    let ending: String = beginning.chars().rev().collect();
    let code = folding::figure(typed);
    let mut ids = BTreeSet::new();
    let mut add = |index: &str, column: &str, (place, begins): (&str, &str)| -> Result<()> {
        let mut query = db.prepare_cached(&format!(
            "SELECT id FROM record INDEXED BY {index}
             WHERE kind = ?1 AND place = ?2 AND {column} >= ?3 AND {column} < ?4 LIMIT ?5"
        ))?;
        let end = format!("{begins}{}", char::MAX);
        let mut rows = query.query(params![kind, place, begins, end, most])?;
        while let Some(row) = rows.next()? {
            ids.insert(uuid(super::cells::text(row, 0)?)?);
        }
        Ok(())
    };
    for (place, _) in places(db, kind, place)?.iter().take(MOST_PLACES) {
        if !beginning.is_empty() {
            add("record_kind_place", "name_key", (place, &beginning))?;
            add("record_name_back", "name_back", (place, &ending))?;
        }
        // Codes that the program gives begin with their place and kind; of others, what is typed may
        // be the beginning of very many elsewhere.
        let own = format!("{place}-{kind}-");
        add(
            "record_code",
            "facility_code",
            (place, &format!("{own}{code:0>3}")),
        )?;
        if code.starts_with(&own) {
            add("record_code", "facility_code", (place, &code))?;
        }
    }
    let mut found = Vec::new();
    for id in ids {
        found.extend(record::record(db, id)?);
    }
    Ok(found)
}
