//! The clock of the machine, read here and nowhere else in the store. It may say anything: a flat
//! battery sets it to 1970 and before, and a slip to the year 20000. What is written keeps its
//! form, and somebody is told.

mod source;

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Local, NaiveDate, SecondsFormat, TimeDelta, Utc};
use rusqlite::Connection;
use uuid::Uuid;

pub use self::source::{ClockSource, with_source};
pub(super) use self::source::{current, with_source_of};
use super::error::Result;
use crate::domain::policy::Pack;
use crate::domain::signing::SigningTime;
use crate::domain::value::Zone;
use crate::i18n::ClockMsg;

/// The first and the last second that a time of the ledger can have: those of the years of four
/// digits.
const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_300_799;
/// Years before and after which no ledger is kept.
const YEARS: std::ops::Range<i32> = 2020..2100;
/// How far the clock may be behind the trail: two machines never agree to the second.
const TOLERATED: TimeDelta = TimeDelta::minutes(1);
/// How many of the last changes are looked at.
const LOOKED_AT: i64 = 2000;

/// Returns what time it is, within the years of four digits.
#[must_use]
pub fn now() -> DateTime<Utc> {
    at(source::time().unwrap_or_else(SystemTime::now))
}

/// Returns a time of the system, within the years of four digits.
#[must_use]
pub fn at(time: SystemTime) -> DateTime<Utc> {
    let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            since.subsec_nanos(),
        ),
        Err(before) => before_1970(before.duration()),
    };
    let (seconds, nanos) = if (FIRST..=LAST).contains(&seconds) {
        (seconds, nanos)
    } else {
        (seconds.clamp(FIRST, LAST), 0)
    };
    DateTime::from_timestamp(seconds, nanos).unwrap_or_default()
}

/// Returns seconds and nanoseconds of a time so long before 1970.
fn before_1970(before: Duration) -> (i64, u32) {
    let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
    match before.subsec_nanos() {
        0 => (-seconds, 0),
        nanos => (-seconds - 1, 1_000_000_000 - nanos),
    }
}

/// Returns whether the clock is set to a time before 1970, which some libraries do not bear.
#[must_use]
pub fn is_before_1970() -> bool {
    now().timestamp() < 0
}

/// Returns a new id: `UUIDv7`, which sorts by time from 1970 on. Whatever is made before gets one
/// of that moment.
#[must_use]
pub fn new_id() -> Uuid {
    if let Some(source) = current() {
        return source.time_ordered_id();
    }
    match now().timestamp() {
        seconds if seconds < 0 => id_of(0, 0),
        LAST => id_of(LAST.unsigned_abs(), 0),
        _ => Uuid::now_v7(),
    }
}

/// Returns a new id of a moment, given in seconds and nanoseconds since 1970.
pub(super) fn id_of(seconds: u64, nanos: u32) -> Uuid {
    source::id_of(seconds, nanos)
}

/// Returns a new random id, which tells nothing of when it was made.
pub(super) fn random_id() -> Uuid {
    source::random_id()
}

/// Returns a time as the ledger keeps it: UTC, milliseconds, so that texts sort by time.
pub(crate) fn timestamp(at: DateTime<Utc>) -> String {
    let last = DateTime::from_timestamp(LAST, 0).unwrap_or_default();
    at.min(last).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Now, as the ledger keeps it.
pub(crate) fn stamp() -> String {
    timestamp(now())
}

/// Returns the time at which a signature is checked now.
#[must_use]
pub fn signing_time() -> SigningTime {
    let now = now();
    SigningTime {
        utc: now.naive_utc(),
        local: now.with_timezone(&Local).naive_local(),
    }
}

/// Returns the last time that a change may bear. A clock may be a day ahead of the one here.
pub(crate) fn latest() -> String {
    timestamp(now() + TimeDelta::days(1))
}

/// Returns whether a text is a time as the ledger keeps it. Only those sort as times do.
pub(crate) fn is_timestamp(text: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00.000Z";
    let fits = |(byte, form): (u8, &u8)| {
        if *form == b'0' {
            byte.is_ascii_digit()
        } else {
            byte == *form
        }
    };
    text.len() == FORM.len() && text.bytes().zip(FORM).all(fits)
}

/// Returns the latest time that the last changes of a trail bear; empty where there are none.
pub(super) fn newest(db: &Connection) -> Result<String> {
    let sql =
        "SELECT coalesce(max(at), '') FROM (SELECT at FROM change ORDER BY rowid DESC LIMIT ?1)";
    Ok(db.query_row(sql, [LOOKED_AT], |row| row.get(0))?)
}

/// Returns the day it is in the time zone of a ledger with these packs.
#[must_use]
pub fn today_of(packs: &[Pack]) -> NaiveDate {
    zone_of(packs).day(now())
}

/// Returns the time zone of a ledger with these packs: that of the first.
pub(super) fn zone_of(packs: &[Pack]) -> Zone {
    packs.first().map(|pack| pack.time_zone).unwrap_or_default()
}

/// Returns what is wrong with a clock, beside the latest time of a trail.
pub(super) fn doubt(now: DateTime<Utc>, newest: &str, zone: Zone) -> Option<ClockMsg> {
    let shown = |at: &str| zone.shown(at);
    let newest_at: Option<DateTime<Utc>> = newest.parse().ok();
    if newest_at.is_some_and(|newest| now + TOLERATED < newest) {
        return Some(ClockMsg::Behind {
            now: shown(&timestamp(now)),
            last: shown(newest),
        });
    }
    let year = chrono::Datelike::year(&now);
    (!YEARS.contains(&year)).then(|| ClockMsg::Strange {
        now: shown(&timestamp(now)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Say as _};

    fn seconds(seconds: i64) -> SystemTime {
        let of = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 {
            SystemTime::UNIX_EPOCH - of
        } else {
            SystemTime::UNIX_EPOCH + of
        }
    }

    #[test]
    fn every_clock_gives_a_time_of_the_form_of_the_ledger() {
        for (clock, kept) in [
            (seconds(0), "1970-01-01T00:00:00.000Z"),
            (seconds(-1), "1969-12-31T23:59:59.000Z"),
            (
                SystemTime::UNIX_EPOCH - Duration::from_millis(1),
                "1969-12-31T23:59:59.999Z",
            ),
            (seconds(-315_619_200), "1960-01-01T00:00:00.000Z"),
            (seconds(FIRST - 1), "0001-01-01T00:00:00.000Z"),
            (seconds(LAST), "9999-12-31T23:59:59.000Z"),
            (seconds(LAST + 1), "9999-12-31T23:59:59.000Z"),
            (seconds(569_034_205_000), "9999-12-31T23:59:59.000Z"),
        ] {
            assert_eq!(timestamp(at(clock)), kept);
            assert!(is_timestamp(kept));
        }
        assert!(is_timestamp(&timestamp(
            at(seconds(LAST)) + TimeDelta::days(1)
        )));
    }

    #[test]
    fn a_clock_behind_the_trail_or_out_of_all_years_is_doubted() {
        let zone = Zone::default();
        let said = |now: &str, newest: &str| {
            doubt(now.parse().unwrap(), newest, zone).map(|doubt| doubt.say(Lang::En))
        };
        assert_eq!(said("2026-11-20T02:00:00Z", ""), None);
        assert_eq!(
            said("2026-11-20T02:00:00Z", "2026-11-20T02:00:59.000Z"),
            None
        );
        let behind = said("2026-11-19T02:00:00Z", "2026-11-20T02:00:00.000Z").unwrap();
        assert!(
            behind.contains("2026-11-19 10:00") && behind.contains("2026-11-20 10:00"),
            "{behind}"
        );
        assert!(
            said("1960-01-01T00:00:00Z", "")
                .unwrap()
                .contains("1960-01-01 08:0")
        );
        assert!(said("9999-12-31T23:59:59Z", "").is_some());
    }
}
