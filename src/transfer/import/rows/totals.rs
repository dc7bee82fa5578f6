//! Words by which a row is told to be a total of others: it would be judged as a facility of all
//! their figures.

use crate::domain::text::folding;

/// No facility is called by what ends so: `全镇图书馆合计`.
const ENDINGS: [&str; 4] = ["合计", "小计", "总计", "共计"];
/// What means a total alone, or behind what it is over.
const WORDS: [&str; 19] = [
    "总数",
    "总和",
    "累计",
    "汇总",
    "平均",
    "平均值",
    "平均数",
    "均值",
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sub-total",
    "grandtotal",
    "overalltotal",
    "sum",
    "average",
    "mean",
    "overall",
];
/// How it begins what a total is over, and how many characters it has at most: `全县平均`,
/// `本页累计`.
const OVER: [&str; 5] = ["全", "本", "各", "以上", "上述"];
const OVER_LENGTH: usize = 5;
/// Beyond so many bytes a text is no such word.
const MOST_BYTES: usize = 120;
/// After a number, the most characters of what is counted.
const COUNTED: usize = 2;
const OPENING: [char; 3] = ['(', '[', '【'];
const CLOSING: [char; 3] = [')', ']', '】'];

/// Returns whether a text says that its row is a total, alone or behind one of `places`, with
/// whatever stands around such a word: `【合 计】`, `总计（3个）：`, `共计12处`. A name that merely
/// holds the word is a name.
pub(crate) fn is_total(text: &str, places: &[&str]) -> bool {
    if text.len() > MOST_BYTES {
        return false;
    }
    let key = folding::key(text);
    // Nearly every name has none of them, and is looked at no further.
    if !ENDINGS.iter().chain(&WORDS).any(|word| key.contains(word)) {
        return false;
    }
    let before = key.split_once(':').map(|(before, _)| before);
    [Some(key.as_str()), before]
        .into_iter()
        .flatten()
        .map(bare)
        .any(|word| is_word(word) || is_behind(word, places))
}

/// Returns whether a word is of a total, alone or behind what it is over.
fn is_word(word: &str) -> bool {
    let is_over = |rest: &str| {
        OVER.iter().any(|over| rest.starts_with(over)) && rest.chars().count() <= OVER_LENGTH
    };
    let is_whole = |end: &str| {
        word.strip_suffix(end)
            .is_some_and(|rest| rest.is_empty() || is_over(rest))
    };
    ENDINGS.iter().any(|end| word.ends_with(end)) || WORDS.iter().any(|end| is_whole(end))
}

/// Returns whether a word of a total stands behind the name of one of the places.
fn is_behind(word: &str, places: &[&str]) -> bool {
    places
        .iter()
        .map(|place| folding::key(place))
        .filter(|place| !place.is_empty())
        .any(|place| {
            let rest = word.strip_prefix(place.as_str());
            rest.is_some_and(|rest| is_word(bare(rest)))
        })
}

/// Returns a folded text without the signs around it, a remark in brackets behind it, and how many
/// there are.
fn bare(key: &str) -> &str {
    let is_sign = |c: char| matches!(c, ':' | '-' | '=' | '*' | '.' | ',' | '/');
    let key = key.trim_matches(is_sign);
    let remark = key
        .ends_with(CLOSING)
        .then(|| key.rfind(OPENING))
        .flatten()
        .filter(|&at| at > 0);
    let key = key.get(..remark.unwrap_or(key.len())).unwrap_or(key);
    let key = key.trim_matches(|c| is_sign(c) || OPENING.contains(&c) || CLOSING.contains(&c));
    let end = key.trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_count = end.ends_with(|c: char| c.is_ascii_digit())
        && key.chars().count() <= end.chars().count() + COUNTED;
    if is_count {
        end.trim_end_matches(|c: char| c.is_ascii_digit())
    } else {
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_by_their_words_and_names_that_hold_one_are_names() {
        for text in [
            "合计",
            "小 计",
            "总计：",
            "全县合计",
            "总计（3个）",
            "合计：3座",
            "共计12处",
            "平均",
            "各镇平均",
            "本页小计",
            "全镇总数",
            "【合计】",
            "（小计）",
            "—合计—",
            "Total",
            "SUB-TOTAL:",
            "Grand Total",
            "sum",
            "Average",
            "ＴＯＴＡＬ",
            "壶镇镇小计",
            "壶镇镇平均",
            "图书馆合计",
            "合计（含在建）",
            "壶镇镇—总数",
        ] {
            assert!(is_total(text, &["壶镇镇", ""]), "{text}");
        }
        for text in [
            "合计路图书馆",
            "合计路3号图书馆",
            "小计分馆（新）",
            "平均村图书馆",
            "Total Care Clinic",
            "Summit Library",
            "示例馆",
            "壶镇镇",
            "",
            "12",
            "统计局图书馆",
            "总数据中心",
            "和平均安图书馆",
            "3个",
            "会计",
        ] {
            assert!(!is_total(text, &["壶镇镇", ""]), "{text}");
        }
    }
}
