//! What the range of a field allows, and what a limit leaves of it.

use super::{End, Possible};
use crate::domain::value::condition::Operator;
use crate::domain::value::number::Number;
use crate::domain::value::range::Range;

impl Possible {
    /// Returns what a figure may be that its field allows. One unit of the field is `factor` base
    /// units.
    #[must_use]
    pub fn of_range(range: &Range, factor: Number, whole: bool) -> Self {
        let in_base = |figure: Number| figure.checked_mul(factor);
        let low = match (range.min, range.above) {
            (Some(min), Some(above)) if above >= min => in_base(above).map(End::Near),
            (Some(min), _) => in_base(min).map(End::At),
            (None, Some(above)) => in_base(above).map(End::Near),
            (None, None) => None,
        };
        let high = range.max.and_then(in_base).map(End::At);
        let is_whole = whole && factor == Number::from(1_i64);
        let ends = (low.unwrap_or(End::Open), high.unwrap_or(End::Open));
        Self::between(ends.0, ends.1, is_whole).apart()
    }

    /// Returns what of it satisfies a limit as well. What is no limit leaves it as it is.
    #[must_use]
    pub fn limited(&self, operator: Operator, limit: Number) -> Self {
        let (low, high) = match operator {
            Operator::More => (End::Near(limit), End::Open),
            Operator::AtLeast => (End::At(limit), End::Open),
            Operator::Less => (End::Open, End::Near(limit)),
            Operator::AtMost => (End::Open, End::At(limit)),
            Operator::Equal => (End::At(limit), End::At(limit)),
            _ => (End::Open, End::Open),
        };
        self.and(&Self::between(low, high, false))
    }
}
