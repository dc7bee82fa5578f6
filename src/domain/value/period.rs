//! Periods: what the figures of a sheet are of. A year, a quarter, a month, or no period at all.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::date::{LONG_AGO, YEARS};
use crate::domain::text::{coded, folding, letter_digit, numeral};
use crate::i18n::{Refusal, SheetMsg, Text};

/// How often a sheet is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cycle {
    /// One sheet for all time.
    Once,
    /// Every year.
    Year,
    /// Every quarter.
    Quarter,
    /// Every month.
    Month,
}

impl Cycle {
    /// Every cycle with its word in packs.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Once, "once"),
        (Self::Year, "year"),
        (Self::Quarter, "quarter"),
        (Self::Month, "month"),
    ];

    /// Returns the cycle of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        coded::of_word(&Self::ALL, word)
    }

    /// Returns the word in packs.
    #[must_use]
    pub fn word(self) -> &'static str {
        coded::word_of(&Self::ALL, self)
    }

    /// Returns how a period of it is written.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Year => "2025",
            Self::Quarter => "2025Q3",
            Self::Month => "2025-09",
        }
    }

    /// Returns the number of months of a period; `None` where there is one period for all time.
    const fn months(self) -> Option<u32> {
        match self {
            Self::Once => None,
            Self::Year => Some(12),
            Self::Quarter => Some(3),
            Self::Month => Some(1),
        }
    }
}

/// A year, a quarter or a month; or all time. Periods of one cycle are in the order of time.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    cycle: Cycle,
    first: NaiveDate,
}

impl Period {
    /// All time: the period of a sheet that is filled in once.
    pub const ALWAYS: Self = Self {
        cycle: Cycle::Once,
        first: NaiveDate::MIN,
    };

    /// Returns the period in which a day lies.
    #[must_use]
    pub fn of_day(cycle: Cycle, day: NaiveDate) -> Self {
        let Some(months) = cycle.months() else {
            return Self::ALWAYS;
        };
        let month = day.month0() / months * months + 1;
        let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        Self { cycle, first }
    }

    /// Returns the last period that was over by a day.
    #[must_use]
    pub fn over_before(cycle: Cycle, day: NaiveDate) -> Self {
        Self::of_day(cycle, day).back(1)
    }

    /// Returns how often there is such a period.
    #[must_use]
    pub const fn cycle(self) -> Cycle {
        self.cycle
    }

    /// Returns its first day.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Returns its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let after = self
            .cycle
            .months()
            .and_then(|months| self.first.checked_add_months(Months::new(months)));
        after
            .and_then(|after| after.checked_sub_days(Days::new(1)))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Returns whether it has ended before a day.
    #[must_use]
    pub fn is_over(self, day: NaiveDate) -> bool {
        self.last_day() < day
    }

    /// Returns the period so many before this one; of all time, itself.
    #[must_use]
    pub fn back(self, count: u32) -> Self {
        let first = self
            .cycle
            .months()
            .and_then(|months| months.checked_mul(count))
            .and_then(|months| self.first.checked_sub_months(Months::new(months)));
        Self {
            first: first.unwrap_or(self.first),
            ..self
        }
    }

    /// Returns the period after this one; of all time, itself.
    #[must_use]
    pub fn next(self) -> Self {
        self.forward(1)
    }

    /// Returns every period from this one to another one, both among them.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        let next = |period: &Self| Some(period.next()).filter(|next| next > period);
        std::iter::successors(Some(self), next).take_while(move |period| *period <= last)
    }

    /// Returns the period so many after this one; of all time, itself.
    #[must_use]
    pub fn forward(self, count: u32) -> Self {
        let first = self
            .cycle
            .months()
            .and_then(|months| months.checked_mul(count))
            .and_then(|months| self.first.checked_add_months(Months::new(months)));
        Self {
            first: first.unwrap_or(self.first),
            ..self
        }
    }

    /// Returns the same period of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        self.cycle.months().map_or(self, |months| {
            self.back(12_u32.checked_div(months).unwrap_or(1))
        })
    }

    /// Returns what people call it: 2025年, 2025年第三季度, 2025年9月.
    #[must_use]
    pub fn name(self) -> Text {
        let year = self.first.year();
        let month = self.first.month();
        let (zh, en) = match self.cycle {
            Cycle::Once => (String::new(), String::new()),
            Cycle::Year => (format!("{year}年"), year.to_string()),
            Cycle::Quarter => {
                let number = self.first.month0() / 3;
                let numeral = ["一", "二", "三", "四"]
                    .get(number as usize)
                    .copied()
                    .unwrap_or_default();
                (
                    format!("{year}年第{numeral}季度"),
                    format!("{year} Q{}", number + 1),
                )
            }
            Cycle::Month => (format!("{year}年{month}月"), format!("{year}-{month:02}")),
        };
        Text { zh, en }
    }

    /// Returns what stands for it in a list, where it must not be empty: its name, or that the sheet
    /// is filled in once.
    #[must_use]
    pub fn listed(self) -> Text {
        match self.cycle {
            Cycle::Once => Text::of(&SheetMsg::Once),
            Cycle::Year | Cycle::Quarter | Cycle::Month => self.name(),
        }
    }

    /// Reads what a clerk types for a period of a cycle: `2025`, `2025年`, `2025Q3`,
    /// `2025年第三季度`, `2025-09`, `2025年9月`. For a sheet that is filled in once, nothing or
    /// its word.
    ///
    /// # Errors
    /// A year without four digits, a quarter or a month that does not exist, half a year, and a
    /// period of another cycle are refused.
    pub fn typed(typed: &str, cycle: Cycle) -> Result<Self, Refusal> {
        let folded = folding::figure(typed);
        let typed = folded.trim();
        let period = if typed.is_empty() || typed.eq_ignore_ascii_case("once") {
            Self::ALWAYS
        } else {
            read(typed).map_err(|unread| {
                let refusal = letter_digit::refusal(typed);
                refusal.unwrap_or_else(|| unread.refusal(typed, cycle))
            })?
        };
        let year = period.first.year();
        if period != Self::ALWAYS && (year < LONG_AGO || !YEARS.contains(&year)) {
            let typed = typed.to_owned();
            return Err(Refusal::YearOutside { typed });
        }
        if period.cycle == cycle {
            Ok(period)
        } else {
            Err(other_period(typed, cycle))
        }
    }
}

/// Why a text is no period, whatever the cycle.
enum Unread {
    NotAPeriod,
    NeedsFourDigits,
    NoSuchPeriod,
    /// Half of a year: whether it is the second half.
    HalfYear {
        year: String,
        is_second: bool,
    },
}

impl Unread {
    /// Returns what to say to somebody who was to type a period of a cycle.
    fn refusal(self, typed: &str, cycle: Cycle) -> Refusal {
        let example = cycle.example().to_owned();
        let words = typed.to_owned();
        match self {
            _ if cycle == Cycle::Once => Refusal::NoPeriods { typed: words },
            Self::NotAPeriod => Refusal::NotAPeriod {
                typed: words,
                example,
            },
            Self::NeedsFourDigits => Refusal::PeriodNeedsFourDigits {
                typed: words,
                example,
            },
            Self::NoSuchPeriod => Refusal::NoSuchPeriod { typed: words },
            Self::HalfYear { .. } if cycle != Cycle::Quarter => other_period(typed, cycle),
            Self::HalfYear { year, is_second } if is_second => {
                Refusal::SecondHalf { typed: words, year }
            }
            Self::HalfYear { year, .. } => Refusal::FirstHalf { typed: words, year },
        }
    }
}

/// Returns what to say where a period of another cycle was typed.
fn other_period(typed: &str, cycle: Cycle) -> Refusal {
    let typed = typed.to_owned();
    if cycle == Cycle::Once {
        return Refusal::NoPeriods { typed };
    }
    Refusal::OtherPeriod {
        typed,
        example: cycle.example().to_owned(),
    }
}

fn read(typed: &str) -> Result<Period, Unread> {
    let digits = numeral::in_digits(&typed.to_lowercase());
    let compact: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
    let end = compact
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(compact.len());
    let (year, rest) = compact.split_at(end);
    if year.len() == 6 && rest.is_empty() {
        let (year, month) = year.split_at(4);
        return of_parts(year, Cycle::Month, month);
    }
    // 2025三季度, where the digit of the quarter follows that of the year.
    if year.len() == 5 && rest.starts_with('季') {
        let (year, quarter) = year.split_at(4);
        return of_parts(year, Cycle::Quarter, quarter);
    }
    let rest = rest.strip_prefix('年').unwrap_or(rest);
    let rest = rest.trim_start_matches(['-', '/', '.', '度']);
    if rest.contains("半年") || matches!(rest, "h1" | "h2") {
        return Err(Unread::HalfYear {
            year: year.to_owned(),
            is_second: rest.starts_with(['下', '后']) || rest == "h2",
        });
    }
    if rest.is_empty() {
        return of_parts(year, Cycle::Year, "1");
    }
    let quarter = rest
        .strip_prefix('q')
        .or_else(|| rest.strip_suffix("季度"))
        .or_else(|| rest.strip_suffix('季'));
    if let Some(quarter) = quarter {
        let quarter = quarter.strip_prefix('第').unwrap_or(quarter);
        return of_parts(year, Cycle::Quarter, quarter);
    }
    let month = rest
        .strip_suffix("月份")
        .or_else(|| rest.strip_suffix('月'));
    of_parts(year, Cycle::Month, month.unwrap_or(rest))
}

/// Returns the period of a year and the number of a quarter or a month in it.
fn of_parts(year: &str, cycle: Cycle, number: &str) -> Result<Period, Unread> {
    if year.is_empty() || number.is_empty() || number.bytes().any(|b| !b.is_ascii_digit()) {
        return Err(Unread::NotAPeriod);
    }
    if year.len() != 4 {
        return Err(Unread::NeedsFourDigits);
    }
    let year = year.parse::<i32>().map_err(|_| Unread::NotAPeriod)?;
    let month = number
        .parse::<u32>()
        .ok()
        .and_then(|number| number.checked_sub(1))
        .and_then(|before| before.checked_mul(cycle.months()?))
        .map(|before| before.saturating_add(1));
    month
        .and_then(|month| NaiveDate::from_ymd_opt(year, month, 1))
        .map(|first| Period { cycle, first })
        .ok_or(Unread::NoSuchPeriod)
}

impl fmt::Display for Period {
    /// Writes what the ledger keeps: `2025`, `2025Q3`, `2025-09`, `once`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.first.year();
        match self.cycle {
            Cycle::Once => f.write_str("once"),
            Cycle::Year => write!(f, "{year}"),
            Cycle::Quarter => write!(f, "{year}Q{}", self.first.month0() / 3 + 1),
            Cycle::Month => write!(f, "{year}-{:02}", self.first.month()),
        }
    }
}

impl FromStr for Period {
    type Err = Refusal;

    /// Reads what [`fmt::Display`] writes, and everything else that is a period of some cycle.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        if text == "once" {
            Ok(Self::ALWAYS)
        } else {
            read(&folding::figure(text)).map_err(|unread| unread.refusal(text, Cycle::Quarter))
        }
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("`{text}` is not a period"))
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_over_on_the_first_day_of_the_next() {
        for (day, over, zh, last) in [
            ("2026-11-23", "2026Q3", "2026年第三季度", "2026-09-30"),
            ("2026-09-30", "2026Q2", "2026年第二季度", "2026-06-30"),
            ("2026-10-01", "2026Q3", "2026年第三季度", "2026-09-30"),
            ("2027-01-01", "2026Q4", "2026年第四季度", "2026-12-31"),
            ("2026-05-31", "2026Q1", "2026年第一季度", "2026-03-31"),
        ] {
            let quarter = Period::over_before(Cycle::Quarter, day.parse().unwrap());
            assert_eq!(quarter.to_string(), over);
            assert_eq!(quarter.name().zh, zh);
            assert_eq!(quarter.last_day().to_string(), last);
        }
    }

    fn typed(text: &str, cycle: Cycle) -> Result<String, Refusal> {
        Period::typed(text, cycle).map(|period| period.to_string())
    }

    #[test]
    fn a_period_is_read_as_people_write_it() {
        for (text, cycle, kept) in [
            ("2025", Cycle::Year, "2025"),
            ("2025年", Cycle::Year, "2025"),
            ("2025年度", Cycle::Year, "2025"),
            ("２０２５", Cycle::Year, "2025"),
            ("二〇二五年", Cycle::Year, "2025"),
            ("2025Q3", Cycle::Quarter, "2025Q3"),
            ("2025 q3", Cycle::Quarter, "2025Q3"),
            ("2025-Q3", Cycle::Quarter, "2025Q3"),
            ("2025年第三季度", Cycle::Quarter, "2025Q3"),
            ("2025年三季度", Cycle::Quarter, "2025Q3"),
            ("2025年3季度", Cycle::Quarter, "2025Q3"),
            ("2025年四季", Cycle::Quarter, "2025Q4"),
            ("2025三季度", Cycle::Quarter, "2025Q3"),
            ("2025第三季度", Cycle::Quarter, "2025Q3"),
            ("二〇二五年三季度", Cycle::Quarter, "2025Q3"),
            ("2025-09", Cycle::Month, "2025-09"),
            ("2025年9月", Cycle::Month, "2025-09"),
            ("2025年九月份", Cycle::Month, "2025-09"),
            ("202512", Cycle::Month, "2025-12"),
            ("once", Cycle::Once, "once"),
            ("", Cycle::Once, "once"),
        ] {
            assert_eq!(typed(text, cycle).as_deref(), Ok(kept), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_of_the_cycle_is_refused_with_the_reason() {
        let refused = |text: &str, cycle| typed(text, cycle).unwrap_err();
        for text in ["2025Q5", "2025Q0", "2025年第五季度"] {
            assert!(
                matches!(refused(text, Cycle::Quarter), Refusal::NoSuchPeriod { .. }),
                "{text}"
            );
        }
        assert!(matches!(
            refused("2025-13", Cycle::Month),
            Refusal::NoSuchPeriod { .. }
        ));
        for text in ["25年三季度", "25", "20255"] {
            assert!(
                matches!(
                    refused(text, Cycle::Quarter),
                    Refusal::PeriodNeedsFourDigits { .. }
                ),
                "{text}"
            );
        }
        for (text, cycle) in [
            ("2025", Cycle::Quarter),
            ("2025Q3", Cycle::Year),
            ("2025-09", Cycle::Quarter),
            ("2025年上半年", Cycle::Year),
            ("", Cycle::Year),
        ] {
            assert!(
                matches!(refused(text, cycle), Refusal::OtherPeriod { .. }),
                "{text}"
            );
        }
        for text in [
            "三季度",
            "Q3",
            "去年",
            "2025年前三季度",
            "2025年前三季度x",
            "2025年1-9月",
        ] {
            assert!(
                matches!(refused(text, Cycle::Quarter), Refusal::NotAPeriod { .. }),
                "{text}"
            );
        }
    }

    #[test]
    fn a_refusal_says_what_the_sheet_takes_instead() {
        use crate::i18n::{Lang, Say};
        for (text, cycle, said) in [
            (
                "25年三季度",
                Cycle::Quarter,
                "「25年三季度」：年份要四位数在前，如 2025Q3",
            ),
            ("25年", Cycle::Year, "「25年」：年份要四位数在前，如 2025"),
            ("去年", Cycle::Year, "「去年」不是期间，请按 2025 填写"),
            (
                "上半年",
                Cycle::Quarter,
                "「上半年」是半年，请填明季度：Q1 或 Q2",
            ),
            (
                "2025年上半年",
                Cycle::Quarter,
                "「2025年上半年」是半年，请填明季度：2025Q1 或 2025Q2",
            ),
            (
                "2025下半年",
                Cycle::Quarter,
                "「2025下半年」是半年，请填明季度：2025Q3 或 2025Q4",
            ),
            (
                "2025H2",
                Cycle::Quarter,
                "「2025H2」是半年，请填明季度：2025Q3 或 2025Q4",
            ),
            (
                "2025年上半年",
                Cycle::Year,
                "「2025年上半年」与此表的期间不符，请按 2025 填写",
            ),
            (
                "上半年",
                Cycle::Month,
                "「上半年」与此表的期间不符，请按 2025-09 填写",
            ),
            (
                "2025",
                Cycle::Once,
                "「2025」：此表只填一次，不分期间，请留空",
            ),
            (
                "去年",
                Cycle::Once,
                "「去年」：此表只填一次，不分期间，请留空",
            ),
        ] {
            assert_eq!(typed(text, cycle).unwrap_err().say(Lang::Zh), said);
        }
    }

    #[test]
    fn a_period_knows_its_days_and_the_periods_before_it() {
        for (text, first, last, before, year_before) in [
            ("2025", "2025-01-01", "2025-12-31", "2024", "2024"),
            ("2025Q1", "2025-01-01", "2025-03-31", "2024Q4", "2024Q1"),
            ("2024-02", "2024-02-01", "2024-02-29", "2024-01", "2023-02"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.first_day().to_string(), first);
            assert_eq!(period.last_day().to_string(), last);
            assert_eq!(period.back(1).to_string(), before);
            assert_eq!(period.back(1).next(), period);
            assert_eq!(period.year_before().to_string(), year_before);
            assert!(!period.is_over(period.last_day()));
            assert!(period.is_over(period.next().first_day()));
            assert_eq!(Period::of_day(period.cycle(), period.last_day()), period);
        }
        assert_eq!(Period::ALWAYS.back(1), Period::ALWAYS);
        assert!(!Period::ALWAYS.is_over(NaiveDate::from_ymd_opt(2100, 1, 1).unwrap()));
    }

    #[test]
    fn periods_have_names_in_both_languages() {
        let name = |text: &str| text.parse::<Period>().unwrap().name();
        let listed = |text: &str| text.parse::<Period>().unwrap().listed();
        assert_eq!(listed("2025"), name("2025"));
        assert_eq!(name("once"), Text::default());
        assert_eq!(listed("once").zh, "（一次）");
        assert_eq!(name("2025Q3").zh, "2025年第三季度");
        assert_eq!(name("2025Q3").en, "2025 Q3");
        assert_eq!(name("2025").zh, "2025年");
        assert_eq!(name("2025-09").zh, "2025年9月");
    }
}
