//! What the values of a column say of it where its header says nothing: only what hardly anything else
//! looks like, choices, places, coordinates, codes of units, and where one column alone holds them,
//! dates.

use crate::domain::place::Gazetteer;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::credit_code;
use crate::domain::value::field::{FieldType, TextFormat};
use crate::domain::value::{Field, Number};
use crate::transfer::import::columns::column::ColumnContent;

/// As few values say nothing.
const LEAST: usize = 3;
/// The digits after the point that coordinates have at least.
const DECIMALS: usize = 2;
/// The degrees between which China lies, east and north.
const EAST: (i64, i64) = (73, 136);
const NORTH: (i64, i64) = (3, 54);

/// Returns whether nine of ten values fit.
pub(super) const fn are_nearly_all(fit: usize, of: usize) -> bool {
    of >= LEAST && fit * 10 >= of * 9
}

/// An entry for which values fit, and how many of how many.
type Fitting = (ColumnContent, (usize, usize));

/// What the values of a column say of it.
pub(super) enum ByValues {
    /// The only entry that is left for which they fit, and how many of how many do.
    One(ColumnContent, (usize, usize)),
    /// Several entries fit, or several columns fit one entry.
    Several(Vec<ColumnContent>),
}

/// Returns what the values of columns say of them, by the number of each column. `left` has the
/// columns without a meaning, each with its values.
pub(super) fn by_values(
    kind: &Kind,
    taken: &[ColumnContent],
    left: &[(usize, Vec<String>)],
    gazetteer: &Gazetteer,
) -> Vec<(usize, ByValues)> {
    let fields = (0..kind.fields.len()).map(ColumnContent::Field);
    let entries = fields.chain([ColumnContent::Place]).chain(pairs(kind));
    let is_free = |holds: &ColumnContent| holds.parts().iter().all(|part| !taken.contains(part));
    let free: Vec<ColumnContent> = entries.filter(is_free).collect();
    let fitting = |values: &[String]| {
        let fit = |holds: &ColumnContent| {
            let fits = |value: &&String| fits(kind, *holds, value, gazetteer);
            let fit = values.iter().filter(fits).count();
            are_nearly_all(fit, values.len()).then_some((*holds, (fit, values.len())))
        };
        free.iter().filter_map(fit).collect::<Vec<_>>()
    };
    let found = left
        .iter()
        .map(|(number, values)| (*number, fitting(values)));
    let found: Vec<_> = found.filter(|(_, fitting)| !fitting.is_empty()).collect();
    let holders = |holds: ColumnContent| {
        let of = |(_, fitting): &&(usize, Vec<_>)| {
            let one: &Vec<Fitting> = fitting;
            one.iter().any(|(other, _)| *other == holds)
        };
        found.iter().filter(of).count()
    };
    let said = |(number, fitting): &(usize, Vec<Fitting>)| {
        let by = match fitting.as_slice() {
            [(holds, counts)] if holders(*holds) == 1 => ByValues::One(*holds, *counts),
            several => ByValues::Several(several.iter().map(|(holds, _)| *holds).collect()),
        };
        (*number, by)
    };
    found.iter().map(said).collect()
}

/// Returns a longitude and a latitude in one cell, in either order.
fn pairs(kind: &Kind) -> impl Iterator<Item = ColumnContent> {
    let at = |code: &str| kind.fields.iter().position(|field| field.code == code);
    let both = at(shared::LON).zip(at(shared::LAT));
    both.into_iter()
        .flat_map(|(lon, lat)| [ColumnContent::Pair(lon, lat), ColumnContent::Pair(lat, lon)])
}

fn fits(kind: &Kind, holds: ColumnContent, value: &str, gazetteer: &Gazetteer) -> bool {
    match holds {
        ColumnContent::Place => gazetteer.find(value).len() == 1,
        ColumnContent::Pair(first, second) => {
            let is_in_pair = |at: usize, text: &str| {
                let field = kind.fields.get(at);
                field.is_some_and(|field| is_of(field, text.trim()))
            };
            let parts = value.trim_matches(['(', ')', '（', '）', '[', ']']);
            let parts = parts.split_once([',', '，', ';', '；', ' ', '/']);
            parts.is_some_and(|(one, other)| is_in_pair(first, one) && is_in_pair(second, other))
        }
        _ => holds.field(kind).is_some_and(|field| is_of(field, value)),
    }
}

/// Returns whether a value is what a field holds and hardly anything else is.
fn is_of(field: &Field, value: &str) -> bool {
    let is_figure = value.parse::<Number>().is_ok();
    match &field.holds {
        FieldType::Choice(_) | FieldType::Choices(_) => {
            !is_figure && matches!(field.parse(value), Ok(Some(_)))
        }
        FieldType::Date => !is_figure && matches!(field.parse(value), Ok(Some(_))),
        FieldType::Number { .. } if field.code == shared::LON => is_between(value, EAST),
        FieldType::Number { .. } if field.code == shared::LAT => is_between(value, NORTH),
        FieldType::Text {
            format: Some(TextFormat::CreditCode),
            ..
        } => credit_code::is_valid(value),
        FieldType::Number { .. } | FieldType::Text { .. } | FieldType::YesNo => false,
    }
}

/// Returns whether a value is degrees with decimals between two whole ones.
fn is_between(value: &str, (low, high): (i64, i64)) -> bool {
    let Ok(number) = value.parse::<Number>() else {
        return false;
    };
    let decimals = value
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    decimals >= DECIMALS && number > low.into() && number < high.into()
}
