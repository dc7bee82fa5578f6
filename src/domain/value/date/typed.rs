//! The parts of a date as people type it and as other programs write it.

use std::str::FromStr;

use super::{PartialDate, YEARS, words};
use crate::domain::text::{folding, letter_digit, numeral};
use crate::i18n::Refusal;

/// What may stand between the parts of a date beside 年 and 月.
const SIGNS: [&str; 3] = ["-", "/", "."];
/// What behind a year or a month makes it a part of one.
const PARTS_OF_A_PERIOD: [&str; 11] = [
    "初", "中", "底", "末", "旬", "半年", "季", "春", "夏", "秋", "冬",
];
/// Half days, before or behind the clock.
const HALF_DAYS: [&str; 4] = ["上午", "下午", "am", "pm"];

impl PartialDate {
    /// Reads what a clerk types and what other programs write: `2021`, `2021年6月`,
    /// `二〇二一年六月`, `2021.6`, `2021 6 1`, `2021/6/1 0:00`, `20210601`, `202106`, full-width
    /// too.
    ///
    /// # Errors
    /// Two-digit years, day-first orders, parts of a year and dates that do not exist are refused
    /// with the reason, and so is a time of UTC that is another day elsewhere.
    pub fn typed(text: &str) -> Result<Self, Refusal> {
        Self::kept(text).map_or_else(|| read(text), Ok)
    }
}

impl FromStr for PartialDate {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::typed(text)
    }
}

/// Reads a date as it was typed.
pub(super) fn read(typed: &str) -> Result<PartialDate, Refusal> {
    let folded = folding::figure(typed);
    if let Some(mark) = folding::mark(&folded) {
        return Err(Refusal::MarkNoDigit {
            typed: folded,
            mark: mark.to_string(),
        });
    }
    of_figure(&folded).map_err(|refusal| letter_digit::refusal(&folded).unwrap_or(refusal))
}

/// Reads a folded date.
fn of_figure(folded: &str) -> Result<PartialDate, Refusal> {
    let digits = in_digits(folded);
    let (date, time) = cut_time(&digits);
    let spelled = words::in_letters(date).or_else(|| words::of_era(date));
    let date = spelled.as_deref().unwrap_or(date);
    let refuse = || no_date(folded, &digits);
    let parts = parts(date).ok_or_else(refuse)?;
    let date = of_parts(&parts, folded)?;
    if !time.is_empty() {
        let clock = Clock::read(time)
            .filter(|_| parts.len() == 3)
            .ok_or_else(refuse)?;
        if clock.is_utc && !clock.is_midnight {
            return Err(Refusal::OtherDayElsewhere {
                typed: folded.to_owned(),
            });
        }
    }
    Ok(date)
}

fn of_parts(parts: &[&str], folded: &str) -> Result<PartialDate, Refusal> {
    let refuse = || Refusal::NotADate {
        typed: folded.to_owned(),
    };
    let (year, rest) = parts.split_first().ok_or_else(refuse)?;
    if year.len() != 4 {
        return Err(Refusal::YearNeedsFourDigits {
            typed: folded.to_owned(),
        });
    }
    let year = year.parse().map_err(|_| refuse())?;
    if !YEARS.contains(&year) {
        return Err(Refusal::YearOutside {
            typed: folded.to_owned(),
        });
    }
    let small = |part: Option<&&str>| match part {
        Some(text) if text.len() <= 2 => text.parse::<u32>().map(Some).map_err(|_| refuse()),
        Some(_) => Err(refuse()),
        None => Ok(None),
    };
    let month = small(rest.first())?;
    let day = small(rest.get(1))?;
    PartialDate::new(year, month, day).ok_or_else(|| Refusal::NoSuchDate {
        typed: folded.to_owned(),
    })
}

/// Why a text is no date.
fn no_date(folded: &str, digits: &str) -> Refusal {
    let typed = folded.to_owned();
    if words::is_decade(digits) {
        return Refusal::Decade { typed };
    }
    let year = digits
        .get(..4)
        .filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let rest = digits.get(4..).unwrap_or_default();
    match year {
        Some(year) if PARTS_OF_A_PERIOD.iter().any(|part| rest.contains(part)) => {
            Refusal::PartOfAPeriod {
                typed,
                year: year.to_owned(),
            }
        }
        _ => Refusal::NotADate { typed },
    }
}

/// Returns the refusal of a text that is ten years and no year of them.
pub(crate) fn decade(typed: &str) -> Option<Refusal> {
    let typed = folding::figure(typed);
    words::is_decade(&in_digits(&typed)).then_some(Refusal::Decade { typed })
}

/// Returns the text with hanzi as digits. Beside them nothing is written as a zero, a circle or a
/// letter.
fn in_digits(folded: &str) -> String {
    if !folded.contains(|c| numeral::is_numeral(c) || c == '零') {
        return folded.to_owned();
    }
    numeral::in_digits(&folded.replace(['零', '○', 'O', 'o'], "〇"))
}

/// Year, month and day of a date without a time; `None` where anything else stands there than
/// digits and date signs.
fn parts(date: &str) -> Option<Vec<&str>> {
    let (groups, between, behind) = groups(date)?;
    let labels = [
        ("年", &["年"][..]),
        ("月", &["月", "月份"]),
        ("", &["日", "号"]),
    ];
    if let ([whole], "") = (groups.as_slice(), behind) {
        return Some(run(whole));
    }
    let (_, ends) = labels.get(groups.len() - 1)?;
    let ends_well = behind.is_empty() || ends.contains(&behind);
    // Blanks separate where nothing else does: `2021. 1 1` may be November with a blank too many.
    let are_blanks = between.iter().all(|sign| sign.is_empty());
    let are_signs = between
        .iter()
        .zip(labels)
        .all(|(sign, (label, _))| *sign == label || SIGNS.contains(sign));
    (ends_well && (are_blanks || are_signs)).then_some(groups)
}

/// Digits without anything between them: `2021`, `202106`, `20210601`.
fn run(digits: &str) -> Vec<&str> {
    match digits.split_at_checked(4) {
        Some((year, month)) if month.len() == 2 => vec![year, month],
        Some((year, rest)) if rest.len() == 4 => {
            let (month, day) = rest.split_at(2);
            vec![year, month, day]
        }
        _ => vec![digits],
    }
}

/// Returns the groups of digits of a text, and without the blanks around it what stands between
/// them and behind the last; `None` where it does not begin with a digit.
pub(super) fn groups(text: &str) -> Option<(Vec<&str>, Vec<&str>, &str)> {
    let mut groups = Vec::new();
    let mut between = Vec::new();
    let mut rest = text;
    loop {
        let (group, after) = rest.split_at(
            rest.find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len()),
        );
        if group.is_empty() {
            return None;
        }
        groups.push(group);
        let Some(next) = after.find(|c: char| c.is_ascii_digit()) else {
            return Some((groups, between, after.trim()));
        };
        let (sign, digits) = after.split_at(next);
        between.push(sign.trim());
        rest = digits;
    }
}

/// Returns a date, and the time of day behind it: what stands from the hour on, with the letter or
/// the half day before it.
pub(super) fn cut_time(text: &str) -> (&str, &str) {
    let Some((before, _)) = text.split_once(':') else {
        return (text, "");
    };
    let date = before
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    let date = HALF_DAYS
        .iter()
        .find_map(|half| date.strip_suffix(half))
        .unwrap_or(date)
        .trim_end();
    text.split_at(date.strip_suffix(['T', 't']).unwrap_or(date).len())
}

/// A time of day. A facility has dates only, so nothing of it is kept.
struct Clock {
    is_midnight: bool,
    /// Whether it is of UTC: at midnight a date that a program wrote out, at any other time perhaps
    /// another day here.
    is_utc: bool,
}

impl Clock {
    fn read(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let text = lower.trim_start().trim_start_matches('t').trim();
        let (text, is_utc) = match text.strip_suffix('z') {
            Some(text) => (text, true),
            None => without_offset(text)?,
        };
        let half = HALF_DAYS.iter().find(|half| text.contains(**half));
        let clock = half.map_or(text.to_owned(), |half| text.replacen(half, "", 1));
        let (clock, fraction) = clock.trim().split_once('.').unwrap_or((clock.trim(), ""));
        let fits = |part: &str, most: u32| {
            let is_number =
                (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            part.parse::<u32>()
                .ok()
                .filter(|value| is_number && *value <= most)
        };
        let parts: Vec<&str> = clock.split(':').collect();
        let hour = fits(parts.first()?, if half.is_some() { 12 } else { 23 })?;
        let rest: Vec<u32> = parts
            .iter()
            .skip(1)
            .map(|part| fits(part, 59))
            .collect::<Option<_>>()?;
        let is_fraction = fraction.bytes().all(|b| b.is_ascii_digit());
        let is_start = hour == 0 || (hour == 12 && matches!(half, Some(&("上午" | "am"))));
        let is_midnight =
            is_start && rest.iter().all(|part| *part == 0) && fraction.bytes().all(|b| b == b'0');
        ((1..=2).contains(&rest.len()) && is_fraction).then_some(Self {
            is_midnight,
            is_utc,
        })
    }
}

/// Returns a clock without the offset of its zone behind it, and whether that is none.
fn without_offset(text: &str) -> Option<(&str, bool)> {
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, false));
    };
    let (clock, offset) = text.split_at(at);
    let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
    let fits = matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| (clock, digits.bytes().all(|b| b == b'0')))
}
