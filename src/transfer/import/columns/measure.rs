//! What a word says of the figures of a field: that they are in a unit, that they count something,
//! or neither.

use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::domain::value::{Dimension, Field, FieldType, Number, quantity, unit};

/// Words that stand for tens and more of a unit.
const MULTIPLIERS: [char; 5] = ['十', '百', '千', '万', '亿'];
/// What stands before a unit of which there are so many each, as a field reads it.
const READ_MULTIPLIERS: [&str; 3] = ["万亿", "亿", "万"];
/// What people write behind any count; such a figure is what it is.
const COUNTING: [&str; 16] = [
    "个", "只", "处", "项", "件", "张", "座", "家", "所", "间", "套", "台", "条", "no.", "number",
    "count",
];

/// Returns how many of a field's own unit one of `unit` is; `None` where the field does not take
/// it. 万 and 亿 may stand before it or alone, as in a cell.
pub(crate) fn factor(field: &Field, unit: &str) -> Option<Number> {
    let FieldType::Number { units, .. } = &field.holds else {
        return None;
    };
    // Behind a figure these would be more of it: no unit begins so.
    if unit
        .trim_start()
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
    {
        return None;
    }
    quantity::factor(unit, units)
}

/// What a word over a column says of the plain figures in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FigureMeasure {
    /// They are in this unit.
    Unit(String),
    /// They count something, and are what they are.
    Count,
}

impl FigureMeasure {
    /// Returns the unit.
    pub(crate) fn unit(self) -> Option<String> {
        match self {
            Self::Unit(unit) => Some(unit),
            Self::Count => None,
        }
    }
}

/// Returns what a word says of plain figures of a field; with 万 or 亿 before a word that only says
/// that something is counted, they are in 万 or 亿. `None` where the field does not take it.
pub(crate) fn measure(field: &Field, word: &str) -> Option<FigureMeasure> {
    if factor(field, word).is_some() {
        return Some(FigureMeasure::Unit(word.to_owned()));
    }
    if is_counting(field, word) {
        return Some(FigureMeasure::Count);
    }
    let (sign, rest) = READ_MULTIPLIERS
        .into_iter()
        .find_map(|sign| Some((sign, word.strip_prefix(sign)?)))?;
    let is_taken = is_counting(field, rest) && factor(field, sign).is_some();
    is_taken.then(|| FigureMeasure::Unit(sign.to_owned()))
}

/// Returns whether a word is a unit, and none that a field takes.
pub(crate) fn is_other(field: &Field, word: &str) -> bool {
    measure(field, word).is_none() && (is_many_of(field, word) || is_built_in(word))
}

/// Returns whether a word says of the figures of some field, or of anything, what they are in.
pub(crate) fn is_unit(kind: &Kind, word: &str) -> bool {
    let is_of = |field: &Field| measure(field, word).is_some() || is_many_of(field, word);
    kind.fields.iter().any(is_of) || is_built_in(word)
}

fn is_built_in(word: &str) -> bool {
    unit::built_in()
        .iter()
        .any(|unit| unit.is_spelled(&folding::key(word)))
}

/// Returns whether a word says no more of a figure than that something is counted.
fn is_counting(field: &Field, word: &str) -> bool {
    let counts = field
        .unit()
        .is_none_or(|unit| matches!(unit.dimension, Dimension::Count(_)));
    counts && COUNTING.contains(&folding::key(word).as_str())
}

/// Returns whether a word means many of what a field is counted or measured in, and cannot be read.
pub(crate) fn is_many_of(field: &Field, word: &str) -> bool {
    let Some(rest) = word.strip_prefix(MULTIPLIERS) else {
        return false;
    };
    let is_unit = || factor(field, rest).is_some() || is_counting(field, rest);
    rest.is_empty() || (factor(field, word).is_none() && is_unit())
}
