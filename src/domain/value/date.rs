//! Dates as clerks know them: a year, a month, or a day, never more precise than what was typed.

pub(crate) mod order;
mod typed;
mod words;

pub(crate) use self::typed::decade;

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The years a record may speak of. A temple or a school may be old.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1000..=2100;
/// A year before this one is asked about: it may be a slip.
pub(super) const LONG_AGO: i32 = 1900;

/// A date with the precision it was typed in. Kept as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, which
/// sorts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl PartialDate {
    /// Returns a year, or a month of it, or a day of that; `None` when the calendar has no such
    /// date.
    #[must_use]
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let exists = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1)).is_some();
        (exists && YEARS.contains(&year) && (month.is_some() || day.is_none())).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Returns the last day the date can mean: a deadline is compared with it.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let year = self.year;
        let month = self.month.unwrap_or(12);
        if let Some(day) = self.day {
            return NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX);
        }
        let (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        NaiveDate::from_ymd_opt(year, month, 1)
            .and_then(|first| first.pred_opt())
            .unwrap_or(NaiveDate::MAX)
    }

    /// Returns the first day the date can mean.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .unwrap_or(NaiveDate::MIN)
    }

    /// Returns the date in a text that is written as the ledger keeps it, as most are.
    fn kept(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| {
            let digits = text
                .get(from..to)
                .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?;
            digits.parse::<u32>().ok()
        };
        let dashes = |at: &[usize]| at.iter().all(|at| text.as_bytes().get(*at) == Some(&b'-'));
        let (month, day) = match text.len() {
            4 => (None, None),
            7 if dashes(&[4]) => (Some(number(5, 7)?), None),
            10 if dashes(&[4, 7]) => (Some(number(5, 7)?), Some(number(8, 10)?)),
            _ => return None,
        };
        Self::new(i32::try_from(number(0, 4)?).ok()?, month, day)
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            month: Some(day.month()),
            day: Some(day.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month
            .map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::typed(&text).map_err(|_| format!("`{text}` is not a date"))
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::value::DateOrder;
    use crate::i18n::Refusal;

    proptest! {
        #[test]
        fn what_is_read_is_written_so_that_it_reads_the_same(
            text in "([12][09][0-9]{2}|二〇二一|[0-9]{1,2})([-年./ ]{1,2}([0-9]{1,2}|十?[一二])){0,2}[月日]?( [0-9]:0[0-9]Z?)?|.{0,12}"
        ) {
            if let Ok(date) = PartialDate::typed(&text) {
                prop_assert_eq!(PartialDate::typed(&date.to_string()), Ok(date));
                prop_assert_eq!(typed::read(&date.to_string()), Ok(date));
            }
            let _ = DateOrder::Mdy.year_first(&text, NaiveDate::MAX);
        }
    }

    #[test]
    fn every_usual_way_to_write_a_date_is_read_with_its_precision() {
        for (typed, kept) in [
            ("2021", "2021"),
            ("2021年", "2021"),
            ("2021年6月", "2021-06"),
            ("2021 年 6 月", "2021-06"),
            ("2021.6", "2021-06"),
            ("2021-06", "2021-06"),
            ("202106", "2021-06"),
            ("２０２１．６", "2021-06"),
            ("2021。6。1", "2021-06-01"),
            ("2021/6/1", "2021-06-01"),
            ("20210601", "2021-06-01"),
            ("2021年6月1号", "2021-06-01"),
            ("2021年6月1日", "2021-06-01"),
            ("2021—6—1", "2021-06-01"),
            ("2021 1 1", "2021-01-01"),
            ("2021 12", "2021-12"),
            ("2021 06 01", "2021-06-01"),
            ("2021 - 6 - 1", "2021-06-01"),
            ("2021年6月份", "2021-06"),
            ("二〇二一年", "2021"),
            ("二零二一年六月", "2021-06"),
            ("二O二一年六月", "2021-06"),
            ("二○二一年十二月三十一日", "2021-12-31"),
            ("2021年十月", "2021-10"),
            ("一九九八", "1998"),
        ] {
            assert_eq!(
                PartialDate::typed(typed).unwrap().to_string(),
                kept,
                "{typed}"
            );
        }
    }

    #[test]
    fn doubtful_dates_are_refused() {
        for typed in [
            "21",
            "21年6月",
            "6/1/2021",
            "210601",
            "2021-13",
            "2021-6-31",
            "999",
            "0999",
            "2101",
            "",
            "2021--1",
            "2021. 1 1",
            "2021 1/1",
            "2021年1 1",
            "20 21",
            "2021月6年",
            "2021.",
            "二一年六月",
            "2021年正月",
            "2021-1-1-1",
            "abc",
            "2021年㋅",
        ] {
            assert!(PartialDate::typed(typed).is_err(), "{typed}");
        }
        for typed in ["2021-6-1²", "2021-6-①", "202①", "⑳21", "2021₁"] {
            assert!(
                matches!(PartialDate::typed(typed), Err(Refusal::MarkNoDigit { .. })),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_time_of_day_behind_a_date_is_dropped() {
        for (typed, kept) in [
            ("2021/6/1 0:00", Some("2021-06-01")),
            ("2021-06-01 00:00:00", Some("2021-06-01")),
            ("2021-06-01 14:32:10.5", Some("2021-06-01")),
            ("2021年6月1日8：30", Some("2021-06-01")),
            ("2021 6 1 0:00", Some("2021-06-01")),
            ("2021/6/1 上午 12:00:00", Some("2021-06-01")),
            ("2021/6/1 12:00:00 AM", Some("2021-06-01")),
            ("20210601 00:00", Some("2021-06-01")),
            ("2021-06-01T00:00:00", Some("2021-06-01")),
            ("2021-06-01T00:00:00.000Z", Some("2021-06-01")),
            ("2021-06-01T00:00:00+08:00", Some("2021-06-01")),
            ("2021-06-01T23:59:00+0800", Some("2021-06-01")),
            // Midnight of the first of June in China.
            ("2021-05-31T16:00:00.000Z", None),
            ("2021-05-31T16:00:00+00:00", None),
            ("2021-06 00:00", None),
            ("2021 00:00", None),
            ("2021-06-01 25:00", None),
            ("2021-06-01 0:60", None),
            ("2021-06-01 0:0:0:0", None),
            ("2021-06-01 0:00 noon", None),
            ("2021-06-01T", None),
            ("0:00", None),
            (":", None),
        ] {
            let read = PartialDate::typed(typed).ok().map(|date| date.to_string());
            assert_eq!(read.as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn a_part_of_a_year_is_told_what_to_write() {
        for typed in [
            "2021年底",
            "2021年初",
            "2021年上半年",
            "2021年一季度",
            "2021年6月中旬",
            "二〇二一年末",
        ] {
            let said = PartialDate::typed(typed).unwrap_err();
            assert!(
                matches!(&said, Refusal::PartOfAPeriod { year, .. } if year == "2021"),
                "{typed}: {said:?}"
            );
        }
    }

    #[test]
    fn the_last_day_of_a_period_is_compared_with_deadlines() {
        let last = |text: &str| PartialDate::typed(text).unwrap().last_day().to_string();
        assert_eq!(last("2024"), "2024-12-31");
        assert_eq!(last("2024-02"), "2024-02-29");
        assert_eq!(last("2024-02-05"), "2024-02-05");
        assert_eq!(last("2024-12"), "2024-12-31");
    }
}
