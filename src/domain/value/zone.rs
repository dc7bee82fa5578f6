//! The time zone by which a ledger counts its days: that of its policy, wherever the machine
//! stands.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

/// A time zone by its name in the IANA database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(Tz);

impl Default for Zone {
    /// China's, for packs that name none: every pack was of China before they could.
    fn default() -> Self {
        Self(Tz::Asia__Shanghai)
    }
}

impl Zone {
    /// Returns the zone of a name such as `Asia/Shanghai`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Returns the day it is there at a moment.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.0).date_naive()
    }

    /// Returns the day of a time of the ledger there; `None` of what is no such time.
    #[must_use]
    pub fn day_of(self, at: &str) -> Option<NaiveDate> {
        let at = DateTime::parse_from_rfc3339(at).ok()?;
        Some(self.day(at.to_utc()))
    }

    /// Returns the first moment after a day there.
    #[must_use]
    pub fn end_of_day(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day
            .checked_add_days(Days::new(1))
            .unwrap_or(NaiveDate::MAX)
            .and_time(NaiveTime::MIN);
        match self.0.from_local_datetime(&midnight) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
            // The clocks are set forward at midnight: the day begins an hour later by them, at the
            // same moment.
            LocalResult::None => {
                let hour = TimeDelta::hours(1);
                let before = self.0.from_local_datetime(&(midnight - hour)).earliest();
                before.map_or_else(
                    || midnight.and_utc(),
                    |before| before.with_timezone(&Utc) + hour,
                )
            }
        }
    }

    /// Returns a time of the ledger as a clock on the wall shows it there: `2026-11-23 16:05`.
    #[must_use]
    pub fn shown(self, at: &str) -> String {
        self.as_shown(at, "%Y-%m-%d %H:%M")
    }

    /// Returns the same with seconds.
    #[must_use]
    pub fn shown_to_the_second(self, at: &str) -> String {
        self.as_shown(at, "%Y-%m-%d %H:%M:%S")
    }

    fn as_shown(self, at: &str, form: &str) -> String {
        let parsed = DateTime::parse_from_rfc3339(at);
        parsed.map_or_else(
            |_| at.to_owned(),
            |at| at.with_timezone(&self.0).format(form).to_string(),
        )
    }
}

/// Returns a time of a ledger whose zone nobody knows, as it is kept: `2026-11-23 08:05 UTC`.
#[must_use]
pub fn utc(at: &str) -> String {
    let parsed = DateTime::parse_from_rfc3339(at);
    parsed.map_or_else(
        |_| at.to_owned(),
        |at| at.to_utc().format("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_that_of_the_zone() {
        let china = Zone::default();
        assert_eq!(china, Zone::of_name("Asia/Shanghai").unwrap());
        assert_eq!(china.day(moment("2026-12-31T15:59:59Z")), day("2026-12-31"));
        assert_eq!(
            china.day_of("2026-12-31T16:00:00.000Z"),
            Some(day("2027-01-01"))
        );
        assert_eq!(china.day_of("2026-12-31"), None);
        assert_eq!(china.day(moment("2026-12-31T16:00:00Z")), day("2027-01-01"));
        assert_eq!(
            china.end_of_day(day("2026-12-31")),
            moment("2026-12-31T16:00:00Z")
        );
        assert_eq!(china.shown("2026-12-31T16:05:00.000Z"), "2027-01-01 00:05");
        assert_eq!(china.shown("not a time"), "not a time");
        assert_eq!(utc("2026-12-31T16:05:00.000Z"), "2026-12-31 16:05 UTC");
        let kenya = Zone::of_name("Africa/Nairobi").unwrap();
        assert_eq!(
            kenya.end_of_day(day("2026-12-31")),
            moment("2026-12-31T21:00:00Z")
        );
        assert_eq!(Zone::of_name("Asia/Lishui"), None);
    }

    #[test]
    fn days_of_the_change_of_clocks_have_their_ends() {
        // In Beirut and Cairo the clocks are set forward at midnight.
        let beirut = Zone::of_name("Asia/Beirut").unwrap();
        assert_eq!(
            beirut.end_of_day(day("2024-03-30")),
            moment("2024-03-30T22:00:00Z")
        );
        assert_eq!(
            beirut.end_of_day(day("2024-03-31")),
            moment("2024-03-31T21:00:00Z")
        );
        let havana = Zone::of_name("America/Havana").unwrap();
        // Set back at one o'clock: midnight is there twice.
        assert_eq!(
            havana.end_of_day(day("2024-11-02")),
            moment("2024-11-03T04:00:00Z")
        );
    }

    #[test]
    fn days_and_times_of_any_year_are_told() {
        let china = Zone::default();
        assert_eq!(
            china.shown("0001-01-01T00:00:00.000Z").get(..10),
            Some("0001-01-01")
        );
        assert_eq!(
            china.shown("9999-12-31T23:59:59.999Z"),
            "+10000-01-01 07:59"
        );
        let _ = (
            china.end_of_day(NaiveDate::MAX),
            china.end_of_day(NaiveDate::MIN),
        );
    }
}
