//! Whole numbers written out in hanzi: 一百二十, 一万零五百, 二〇二四, 壹佰贰拾. Only what can be read in
//! one way is read: 一百二 may be 120 or a slip for 102.

use std::iter::Peekable;
use std::str::Chars;

/// Digits from nothing to nine, as they are written and as they stand on receipts.
const DIGITS: [&str; 2] = ["零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖"];
/// Two before a measure word, a hundred, a thousand, 万 and 亿.
const PAIR: char = '两';
/// One more than the largest part of a number before 万 or 亿.
const GROUP: u64 = 10_000;
/// The most digits of a number that is written digit by digit.
const MOST_DIGITS: usize = 15;

/// Returns whether numbers are written with a character.
pub(crate) fn is_part(c: char) -> bool {
    c == PAIR || digit(c).is_some() || place(c).is_some() || group(c).is_some()
}

/// Returns whether a character stands for ten or more of what is before it.
pub(crate) fn is_multiple(c: char) -> bool {
    place(c).is_some() || group(c).is_some()
}

/// Returns the digit that a character stands for; 两 is none.
fn digit(c: char) -> Option<u64> {
    let at = |digits: &str| digits.chars().position(|digit| digit == c);
    DIGITS
        .into_iter()
        .find_map(at)
        .and_then(|at| at.try_into().ok())
}

const fn place(c: char) -> Option<u64> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

const fn group(c: char) -> Option<u64> {
    match c {
        '万' | '萬' => Some(GROUP),
        '亿' | '億' => Some(GROUP * GROUP),
        _ => None,
    }
}

/// Returns the number; `None` where the text can be read in more than one way or in none.
pub(crate) fn read(text: &str) -> Option<u64> {
    if text.chars().any(is_multiple) {
        grouped(text)
    } else {
        digit_by_digit(text)
    }
}

/// Reads 二〇二四. Two digits side by side may mean one or the other (七八个), and are not read.
fn digit_by_digit(text: &str) -> Option<u64> {
    let digits: Vec<u64> = text.chars().map(digit).collect::<Option<_>>().or_else(|| {
        let is_pair = text.chars().eq([PAIR]);
        is_pair.then(|| vec![2])
    })?;
    let is_either = digits.len() == 2 && !digits.contains(&0);
    let is_number = (1..=MOST_DIGITS).contains(&digits.len()) && !is_either;
    is_number.then(|| digits.iter().fold(0, |whole, digit| whole * 10 + digit))
}

/// Reads what is before 亿, before 万 and behind them.
fn grouped(text: &str) -> Option<u64> {
    let (millions, rest) = cut(text, GROUP * GROUP);
    let (thousands, ones) = cut(rest, GROUP);
    let mut whole = 0_u64;
    let mut is_first = true;
    // Whether the part before was left out: 一亿五千 may be 一亿五千万.
    let mut is_skipped = false;
    for (part, of) in [
        (millions, GROUP * GROUP),
        (thousands, GROUP),
        (Some(ones), 1),
    ] {
        let Some(part) = part.filter(|part| of > 1 || !part.is_empty()) else {
            is_skipped = !is_first;
            continue;
        };
        let section = Section::read(part, is_first, of > 1)?;
        let needs_zero = is_skipped || section.value < 1000;
        if !is_first && needs_zero && !section.has_zero {
            return None;
        }
        whole = whole.checked_add(section.value.checked_mul(of)?)?;
        (is_first, is_skipped) = (false, false);
    }
    (!is_first).then_some(whole)
}

/// Returns what stands before the first character of a group, where it has one, and what behind it.
fn cut(text: &str, of: u64) -> (Option<&str>, &str) {
    let parts = text.split_once(|c: char| group(c) == Some(of));
    parts.map_or((None, text), |(before, behind)| (Some(before), behind))
}

/// A part of a number below ten thousand.
struct Section {
    value: u64,
    /// Whether it begins with 零, which says that something before it was left out.
    has_zero: bool,
}

impl Section {
    /// Reads a part; `is_first` where nothing stands before it, `is_grouped` where 万 or 亿 stands
    /// behind it.
    fn read(text: &str, is_first: bool, is_grouped: bool) -> Option<Self> {
        let stripped = text.strip_prefix(['零', '〇']).filter(|_| !is_first);
        let has_zero = stripped.is_some();
        let mut rest = Digits {
            left: stripped.unwrap_or(text).chars().peekable(),
            value: 0,
            last: GROUP,
            is_gap: false,
        };
        let may_begin_with_ten = is_first || has_zero;
        while let Some(c) = rest.left.next() {
            match (digit(c), place(c)) {
                (Some(0), _) if rest.is_gap || rest.value == 0 => return None,
                (Some(0), _) => rest.is_gap = true,
                (Some(digit), _) => rest.take(digit)?,
                (None, Some(10)) => {
                    let follows_hundreds = rest.last == 100 && !rest.is_gap;
                    let begins = rest.value == 0 && may_begin_with_ten;
                    (follows_hundreds || begins).then_some(())?;
                    (rest.value, rest.last) = (rest.value + 10, 10);
                }
                _ if c == PAIR => rest.pair(is_grouped)?,
                _ => return None,
            }
        }
        let is_whole = rest.value > 0 && !rest.is_gap;
        is_whole.then_some(Self {
            value: rest.value,
            has_zero,
        })
    }
}

/// The digits of a part that are still to be read, and what those before came to.
struct Digits<'a> {
    left: Peekable<Chars<'a>>,
    value: u64,
    /// The place of the last digit; ten thousand before the first.
    last: u64,
    /// Whether 零 was read behind it.
    is_gap: bool,
}

impl Digits<'_> {
    /// Takes a digit with its place, or the last one.
    fn take(&mut self, digit: u64) -> Option<()> {
        let Some(at) = self.left.peek().copied().and_then(place) else {
            let is_last = self.left.peek().is_none();
            let is_ones = match self.last {
                GROUP | 10 => !self.is_gap,
                _ => self.is_gap,
            };
            (is_last && is_ones).then_some(())?;
            self.put(digit, 1);
            return Some(());
        };
        self.left.next();
        let is_next = self.last == GROUP || at * 10 == self.last;
        (at < self.last && is_next != self.is_gap).then_some(())?;
        self.put(digit, at);
        Some(())
    }

    /// Takes 两, which stands before a hundred or a thousand, or alone before 万 and 亿.
    fn pair(&mut self, is_grouped: bool) -> Option<()> {
        let at = self.left.peek().copied().and_then(place);
        let is_alone = at.is_none() && is_grouped && self.value == 0;
        (at.is_some_and(|at| at > 10) || is_alone).then_some(())?;
        self.take(2)
    }

    const fn put(&mut self, digit: u64, at: u64) {
        self.value += digit * at;
        self.last = at;
        self.is_gap = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes a part below ten thousand; `formal` as on receipts.
    fn section(value: u64, digits: &[char], places: [char; 3]) -> String {
        let mut text = String::new();
        let mut is_gap = false;
        for (at, sign) in [
            (1000, Some(places[2])),
            (100, Some(places[1])),
            (10, Some(places[0])),
            (1, None),
        ] {
            let digit = value / at % 10;
            if digit == 0 {
                is_gap = !text.is_empty();
                continue;
            }
            if is_gap {
                text.push('零');
                is_gap = false;
            }
            text.push(digits[usize::try_from(digit).unwrap()]);
            text.extend(sign);
        }
        text
    }

    /// Writes a number as textbooks do.
    fn written(number: u64, formal: bool) -> String {
        let (digits, places) = if formal {
            (DIGITS[1], ['拾', '佰', '仟'])
        } else {
            (DIGITS[0], ['十', '百', '千'])
        };
        let digits: Vec<char> = digits.chars().collect();
        let mut text = String::new();
        for (of, sign) in [(GROUP * GROUP, "亿"), (GROUP, "万"), (1, "")] {
            let value = number / of % GROUP;
            if value == 0 {
                continue;
            }
            let is_skipped =
                of == 1 && number >= GROUP * GROUP && (number / GROUP).is_multiple_of(GROUP);
            if !text.is_empty() && (value < 1000 || is_skipped) {
                text.push('零');
            }
            text.push_str(&section(value, &digits, places));
            text.push_str(sign);
        }
        if text.is_empty() {
            "零".to_owned()
        } else {
            text
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_spoken_and_written() {
        for (text, number) in [
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百二十", 120),
            ("一百零二", 102),
            ("一百十二", 112),
            ("一百一十二", 112),
            ("一千零五", 1005),
            ("一千零五十", 1050),
            ("两千三百", 2300),
            ("两万三千", 23_000),
            ("两万", 20_000),
            ("十万", 100_000),
            ("十二万零五", 120_005),
            ("一万零十二", 10_012),
            ("一百二十万零三百", 1_200_300),
            ("一千万五千", 10_005_000),
            ("一千万零五千", 10_005_000),
            ("一亿", 100_000_000),
            ("一亿零五千", 100_005_000),
            ("两亿三千万", 230_000_000),
            ("一亿零五十万零三", 100_500_003),
            ("二〇二四", 2024),
            ("一九九八", 1998),
            ("二零零零", 2000),
            ("两", 2),
            ("五", 5),
            ("零", 0),
            ("〇", 0),
            ("二〇", 20),
            ("壹佰贰拾", 120),
            ("叁萬零伍", 30_005),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_read() {
        for text in [
            "",
            "一百二",
            "三千五",
            "两万三",
            "一亿五千",
            "一亿三",
            "七八",
            "十百",
            "百",
            "万",
            "千五",
            "一百零",
            "一百零零二",
            "一千五十",
            "一百零二十",
            "一千零二百",
            "一零二百",
            "一万五百",
            "两十",
            "一百两",
            "一百零两",
            "十两",
            "一万万",
            "一亿亿",
            "一万一亿",
            "零十",
            "零一百",
            "一十百",
            "二三百",
            "一百三百",
            "两两",
            "二两五",
            "一二三十",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"九".repeat(40)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_number_reads_back_as_written(number in 0_u64..=99_999_999, small in 0_u64..20_000, formal: bool) {
            for number in [number, small, number * GROUP % 1_000_000_000_000, number - number % GROUP] {
                prop_assert_eq!(read(&written(number, formal)), Some(number), "{}", written(number, formal));
            }
        }

        #[test]
        fn every_number_reads_back_digit_by_digit(number in 100_u64..=99_999_999) {
            let digits: Vec<char> = DIGITS[0].chars().collect();
            let text: String = number.to_string().bytes().map(|byte| digits[usize::from(byte - b'0')]).collect();
            prop_assert_eq!(read(&text), Some(number));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "[零〇一二九两十百千万亿壹佰]{0,40}") {
            let _ = read(&text);
        }
    }
}
