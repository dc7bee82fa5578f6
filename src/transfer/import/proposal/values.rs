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

/// What a column is by its values: its number, the entry, and how many values of how many fit.
pub(super) type ByValues = (usize, ColumnContent, (usize, usize));

/// Returns the columns that only one entry is left for which their values fit, and which are the only
/// ones for it. `left` has the columns without a meaning, each with its values.
pub(super) fn by_values(
    kind: &Kind,
    taken: &[ColumnContent],
    left: &[(usize, Vec<String>)],
    gazetteer: &Gazetteer,
) -> Vec<ByValues> {
    let fields = kind.fields.iter().enumerate();
    let entries = fields.map(|(at, field)| (ColumnContent::Field(at), Some(field)));
    let entries = entries.chain([(ColumnContent::Place, None)]);
    let free: Vec<_> = entries
        .filter(|(holds, _)| !taken.contains(holds))
        .collect();
    let mut found: Vec<ByValues> = Vec::new();
    for (number, values) in left {
        let fits = |field: Option<&Field>| {
            let fit = values.iter().filter(|value| match field {
                Some(field) => is_of(field, value),
                None => gazetteer.find(value).len() == 1,
            });
            fit.count()
        };
        let counted = free.iter().map(|(holds, field)| (*holds, fits(*field)));
        let mut fitting = counted.filter(|(_, fit)| are_nearly_all(*fit, values.len()));
        if let (Some((holds, fit)), None) = (fitting.next(), fitting.next()) {
            found.push((*number, holds, (fit, values.len())));
        }
    }
    let counts = found.clone();
    found.retain(|(_, holds, _)| counts.iter().filter(|(_, other, _)| other == holds).count() == 1);
    found
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
