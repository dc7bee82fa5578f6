//! Ranges of figures with exact ends.

use std::cmp::Ordering;

use crate::domain::value::number::Number;

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// There is no end.
    Open,
    /// A figure that is reached.
    At(Number),
    /// A figure that is approached and never reached.
    Near(Number),
}

impl End {
    /// Returns the figure of the end.
    #[must_use]
    pub const fn figure(self) -> Option<Number> {
        match self {
            Self::Open => None,
            Self::At(figure) | Self::Near(figure) => Some(figure),
        }
    }

    /// Returns the end with another figure in its place; without an end where there is none.
    #[must_use]
    pub fn map(self, f: impl Fn(Number) -> Option<Number>) -> Self {
        match self {
            Self::Open => Self::Open,
            Self::At(figure) => f(figure).map_or(Self::Open, Self::At),
            Self::Near(figure) => f(figure).map_or(Self::Open, Self::Near),
        }
    }

    pub(super) const fn is_reached(self) -> bool {
        matches!(self, Self::At(_))
    }
}

/// A range of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FigureRange {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

impl FigureRange {
    pub(super) const fn point(figure: Number) -> Self {
        Self {
            low: End::At(figure),
            high: End::At(figure),
        }
    }

    /// Returns whether it holds no figure.
    pub(super) fn is_empty(self) -> bool {
        match (self.low.figure(), self.high.figure()) {
            (Some(low), Some(high)) => {
                low > high || (low == high && !(self.low.is_reached() && self.high.is_reached()))
            }
            _ => false,
        }
    }

    /// Returns the range of the whole numbers in it.
    pub(super) fn whole(self) -> Self {
        let one = Number::from(1_i64);
        let low = match self.low {
            End::Open => End::Open,
            End::At(figure) => End::At(figure.ceil()),
            End::Near(figure) => figure.floor().checked_add(one).map_or(self.low, End::At),
        };
        let high = match self.high {
            End::Open => End::Open,
            End::At(figure) => End::At(figure.floor()),
            End::Near(figure) => figure.ceil().checked_sub(one).map_or(self.high, End::At),
        };
        Self { low, high }
    }

    /// Returns what both ranges hold.
    pub(super) fn and(self, other: Self) -> Self {
        let low = std::cmp::max_by(self.low, other.low, |a, b| compare_low(*a, *b));
        let high = std::cmp::min_by(self.high, other.high, |a, b| compare_high(*a, *b));
        Self { low, high }
    }
}

/// Returns the order of two lower ends: the one that lets more in comes first.
pub(super) fn compare_low(one: End, other: End) -> Ordering {
    match (one.figure(), other.figure()) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some(a), Some(b)) => a.cmp(&b).then(other.is_reached().cmp(&one.is_reached())),
    }
}

/// Returns the order of two upper ends: the one that lets more in comes last.
pub(super) fn compare_high(one: End, other: End) -> Ordering {
    match (one.figure(), other.figure()) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(a), Some(b)) => a.cmp(&b).then(one.is_reached().cmp(&other.is_reached())),
    }
}

/// Returns whether two ranges, the lower first, leave no gap between them.
pub(super) fn touch(lower: FigureRange, upper: FigureRange) -> bool {
    match (lower.high.figure(), upper.low.figure()) {
        (Some(high), Some(low)) => {
            low < high || (low == high && (lower.high.is_reached() || upper.low.is_reached()))
        }
        _ => true,
    }
}

/// Returns whether some figure of `a` is more than some figure of `b`.
pub(super) fn exceeds(a: FigureRange, b: FigureRange) -> bool {
    match (a.high.figure(), b.low.figure()) {
        (Some(high), Some(low)) => high > low,
        _ => true,
    }
}

/// Returns whether some figure of `a` is at least some figure of `b`.
pub(super) fn reaches(a: FigureRange, b: FigureRange) -> bool {
    exceeds(a, b)
        || (a.high.is_reached() && b.low.is_reached() && a.high.figure() == b.low.figure())
}

pub(super) fn add(one: End, other: End) -> Option<End> {
    let (Some(a), Some(b)) = (one.figure(), other.figure()) else {
        return Some(End::Open);
    };
    let sum = a.checked_add(b)?;
    Some(if one.is_reached() && other.is_reached() {
        End::At(sum)
    } else {
        End::Near(sum)
    })
}

/// A product of two ends: below or above every figure, or a figure and whether it is reached.
#[derive(Clone, Copy)]
enum Corner {
    Lowest,
    Figure(Number, bool),
    Highest,
}

impl Corner {
    /// Returns the product of two ends. `low` and `high` say of an open end on which side it is.
    fn of(one: (End, bool), other: (End, bool)) -> Option<Self> {
        let sign = |(end, is_high): (End, bool)| match end.figure() {
            Some(figure) => figure.cmp(&Number::ZERO),
            None if is_high => Ordering::Greater,
            None => Ordering::Less,
        };
        if let (Some(a), Some(b)) = (one.0.figure(), other.0.figure()) {
            let zero = |end: End| end == End::At(Number::ZERO);
            let is_reached =
                (one.0.is_reached() && other.0.is_reached()) || zero(one.0) || zero(other.0);
            return Some(Self::Figure(a.checked_mul(b)?, is_reached));
        }
        let finite = if one.0 == End::Open { other.0 } else { one.0 };
        Some(match (sign(one), sign(other)) {
            (Ordering::Equal, _) | (_, Ordering::Equal) => {
                Self::Figure(Number::ZERO, finite.is_reached())
            }
            (a, b) if a == b => Self::Highest,
            _ => Self::Lowest,
        })
    }

    fn as_low(self) -> End {
        match self {
            Self::Lowest | Self::Highest => End::Open,
            Self::Figure(figure, true) => End::At(figure),
            Self::Figure(figure, false) => End::Near(figure),
        }
    }
}

pub(super) fn product(a: FigureRange, b: FigureRange) -> Option<FigureRange> {
    let ends = |span: FigureRange| [(span.low, false), (span.high, true)];
    let mut corners = Vec::new();
    for one in ends(a) {
        for other in ends(b) {
            corners.push(Corner::of(one, other)?);
        }
    }
    let is_open_below = corners.iter().any(|c| matches!(c, Corner::Lowest));
    let is_open_above = corners.iter().any(|c| matches!(c, Corner::Highest));
    let figures = || {
        corners
            .iter()
            .filter(|c| matches!(c, Corner::Figure(..)))
            .map(|c| c.as_low())
    };
    let least = figures().min_by(|a, b| compare_low(*a, *b));
    let most = figures().max_by(|a, b| compare_high(*a, *b));
    Some(FigureRange {
        low: least.filter(|_| !is_open_below).unwrap_or(End::Open),
        high: most.filter(|_| !is_open_above).unwrap_or(End::Open),
    })
}

/// Returns one divided by a range in which zero is not.
pub(super) fn inverse(span: FigureRange) -> FigureRange {
    let turned = |end: End| match end {
        End::Open => End::Near(Number::ZERO),
        End::At(figure) => figure.inverse().map_or(End::Open, End::At),
        End::Near(figure) => figure.inverse().map_or(End::Open, End::Near),
    };
    FigureRange {
        low: turned(span.high),
        high: turned(span.low),
    }
}
