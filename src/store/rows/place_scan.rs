//! Scans through the places, so many at a time: each goes on behind the last place that was read.

use rusqlite::{Connection, Rows, params};

use super::cells::{behind, limit};
use super::place;
use crate::domain::place::Place;
use crate::store::error::Result;

/// So many places that are passed over take as long as one that is looked at.
const PASSED_FOR_ONE: usize = 8;

/// A scan, and where it is.
#[derive(Clone, Debug)]
pub(super) enum PlaceScan {
    /// By the beginning of the code: the first code that was not read yet, whether that one was
    /// read, and what is behind all of them.
    ByCode {
        from: String,
        is_read: bool,
        end: String,
    },
    /// By a key: whether it begins inside the name, what the letters end before, the sound of the
    /// first character, and the last row that was read.
    ByKey {
        is_inside: bool,
        end: String,
        sound: String,
        after: (String, String, String),
    },
    /// Those whose name has this in it, behind the row that was read last.
    Written(String, i64),
    /// Those whose code has this in it and does not begin with it.
    ByPartOfCode(String, i64),
    /// Those directly below a place.
    Below(String, i64),
}

/// What a part of a scan came upon.
pub(super) struct ScannedPlaces {
    pub(super) places: Vec<Place>,
    /// How many places that are looked at they count for, with those that were passed over.
    pub(super) counts_for: usize,
    /// Whether there are no more.
    pub(super) is_last: bool,
}

impl PlaceScan {
    pub(super) fn by_code(beginning: &str) -> Self {
        Self::ByCode {
            from: beginning.to_owned(),
            is_read: false,
            end: behind(beginning),
        }
    }

    pub(super) fn by_key(is_inside: bool, initials: &str, sound: &str) -> Self {
        Self::ByKey {
            is_inside,
            end: behind(initials),
            sound: sound.to_owned(),
            // No place has an empty code: whatever begins so is behind this.
            after: (initials.to_owned(), String::new(), String::new()),
        }
    }

    pub(super) fn written(part: &str) -> Self {
        Self::Written(part.to_owned(), 0)
    }

    pub(super) fn by_part_of_code(part: &str) -> Self {
        Self::ByPartOfCode(part.to_owned(), 0)
    }

    pub(super) fn below(above: &str) -> Self {
        Self::Below(above.to_owned(), 0)
    }

    /// Reads the next places, about `most` at most.
    pub(super) fn next(&mut self, db: &Connection, most: usize) -> Result<ScannedPlaces> {
        match self {
            Self::ByCode { from, is_read, end } => with_code(db, (from, is_read), end, most),
            Self::ByKey {
                is_inside,
                end,
                sound,
                after,
            } => with_key(db, after, (*is_inside, end, sound), most),
            Self::Written(part, after) => passing(db, "instr(name, ?1) > 0", (part, after), most),
            Self::ByPartOfCode(part, after) => {
                passing(db, "instr(code, ?1) > 1", (part, after), most)
            }
            Self::Below(above, after) => right_below(db, (above, after), most),
        }
    }
}

fn with_code(
    db: &Connection,
    (from, is_read): (&mut String, &mut bool),
    end: &str,
    most: usize,
) -> Result<ScannedPlaces> {
    let sign = if *is_read { ">" } else { ">=" };
    let mut query = db.prepare_cached(&format!(
        "SELECT code, name, level, parent FROM place WHERE code {sign} ?1 AND code < ?2
         ORDER BY code LIMIT ?3"
    ))?;
    let rows = query.query_map(params![*from, end, limit(most)], place::from_row)?;
    let places = rows.collect::<rusqlite::Result<Vec<Place>>>()?;
    if let Some(last) = places.last() {
        (*from, *is_read) = (last.code.clone(), true);
    }
    Ok(ScannedPlaces {
        counts_for: places.len(),
        is_last: places.len() < most,
        places,
    })
}

fn with_key(
    db: &Connection,
    after: &mut (String, String, String),
    (is_inside, end, sound): (bool, &str, &str),
    most: usize,
) -> Result<ScannedPlaces> {
    let mut query = db.prepare_cached(
        "SELECT place.code, place.name, place.level, place.parent,
             substr(sound, 1, length(?6)) = ?6, initials, place_key.place, sound
         FROM place_key CROSS JOIN place ON place.code = place_key.place
         WHERE inside = ?1 AND (initials, place_key.place, sound) > (?2, ?3, ?4) AND initials < ?5
         ORDER BY initials, place_key.place, sound LIMIT ?7",
    )?;
    let (initials, code, last) = after.clone();
    let bound = params![is_inside, initials, code, last, end, sound, limit(most)];
    let mut rows = query.query(bound)?;
    let (mut read, mut places) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        read += 1;
        *after = (row.get(5)?, row.get(6)?, row.get(7)?);
        if row.get(4)? {
            places.push(place::from_row(row)?);
        }
    }
    Ok(ScannedPlaces {
        places,
        counts_for: read,
        is_last: read < most,
    })
}

/// Reads the places of the next rows for which a condition on the text holds.
fn passing(
    db: &Connection,
    condition: &str,
    (text, after): (&str, &mut i64),
    most: usize,
) -> Result<ScannedPlaces> {
    let begin = *after;
    let end = begin.saturating_add(limit(most.saturating_mul(PASSED_FOR_ONE)));
    let mut query = db.prepare_cached(&format!(
        "SELECT code, name, level, parent, rowid FROM place
         WHERE rowid > ?2 AND rowid <= ?3 AND {condition} ORDER BY rowid LIMIT ?4"
    ))?;
    let bound = params![text, begin, end, limit(most)];
    let places = numbered(query.query(bound)?, after)?;
    if places.len() < most {
        *after = end;
    }
    let mut query = db.prepare_cached("SELECT coalesce(max(rowid), 0) FROM place")?;
    let last: i64 = query.query_row([], |row| row.get(0))?;
    let passed = usize::try_from(*after - begin).unwrap_or(usize::MAX);
    Ok(ScannedPlaces {
        counts_for: places.len() + passed.div_ceil(PASSED_FOR_ONE),
        is_last: *after >= last,
        places,
    })
}

fn right_below(
    db: &Connection,
    (above, after): (&str, &mut i64),
    most: usize,
) -> Result<ScannedPlaces> {
    let mut query = db.prepare_cached(
        "SELECT code, name, level, parent, rowid FROM place INDEXED BY place_parent
         WHERE parent = ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3",
    )?;
    let bound = params![above, *after, limit(most)];
    let places = numbered(query.query(bound)?, after)?;
    Ok(ScannedPlaces {
        counts_for: places.len(),
        is_last: places.len() < most,
        places,
    })
}

/// Returns the places of some rows, and notes the number of the last one.
fn numbered(mut rows: Rows, last: &mut i64) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        *last = row.get(4)?;
        places.push(place::from_row(row)?);
    }
    Ok(places)
}
