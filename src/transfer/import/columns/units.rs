//! Units that stand neither in a cell nor in the header over it: in a title (`单位：亩`), or in a
//! row below the header. They hold for plain figures where it is clear for which, else the file is
//! refused: a figure in the wrong unit looks right.

use std::collections::HashMap;

use super::column::{ColumnContent, TableColumn};
use super::measure::{FigureMeasure, factor, is_many_of, is_unit, measure};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Field, Number};
use crate::i18n::{HeaderFault, code_list};
use crate::transfer::import::read::table::TableRow;

/// What announces units, folded.
const SAYS_UNITS: [&str; 8] = [
    "单位:",
    "单位(",
    "单位 ",
    "单位为",
    "单位是",
    "unit:",
    "units:",
    "unit(",
];
/// What stands around them where they are announced in a sentence.
const AS_UNITS: (char, &str) = ('以', "为单位");
/// What stands in a row of units over columns that have none, folded.
const NO_UNIT: [&str; 7] = ["单位", "计量单位", "-", "--", "/", "unit", "units"];
/// The longest word that is looked at as a unit, in characters.
const LONGEST: usize = 10;

/// Gives the columns the units that the rows above the header announce; the lines of rows that gave
/// one. A header that says a unit itself keeps it.
///
/// # Errors
/// As [`give`], and when a unit stands in brackets in one of several cells: it is that of some
/// columns below.
pub(crate) fn from_titles(
    titles: &[TableRow],
    columns: &mut [TableColumn],
    kind: &Kind,
) -> Result<Vec<usize>, HeaderFault> {
    let mut lines = Vec::new();
    for row in titles {
        let is_alone = row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
        if !is_alone && announced(row).is_empty() {
            check_remark(row, columns, kind)?;
        } else if give(row, columns, kind)? {
            lines.push(row.line);
        }
    }
    Ok(lines)
}

/// Gives the columns the units that a row says; whether it says one of theirs.
///
/// # Errors
/// When a column would take two of them, or one that it would take is in thousands or the like, or
/// one would be taken by fields that are in different units themselves: kilometres over a length
/// and a width.
fn give(row: &TableRow, columns: &mut [TableColumn], kind: &Kind) -> Result<bool, HeaderFault> {
    let fault = |unit| HeaderFault::TitleUnit {
        line: row.line,
        unit,
    };
    let words = said(row);
    let mut factors = HashMap::new();
    for column in columns.iter_mut().filter(|column| column.unit.is_none()) {
        let Some(field) = column.holds.figures(kind) else {
            continue;
        };
        let Some(unit) = one_of(&words, field).map_err(fault)? else {
            continue;
        };
        let of = factor(field, &unit);
        if factors
            .insert(unit.clone(), of)
            .is_some_and(|other| other != of)
        {
            return Err(fault(unit));
        }
        column.unit = Some(unit);
    }
    Ok(!factors.is_empty())
}

/// Refuses a row that says a unit which is not that of its field, where figures are read without
/// it: a row below them, or one above that means some of them.
///
/// # Errors
/// When it does.
pub(crate) fn check_remark(
    row: &TableRow,
    columns: &[TableColumn],
    kind: &Kind,
) -> Result<(), HeaderFault> {
    let mut bare: Vec<TableColumn> = columns
        .iter()
        .filter(|column| column.unit.is_none())
        .cloned()
        .collect();
    give(row, &mut bare, kind)?;
    let given = bare
        .iter()
        .filter_map(|column| Some((column.holds.figures(kind)?, column.unit.as_deref()?)));
    let other = given
        .filter(|(field, unit)| factor(field, unit) != Some(Number::from(1_i64)))
        .map(|(_, unit)| unit)
        .next();
    other.map_or(Ok(()), |unit| {
        Err(HeaderFault::TitleUnit {
            line: row.line,
            unit: unit.to_owned(),
        })
    })
}

/// Returns the one unit of these that a field takes; what is announced where nobody can tell which
/// it is.
fn one_of(words: &[String], field: &Field) -> Result<Option<String>, String> {
    if let Some(many) = words.iter().find(|word| is_many_of(field, word)) {
        return Err(many.clone());
    }
    let taken = words
        .iter()
        .filter_map(|word| Some((word, factor(field, word)?)))
        .collect::<Vec<_>>();
    match taken.first() {
        Some((_, of)) if taken.iter().any(|(_, other)| other != of) => Err(code_list(words)),
        first => Ok(first.map(|(unit, _)| (*unit).clone())),
    }
}

/// Gives the columns the units in the row below the header, if it is a row of units; whether it is
/// one.
///
/// # Errors
/// When a field does not take its unit, or the header says another one.
pub(crate) fn from_row(
    row: &TableRow,
    columns: &mut [TableColumn],
    kind: &Kind,
) -> Result<bool, HeaderFault> {
    let Some(words) = words_below(row, columns, kind) else {
        return Ok(false);
    };
    for (column, word) in columns.iter_mut().zip(words) {
        let Some((field, word)) = column.holds.figures(kind).zip(word) else {
            continue;
        };
        let fault = HeaderFault::RowUnit {
            line: row.line,
            column: column.name.clone(),
            unit: word.clone(),
        };
        match (measure(field, &word), &column.unit) {
            (Some(measure), None) => column.unit = measure.unit(),
            (Some(FigureMeasure::Unit(below)), Some(above))
                if factor(field, above) == factor(field, &below) => {}
            _ => return Err(fault),
        }
    }
    Ok(true)
}

/// Returns the words of a row of units, by column: no figure in it, nothing where a facility would
/// be named, and at least one unit that is known.
fn words_below(
    row: &TableRow,
    columns: &[TableColumn],
    kind: &Kind,
) -> Option<Vec<Option<String>>> {
    let word = |(column, at): (&TableColumn, usize)| {
        let text = folding::figure(row.text(at));
        let text = text
            .trim_start_matches("单位:")
            .trim_matches(['(', ')', '[', ']', '【', '】', ' ']);
        let is_nothing = text.is_empty() || NO_UNIT.contains(&folding::key(text).as_str());
        let is_word = text.chars().count() <= LONGEST
            && !text.chars().any(|c| c.is_ascii_digit() && c != '2');
        match (is_nothing, column.holds.figures(kind).is_some()) {
            (true, _) => Some(None),
            (false, true) if is_word => Some(Some(text.to_owned())),
            (false, _) => (column.holds == ColumnContent::Ignored
                || (is_word && !names(column, kind)))
            .then_some(None),
        }
    };
    let words = columns
        .iter()
        .zip(0..)
        .map(word)
        .collect::<Option<Vec<_>>>()?;
    words
        .iter()
        .flatten()
        .any(|word| is_unit(kind, word))
        .then_some(words)
}

/// Returns whether a column says which facility a row is about.
fn names(column: &TableColumn, kind: &Kind) -> bool {
    let is_key = matches!(
        column.holds,
        ColumnContent::Place
            | ColumnContent::PlaceAndField(_)
            | ColumnContent::PlaceName
            | ColumnContent::Above
            | ColumnContent::Period
            | ColumnContent::Id
    );
    is_key
        || column
            .holds
            .field(kind)
            .is_some_and(|field| field.code == shared::NAME)
}

/// Returns the words that may be units: behind every announcement of them, or else in the brackets
/// that end a cell.
fn said(row: &TableRow) -> Vec<String> {
    let announced = announced(row);
    if !announced.is_empty() {
        return announced;
    }
    let in_brackets = |text: String| {
        Some(
            folding::figure(&text)
                .strip_suffix([')', ']'])?
                .rsplit_once(['(', '['])?
                .1
                .to_owned(),
        )
    };
    row.texts().into_iter().filter_map(in_brackets).collect()
}

/// Returns the words behind every announcement of units.
fn announced(row: &TableRow) -> Vec<String> {
    let text = folding::figure(&row.texts().join(" ")).to_lowercase();
    let behind = |said: &'static str| {
        let text = text.as_str();
        text.match_indices(said)
            .filter_map(move |(at, _)| text.get(at + said.len()..))
    };
    let is_word = |word: &str| (1..=LONGEST).contains(&word.chars().count());
    let before = text
        .match_indices(AS_UNITS.1)
        .filter_map(|(at, _)| text.get(..at)?.rsplit(AS_UNITS.0).next());
    let words = SAYS_UNITS
        .into_iter()
        .flat_map(behind)
        .map(outside_brackets)
        .chain(before.map(str::to_owned))
        .flat_map(|text| {
            text.split([',', '/', ';', '和', ' ', ':'])
                .map(str::to_owned)
                .collect::<Vec<_>>()
        });
    words.filter(|word| is_word(word)).collect()
}

/// Returns what stands before a bracket that closes, without whole brackets.
fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' if depth == 0 => break,
            ')' | ']' | '】' => depth -= 1,
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Pack;
    use crate::transfer::import::columns::names;
    use crate::transfer::import::columns::names::HeaderNames;
    use crate::transfer::import::read::table::TableCell;

    fn library() -> Kind {
        let pack = Pack::read(include_str!("../../../../tests/packs/minimums.toml")).unwrap();
        pack.kinds[1].clone()
    }

    fn row(cells: &[&str]) -> TableRow {
        TableRow {
            line: 2,
            cells: cells
                .iter()
                .map(|cell| TableCell::Text((*cell).to_owned()))
                .collect(),
        }
    }

    /// Returns the units of the columns of some headers, after `give` was asked for them.
    fn given<T>(
        headers: [&str; 5],
        give: impl Fn(&mut [TableColumn], &Kind) -> Result<T, HeaderFault>,
    ) -> Result<Vec<String>, HeaderFault> {
        let kind = library();
        let headers = headers.map(str::to_owned);
        let mut columns = names::resolve(&headers, &HeaderNames::new(&kind, &[])).unwrap();
        give(&mut columns, &kind)?;
        Ok(columns
            .into_iter()
            .map(|column| column.unit.unwrap_or_default())
            .collect())
    }

    const HEADERS: [&str; 5] = ["所属镇", "设施名称", "馆舍建筑面积", "阅览座席数", "总藏量"];

    #[test]
    fn a_title_gives_its_unit_to_the_columns_that_take_it() {
        let of = |title: &str| {
            given(HEADERS, |columns, kind| {
                from_titles(&[row(&["一览表", title])], columns, kind)
            })
        };
        for (title, expected) in [
            ("单位：亩", ["", "", "亩", "", ""]),
            ("（单位： 亩、座）", ["", "", "亩", "座", ""]),
            ("2023年 计量单位:公顷", ["", "", "公顷", "", ""]),
            ("单位：万册（件）", ["", "", "", "", "万册"]),
            ("Unit: ha", ["", "", "ha", "", ""]),
            ("面积单位为亩", ["", "", "亩", "", ""]),
            ("计量单位 亩", ["", "", "亩", "", ""]),
            ("本表以亩为单位，以年末数为准", ["", "", "亩", "", ""]),
            ("2023年（试行）", [""; 5]),
            ("单位：间、万元", [""; 5]),
            ("填报单位：壶镇镇人民政府", [""; 5]),
            ("填报单位（盖章）：示例", [""; 5]),
            ("单位：2", [""; 5]),
        ] {
            assert_eq!(of(title).unwrap(), expected, "{title}");
        }
        for title in ["单位：亩、平方米", "单位：千册", "单位：万", "单位：百个"]
        {
            assert!(
                matches!(of(title), Err(HeaderFault::TitleUnit { line: 2, .. })),
                "{title}"
            );
        }
        let alone = given(HEADERS, |columns, kind| {
            from_titles(&[row(&["2023年图书馆（亩）"])], columns, kind)
        });
        assert_eq!(alone.unwrap(), ["", "", "亩", "", ""]);
        assert!(matches!(
            of("甲类（亩）"),
            Err(HeaderFault::TitleUnit { line: 2, .. })
        ));
        let headers = [
            "所属镇",
            "设施名称",
            "馆舍建筑面积(㎡)",
            "阅览座席数",
            "总藏量",
        ];
        let kept = given(headers, |columns, kind| {
            from_titles(&[row(&["单位：亩"])], columns, kind)
        });
        assert_eq!(kept.unwrap(), ["", "", "m2", "", ""]);
    }

    #[test]
    fn a_row_of_units_gives_them_to_its_columns_or_is_refused() {
        let of = |cells: &[&str]| {
            given(HEADERS, |columns, kind| {
                from_row(&row(cells), columns, kind)
            })
        };
        assert_eq!(
            of(&["", "", "亩", "座", "（万册）"]).unwrap(),
            ["", "", "亩", "座", "万册"]
        );
        assert_eq!(
            of(&["单位", "", "单位：亩", "个", "-"]).unwrap(),
            ["", "", "亩", "", ""]
        );
        for data in [
            ["", "甲馆", "亩", "座", ""],
            ["壶镇镇", "", "亩", "", ""],
            ["", "", "3亩", "", ""],
            ["", "", "大", "", ""],
        ] {
            assert_eq!(of(&data).unwrap(), [""; 5], "{data:?}");
        }
        for (cells, column) in [
            (["", "", "亩", "人", ""], "阅览座席数"),
            (["", "", "公里", "", ""], "馆舍建筑面积"),
            (["", "", "", "", "千册"], "总藏量"),
        ] {
            match of(&cells) {
                Err(HeaderFault::RowUnit { column: found, .. }) => assert_eq!(found, column),
                other => assert!(other.is_err(), "{cells:?}"),
            }
        }
        let headers = [
            "所属镇",
            "设施名称",
            "馆舍建筑面积(㎡)",
            "阅览座席数",
            "总藏量",
        ];
        let of = |unit: &str| {
            given(headers, |columns, kind| {
                from_row(&row(&["", "", unit]), columns, kind)
            })
        };
        assert_eq!(of("平方米").unwrap()[2], "m2");
        assert!(matches!(of("亩"), Err(HeaderFault::RowUnit { .. })));
    }
}
