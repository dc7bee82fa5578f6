//! Counts the rows that are added to `record`, and forgets the parts of `tally` that they are in.
//! What takes rows away or alters them is followed by triggers of the schema. For added rows that
//! would take longer than adding them: SQLite keeps a journal of every page that a statement with a
//! trigger touches.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::domain::review::ReviewState;
use crate::store::error::{Result, damaged};

/// Of how many ends of ids the parts are forgotten one by one. Where there are more, nearly every
/// part of one or two digits is among them.
const MOST_ENDS: usize = 256;

/// Rows of `record` that were added and are not counted yet.
#[derive(Default)]
pub(crate) struct AddedRecords {
    /// By kind, then by place.
    kinds: BTreeMap<String, BTreeMap<String, OfPlace>>,
}

/// The added rows of a kind in a place.
#[derive(Default)]
struct OfPlace {
    /// How many there are of each state, complete or not.
    counts: BTreeMap<(ReviewState, bool), i64>,
    /// The first three of the last four digits of their ids, up to [`MOST_ENDS`].
    ends: BTreeSet<u16>,
    has_more_ends: bool,
}

impl AddedRecords {
    /// Notes a row that was added.
    pub(crate) fn note(
        &mut self,
        (kind, place): (&str, &str),
        id: Uuid,
        (state, complete): (ReviewState, bool),
    ) {
        let places = match self.kinds.get_mut(kind) {
            Some(places) => places,
            None => self.kinds.entry(kind.to_owned()).or_default(),
        };
        let of_place = match places.get_mut(place) {
            Some(of_place) => of_place,
            None => places.entry(place.to_owned()).or_default(),
        };
        of_place.note(id, (state, complete));
    }

    /// Notes the row of a record as it was added.
    pub(crate) fn note_row(&mut self, db: &Connection, id: Uuid) -> Result<()> {
        let mut query =
            db.prepare_cached("SELECT kind, place, state, complete FROM record WHERE id = ?1")?;
        let (kind, place, state, complete): (String, String, String, bool) = query
            .query_row([id.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let state = ReviewState::of_word(&state).ok_or_else(|| damaged("record.state"))?;
        self.note((&kind, &place), id, (state, complete));
        Ok(())
    }

    /// Counts what was noted, and forgets the parts that it is in.
    pub(crate) fn write(&mut self, db: &Connection) -> Result<()> {
        for (kind, places) in std::mem::take(&mut self.kinds) {
            let mut all: BTreeMap<(ReviewState, bool), i64> = BTreeMap::new();
            for (place, added) in places {
                for (of, count) in &added.counts {
                    count_added(db, (&place, &kind), *of, *count)?;
                    *all.entry(*of).or_default() += count;
                }
                forget_parts(db, (&kind, &place), &added)?;
            }
            for (of, count) in all {
                count_added(db, ("", &kind), of, count)?;
            }
        }
        Ok(())
    }
}

impl OfPlace {
    fn note(&mut self, id: Uuid, of: (ReviewState, bool)) {
        *self.counts.entry(of).or_default() += 1;
        if self.ends.len() < MOST_ENDS {
            self.ends.insert(end_of(id));
        } else {
            self.has_more_ends = true;
        }
    }
}

/// Returns the first three of the last four digits of an id.
fn end_of(id: Uuid) -> u16 {
    let [.., high, low] = *id.as_bytes();
    u16::from_be_bytes([high, low]) >> 4
}

/// Adds to the count of a kind in a place.
fn count_added(
    db: &Connection,
    (place, kind): (&str, &str),
    (state, complete): (ReviewState, bool),
    count: i64,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO record_count (place, kind, state, complete, records) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (place, kind, state, complete) DO UPDATE SET records = records + excluded.records",
    )?
    .execute(params![place, kind, state.word(), complete, count])?;
    Ok(())
}

/// Forgets the parts of a kind in a place that added rows are in; all of them where there are very
/// many.
fn forget_parts(db: &Connection, (kind, place): (&str, &str), added: &OfPlace) -> Result<()> {
    let mut kept = db.prepare_cached("SELECT 1 FROM tally WHERE kind = ?1 AND place = ?2")?;
    if !kept.exists([kind, place])? {
        return Ok(());
    }
    if added.has_more_ends {
        db.prepare_cached("DELETE FROM tally WHERE kind = ?1 AND place = ?2")?
            .execute([kind, place])?;
        return Ok(());
    }
    let mut parts: BTreeSet<String> = BTreeSet::new();
    for end in &added.ends {
        let digits = format!("{end:03x}");
        parts.extend((0..=digits.len()).filter_map(|to| digits.get(..to).map(str::to_owned)));
    }
    let mut forget =
        db.prepare_cached("DELETE FROM tally WHERE kind = ?1 AND place = ?2 AND part = ?3")?;
    for part in parts {
        forget.execute([kind, place, part.as_str()])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_id_is_read_as_its_digits_are_written() {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_abcd);
        assert_eq!(format!("{:03x}", end_of(id)), "abc");
        assert!(id.to_string().ends_with("abcd"));
    }
}
