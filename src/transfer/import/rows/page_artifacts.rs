//! What a printed form has around its table on every page: who signed it, which page it is, what
//! its columns are numbered.

use crate::domain::text::folding;
use crate::i18n::LeftOutMsg;
use crate::transfer::import::lines;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// What is signed or dated below a table, folded.
const SIGNED: [&str; 25] = [
    "填表人",
    "制表人",
    "填报人",
    "经办人",
    "审核人",
    "复核人",
    "负责人",
    "单位负责人",
    "部门负责人",
    "统计负责人",
    "主管领导",
    "分管领导",
    "联系人",
    "联系电话",
    "填表日期",
    "填报日期",
    "制表日期",
    "报出日期",
    "日期",
    "填报单位",
    "填表单位",
    "制表单位",
    "preparedby",
    "checkedby",
    "approvedby",
];
/// What stands in brackets behind such a word, folded.
const BY_HAND: [&str; 6] = [
    "(签字)",
    "(签章)",
    "(签名)",
    "(盖章)",
    "(公章)",
    "(signature)",
];
/// What the number of a page says beside its figures, folded.
const PAGES: [&str; 6] = ["第页", "第页共页", "共页第页", "第页总页", "page", "pageof"];
/// How columns of words are numbered in a form, before those of figures.
const STEMS: [&str; 8] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
const NUMERALS: &str = "0123456789一二三四五六七八九十百";
/// The most cells over which the number of a page is spread, and the fewest that number columns.
const MOST_PARTS: usize = 4;
const FEWEST_NUMBERS: usize = 3;
/// Beyond so many bytes a text is none of these.
const MOST_BYTES: usize = 400;

/// Returns what a row is if it belongs to the page and not to the table.
pub(crate) fn of_page(row: &TableRow) -> Option<LeftOutMsg> {
    let filled: Vec<&str> = row
        .cells
        .iter()
        .filter(|cell| !cell.is_blank())
        .map(TableCell::text)
        .collect();
    let first = filled.first().filter(|first| first.len() <= MOST_BYTES)?;
    let line = row.line;
    let key = folding::key(first);
    let text = || {
        lines::beginning(
            &filled
                .iter()
                .map(|text| folding::name(text))
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    if is_signature(&key) {
        return Some(LeftOutMsg::Signature { line, text: text() });
    }
    if filled.len() <= MOST_PARTS && is_page(&folding::key(&filled.concat())) {
        return Some(LeftOutMsg::Page { line, text: text() });
    }
    (filled.len() * 2 > row.cells.len() && are_numbers(&filled))
        .then_some(LeftOutMsg::Numbers { line })
}

/// Returns whether a folded text begins with what is signed, and a colon or how.
fn is_signature(key: &str) -> bool {
    let is_signed =
        |rest: &str| rest.starts_with(':') || BY_HAND.iter().any(|word| rest.starts_with(word));
    SIGNED
        .iter()
        .filter_map(|word| key.strip_prefix(word))
        .any(is_signed)
}

/// Returns whether a folded text is the number of a page: `第1页,共3页`.
fn is_page(key: &str) -> bool {
    let is_figure = |c: char| NUMERALS.contains(c);
    let words = key
        .chars()
        .filter(|&c| !is_figure(c) && !matches!(c, ',' | '/' | '-' | '.' | '(' | ')'));
    key.contains(is_figure) && PAGES.contains(&words.collect::<String>().as_str())
}

/// Returns whether cells number the columns: 甲, 乙, 1, 2, 3.
fn are_numbers(cells: &[&str]) -> bool {
    let begins = |text: &&str| {
        folding::key(text)
            .trim_start_matches('(')
            .starts_with(['1', '甲'])
    };
    if !cells.first().is_some_and(begins) {
        return false;
    }
    let keys: Vec<String> = cells
        .iter()
        .map(|cell| folding::key(cell).trim_matches(['(', ')']).to_owned())
        .collect();
    let words = keys
        .iter()
        .zip(STEMS)
        .take_while(|(key, stem)| key == stem)
        .count();
    let figures = keys.get(words..).unwrap_or_default();
    let in_order = (1_usize..)
        .zip(figures)
        .all(|(number, key)| *key == number.to_string());
    keys.len() >= FEWEST_NUMBERS && !figures.is_empty() && in_order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[&str]) -> Option<LeftOutMsg> {
        of_page(&TableRow {
            line: 9,
            cells: cells
                .iter()
                .map(|cell| TableCell::Text((*cell).to_owned()))
                .collect(),
        })
    }

    #[test]
    fn signatures_pages_and_numbers_of_columns_are_of_the_page() {
        for row in [
            &["填表人：示例", "", "审核人：示例", "日期：2023.1.5"][..],
            &["单位负责人（签字）"],
            &["", "Prepared by: x"],
        ] {
            assert!(
                matches!(told(row), Some(LeftOutMsg::Signature { line: 9, .. })),
                "{row:?}"
            );
        }
        for row in [
            &["第1页 共3页", "", ""][..],
            &["第 一 页"],
            &["", "第1页", "共3页"],
            &["Page 1 of 3"],
            &["第1页/共12页"],
        ] {
            assert!(
                matches!(told(row), Some(LeftOutMsg::Page { .. })),
                "{row:?}"
            );
        }
        for row in [
            &["甲", "乙", "1", "2"][..],
            &["1", "2", "3", "4", ""],
            &["甲", "（1）", "（2）"],
        ] {
            assert!(
                matches!(told(row), Some(LeftOutMsg::Numbers { .. })),
                "{row:?}"
            );
        }
        for row in [
            &["壶镇镇", "第1页书店", "1"][..],
            &["壶镇镇", "日期博物馆", "1"],
            &["填表人", "示例"],
            &["1", "2"],
            &["甲", "乙", "丙"],
            &["甲", "乙", "3"],
            &["12", "", ""],
            &["壶镇镇", "填表人：示例"],
        ] {
            assert_eq!(told(row), None, "{row:?}");
        }
    }
}
