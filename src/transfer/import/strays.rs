//! Rows that stand in a table and are none of it: footnotes, totals, a header that is repeated on every page.

use super::table::Row;
use crate::domain::folding;
use crate::i18n::LeftOutMsg;

/// How footnotes begin, folded.
const FOOTNOTES: [&str; 10] =
    ["注", "备注", "说明", "附注", "来源", "资料来源", "数据来源", "填表说明", "note", "source"];
/// What stands first in a row of totals, folded.
const TOTALS: [&str; 8] = ["合计", "总计", "小计", "共计", "总数", "total", "subtotal", "sum"];
/// From how many characters on a text that stands alone in its row is a remark.
const LONG: usize = 21;
/// How much of such a row is told.
const TOLD: usize = 40;

/// What a row is if it is no row of the table.
pub(super) fn stray(row: &Row, header: &[String]) -> Option<LeftOutMsg> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (first, others) = (folding::name(filled.next()?.text()), filled.count());
    let (line, text) = (row.line, first.chars().take(TOLD).collect());
    let key = folding::key(&first);
    if header.len() > 1 && others == 0 && (is_footnote(&key) || first.chars().count() >= LONG) {
        return Some(LeftOutMsg::Footnote { line, text });
    }
    if TOTALS.contains(&key.as_str()) {
        return Some(LeftOutMsg::Total { line, text });
    }
    let is_header = others > 0 && row.cells.iter().map(|cell| folding::name(cell.text())).eq(header.iter().cloned());
    is_header.then_some(LeftOutMsg::HeaderAgain { line })
}

/// A row above the header.
pub(super) fn title(row: &Row) -> LeftOutMsg {
    let texts = row.texts().iter().map(|text| folding::name(text)).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    LeftOutMsg::Title { line: row.line, text: texts.join(" ").chars().take(TOLD).collect() }
}

/// A word of footnotes, and after it nothing, a colon, a number or a bracket.
fn is_footnote(key: &str) -> bool {
    let ends = |next: Option<char>| next.is_none_or(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '(' | '['));
    FOOTNOTES.iter().any(|word| key.strip_prefix(word).is_some_and(|rest| ends(rest.chars().next())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::import::table::Cell;

    fn told(cells: &[&str]) -> Option<LeftOutMsg> {
        let row = Row { line: 9, cells: cells.iter().map(|cell| Cell::Text((*cell).to_owned())).collect() };
        stray(&row, &["所属镇".to_owned(), "设施名称".to_owned()])
    }

    #[test]
    fn remarks_totals_and_repeated_headers_are_no_rows() {
        assert!(matches!(told(&["注：以上为示例", ""]), Some(LeftOutMsg::Footnote { line: 9, .. })));
        assert!(matches!(told(&["", "Note 1. estimated"]), Some(LeftOutMsg::Footnote { .. })));
        assert!(matches!(told(&["本表数据由各镇于二〇二三年末填报并经核对后汇总"]), Some(LeftOutMsg::Footnote { .. })));
        assert!(matches!(told(&["合 计", "12"]), Some(LeftOutMsg::Total { .. })));
        assert!(matches!(told(&["所属镇", "设施名称"]), Some(LeftOutMsg::HeaderAgain { .. })));
        for row in [&["壶镇镇", "示例馆"][..], &["壶镇镇", ""], &["注：", "示例馆"], &["", "说明书博物馆"]]
        {
            assert_eq!(told(row), None, "{row:?}");
        }
    }
}
