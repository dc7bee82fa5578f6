//! What a quarter still wants of a place and those below it, and what is open in one that is closed.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::place_life::{BELOW_SECOND, BELOW_THESE, just};
use super::quarter_walk::{QuarterWalk, at_work, since};
use super::{conflict, place, quarter_close, record, trail};
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::{OpenCounts, QuarterWork, ReviewState};
use crate::domain::value::{Period, Zone};
use crate::store::error::Result;

/// Begins a walk through what the quarter that a place is at wants of it and of those below it, which
/// lists so many records for each reason.
pub(crate) fn begin(
    db: &Connection,
    packs: &[Pack],
    place: &Place,
    (when, most): ((NaiveDate, Zone), usize),
) -> Result<QuarterWalk> {
    let at = at_work(db, &place.code, when)?;
    Ok(QuarterWalk::begin(packs, (place, at), (when, most)))
}

/// Returns how many records there are among what a quarter wants.
pub(crate) fn count(db: &Connection, place: &Place, work: &QuarterWork) -> Result<usize> {
    let mut query = db.prepare_cached(&format!(
        "SELECT count(*) FROM record WHERE place IN ({BELOW_THESE})
             AND (state = 'returned' OR complete = 0 OR (period IS NULL AND seen_at < ?2))"
    ))?;
    let count: i64 = query.query_row(params![just(&place.code), work.since], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns what is open of a quarter for whoever closes it: in a place and those below it, or in
/// all.
pub(crate) fn open_in(
    db: &Connection,
    packs: &[Pack],
    (place, quarter): (Option<&Place>, Period),
    when: (NaiveDate, Zone),
) -> Result<OpenCounts> {
    if let Some(place) = place {
        return open_below(db, packs, (place, quarter), when);
    }
    let mut all = OpenCounts::default();
    for top in place::open_below(db, None)? {
        let open = open_below(db, packs, (&top, quarter), when)?;
        all.due += open.due;
        all.returned += open.returned;
        all.incomplete += open.incomplete;
        all.unconfirmed += open.unconfirmed;
        all.unapproved += open.unapproved;
        all.conflicts += open.conflicts;
    }
    Ok(all)
}

fn open_below(
    db: &Connection,
    packs: &[Pack],
    (place, quarter): (&Place, Period),
    when: (NaiveDate, Zone),
) -> Result<OpenCounts> {
    let closed = quarter_close::last_for(db, &place.code)?;
    let at = since(quarter, closed, when.1);
    let mut walk = QuarterWalk::begin(packs, (place, at), (when, 0));
    walk.step(db, packs, usize::MAX)?;
    let work = walk.work();
    let mut unapproved = db.prepare_cached(&format!(
        "SELECT coalesce(sum(records), 0) FROM record_count WHERE state = ?1 AND place IN ({BELOW_SECOND})"
    ))?;
    let submitted = ReviewState::Submitted.word();
    let unapproved: i64 = unapproved.query_row(params![submitted, place.code], |row| row.get(0))?;
    let mut conflicts = 0;
    for id in conflict::merged_records(db)? {
        let Some(record) = record::record(db, id)? else {
            continue;
        };
        if place::is_within(db, &record.place, Some(std::slice::from_ref(&place.code)))? {
            conflicts += conflict::open(&trail::changes_of(db, id)?).len();
        }
    }
    Ok(OpenCounts {
        due: work.due.len(),
        returned: work.returned,
        incomplete: work.incomplete,
        unconfirmed: work.unconfirmed,
        unapproved: usize::try_from(unapproved).unwrap_or_default(),
        conflicts,
    })
}
