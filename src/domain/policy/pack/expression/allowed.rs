//! What a figure may be that nobody has entered yet.

use crate::domain::value::field::Range;
use crate::domain::value::number::Number;
use crate::domain::value::unit::{Dimension, Unit};

/// Returns what a figure may be: its range, and never below nothing where something is counted or
/// measured that cannot be.
pub(super) fn allowed(unit: Option<&Unit>, range: &Range) -> Range {
    let is_amount = matches!(
        unit.map(|unit| &unit.dimension),
        Some(Dimension::Count(_) | Dimension::Area | Dimension::Length | Dimension::Duration)
    );
    let is_open = range.min.is_none() && range.above.is_none();
    Range {
        min: if is_amount && is_open {
            Some(Number::ZERO)
        } else {
            range.min
        },
        ..range.clone()
    }
}
