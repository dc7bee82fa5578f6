//! Rows that stand in a table and are none of it: footnotes, totals, a header that is repeated,
//! what a page has around it.

use uuid::Uuid;

use super::{page_artifacts, totals};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::i18n::LeftOutMsg;
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::columns::header;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::lines::beginning;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// How footnotes begin, folded.
const FOOTNOTES: [&str; 10] = [
    "注",
    "备注",
    "说明",
    "附注",
    "来源",
    "资料来源",
    "数据来源",
    "填表说明",
    "note",
    "source",
];
/// From how many characters on a text that stands alone in its row is a remark.
const LONG: usize = 21;
/// What a remark has and a name has not.
const OF_SENTENCES: [char; 6] = ['。', '，', '；', '：', ':', ';'];
/// The longest text that may be the name of an entry, in bytes.
const LONGEST_NAME: usize = 120;

/// What tells the rows of a table from others.
pub(crate) struct NonDataRows<'a> {
    names: HeaderNames<'a>,
    /// What stands above the header, and what it says itself, row by row.
    titles: Vec<String>,
    header: Vec<String>,
    /// Header and entry of each column that has one.
    columns: Vec<(usize, String, ColumnContent)>,
    /// The header of every column.
    all: Vec<String>,
    /// The columns of the place and of what is above it, of the name and of the id.
    places: Vec<usize>,
    name: Option<usize>,
    id: Option<usize>,
}

impl<'a> NonDataRows<'a> {
    /// For a table with these columns.
    pub(crate) fn new(
        names: HeaderNames<'a>,
        titles: &[TableRow],
        header: &[TableRow],
        columns: &[TableColumn],
        kind: &Kind,
    ) -> Self {
        let at = |holds: ColumnContent| columns.iter().position(|column| column.holds == holds);
        let name = kind
            .fields
            .iter()
            .position(|field| field.code == shared::NAME);
        let is_of_place = |holds: ColumnContent| {
            holds.is_place() || matches!(holds, ColumnContent::PlaceName | ColumnContent::Above)
        };
        let places = (0..)
            .zip(columns)
            .filter(|(_, column)| is_of_place(column.holds))
            .map(|(at, _)| at)
            .collect();
        let name = name.and_then(|name| at(ColumnContent::Field(name)));
        let id = at(ColumnContent::Id);
        let entries = (0..).zip(columns).filter(|(_, column)| {
            !matches!(
                column.holds,
                ColumnContent::Ignored | ColumnContent::Nameless
            )
        });
        let entries = entries
            .map(|(at, column)| (at, column.name.clone(), column.holds))
            .collect();
        let titles = titles.iter().map(words).collect();
        let header = header.iter().map(words).collect();
        let all = columns.iter().map(|column| column.name.clone()).collect();
        Self {
            names,
            titles,
            header,
            columns: entries,
            all,
            places,
            name,
            id,
        }
    }

    /// Returns what a row is if it is no row of the table.
    pub(crate) fn why_none(&self, row: &TableRow) -> Option<LeftOutMsg> {
        let mut filled = row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_blank());
        let ((at, first), others) = (filled.next()?, filled.count());
        if self.all.len() > 1 && others == 0 && self.is_remark(at, first) {
            return Some(LeftOutMsg::Footnote {
                line: row.line,
                text: told(first),
            });
        }
        if let Some(cell) = self.total(row, at) {
            return Some(LeftOutMsg::Total {
                line: row.line,
                text: told(cell),
            });
        }
        if is_again(row, first, &self.titles) {
            return Some(LeftOutMsg::TitleAgain {
                line: row.line,
                text: beginning(&words(row)),
            });
        }
        if is_again(row, first, &self.header) || self.is_header(row) {
            return Some(LeftOutMsg::HeaderAgain { line: row.line });
        }
        if self.all.len() > 1 {
            page_artifacts::of_page(row)
        } else {
            None
        }
    }

    /// Returns whether a row says what its columns hold: the header again, or the header in another
    /// language.
    fn is_header(&self, row: &TableRow) -> bool {
        let filled = || {
            self.columns
                .iter()
                .filter(|(at, ..)| row.cells.get(*at).is_some_and(|cell| !cell.is_blank()))
        };
        let is_said = |(at, name, holds): &(usize, String, ColumnContent)| {
            let text = row.text(*at);
            self.names.entry(text) == Some(*holds) || folding::name(text) == *name
        };
        filled().all(is_said) && filled().nth(1).is_some() && !self.names_more(row)
    }

    /// Returns whether a row names an entry where the table has none: then it says what other
    /// columns hold.
    fn names_more(&self, row: &TableRow) -> bool {
        let is_own = |at: usize| self.columns.iter().any(|(own, ..)| *own == at);
        let names = |(at, cell): (usize, &TableCell)| {
            let entry = || {
                self.names
                    .entry(cell.text())
                    .filter(|holds| *holds != ColumnContent::Ignored)
            };
            !cell.is_blank()
                && !is_own(at)
                && self.all.get(at) != Some(&folding::name(cell.text()))
                && entry().is_some()
        };
        row.cells.iter().enumerate().any(names)
    }

    /// Returns whether a row is the header of another table: most of its cells are names of
    /// entries, or it has the name of such a column where a place should stand. Nothing below it
    /// can be read through the columns of this table.
    pub(crate) fn is_other_header(&self, row: &TableRow) -> bool {
        // Nearly every row has no name of an entry in it, and is looked at no further.
        let may_name = |text: &str| {
            text.len() <= LONGEST_NAME && !text.starts_with(|c: char| c.is_ascii_digit())
        };
        let names =
            |cell: &TableCell| may_name(cell.text()) && self.names.entry(cell.text()).is_some();
        if !row.cells.iter().any(names) {
            return false;
        }
        let cells = row
            .cells
            .iter()
            .map(|cell| folding::name(cell.text()))
            .collect::<Vec<_>>();
        let is_filled = cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .nth(1)
            .is_some();
        // 镇 alone may be what a place is called for short.
        let names_place = |at: &usize| {
            let text = row.text(*at);
            text.chars().nth(1).is_some()
                && self
                    .names
                    .entry(text)
                    .is_some_and(|holds| holds != ColumnContent::Ignored)
        };
        is_filled
            && (header::are_mostly_names(&cells, &self.names)
                || self.places.iter().any(names_place))
    }

    /// Returns whether a text that stands alone is a remark: by its first word, or because it is
    /// long. A long name without anything else is a row that has lost its place.
    fn is_remark(&self, at: usize, cell: &TableCell) -> bool {
        let text = folding::name(cell.text());
        let may_be_name = Some(at) == self.name && !text.contains(OF_SENTENCES);
        is_footnote(&folding::key(&text)) || (text.chars().count() >= LONG && !may_be_name)
    }

    /// Returns whether a column is of a field of the form.
    fn is_of_form(&self, column: usize) -> bool {
        self.columns
            .iter()
            .any(|(at, _, holds)| *at == column && matches!(holds, ColumnContent::Field(_)))
    }

    /// Returns whether a row has a name, and a place where the table has a column for it.
    fn is_named(&self, row: &TableRow) -> bool {
        let is_filled = |at: usize| row.cells.get(at).is_some_and(|cell| !cell.is_blank());
        self.name.is_some_and(is_filled)
            && (self.places.is_empty() || self.places.iter().copied().any(is_filled))
    }

    /// Returns the cell that says that a row is a total: the first one, or one where a place or a
    /// name would stand. A row with the id of a record is about that record, whatever it is called,
    /// and one with a place and a name is none for what it says in another entry of the form first:
    /// `含两处合计`.
    fn total<'r>(&self, row: &'r TableRow, first: usize) -> Option<&'r TableCell> {
        let named = || self.places.iter().copied().chain(self.name);
        let is_said = Some(first) != self.name && self.is_of_form(first) && self.is_named(row);
        let first = (!is_said).then_some(first);
        let cells = first
            .into_iter()
            .chain(named().filter(|at| Some(*at) != first));
        let mut cells = cells.filter_map(|at| row.cells.get(at));
        let places: Vec<&str> = self.places.iter().map(|at| row.text(*at)).collect();
        let cell = cells.find(|cell| totals::is_total(cell.text(), &places))?;
        let is_record = self
            .id
            .is_some_and(|at| row.text(at).trim().parse::<Uuid>().is_ok());
        (!is_record).then_some(cell)
    }
}

/// Returns whether a row is one of others again. Nearly every row is told from them by its first
/// cell.
fn is_again(row: &TableRow, first: &TableCell, others: &[String]) -> bool {
    if others.is_empty() {
        return false;
    }
    let begins = folding::name(first.text());
    others.iter().any(|other| other.starts_with(&begins)) && others.contains(&words(row))
}

fn told(cell: &TableCell) -> String {
    beginning(&folding::name(cell.text()))
}

/// Returns the words of a row, without its empty cells.
fn words(row: &TableRow) -> String {
    let texts = row
        .cells
        .iter()
        .map(|cell| folding::name(cell.text()))
        .filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
}

/// Returns a row above the header, which gave columns their unit or did not.
pub(crate) fn title(row: &TableRow, gave_units: bool) -> LeftOutMsg {
    let line = row.line;
    let text = beginning(&words(row));
    if gave_units {
        LeftOutMsg::Units { line, text }
    } else {
        LeftOutMsg::Title { line, text }
    }
}

/// Returns a word of footnotes, and after it nothing, a colon, a number or a bracket.
fn is_footnote(key: &str) -> bool {
    let ends = |next: Option<char>| {
        next.is_none_or(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '(' | '['))
    };
    FOOTNOTES.iter().any(|word| {
        key.strip_prefix(word)
            .is_some_and(|rest| ends(rest.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Pack;
    use crate::transfer::import::columns::names;

    fn row(cells: &[&str]) -> TableRow {
        TableRow {
            line: 9,
            cells: cells
                .iter()
                .map(|cell| TableCell::Text((*cell).to_owned()))
                .collect(),
        }
    }

    /// Returns what tells rows from others in a table of a place, a name and a figure.
    fn non_data_rows() -> NonDataRows<'static> {
        static KIND: std::sync::LazyLock<Kind> = std::sync::LazyLock::new(|| {
            let pack = Pack::read(include_str!("../../../../tests/packs/minimums.toml")).unwrap();
            pack.kinds[1].clone()
        });
        let header = ["所属镇", "设施名称", "阅览座席数"].map(str::to_owned);
        let names = HeaderNames::new(&KIND, &[]);
        let columns = names::resolve(&header, &names).unwrap();
        let title = TableRow {
            line: 1,
            cells: vec![
                TableCell::Text("图书馆一览表".to_owned()),
                TableCell::default(),
            ],
        };
        NonDataRows::new(names, &[title], &[], &columns, &KIND)
    }

    /// Returns what a row is in that table.
    fn told(cells: &[&str]) -> Option<LeftOutMsg> {
        non_data_rows().why_none(&row(cells))
    }

    #[test]
    fn remarks_totals_and_repeated_headers_are_no_rows() {
        assert!(matches!(
            told(&["注：以上为示例", ""]),
            Some(LeftOutMsg::Footnote { line: 9, .. })
        ));
        assert!(matches!(
            told(&["", "Note 1. estimated"]),
            Some(LeftOutMsg::Footnote { .. })
        ));
        assert!(matches!(
            told(&["本表数据由各镇于二〇二三年末填报并经核对后汇总"]),
            Some(LeftOutMsg::Footnote { .. })
        ));
        assert!(matches!(
            told(&["", "本表数据由各镇于二〇二三年末填报，经核对后汇总"]),
            Some(LeftOutMsg::Footnote { .. })
        ));
        assert!(matches!(
            told(&["", "图书馆一览表", ""]),
            Some(LeftOutMsg::TitleAgain { .. })
        ));
        for row in [
            ["所属镇", "设施名称", "阅览座席数"],
            ["town *", "Name *", "Reading seats"],
            ["", "name", "reading_seats"],
        ] {
            assert!(
                matches!(told(&row), Some(LeftOutMsg::HeaderAgain { .. })),
                "{row:?}"
            );
        }
        for row in [
            &["合 计", "", "12"][..],
            &["壶镇镇", "小计", "140"],
            &["", "合计", "9"],
            &["全县合计", "", "140"],
        ] {
            assert!(
                matches!(told(row), Some(LeftOutMsg::Total { .. })),
                "{row:?}"
            );
        }
        for row in [
            &["壶镇镇", "示例馆"][..],
            &["壶镇镇", ""],
            &["", "name"],
            &["town", "甲馆", "reading_seats"],
            &["注：", "示例馆"],
            &["", "说明书博物馆"],
            &["", "丽水市缙云县壶镇镇人民政府综合文化站图书馆分馆"],
            &["壶镇镇", "合计路图书馆", "140"],
        ] {
            assert_eq!(told(row), None, "{row:?}");
        }
    }

    #[test]
    fn the_header_of_another_table_is_told_from_rows_and_from_the_own_header() {
        let is_other =
            |cells: &[&str]| non_data_rows().is_other_header(&row(cells)) && told(cells).is_none();
        for cells in [
            &["所属镇", "设施名称", "馆舍建筑面积"][..],
            &["设施名称", "所属镇", "状态"],
            &["所属镇", "设施名称", "阅览座席数", "总藏量"],
            &["序号", "所属镇", "设施名称", "馆舍面积"],
            &["所属镇", "馆名", "藏书"],
            &["town", "name", "opened on"],
            &["所在镇", "设施名称", "2021", "2022"],
        ] {
            assert!(is_other(cells), "{cells:?}");
        }
        for cells in [
            &["所属镇", "设施名称", "阅览座席数"][..],
            &["town", "name", "reading_seats"],
            &["壶镇镇", "名称", "130"],
            &["壶镇镇", "地址", "130"],
            &["", "name", ""],
            &["壶镇镇", "镇图书馆", "130"],
            &["壶镇镇", "甲馆", "镇", "县"],
            &["镇", "甲馆", "130"],
        ] {
            assert!(!is_other(cells), "{cells:?}");
        }
    }
}
