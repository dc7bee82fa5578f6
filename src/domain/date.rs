//! Dates as clerks know them: a year, a month, or a day, never more precise than what was typed.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::folding;
use crate::i18n::Refusal;

/// The years a record may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A date with the precision it was typed in. Kept as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, which sorts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl PartialDate {
    /// A year, or a month of it, or a day of that; `None` when the calendar has no such date.
    #[must_use]
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let exists = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1)).is_some();
        (exists && YEARS.contains(&year) && (month.is_some() || day.is_none())).then_some(Self { year, month, day })
    }

    /// The last day the date can mean: a deadline is compared with it.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let (year, month) = (self.year, self.month.unwrap_or(12));
        if let Some(day) = self.day {
            return NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX);
        }
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        NaiveDate::from_ymd_opt(year, month, 1).and_then(|first| first.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The first day the date can mean.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(NaiveDate::MIN)
    }

    /// Reads what a clerk types: `2021`, `2021年6月`, `2021.6`, `2021/6/1`, `20210601`, `202106`, full-width too.
    ///
    /// # Errors
    /// Two-digit years, day-first orders and dates that do not exist are refused with the reason.
    pub fn typed(text: &str) -> Result<Self, Refusal> {
        let folded = folding::figure(text);
        let refuse = || Refusal::NotADate { typed: folded.clone() };
        let parts = split(&folded).ok_or_else(refuse)?;
        let (year, rest) = parts.split_first().ok_or_else(refuse)?;
        if year.len() != 4 {
            return Err(Refusal::YearNeedsFourDigits { typed: folded });
        }
        let small = |part: Option<&String>| match part {
            Some(text) if text.len() <= 2 => text.parse::<u32>().map(Some).map_err(|_| refuse()),
            Some(_) => Err(refuse()),
            None => Ok(None),
        };
        let year = year.parse().map_err(|_| refuse())?;
        if !YEARS.contains(&year) {
            return Err(Refusal::YearOutside { typed: folded });
        }
        let (month, day) = (small(rest.first())?, small(rest.get(1))?);
        Self::new(year, month, day).ok_or(Refusal::NoSuchDate { typed: folded })
    }
}

/// The digit groups of a typed date, or `None` when it holds anything else than digits and date signs.
fn split(folded: &str) -> Option<Vec<String>> {
    let compact: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.bytes().all(|b| b.is_ascii_digit()) {
        return match compact.len() {
            0 => None,
            6 | 8 => {
                let cut = |range| compact.get(range).map(str::to_owned);
                let day = (compact.len() == 8).then(|| cut(6..8)).flatten();
                Some([cut(0..4)?, cut(4..6)?].into_iter().chain(day).collect())
            }
            _ => Some(vec![compact]),
        };
    }
    let trimmed = compact.trim_end_matches(['年', '月', '日', '号']);
    let parts: Vec<String> = trimmed.split(['年', '月', '.', '/', '-']).map(str::to_owned).collect();
    let digits = |part: &String| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (parts.len() <= 3 && parts.iter().all(digits)).then_some(parts)
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl FromStr for PartialDate {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::typed(text)
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
    use super::*;

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
        ] {
            assert_eq!(PartialDate::typed(typed).unwrap().to_string(), kept, "{typed}");
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
            "1899",
            "2101",
            "",
            "2021年六月",
            "2021--1",
            "2021-1-1-1",
            "abc",
        ] {
            assert!(PartialDate::typed(typed).is_err(), "{typed}");
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
