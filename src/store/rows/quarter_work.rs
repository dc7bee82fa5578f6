//! What a quarter still wants of a place and those below it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::cells::uuid;
use super::place_life::{BELOW_SECOND, BELOW_THESE, just};
use super::quarter_close::LastClosed;
use super::{confirmation, conflict, kind, place, quarter_close, record, trail};
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::quarter::due_periods;
use crate::domain::review::{
    DueSheet, OpenCounts, QuarterWork, ReviewState, SeenRecord, WantedRecord, Wanting,
};
use crate::domain::value::{Cycle, Period, Zone};
use crate::store::clock::timestamp;
use crate::store::error::Result;

/// The quarter that a place is at, and from when on a save or a confirmation is one of it.
struct QuarterAtWork {
    quarter: Period,
    since: String,
}

/// Records that were returned.
const RETURNED: &str = "state = 'returned'";
/// Records that are incomplete, by the states that these have.
const INCOMPLETE: &str = "state IN ('draft', 'returned') AND complete = 0";
/// Facilities that nobody saved or confirmed since the time `?2`.
const UNSEEN: &str = "period IS NULL AND seen_at < ?2";

/// Returns the first moment of a quarter, as the ledger keeps times.
fn begin_of(quarter: Period, zone: Zone) -> String {
    let before = quarter.first_day().pred_opt().unwrap_or(NaiveDate::MIN);
    timestamp(zone.end_of_day(before))
}

/// Returns the quarter that a place is at on a day: the last that is over, or the one after it where
/// that is closed.
fn at_work(db: &Connection, place: &str, (day, zone): (NaiveDate, Zone)) -> Result<QuarterAtWork> {
    let over = Period::over_before(Cycle::Quarter, day);
    let closed = quarter_close::last_for(db, place)?;
    let next = closed.as_ref().map_or(over, |closed| closed.quarter.next());
    Ok(since(next.max(over), closed, zone))
}

/// Returns from when on a save or a confirmation is one of a quarter: the close of the quarter
/// before, or its first moment.
fn since(quarter: Period, closed: Option<LastClosed>, zone: Zone) -> QuarterAtWork {
    let before = closed.filter(|closed| closed.quarter.next() == quarter);
    let since = before.map_or_else(|| begin_of(quarter, zone), |closed| closed.first_closed_at);
    QuarterAtWork { quarter, since }
}

/// Returns what a quarter still wants of a place and those below it.
pub(crate) fn of_place(
    db: &Connection,
    packs: &[Pack],
    place: &Place,
    when: (NaiveDate, Zone),
) -> Result<QuarterWork> {
    let at = at_work(db, &place.code, when)?;
    work_of(db, packs, (place, at), when)
}

fn work_of(
    db: &Connection,
    packs: &[Pack],
    (place, at): (&Place, QuarterAtWork),
    (day, zone): (NaiveDate, Zone),
) -> Result<QuarterWork> {
    let QuarterAtWork { quarter, since } = at;
    let unconfirmed = confirmation::count_unconfirmed(db, &place.code, &since)?;
    let stale = match stale_before(packs, quarter, (day, zone)) {
        Some(before) if unconfirmed > 0 => {
            confirmation::count_unconfirmed(db, &place.code, &before)?
        }
        _ => 0,
    };
    Ok(QuarterWork {
        due: due(db, packs, &place.code, (quarter, day))?,
        returned: returned(db, &place.code)?,
        incomplete: incomplete(db, &place.code)?,
        unconfirmed,
        stale: stale.min(unconfirmed),
        quarter,
        since,
    })
}

/// Returns the time before which whoever was seen last is stale; none where no pack says so.
fn stale_before(packs: &[Pack], quarter: Period, (day, zone): (NaiveDate, Zone)) -> Option<String> {
    let in_force = packs.iter().filter(|pack| pack.document.is_in_force(day));
    let quarters = in_force
        .filter_map(|pack| pack.document.stale_after)
        .min()?;
    Some(begin_of(quarter.back(quarters.saturating_sub(1)), zone))
}

/// Returns the records among what a quarter wants, `most` for each reason.
pub(crate) fn records(
    db: &Connection,
    packs: &[Pack],
    (place, work): (&Place, &QuarterWork),
    (when, most): ((NaiveDate, Zone), usize),
) -> Result<Vec<WantedRecord>> {
    let stale = stale_before(packs, work.quarter, when).unwrap_or_default();
    let mut found: Vec<WantedRecord> = Vec::new();
    let mut known = BTreeSet::new();
    for (wanting, condition) in [
        (Wanting::Answer, RETURNED.to_owned()),
        (Wanting::Completion, INCOMPLETE.to_owned()),
        (Wanting::Renewal, format!("{UNSEEN} AND seen_at < ?3")),
        (Wanting::Confirmation, format!("{UNSEEN} AND seen_at >= ?3")),
    ] {
        // Every parameter is always named, so that each query takes the same ones.
        let mut query = db.prepare_cached(&format!(
            "SELECT id, kind, place, version FROM record
             WHERE place IN ({BELOW_THESE}) AND {condition} AND ?2 IS ?2 AND ?3 IS ?3
             ORDER BY seen_at, id LIMIT ?4"
        ))?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let asked = params![just(&place.code), work.since, stale, most];
        let mut rows = query.query(asked)?;
        while let Some(row) = rows.next()? {
            let record = uuid(&row.get::<_, String>(0)?)?;
            if known.insert(record) {
                let version = record::heads(&row.get::<_, String>(3)?)?;
                found.push(WantedRecord {
                    seen: SeenRecord { record, version },
                    kind: row.get(1)?,
                    place: row.get(2)?,
                    wanting,
                });
            }
        }
    }
    Ok(found)
}

/// Returns how many records there are among what a quarter wants.
pub(crate) fn count(db: &Connection, place: &Place, work: &QuarterWork) -> Result<usize> {
    let mut query = db.prepare_cached(&format!(
        "SELECT count(*) FROM record WHERE place IN ({BELOW_THESE})
             AND ({RETURNED} OR complete = 0 OR ({UNSEEN}))"
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
    (day, zone): (NaiveDate, Zone),
) -> Result<OpenCounts> {
    let closed = quarter_close::last_for(db, &place.code)?;
    let at = since(quarter, closed, zone);
    let work = work_of(db, packs, (place, at), (day, zone))?;
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

/// Returns the sheets that a quarter wants of a place and those below it, and that nobody has begun.
fn due(
    db: &Connection,
    packs: &[Pack],
    place: &str,
    (quarter, day): (Period, NaiveDate),
) -> Result<Vec<DueSheet>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT code FROM place WHERE code IN ({BELOW_THESE})
             AND code NOT IN (SELECT place FROM closed_place WHERE ended = 1) ORDER BY code"
    ))?;
    let codes = query.query_map([just(place)], |row| row.get(0))?;
    let codes = codes.collect::<rusqlite::Result<Vec<String>>>()?;
    let mut is_there =
        db.prepare_cached("SELECT 1 FROM record WHERE kind = ?1 AND place = ?2 AND period = ?3")?;
    let mut found: Vec<DueSheet> = Vec::new();
    for code in codes {
        let Some(place) = place::get(db, &code)? else {
            continue;
        };
        let in_force = packs.iter().filter(|pack| pack.document.is_in_force(day));
        for sheet in in_force.flat_map(|pack| pack.kinds.iter()) {
            let Some(cycle) = sheet.cycle() else { continue };
            let is_known = |due: &DueSheet| due.place == code && due.sheet == sheet.code;
            if found.iter().any(is_known) || !kind::fills_in(db, &place, sheet)? {
                continue;
            }
            for period in due_periods(cycle, quarter, day) {
                if !is_there.exists(params![sheet.code, code, period.to_string()])? {
                    found.push(DueSheet {
                        place: code.clone(),
                        sheet: sheet.code.clone(),
                        period,
                    });
                }
            }
        }
    }
    Ok(found)
}

fn returned(db: &Connection, place: &str) -> Result<usize> {
    count_below(db, "state = 'returned'", place)
}

fn incomplete(db: &Connection, place: &str) -> Result<usize> {
    count_below(db, "complete = 0", place)
}

/// Returns how many records in a place and those below it are kept so.
fn count_below(db: &Connection, kept: &str, place: &str) -> Result<usize> {
    let mut query = db.prepare_cached(&format!(
        "SELECT coalesce(sum(records), 0) FROM record_count WHERE {kept} AND place IN ({BELOW_THESE})"
    ))?;
    let count: i64 = query.query_row([just(place)], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}
