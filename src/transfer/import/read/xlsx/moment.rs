//! What a number format shows of a moment. A cell in such a format holds a day or a time, and never
//! a figure.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::epoch::Epoch;
use crate::i18n::CellFault;
use crate::transfer::import::read::table::TableCell;

/// Words that stand for a figure as it is; the second one is what some spreadsheets write of a
/// Chinese workbook.
pub(super) const GENERAL: [&str; 3] = ["General", "G/通用格式", "Standard"];
/// Half days as a format writes them, in small letters.
const HALF_DAYS: [&str; 3] = ["am/pm", "a/p", "上午/下午"];

/// What is seen of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer::import::read) enum ShownMoment {
    /// The day.
    Day,
    /// A month of a year.
    Month,
    /// A year.
    Year,
    /// A time of day or a duration.
    Time,
}

/// A part of a moment in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    /// A month, or minutes beside hours or seconds.
    MonthOrMinute,
    Month,
    Day,
    Hour,
    Second,
    Half,
    Elapsed,
}

/// Returns the code of a format that the program of a Chinese workbook has built in, and a file
/// names by its number only.
pub(in crate::transfer::import::read) const fn built_in(number: u32) -> Option<&'static str> {
    Some(match number {
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        _ => return None,
    })
}

/// Returns what a part of a format shows of a moment; `None` of one for figures.
pub(in crate::transfer::import::read) fn shown(section: &str) -> Option<ShownMoment> {
    let parts = parts(section);
    let is_minute = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| parts.get(before));
        matches!(before, Some(Part::Hour | Part::Elapsed))
            || parts.get(at + 1) == Some(&Part::Second)
    };
    let is_month = |(at, part): (usize, &Part)| match part {
        Part::Month => true,
        Part::MonthOrMinute => !is_minute(at),
        _ => false,
    };
    let has = |part: Part| parts.contains(&part);
    match (
        has(Part::Year),
        parts.iter().enumerate().any(is_month),
        has(Part::Day),
    ) {
        _ if parts.is_empty() => None,
        _ if has(Part::Elapsed) => Some(ShownMoment::Time),
        (true, true, false) => Some(ShownMoment::Month),
        (true, false, false) => Some(ShownMoment::Year),
        (false, false, false) => Some(ShownMoment::Time),
        _ => Some(ShownMoment::Day),
    }
}

/// Returns the parts of a moment in a part of a format, without what is shown as it is.
fn parts(section: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = section;
    while let Some(sign) = rest.chars().next() {
        let (part, length) = read(sign, rest);
        parts.extend(part);
        rest = rest.get(length..).unwrap_or_default();
    }
    parts
}

/// Returns the part that a text begins with, and how many bytes it takes.
fn read(sign: char, rest: &str) -> (Option<Part>, usize) {
    let lower = |length: usize| rest.get(..length).map(str::to_lowercase);
    let begins = |word: &&str| lower(word.len()).is_some_and(|begin| begin == word.to_lowercase());
    if let Some(word) = GENERAL.iter().find(|word| begins(word)) {
        return (None, word.len());
    }
    if let Some(half) = HALF_DAYS.iter().find(|half| begins(half)) {
        return (Some(Part::Half), half.len());
    }
    let up_to = |end: char| {
        rest.get(1..)
            .and_then(|inner| inner.find(end))
            .map_or(rest.len(), |at| at + 2)
    };
    let next = rest.chars().nth(1);
    match sign {
        '"' => (None, up_to('"')),
        '[' => {
            let length = up_to(']');
            let inner = rest
                .get(1..length.saturating_sub(1))
                .unwrap_or_default()
                .to_lowercase();
            let is_elapsed = ["h", "m", "s"]
                .iter()
                .any(|letter| !inner.is_empty() && inner.replace(letter, "").is_empty());
            (is_elapsed.then_some(Part::Elapsed), length)
        }
        '\\' | '!' | '_' | '*' => (None, sign.len_utf8() + next.map_or(0, char::len_utf8)),
        'E' | 'e' if matches!(next, Some('+' | '-')) => (None, 2),
        _ => {
            let run = rest
                .chars()
                .take_while(|c| c.eq_ignore_ascii_case(&sign))
                .count();
            (letters(sign, run), run * sign.len_utf8())
        }
    }
}

/// Returns what a run of one letter shows.
const fn letters(letter: char, run: usize) -> Option<Part> {
    Some(match (letter.to_ascii_lowercase(), run) {
        ('y' | 'e' | 'b', _) => Part::Year,
        ('m', 1 | 2) => Part::MonthOrMinute,
        ('m', _) => Part::Month,
        // The name of a day of the week too.
        ('d', _) | ('a', 3..) => Part::Day,
        ('h', _) => Part::Hour,
        ('s', _) => Part::Second,
        _ => return None,
    })
}

/// Returns the cell of a moment: a day as precise as it is shown, so that a month which is kept as
/// its first day is still a month.
pub(super) fn cell(figure: f64, shown: ShownMoment, epoch: Epoch) -> TableCell {
    if figure < 1.0 || shown == ShownMoment::Time {
        return TableCell::Unreadable(CellFault::Duration);
    }
    let moment = ExcelDateTime::new(figure, ExcelDateTimeType::DateTime, epoch == Epoch::Y1904);
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    TableCell::Day(match shown {
        ShownMoment::Month => format!("{year:04}-{month:02}"),
        ShownMoment::Year => format!("{year:04}"),
        ShownMoment::Day | ShownMoment::Time => format!("{year:04}-{month:02}-{day:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_moments_are_told_from_those_of_figures() {
        for (code, expected) in [
            ("yyyy/m/d", ShownMoment::Day),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\"", ShownMoment::Day),
            ("[$-F800]dddd, mmmm dd, yyyy", ShownMoment::Day),
            ("m/d/yy h:mm", ShownMoment::Day),
            ("d-mmm", ShownMoment::Day),
            ("[$-804]aaaa", ShownMoment::Day),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"", ShownMoment::Month),
            ("mmm-yy", ShownMoment::Month),
            ("ggge\"年\"", ShownMoment::Year),
            ("YYYY", ShownMoment::Year),
            ("h:mm", ShownMoment::Time),
            ("mm:ss.0", ShownMoment::Time),
            ("[h]:mm:ss", ShownMoment::Time),
            ("[mm]", ShownMoment::Time),
            ("上午/下午h\"时\"", ShownMoment::Time),
            ("AM/PM", ShownMoment::Time),
        ] {
            assert_eq!(shown(code), Some(expected), "{code}");
        }
        for code in [
            "General",
            "GENERAL",
            "G/通用格式\"米\"",
            "Standard",
            "0.00E+00",
            "##0.0e-0",
            "#,##0.0####\" YMD\"",
            "0\\d",
            "\\Y000000",
            "[Red]0",
            "[$USD] 0",
            "_d0*m",
            "0!年",
            "[>=100]0",
            "\"年\"",
            "",
        ] {
            assert_eq!(shown(code), None, "{code}");
        }
    }

    #[test]
    fn every_built_in_format_of_a_day_or_a_time_is_known() {
        let june = |number: u32| {
            let shown = shown(built_in(number).unwrap()).unwrap();
            match cell(44_348.0, shown, Epoch::Y1900) {
                TableCell::Day(day) => day,
                other => format!("{other:?}"),
            }
        };
        for number in (27..=36).chain(50..=58) {
            let expected = match number {
                27 | 36 | 50 | 52 | 57 => "2021-06",
                32..=35 | 55 | 56 => "Unreadable(Duration)",
                _ => "2021-06-01",
            };
            assert_eq!(june(number), expected, "{number}");
        }
        assert!(
            (0..27)
                .chain(37..50)
                .chain(59..200)
                .all(|number| built_in(number).is_none())
        );
    }
}
