//! Dates of lists that put the day or the month first. No figure says which it is, so a person has
//! to.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::typed;
use crate::domain::text::folding;

/// How many years ahead a year of two digits can be; others are of the past.
const AHEAD: i32 = 20;

/// In which order the figures of a date stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// `1/6/2021` is the first of June.
    Dmy,
    /// `6/1/2021` is.
    Mdy,
    /// `21/6/1` is.
    Ymd,
}

impl DateOrder {
    /// Returns how options and mappings name it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }

    /// Returns a date in this order with its year first, as every field reads it. A year may have
    /// two digits: it is the one at most twenty years after `today`. Other texts, those too whose
    /// year of four digits stands first, are as they are.
    #[must_use]
    pub fn year_first(self, text: &str, today: NaiveDate) -> Cow<'_, str> {
        self.turned(&folding::figure(text), today)
            .map_or(Cow::Borrowed(text), Cow::Owned)
    }

    fn turned(self, folded: &str, today: NaiveDate) -> Option<String> {
        let (date, time) = typed::cut_time(folded);
        let (groups, between, behind) = typed::groups(date)?;
        let is_one_sign = between
            .iter()
            .all(|sign| ["", "-", "/", "."].contains(sign) && Some(sign) == between.first());
        if !behind.is_empty() || !is_one_sign {
            return None;
        }
        let (year, month, day) = match (self, groups.as_slice()) {
            (_, [first, ..]) if first.len() > 2 => return None,
            (Self::Dmy, [day, month, year])
            | (Self::Mdy, [month, day, year])
            | (Self::Ymd, [year, month, day]) => (*year, *month, Some(*day)),
            (Self::Dmy | Self::Mdy, [month, year]) if year.len() == 4 => (*year, *month, None),
            _ => return None,
        };
        let year = match year.len() {
            4 => year.to_owned(),
            2 => in_full(year.parse().ok()?, today).to_string(),
            _ => return None,
        };
        let day = day.map_or(String::new(), |day| format!("-{day}"));
        Some(format!("{year}-{month}{day}{time}"))
    }
}

/// Returns a year of two digits in full.
fn in_full(two: i32, today: NaiveDate) -> i32 {
    let last = today.year() + AHEAD;
    last - (last - two).rem_euclid(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::date::PartialDate;

    #[test]
    fn a_date_is_read_in_the_order_that_was_said() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let read = |order: DateOrder, text: &str| {
            PartialDate::typed(&order.year_first(text, today))
                .map_or_else(|_| "-".to_owned(), |date| date.to_string())
        };
        for (order, text, expected) in [
            (DateOrder::Dmy, "1/6/2021", "2021-06-01"),
            (DateOrder::Mdy, "6/1/2021", "2021-06-01"),
            (DateOrder::Mdy, "7/1/16", "2016-07-01"),
            (DateOrder::Mdy, "７／１／１６", "2016-07-01"),
            (DateOrder::Dmy, "1.6.46", "2046-06-01"),
            (DateOrder::Dmy, "1.6.47", "1947-06-01"),
            (DateOrder::Ymd, "21-6-1", "2021-06-01"),
            (DateOrder::Mdy, "6/1/2021 12:00:00 AM", "2021-06-01"),
            (DateOrder::Mdy, "6/2021", "2021-06"),
            (DateOrder::Dmy, "2021-06-01", "2021-06-01"),
            (DateOrder::Dmy, "2021", "2021"),
            (DateOrder::Mdy, "2021年6月", "2021-06"),
            (DateOrder::Mdy, "13/1/2021", "-"),
            (DateOrder::Dmy, "1/6-2021", "-"),
            (DateOrder::Dmy, "6/21", "-"),
            (DateOrder::Ymd, "6/1/2021", "-"),
            (DateOrder::Dmy, "", "-"),
        ] {
            assert_eq!(read(order, text), expected, "{order:?} {text}");
        }
    }
}
