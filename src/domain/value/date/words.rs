//! Dates with a word in them: the name of a month, or the name of an era before its year.

/// The months as they are shortened.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// The months in full, and what else they are called.
const LONG: [&str; 13] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
];
/// Eras, and the year before their first one.
const ERAS: [(&str, i32); 9] = [
    ("中华民国", 1911),
    ("中華民國", 1911),
    ("民国", 1911),
    ("民國", 1911),
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
];

/// Returns a date whose month is a word, in digits: `12-Jan-2019`, `January 12, 2019`, `Jan 2019`.
/// Its year must have four digits, so that nothing else can be meant.
pub(super) fn in_letters(text: &str) -> Option<String> {
    if !text.is_ascii() || !text.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let parts: Vec<&str> = lower
        .split([' ', '-', '/', '.', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let month = |part: &str| {
        let short = MONTHS.iter().position(|month| *month == part);
        let long = || LONG.iter().position(|month| *month == part);
        let at = short.or_else(long)?;
        // The last of the long ones is another name of September.
        Some(if at < MONTHS.len() { at + 1 } else { 9 })
    };
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let day = |part: &str| {
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| part.strip_suffix(end))
            .unwrap_or(part)
            .to_owned();
        ((1..=2).contains(&digits.len()) && is_number(&digits)).then_some(digits)
    };
    let year = |part: &str| (part.len() == 4 && is_number(part)).then(|| part.to_owned());
    match parts.as_slice() {
        [one, other] => match (month(one), month(other)) {
            (Some(month), None) => Some(format!("{}-{month}", year(other)?)),
            (None, Some(month)) => Some(format!("{}-{month}", year(one)?)),
            _ => None,
        },
        [one, two, three] => match (month(one), month(two)) {
            (Some(month), None) => Some(format!("{}-{month}-{}", year(three)?, day(two)?)),
            (None, Some(month)) if year(one).is_some() => {
                Some(format!("{}-{month}-{}", year(one)?, day(three)?))
            }
            (None, Some(month)) => Some(format!("{}-{month}-{}", year(three)?, day(one)?)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns a date whose year is one of an era, with the year that it is: `民国108年1月2日`,
/// `平成元年`.
pub(super) fn of_era(text: &str) -> Option<String> {
    let (rest, before) = ERAS
        .iter()
        .find_map(|(era, before)| Some((text.strip_prefix(era)?.trim_start(), *before)))?;
    let (number, rest) = if let Some(rest) = rest.strip_prefix('元') {
        (1, rest)
    } else {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        let is_short = (1..=3).contains(&digits.len());
        (digits.parse::<i32>().ok().filter(|_| is_short)?, rest)
    };
    let is_year = rest.trim_start().starts_with(['年', '-', '/', '.']);
    (number > 0 && is_year).then(|| format!("{}{rest}", before + number))
}

/// Returns whether a text, with hanzi as digits, is ten years and no year of them: `1980年代`, `80年代`,
/// `1980s`, `20世纪80年代`.
pub(crate) fn is_decade(digits: &str) -> bool {
    let text = digits.trim();
    let text = text.trim_end_matches(['初', '中', '末', '期', '后', '前', '早']);
    let text = ["年代", "'s", "\u{2019}s", "s"]
        .iter()
        .find_map(|end| text.strip_suffix(end));
    let Some(text) = text.map(str::trim_end) else {
        return false;
    };
    let behind = text
        .find("世纪")
        .and_then(|at| text.get(at + "世纪".len()..));
    let number = behind.unwrap_or(text);
    matches!(number.len(), 2 | 4)
        && number.ends_with('0')
        && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::domain::value::PartialDate;
    use crate::i18n::Refusal;

    #[test]
    fn months_in_letters_and_years_of_eras_are_dates() {
        for (typed, kept) in [
            ("12-Jan-2019", "2019-01-12"),
            ("12 january 2019", "2019-01-12"),
            ("Jan 12, 2019", "2019-01-12"),
            ("Sept. 3rd 2019", "2019-09-03"),
            ("2019-Jan-12", "2019-01-12"),
            ("May 2019", "2019-05"),
            ("12-Jan-2019 08:30", "2019-01-12"),
            ("民国108年1月2日", "2019-01-02"),
            ("民國一〇八年", "2019"),
            ("中华民国 38 年 10 月", "1949-10"),
            ("平成元年1月8日", "1989-01-08"),
            ("平成30年", "2018"),
            ("令和3年", "2021"),
            ("昭和 64/1/7", "1989-01-07"),
            ("1898", "1898"),
            ("1911年10月", "1911-10"),
        ] {
            let read = PartialDate::typed(typed).map(|date| date.to_string());
            assert_eq!(read.as_deref(), Ok(kept), "{typed}");
        }
        for typed in [
            "1980年代",
            "80年代",
            "八十年代",
            "二十世纪八十年代初",
            "20世纪60年代",
            "1980s",
            "1980's",
            "１９８０年代",
        ] {
            let read = PartialDate::typed(typed);
            assert!(
                matches!(read, Err(Refusal::Decade { .. })),
                "{typed}: {read:?}"
            );
        }
        for typed in [
            "12-Jan-19",
            "Jan",
            "Jan 12",
            "12-Foo-2019",
            "31-Feb-2019",
            "民国",
            "民国108",
            "平成0年",
            "民国1080年",
            "12-Jan-Feb",
        ] {
            assert!(PartialDate::typed(typed).is_err(), "{typed}");
        }
    }
}
