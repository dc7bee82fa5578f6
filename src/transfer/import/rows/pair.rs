//! Two values in one cell: a longitude and a latitude, a level and a grade.

use std::collections::BTreeMap;

use super::cell_value::CellValue;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Field, Value};
use crate::i18n::{CellFault, Text};
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::lines;
use crate::transfer::import::read::table::TableCell;

/// What may stand between two values.
const BETWEEN: [char; 8] = [',', '，', ';', '；', '、', '|', '/', '／'];
/// What may stand around them.
const AROUND: [char; 6] = ['(', ')', '（', '）', '[', ']'];
/// Words of more characters are no two choices.
const LONGEST: usize = 100;

type Values = (CellValue, CellValue);

/// Returns the values of two fields in one cell: with a sign or blanks between them, as a point of
/// WKT, or as two words that can be parted in one way only.
pub(super) fn values(
    (first, second): (&Field, &Field),
    cell: &TableCell,
    mut parse: impl FnMut(&Field, &str) -> Result<CellValue, FaultReason>,
) -> Result<Values, FaultReason> {
    if let TableCell::Unreadable(fault) = cell {
        return Err(FaultReason::Cell(fault.clone()));
    }
    let text = folding::name(cell.text());
    if text.is_empty() {
        return Ok((CellValue::Nothing, CellValue::Nothing));
    }
    if let Some((east, north)) = point(&text) {
        let is_turned = first.code == shared::LAT && second.code == shared::LON;
        let (one, other) = if is_turned {
            (north, east)
        } else {
            (east, north)
        };
        return Ok((parse(first, &one)?, parse(second, &other)?));
    }
    let bare = text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(&c));
    if let Some((one, other)) = parted(bare) {
        return Ok((parse(first, one)?, parse(second, other)?));
    }
    let cuts = bare.char_indices().skip(1).take(LONGEST);
    let mut found = cuts.filter_map(|(at, _)| {
        let (one, other) = bare.split_at_checked(at)?;
        let is_filled = |value: &CellValue| matches!(value, CellValue::Value(_));
        let one = parse(first, one).ok().filter(is_filled)?;
        let other = parse(second, other).ok().filter(is_filled)?;
        Some((one, other))
    });
    match (found.next(), found.next()) {
        (Some(values), None) => Ok(values),
        _ => Err(FaultReason::Cell(CellFault::NoPair {
            text: lines::beginning(&text),
            fields: Box::new(Text::list([&first.label, &second.label])),
        })),
    }
}

/// Adds the value of a field. Words of several columns are one text.
pub(super) fn add(given: &mut BTreeMap<usize, CellValue>, position: usize, value: CellValue) {
    let joined = match (given.get(&position), &value) {
        (Some(CellValue::Value(Value::Text(one))), CellValue::Value(Value::Text(other))) => {
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let blank = is_word(one.chars().next_back()) && is_word(other.chars().next());
            let between = if blank { " " } else { "" };
            CellValue::Value(Value::Text(format!("{one}{between}{other}")))
        }
        (Some(CellValue::Value(_)), CellValue::Nothing) => return,
        _ => value,
    };
    given.insert(position, joined);
}

/// Returns the two figures of a point as WKT writes it, east and north: `POINT (120.2 28.8)`.
fn point(text: &str) -> Option<(String, String)> {
    let upper = text.to_uppercase();
    let upper = match upper.strip_prefix("SRID=") {
        Some(rest) => rest.split_once(';')?.1.trim_start(),
        None => &upper,
    };
    let inner = upper.strip_prefix("POINT")?.split_once('(')?.1;
    let mut figures = inner.split(')').next()?.split_whitespace();
    Some((figures.next()?.to_owned(), figures.next()?.to_owned()))
}

/// Returns the two parts of a text with one sign between them, or with blanks.
fn parted(text: &str) -> Option<(&str, &str)> {
    let by_sign = BETWEEN.iter().find_map(|sign| {
        let (one, other) = text.split_once(*sign)?;
        (!other.contains(*sign)).then_some((one.trim(), other.trim()))
    });
    by_sign.or_else(|| {
        let mut parts = text.split_whitespace();
        let parts = (parts.next()?, parts.next()?, parts.next());
        parts.2.is_none().then_some((parts.0, parts.1))
    })
}
