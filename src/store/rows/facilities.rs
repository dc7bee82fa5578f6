//! The facilities of a kind in a place, visited one after the other with only the fields that are
//! asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Formatter};

use rusqlite::{Connection, Params, params};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value as Json;

use super::cells::{text, uuid};
use super::list_walk::ListStretch;
use super::place_life::BELOW_SECOND;
use super::record::FIELDS;
use crate::domain::policy::Kind;
use crate::domain::record::Facility;
use crate::domain::value::{Field, Value};
use crate::store::error::Result;

/// The condition of the records of kind `?1` in place `?2` whose ids end with the digits `?3`, which
/// end before `?4`; see [`after`].
pub(crate) const OF_PART: &str =
    "kind = ?1 AND place = ?2 AND substr(id, -4) >= ?3 AND substr(id, -4) < ?4";

/// Returns what comes after every text that begins with these digits of an id.
pub(crate) fn after(part: &str) -> String {
    format!("{part}g")
}

/// Calls `visit` with the records of a kind in each place that has no more than a few of them, of a
/// place and all below it. They come in no order, with the fields of these codes and no others.
pub(crate) fn each_of_few(
    db: &Connection,
    kind: &Kind,
    codes: &BTreeSet<&str>,
    (place, few): (&str, usize),
    visit: impl FnMut(&Facility),
) -> Result<()> {
    let few = i64::try_from(few).unwrap_or(i64::MAX);
    let condition = format!(
        "FROM record WHERE kind = ?1 AND place IN (
             SELECT place FROM record_count WHERE kind = ?1 AND place IN ({BELOW_SECOND})
             GROUP BY place HAVING sum(records) <= ?3)"
    );
    each_found(
        db,
        kind,
        codes,
        &condition,
        params![kind.code, place, few],
        visit,
    )
}

/// Calls `visit` with the records of a kind in a place whose ids end with some digits.
pub(crate) fn each_of_part(
    db: &Connection,
    kind: &Kind,
    codes: &BTreeSet<&str>,
    (place, part): (&str, &str),
    visit: impl FnMut(&Facility),
) -> Result<()> {
    let condition = format!("FROM record INDEXED BY record_part WHERE {OF_PART}");
    let values = params![kind.code, place, part, after(part)];
    each_found(db, kind, codes, &condition, values, visit)
}

/// Calls `visit` with the records of a stretch of a list in its order, of these only those of a state
/// and a status where one is given.
pub(crate) fn each_of_stretch(
    db: &Connection,
    kind: &Kind,
    codes: &BTreeSet<&str>,
    stretch: &ListStretch,
    (state, status): (Option<&str>, Option<&str>),
    visit: impl FnMut(&Facility),
) -> Result<()> {
    let condition = "FROM record INDEXED BY record_kind_place
         WHERE kind = ?1 AND place = ?2 AND (name_key, id) > (?3, ?4) AND (name_key, id) <= (?5, ?6)
         AND (?7 IS NULL OR state = ?7) AND (?8 IS NULL OR status = ?8) ORDER BY name_key, id";
    let ((after, after_id), (to, to_id)) = (&stretch.after, &stretch.to);
    let place = &stretch.place;
    let bound = params![kind.code, place, after, after_id, to, to_id, state, status];
    each_found(db, kind, codes, condition, bound, visit)
}

fn each_found(
    db: &Connection,
    kind: &Kind,
    codes: &BTreeSet<&str>,
    condition: &str,
    bound: impl Params,
    mut visit: impl FnMut(&Facility),
) -> Result<()> {
    let asked = kind
        .fields
        .iter()
        .filter(|field| codes.contains(field.code.as_str()));
    let asked: Vec<&Field> = asked.collect();
    let fields = if asked.is_empty() { "'{}'" } else { &*FIELDS };
    let mut query = db.prepare_cached(&format!("SELECT id, place, {fields} {condition}"))?;
    let mut rows = query.query(bound)?;
    while let Some(row) = rows.next()? {
        let mut json = serde_json::Deserializer::from_str(text(row, 2)?);
        let values = json.deserialize_map(AskedValues(&asked))?;
        json.end()?;
        let id = uuid(text(row, 0)?)?;
        let kind = kind.code.clone();
        visit(&Facility {
            id,
            kind,
            place: text(row, 1)?.to_owned(),
            values,
        });
    }
    Ok(())
}

/// Reads the values of some fields of a record, and passes over all others as they stand.
struct AskedValues<'a>(&'a [&'a Field]);

impl<'de> Visitor<'de> for AskedValues<'_> {
    type Value = BTreeMap<String, Value>;

    fn expecting(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.write_str("the fields of a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(field) = map.next_key_seed(AskedField(self.0))? {
            let Some(field) = field else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = field.decode(&map.next_value::<Json>()?);
            values.extend(value.map(|value| (field.code.clone(), value)));
        }
        Ok(values)
    }
}

/// Reads the code of a field, and returns the field if it is one of some.
#[derive(Clone, Copy)]
struct AskedField<'a>(&'a [&'a Field]);

impl<'a, 'de> DeserializeSeed<'de> for AskedField<'a> {
    type Value = Option<&'a Field>;

    fn deserialize<D: Deserializer<'de>>(self, code: D) -> Result<Self::Value, D::Error> {
        code.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for AskedField<'a> {
    type Value = Option<&'a Field>;

    fn expecting(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.write_str("the code of a field")
    }

    fn visit_str<E>(self, code: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().copied().find(|field| field.code == code))
    }
}
