//! Where in a file the header is: below titles, in one row or in two.

use super::column::ColumnContent;
use super::names::HeaderNames;
use crate::domain::text::folding;
use crate::i18n::Lang;
use crate::transfer::import::read::table::{MergedRange, TableRow};

/// How many rows are looked at for the header.
pub(crate) const LOOKED_AT: usize = 30;
/// How many merged cells of these rows are looked at.
const MOST_MERGES: usize = 1_000;

/// The header of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableHeader {
    /// The names of its columns; a name of two rows is joined by a stroke where the lower one alone
    /// says too little.
    pub(crate) names: Vec<String>,
    /// The lines it stands on, one or two.
    pub(crate) lines: Vec<usize>,
    /// How many of the rows are above it.
    pub(crate) above: usize,
}

impl TableHeader {
    /// Returns how many of the rows are the titles above it and itself.
    pub(crate) fn rows(&self) -> usize {
        self.above + self.lines.len()
    }
}

/// Finds the header: the first row that names the place and another entry, or most of whose cells
/// are names of entries. Where no row does, it is the one that names most, and what is wrong with
/// it is told then. `None` of a file without rows.
pub(crate) fn find(
    rows: &[TableRow],
    merges: &[MergedRange],
    names: &HeaderNames,
    lang: Lang,
) -> Option<TableHeader> {
    let last = rows.last()?.line;
    let merges: Vec<MergedRange> = merges
        .iter()
        .filter(|merge| merge.lines.0 <= last)
        .take(MOST_MERGES)
        .copied()
        .collect();
    let found = (0..rows.len()).find_map(|at| {
        let two = two_rows(rows, at, &merges, names, lang);
        two.or_else(|| {
            Some(one_row(rows.get(at)?, at)).filter(|header| is_header(&header.names, names))
        })
    });
    found.or_else(|| likely(rows, names))
}

/// Returns the first row as the header, whatever stands there.
pub(crate) fn first(rows: &[TableRow]) -> Option<TableHeader> {
    rows.first().map(|row| one_row(row, 0))
}

/// Returns every row as a header.
pub(crate) fn each(rows: &[TableRow]) -> impl Iterator<Item = TableHeader> {
    rows.iter().enumerate().map(|(at, row)| one_row(row, at))
}

/// Returns the header that begins on a line; `None` where none of the rows stands there.
pub(crate) fn on_line(
    rows: &[TableRow],
    line: usize,
    merges: &[MergedRange],
    names: &HeaderNames,
    lang: Lang,
) -> Option<TableHeader> {
    let at = rows.iter().position(|row| row.line == line)?;
    let two = two_rows(rows, at, merges, names, lang);
    two.or_else(|| Some(one_row(rows.get(at)?, at)))
}

/// Returns a header of the numbers of the columns, counted from 1, for rows that have none.
pub(crate) fn numbered(rows: &[TableRow]) -> Option<TableHeader> {
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    Some(TableHeader {
        names: (1..=width).map(|number| number.to_string()).collect(),
        lines: Vec::new(),
        above: 0,
    })
}

/// Returns the first row with the most names of entries, or with more than one cell where there is
/// no name at all.
fn likely(rows: &[TableRow], names: &HeaderNames) -> Option<TableHeader> {
    let rank = |header: &TableHeader| {
        let filled = header.names.iter().filter(|name| !name.is_empty()).count();
        (known(&header.names, names), filled > 1)
    };
    rows.iter()
        .enumerate()
        .map(|(at, row)| one_row(row, at))
        .reduce(|best, next| {
            if rank(&next) > rank(&best) {
                next
            } else {
                best
            }
        })
}

/// Returns how many cells are names of entries.
fn known(header: &[String], names: &HeaderNames) -> usize {
    header
        .iter()
        .filter(|name| names.meaning(name).is_some())
        .count()
}

fn one_row(row: &TableRow, above: usize) -> TableHeader {
    let names = row
        .cells
        .iter()
        .map(|cell| folding::name(cell.text()))
        .collect();
    TableHeader {
        names,
        lines: vec![row.line],
        above,
    }
}

/// Returns whether a row names the place and another entry, or most of its cells are names of
/// entries.
fn is_header(header: &[String], names: &HeaderNames) -> bool {
    let filled = header.iter().filter(|name| !name.is_empty()).count();
    let meanings: Vec<ColumnContent> = header
        .iter()
        .filter_map(|name| names.meaning(name))
        .map(|(holds, _)| holds)
        .collect();
    let of_entries = meanings
        .iter()
        .filter(|holds| !matches!(holds, ColumnContent::Ignored))
        .count();
    let is_keyed = meanings
        .iter()
        .any(|holds| holds.is_place() || matches!(holds, ColumnContent::Id));
    (is_keyed && of_entries >= filled.min(2)) || are_mostly_names(header, names)
}

/// Returns whether most of some cells, two at least, are names of entries, beside those that number
/// the rows.
pub(crate) fn are_mostly_names(cells: &[String], names: &HeaderNames) -> bool {
    let meanings = cells
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| names.meaning(name).map(|(holds, _)| holds));
    let counted: Vec<Option<ColumnContent>> = meanings
        .filter(|holds| *holds != Some(ColumnContent::Ignored))
        .collect();
    let of_entries = counted.iter().flatten().count();
    of_entries >= 2 && of_entries * 2 > counted.len()
}

/// Returns the header that a row makes with the one below it, where that belongs to it.
fn two_rows(
    rows: &[TableRow],
    at: usize,
    merges: &[MergedRange],
    names: &HeaderNames,
    lang: Lang,
) -> Option<TableHeader> {
    let upper = rows.get(at)?;
    let lower = rows.get(at + 1)?;
    let width = upper.cells.len().max(lower.cells.len());
    let high = spread(upper, width, merges);
    let low = spread(lower, width, merges);
    if low.iter().all(String::is_empty) {
        return None;
    }
    let reaches = merges
        .iter()
        .any(|merge| merge.lines == (upper.line, lower.line));
    let is_built = reaches || fills_gaps(&one_row(upper, at).names, &low, names);
    let high = filled_right(&high, &low);
    let header = join(&high, &low, names, lang);
    // One of the two that says as much alone is the header, below a title or above the first row.
    let most = known(&one_row(upper, at).names, names).max(known(&low, names));
    let says_more = known(&header, names) > most
        && low
            .iter()
            .zip(&high)
            .all(|(low, high)| is_name(low, high, names));
    let fits = (is_built || says_more) && is_header(&header, names);
    fits.then(|| TableHeader {
        names: header,
        lines: vec![upper.line, lower.line],
        above: at,
    })
}

/// Returns whether the lower row stands below the names of groups: something below an empty cell,
/// nothing below the place. A row of the table would have its place.
fn fills_gaps(high: &[String], low: &[String], names: &HeaderNames) -> bool {
    let is_place = |name: &String| {
        matches!(
            names.meaning(name),
            Some((ColumnContent::Place | ColumnContent::Id, _))
        )
    };
    let mut pairs = high.iter().zip(low);
    let gap = pairs
        .clone()
        .any(|(high, low)| high.is_empty() && !low.is_empty());
    gap && pairs.any(|(high, low)| is_place(high) && low.is_empty())
}

/// Returns whether a cell of the lower row is the name of an entry, or adds nothing to what is
/// above it.
fn is_name(low: &str, high: &str, names: &HeaderNames) -> bool {
    low.is_empty()
        || low == high
        || names.meaning(low).is_some()
        || names.meaning(&joined(high, low)).is_some()
}

/// Returns the words of a row, with the value of a merged cell in all of its range.
fn spread(row: &TableRow, width: usize, merges: &[MergedRange]) -> Vec<String> {
    let own = |column: usize| folding::name(row.text(column));
    let value = |column: usize| {
        let merge = merges
            .iter()
            .find(|merge| merge.lines.0 == row.line && merge.covers(row.line, column));
        merge.map_or_else(|| own(column), |merge| own(merge.columns.0))
    };
    (0..width).map(value).collect()
}

/// Repeats the name of a group over all its columns: a text has no merged cells, and the name
/// stands over the first one only.
fn filled_right(high: &[String], low: &[String]) -> Vec<String> {
    let mut group = "";
    let below = |column: usize| low.get(column).is_some_and(|name| !name.is_empty());
    let fill = |(column, name): (usize, &String)| {
        if !name.is_empty() {
            group = high.get(column).map_or("", String::as_str);
        } else if !below(column) {
            group = "";
        }
        group.to_owned()
    };
    high.iter().enumerate().map(fill).collect()
}

fn joined(upper: &str, lower: &str) -> String {
    match (upper.is_empty(), lower.is_empty() || lower == upper) {
        (true, _) => lower.to_owned(),
        (_, true) => upper.to_owned(),
        _ => format!("{upper}/{lower}"),
    }
}

/// Returns the names of a header of two rows: joined where that is an entry, the lower one where
/// that is and stands once. Where both name one entry, it is the one in the language of who reads
/// the messages.
fn join(high: &[String], low: &[String], names: &HeaderNames, lang: Lang) -> Vec<String> {
    let once =
        |name: &String, row: &[String]| row.iter().filter(|other| *other == name).count() == 1;
    let name = |(upper, lower): (&String, &String)| {
        let both = joined(upper, lower);
        let above = names.meaning(upper);
        let below = names.meaning(lower);
        let lower_alone = names.meaning(&both).is_none() && once(lower, low) && below.is_some();
        let is_twice = lower_alone && above == below && once(upper, high);
        match (
            is_twice && is_in(upper, lang) && !is_in(lower, lang),
            lower_alone,
        ) {
            (true, _) => upper.clone(),
            (_, true) => lower.clone(),
            (_, false) => both,
        }
    };
    high.iter().zip(low).map(name).collect()
}

/// Returns whether a text looks like one of a language: English has no other signs than ASCII.
fn is_in(text: &str, lang: Lang) -> bool {
    text.is_ascii() == (lang == Lang::En)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{Kind, Pack};
    use crate::transfer::import::read::table::TableCell;

    fn library() -> Kind {
        let pack = Pack::read(include_str!("../../../../tests/packs/minimums.toml")).unwrap();
        pack.kinds[1].clone()
    }

    /// Returns the header of rows of a text, as `lines: names`.
    fn found(text: &str, lang: Lang) -> String {
        let rows = text.lines().zip(1..).map(|(row, line)| TableRow {
            line,
            cells: row
                .split(',')
                .map(|cell| TableCell::Text(cell.to_owned()))
                .collect(),
        });
        let rows = rows.collect::<Vec<_>>();
        let kind = library();
        let header = find(&rows, &[], &HeaderNames::new(&kind, &[]), lang).unwrap();
        format!("{:?}: {}", header.lines, header.names.join("|"))
    }

    #[test]
    fn the_header_is_where_the_place_is_named() {
        for (text, expected) in [
            ("town,name\n1,x", "[1]: town|name"),
            (
                "一览表,\n填报单位：甲,\n所属镇,设施名称\n1,x",
                "[3]: 所属镇|设施名称",
            ),
            (
                "所属镇,设施名称,规模,\n,,阅览座席数,总藏量\n1,x,2,3",
                "[1, 2]: 所属镇|设施名称|阅览座席数|总藏量",
            ),
            (
                "所属镇,设施名称,统计,\n,,建筑,座席\n1,x,2,3",
                "[1, 2]: 所属镇|设施名称|统计/建筑|统计/座席",
            ),
            (
                "基本情况,,规模\n所属镇,设施名称,阅览座席数\n1,x,2",
                "[2]: 所属镇|设施名称|阅览座席数",
            ),
            ("所属镇,设施名称,\n1,x,", "[1]: 所属镇|设施名称|"),
            ("所属镇,设施名称,\n,x,2", "[1]: 所属镇|设施名称|"),
            ("乡镇,馆名,状态\n1,x,现有", "[1]: 乡镇|馆名|状态"),
            ("甲,乙\n1,2", "[1]: 甲|乙"),
        ] {
            assert_eq!(found(text, Lang::Zh), expected, "{text}");
        }
        let both = "所属镇 *,设施名称,规模,\n,Name,阅览座席数,Total collection\n1,x,2,3";
        assert_eq!(
            found(both, Lang::Zh),
            "[1, 2]: 所属镇 *|设施名称|阅览座席数|Total collection"
        );
        assert_eq!(
            found(both, Lang::En),
            "[1, 2]: 所属镇 *|Name|阅览座席数|Total collection"
        );
    }
}
