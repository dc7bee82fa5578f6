//! Reads a block of cells that was pasted: one column of values, or a name and a value in every
//! line. What is not clear is refused, with what to do instead.

use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Field, Unit};
use crate::i18n::{Lang, PasteMsg, Say as _, ScreenMsg, SheetMsg, Text};

/// What a block comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pasted {
    /// One column: a cell a row, from the cursor down.
    Column(Vec<String>),
    /// A line a row, found by its name.
    Named(Vec<NamedLine>),
}

/// A line of a block that names the row it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedLine {
    pub(super) name: String,
    /// The place of the row, where the block has a column of places.
    pub(super) place: Option<String>,
    pub(super) text: String,
}

/// What a cell of a header says of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Head {
    Name,
    Place,
    /// The field at a position, and the unit in brackets behind its name.
    Field(usize, Option<String>),
}

/// Reads a block for a field of a kind.
pub(super) fn read(pasted: &str, kind: &Kind, column: usize) -> Result<Pasted, PasteMsg> {
    let lines = pasted.trim_end_matches('\n').split('\n');
    let cells = |line: &str| {
        line.split('\t')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    let lines: Vec<Vec<String>> = lines.map(cells).collect();
    let filled = |at: usize| {
        let mut cells = lines.iter().filter_map(|line| line.get(at));
        cells.any(|cell| !cell.is_empty())
    };
    let widest = lines.iter().map(Vec::len).max().unwrap_or_default();
    let columns: Vec<usize> = (0..widest).filter(|at| filled(*at)).collect();
    let lines: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let cell = |at: &usize| line.get(*at).cloned().unwrap_or_default();
            columns.iter().map(cell).collect()
        })
        .collect();
    match columns.len() {
        0 | 1 => one_column(lines.into_iter().flatten().collect(), kind, column),
        count => named_lines(lines, count, kind, column),
    }
}

/// A column of values; its head is none of them.
fn one_column(mut cells: Vec<String>, kind: &Kind, column: usize) -> Result<Pasted, PasteMsg> {
    let first = cells.first().cloned().unwrap_or_default();
    let head = head_of(&first, kind);
    let is_of_names = kind
        .fields
        .get(column)
        .is_some_and(|field| field.code == shared::NAME);
    let is_head =
        matches!(head, Some(Head::Field(..))) || (is_of_names && head == Some(Head::Name));
    if is_head {
        value_column(&[(first, head)], kind, column)?;
        cells.remove(0);
    }
    Ok(Pasted::Column(cells))
}

fn named_lines(
    mut lines: Vec<Vec<String>>,
    count: usize,
    kind: &Kind,
    column: usize,
) -> Result<Pasted, PasteMsg> {
    lines.retain(|line| line.iter().any(|cell| !cell.is_empty()));
    let first = lines.first().cloned().unwrap_or_default();
    let head = |cell: String| {
        let head = head_of(&cell, kind);
        (cell, head)
    };
    let heads: Vec<(String, Option<Head>)> = first.into_iter().map(head).collect();
    let (name, place, value) = if heads.iter().any(|(_, head)| head.is_some()) {
        lines.remove(0);
        let value = value_column(&heads, kind, column)?;
        let at = |head: &Head| {
            heads
                .iter()
                .position(|(_, known)| known.as_ref() == Some(head))
        };
        // Names that are to be filled in name no row.
        let name = at(&Head::Name).filter(|at| *at != value);
        // Without a column of names the first one that is not the values names the rows.
        let first = (0..count).find(|at| *at != value).unwrap_or_default();
        let place = at(&Head::Place).filter(|_| name.is_some());
        (name.unwrap_or(first), place, value)
    } else if count == 2 {
        (0, None, 1)
    } else {
        return Err(PasteMsg::WhichColumn { count });
    };
    let line = |cells: Vec<String>| {
        let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
        NamedLine {
            name: cell(name),
            place: place.map(cell),
            text: cell(value),
        }
    };
    Ok(Pasted::Named(lines.into_iter().map(line).collect()))
}

/// The column of the header that is the field.
fn value_column(
    heads: &[(String, Option<Head>)],
    kind: &Kind,
    column: usize,
) -> Result<usize, PasteMsg> {
    let Some(field) = kind.fields.get(column) else {
        return Ok(0);
    };
    let label = field.label.clone();
    let is_meant = |head: &Option<Head>| match head {
        Some(Head::Field(at, _)) => *at == column,
        Some(Head::Name) => field.code == shared::NAME,
        _ => false,
    };
    let meant = heads.iter().enumerate();
    let mut meant = meant.filter(|(_, (_, head))| is_meant(head));
    match (meant.next(), meant.next()) {
        (Some((_, (_, Some(Head::Field(_, Some(unit)))))), None)
            if !is_unit(field.unit(), unit) =>
        {
            let unit = unit.clone();
            Err(PasteMsg::OtherUnit { field: label, unit })
        }
        (Some((at, _)), None) => Ok(at),
        (Some(_), Some(_)) => Err(PasteMsg::ColumnTwice { field: label }),
        (None, _) => {
            let others = heads.iter().filter(|(cell, head)| {
                !cell.is_empty() && !matches!(head, Some(Head::Name | Head::Place))
            });
            let others: Vec<Text> = others.map(|(cell, _)| Text::both(cell.clone())).collect();
            let found = Text::list(&others);
            Err(PasteMsg::NoColumn {
                field: label,
                found,
            })
        }
    }
}

/// What a cell says as the head of a column; `None` where it is no head.
fn head_of(cell: &str, kind: &Kind) -> Option<Head> {
    let folded = folding::figure(cell);
    let (name, unit) = match folded
        .strip_suffix(')')
        .and_then(|cell| cell.split_once('('))
    {
        Some((name, unit)) => (name.trim(), Some(unit.trim().to_owned())),
        None => (folded.as_str(), None),
    };
    let is_field = |name: &str| {
        let mut fields = kind.fields.iter();
        fields.position(|field| is_called(name, &field.label) || field.code == name)
    };
    let names_rows = |field: &Field| field.code == shared::NAME;
    // A bracket may be a part of the name of the field.
    let found = is_field(&folded).map(|at| (at, None));
    let found = found.or_else(|| Some((is_field(name)?, unit)));
    let is_head = |messages: [Text; 2]| messages.iter().any(|text| is_called(&folded, text));
    match found {
        Some((at, _)) if kind.fields.get(at).is_some_and(names_rows) => Some(Head::Name),
        Some((at, unit)) => Some(Head::Field(at, unit)),
        None if is_head([
            Text::of(&ScreenMsg::NameHead),
            Text::of(&SheetMsg::PeriodHead),
        ]) =>
        {
            Some(Head::Name)
        }
        None if is_head([
            Text::of(&ScreenMsg::PlaceHead),
            Text::both(shared::PLACE.to_owned()),
        ]) =>
        {
            Some(Head::Place)
        }
        None => None,
    }
}

fn is_called(name: &str, label: &Text) -> bool {
    let name = folding::key(name);
    [Lang::Zh, Lang::En]
        .map(|lang| folding::key(label.get(lang)))
        .contains(&name)
}

/// Whether words mean a unit.
fn is_unit(unit: Option<&Unit>, words: &str) -> bool {
    let key = folding::key(words);
    unit.is_some_and(|unit| {
        let labels = [Lang::Zh, Lang::En].map(|lang| unit.label.say(lang));
        let names = labels.iter().chain(&unit.plural).chain(&unit.aliases);
        let mut names = names.chain([&unit.code]);
        names.any(|name| folding::key(name) == key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Pack;

    fn library() -> (Kind, usize) {
        let pack = Pack::read(include_str!("../../../../seeds/lishui-2022-72.toml")).unwrap();
        let kind = pack.kind("library").unwrap().clone();
        let seats = kind.fields.iter();
        let seats = seats
            .clone()
            .position(|field| field.code == "reading_seats");
        (kind, seats.unwrap())
    }

    fn read_seats(pasted: &str) -> Result<Pasted, PasteMsg> {
        let (kind, seats) = library();
        read(pasted, &kind, seats)
    }

    fn line(place: Option<&str>, name: &str, text: &str) -> NamedLine {
        NamedLine {
            name: name.to_owned(),
            place: place.map(str::to_owned),
            text: text.to_owned(),
        }
    }

    fn column(cells: &[&str]) -> Pasted {
        Pasted::Column(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn names_that_are_filled_in_are_values_and_their_head_is_none_of_them() {
        let (kind, _) = library();
        let at = |code: &str| kind.fields.iter().position(|field| field.code == code);
        let read_names = |pasted: &str| read(pasted, &kind, at(shared::NAME).unwrap());
        assert_eq!(
            read_names("设施名称\n示例甲馆\n示例乙馆\n"),
            Ok(column(&["示例甲馆", "示例乙馆"]))
        );
        assert_eq!(
            read_names("设施编号\t设施名称\n331122101-library-001\t示例新馆\n"),
            Ok(Pasted::Named(vec![line(
                None,
                "331122101-library-001",
                "示例新馆"
            )]))
        );
    }

    #[test]
    fn one_column_is_one_of_values_and_its_head_is_none_of_them() {
        assert_eq!(read_seats("100\n\n102\n"), Ok(column(&["100", "", "102"])));
        assert_eq!(read_seats("\t100\n\t102\t\n"), Ok(column(&["100", "102"])));
        for head in [
            "阅览座席数",
            "Reading seats",
            "reading_seats",
            "阅览座席数（座）",
        ] {
            assert_eq!(
                read_seats(&format!("{head}\n100")),
                Ok(column(&["100"])),
                "{head}"
            );
        }
        assert!(matches!(
            read_seats("总藏量\n100"),
            Err(PasteMsg::NoColumn { .. })
        ));
    }

    #[test]
    fn two_columns_are_names_and_values_and_more_need_a_header() {
        assert_eq!(
            read_seats("示例A馆\t100\n\n示例B馆\t\n"),
            Ok(Pasted::Named(vec![
                line(None, "示例A馆", "100"),
                line(None, "示例B馆", ""),
            ]))
        );
        assert_eq!(
            read_seats("甲\t1\t2"),
            Err(PasteMsg::WhichColumn { count: 3 })
        );
        assert_eq!(
            read_seats("序号\t地方\t阅览座席数(座)\t设施名称\n1\t壶镇镇\t100\t示例A馆"),
            Ok(Pasted::Named(vec![line(Some("壶镇镇"), "示例A馆", "100")]))
        );
    }

    #[test]
    fn a_header_without_the_field_or_with_another_unit_is_refused() {
        assert!(matches!(
            read_seats("设施名称\t建筑面积\n甲\t100"),
            Err(PasteMsg::NoColumn { .. })
        ));
        assert!(matches!(
            read_seats("设施名称\t阅览座席数\t阅览座席数\n甲\t1\t2"),
            Err(PasteMsg::ColumnTwice { .. })
        ));
        assert!(matches!(
            read_seats("设施名称\t阅览座席数（万座）\n甲\t1"),
            Err(PasteMsg::OtherUnit { .. })
        ));
    }
}
