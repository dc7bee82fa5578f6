//! The words of a header: the name in them, and what people put around it.

use crate::domain::text::folding;

/// Words in brackets behind a name that say how it is filled, folded.
const REMARKS: [&str; 8] = [
    "必填",
    "必填项",
    "选填",
    "选填项",
    "可选",
    "required",
    "optional",
    "mandatory",
];
/// Numerals before a name.
const NUMERALS: &str = "0123456789一二三四五六七八九十";
const OPENING: [char; 4] = ['(', '[', '【', '《'];
const CLOSING: [char; 4] = [')', ']', '】', '》'];
/// The longest unit without brackets, in characters.
const LONGEST_UNIT: usize = 8;
/// Beyond so many bytes a text is no header of a column.
const MOST_BYTES: usize = 400;

/// Returns a name folded as figures are, without stars, numbers, brackets around it and remarks
/// behind it: `1.【状态】（必填）＊`. `None` of a text too long for a name.
pub(crate) fn bare(header: &str) -> Option<String> {
    if header.len() > MOST_BYTES {
        return None;
    }
    let folded = folding::figure(header);
    let mut name = folded.as_str();
    loop {
        let shorter = without_number(without_remark(unwrapped(trimmed(name))));
        if shorter.len() == name.len() {
            return Some(name.to_owned());
        }
        name = shorter;
    }
}

fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '※' | '★' | '☆' | '▲' | ':' | ',')
    })
}

/// Returns a name that stands in brackets as a whole.
fn unwrapped(name: &str) -> &str {
    let inner = name
        .strip_prefix(OPENING)
        .and_then(|rest| rest.strip_suffix(CLOSING));
    inner
        .filter(|inner| !inner.contains(OPENING) && !inner.contains(CLOSING))
        .unwrap_or(name)
}

fn without_remark(name: &str) -> &str {
    let parts = name
        .strip_suffix(CLOSING)
        .and_then(|rest| rest.rsplit_once(OPENING));
    let is_remark = |(before, remark): &(&str, &str)| {
        !before.is_empty() && REMARKS.contains(&folding::key(remark).as_str())
    };
    parts.filter(is_remark).map_or(name, |(before, _)| before)
}

/// Returns a name behind `3.`, `三、` or `(3)`.
fn without_number(name: &str) -> &str {
    let inner = name.strip_prefix('(').unwrap_or(name);
    let rest = inner.trim_start_matches(|c| NUMERALS.contains(c));
    let behind = rest
        .strip_prefix(['.', ',', ')'])
        .filter(|_| rest.len() < inner.len());
    behind
        .filter(|rest| !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(name)
}

/// Returns a name and the unit said behind it: in its last brackets or behind its last stroke, else
/// right behind it, where there are several ways to part them, the longest name first.
pub(crate) fn with_unit(name: &str) -> Vec<(String, String)> {
    apart(name).map_or_else(|| right_behind(name), |parts| vec![parts])
}

/// Returns a name and what stands in its last brackets or behind its last stroke: `面积(m2)`,
/// `长度/公里`.
pub(crate) fn apart(name: &str) -> Option<(String, String)> {
    let parts = match name.strip_suffix(CLOSING) {
        Some(inner) => inner.rsplit_once(OPENING),
        None => name.rsplit_once(['/', ':']),
    };
    let (base, unit) = parts?;
    let unit = unit
        .trim()
        .trim_start_matches("单位")
        .trim_start_matches(':');
    Some((bare(base)?, unit.trim().to_owned()))
}

/// Returns the ways to part a name from a unit without a sign between: `面积m2`.
fn right_behind(name: &str) -> Vec<(String, String)> {
    let ends = name
        .char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    let part = |at: &usize| {
        let (base, unit) = name.split_at_checked(*at)?;
        // The end of a word is no unit: `Farm`.
        let is_end = base.ends_with(|c: char| c.is_ascii_alphabetic())
            && unit.starts_with(|c: char| c.is_ascii_alphabetic());
        (!is_end).then(|| (trimmed(base).to_owned(), unit.trim().to_owned()))
    };
    ends.iter()
        .rev()
        .take(LONGEST_UNIT)
        .filter_map(part)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_put_around_a_name_is_not_part_of_it() {
        for (header, name) in [
            ("状态（必填）", "状态"),
            ("*状态＊：", "状态"),
            ("【详细地址】", "详细地址"),
            ("1.投用日期", "投用日期"),
            ("（二）投用日期 (Required)*", "投用日期"),
            ("三、投用日期", "投用日期"),
            ("面积（㎡）（必填）", "面积(m2)"),
            ("报告厅座席（不计入）", "报告厅座席(不计入)"),
            ("3.5公里", "3.5公里"),
            ("第一小学", "第一小学"),
            ("十", "十"),
            ("", ""),
        ] {
            assert_eq!(bare(header).as_deref(), Some(name), "{header}");
        }
        assert_eq!(bare(&"长".repeat(1_000)), None);
    }

    #[test]
    fn a_unit_stands_in_brackets_behind_a_stroke_or_right_behind_the_name() {
        let first = |name: &str| with_unit(name).swap_remove(0);
        assert_eq!(first("面积(m2)"), ("面积".into(), "m2".into()));
        assert_eq!(first("面积*(单位:亩)"), ("面积".into(), "亩".into()));
        assert_eq!(first("总藏量/万册"), ("总藏量".into(), "万册".into()));
        assert!(with_unit("面积m2").contains(&("面积".into(), "m2".into())));
        assert!(with_unit("座席数 座").contains(&("座席数".into(), "座".into())));
        assert!(!with_unit("Farm").contains(&("Far".into(), "m".into())));
        assert_eq!(with_unit("镇"), []);
    }
}
