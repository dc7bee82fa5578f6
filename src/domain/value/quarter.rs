//! Quarters of the calendar: the ledger is reported by them.

use chrono::{Datelike as _, NaiveDate};

use crate::i18n::Text;

/// A quarter that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    last: NaiveDate,
}

impl Quarter {
    /// Returns the last quarter that was over by a day.
    #[must_use]
    pub fn closed_before(day: NaiveDate) -> Self {
        let first = NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1);
        // Only the first day that there is has none before it.
        Self {
            last: first.and_then(|first| first.pred_opt()).unwrap_or(day),
        }
    }

    /// Its last day.
    #[must_use]
    pub const fn last_day(self) -> NaiveDate {
        self.last
    }

    /// Returns what it is called: 2026年第三季度, 2026 Q3.
    #[must_use]
    pub fn name(self) -> Text {
        let year = self.last.year();
        let number = self.last.month0() / 3 + 1;
        let numeral = match number {
            1 => "一",
            2 => "二",
            3 => "三",
            _ => "四",
        };
        Text {
            zh: format!("{year}年第{numeral}季度"),
            en: format!("{year} Q{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_over_on_the_first_day_of_the_next() {
        for (year, month, day, zh, last) in [
            (2026, 11, 23, "2026年第三季度", (2026, 9, 30)),
            (2026, 9, 30, "2026年第二季度", (2026, 6, 30)),
            (2026, 10, 1, "2026年第三季度", (2026, 9, 30)),
            (2027, 1, 1, "2026年第四季度", (2026, 12, 31)),
            (2026, 5, 31, "2026年第一季度", (2026, 3, 31)),
        ] {
            let quarter =
                Quarter::closed_before(NaiveDate::from_ymd_opt(year, month, day).unwrap());
            assert_eq!(quarter.name().zh, zh);
            assert_eq!(
                Some(quarter.last_day()),
                NaiveDate::from_ymd_opt(last.0, last.1, last.2)
            );
        }
    }

    #[test]
    fn a_quarter_has_a_short_name_in_english() {
        let quarter = Quarter::closed_before(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert_eq!(quarter.name().en, "2026 Q3");
    }
}
