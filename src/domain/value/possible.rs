//! The figures that something may be while values are missing: ranges with exact ends, and whether
//! it may have no value at all.

mod limits;
mod range;

use crate::domain::value::condition::Operator;
use crate::domain::value::number::Number;

pub use self::range::{End, FigureRange};
use self::range::{add, compare_high, compare_low, exceeds, inverse, product, reaches, touch};

/// So many separate ranges are kept apart; more are told as the one range around them.
const MOST_RANGES: usize = 64;

/// Every figure that something may be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Possible {
    /// Separate ranges, the lowest first.
    spans: Vec<FigureRange>,
    /// Whether all its figures are whole numbers.
    whole: bool,
    /// Whether it may have no value, as a quotient by zero has none.
    nothing: bool,
}

/// What a comparison may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// It may hold.
    pub may_hold: bool,
    /// It may fail.
    pub may_fail: bool,
}

impl Possible {
    /// Returns a figure that is known.
    #[must_use]
    pub fn exactly(figure: Number) -> Self {
        Self {
            spans: vec![FigureRange::point(figure)],
            whole: figure.floor() == figure,
            nothing: false,
        }
    }

    /// Returns what has no value.
    #[must_use]
    pub const fn no_value() -> Self {
        Self {
            spans: Vec::new(),
            whole: true,
            nothing: true,
        }
    }

    /// Returns what may be any figure, or none: what came of figures too large to compute with.
    #[must_use]
    fn anything() -> Self {
        Self {
            nothing: true,
            ..Self::between(End::Open, End::Open, false)
        }
    }

    /// Returns what may be any figure between two ends.
    #[must_use]
    pub fn between(low: End, high: End, whole: bool) -> Self {
        Self::of(vec![FigureRange { low, high }], whole, false)
    }

    /// Returns what may be one of these figures.
    #[must_use]
    pub fn one_of(figures: impl IntoIterator<Item = Number>) -> Self {
        let spans: Vec<FigureRange> = figures.into_iter().map(FigureRange::point).collect();
        let is_whole = |span: &FigureRange| span.low.figure().is_some_and(|low| low.floor() == low);
        let whole = spans.iter().all(is_whole);
        Self::of(spans, whole, false)
    }

    fn of(spans: Vec<FigureRange>, whole: bool, nothing: bool) -> Self {
        let ready = |span: FigureRange| if whole { span.whole() } else { span };
        let mut spans: Vec<FigureRange> = spans
            .into_iter()
            .map(ready)
            .filter(|span| !span.is_empty())
            .collect();
        spans.sort_by(|a, b| compare_low(a.low, b.low).then_with(|| compare_high(a.high, b.high)));
        let mut apart: Vec<FigureRange> = Vec::new();
        for span in spans {
            match apart.last_mut() {
                Some(last) if touch(*last, span) => {
                    last.high = std::cmp::max_by(last.high, span.high, |a, b| compare_high(*a, *b));
                }
                _ => apart.push(span),
            }
        }
        if apart.len() > MOST_RANGES
            && let (Some(first), Some(last)) = (apart.first(), apart.last())
        {
            let around = FigureRange {
                low: first.low,
                high: last.high,
            };
            apart = vec![around];
        }
        Self {
            spans: apart,
            whole,
            nothing,
        }
    }

    /// Returns the same with every whole number apart, where there are few: then what is computed
    /// from it has no gaps filled.
    #[must_use]
    pub fn apart(self) -> Self {
        let [only] = self.spans.as_slice() else {
            return self;
        };
        let (Some(low), Some(high)) = (only.low.figure(), only.high.figure()) else {
            return self;
        };
        let count = high.checked_sub(low).unwrap_or(Number::from(MOST_RANGES));
        if !self.whole || count >= Number::from(MOST_RANGES / 2) {
            return self;
        }
        let one = Number::from(1_i64);
        let all = std::iter::successors(Some(low), |figure| figure.checked_add(one));
        Self {
            spans: all
                .take_while(|figure| *figure <= high)
                .map(FigureRange::point)
                .collect(),
            ..self
        }
    }

    /// Returns the one figure it is, where it can be no other.
    #[must_use]
    pub fn known(&self) -> Option<Number> {
        match self.spans.as_slice() {
            [
                FigureRange {
                    low: End::At(low),
                    high: End::At(high),
                },
            ] if low == high && !self.nothing => Some(*low),
            _ => None,
        }
    }

    /// Returns whether it may have no value.
    #[must_use]
    pub const fn may_be_nothing(&self) -> bool {
        self.nothing
    }

    /// Returns whether it can have no value at all.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns the least it may be.
    #[must_use]
    pub fn low(&self) -> End {
        self.spans.first().map_or(End::Open, |span| span.low)
    }

    /// Returns the most it may be.
    #[must_use]
    pub fn high(&self) -> End {
        self.spans.last().map_or(End::Open, |span| span.high)
    }

    /// Returns what both may be.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let spans = self.pairs(other).map(|(a, b)| a.and(b)).collect();
        Self::of(
            spans,
            self.whole || other.whole,
            self.nothing && other.nothing,
        )
    }

    /// Returns what one or the other may be.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.spans.extend(other.spans);
        Self::of(
            self.spans,
            self.whole && other.whole,
            self.nothing || other.nothing,
        )
    }

    /// Returns the same of which it is not known whether there is a value.
    #[must_use]
    pub const fn or_nothing(mut self) -> Self {
        self.nothing = true;
        self
    }

    /// Returns the same of which it is known that there is a value.
    #[must_use]
    pub const fn and_some(mut self) -> Self {
        self.nothing = false;
        self
    }

    fn pairs<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (FigureRange, FigureRange)> + 'a {
        self.spans
            .iter()
            .flat_map(|a| other.spans.iter().map(|b| (*a, *b)))
    }

    /// Returns what comes of each pair of ranges; of figures that do not fit, anything.
    fn combine(
        &self,
        other: &Self,
        f: impl Fn(FigureRange, FigureRange) -> Option<FigureRange>,
    ) -> Self {
        let spans: Option<Vec<FigureRange>> = self.pairs(other).map(|(a, b)| f(a, b)).collect();
        let nothing = self.nothing || other.nothing;
        spans.map_or_else(Self::anything, |spans| {
            Self::of(spans, self.whole && other.whole, nothing)
        })
    }

    /// Returns the sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        self.combine(other, |a, b| {
            Some(FigureRange {
                low: add(a.low, b.low)?,
                high: add(a.high, b.high)?,
            })
        })
    }

    /// Returns it with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        let turned = |span: &FigureRange| FigureRange {
            low: span.high.map(|figure| Some(figure.negated())),
            high: span.low.map(|figure| Some(figure.negated())),
        };
        let spans = self.spans.iter().map(turned).collect();
        Self::of(spans, self.whole, self.nothing)
    }

    /// Returns the product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, product)
    }

    /// Returns the quotient; by zero there is none.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Self {
        let mut spans = Vec::new();
        let mut has_zero = false;
        for span in &divisor.spans {
            let below = span.and(FigureRange {
                low: End::Open,
                high: End::Near(Number::ZERO),
            });
            let above = span.and(FigureRange {
                low: End::Near(Number::ZERO),
                high: End::Open,
            });
            has_zero |= !span.and(FigureRange::point(Number::ZERO)).is_empty();
            for part in [below, above] {
                let part = if divisor.whole { part.whole() } else { part };
                if !part.is_empty() {
                    spans.push(inverse(part));
                }
            }
        }
        let inverse = Self::of(spans, false, divisor.nothing || has_zero);
        let mut quotient = self.times(&inverse);
        quotient.whole = quotient.known().is_some_and(|known| known.floor() == known);
        quotient
    }

    /// Returns it rounded down to a whole number.
    #[must_use]
    pub fn floor(&self) -> Self {
        let down = |span: &FigureRange| FigureRange {
            low: match span.low {
                End::Near(figure) | End::At(figure) => End::At(figure.floor()),
                End::Open => End::Open,
            },
            high: match span.high {
                End::At(figure) => End::At(figure.floor()),
                End::Near(figure) => figure
                    .ceil()
                    .checked_sub(Number::from(1_i64))
                    .map_or(End::Open, End::At),
                End::Open => End::Open,
            },
        };
        Self::of(self.spans.iter().map(down).collect(), true, self.nothing)
    }

    /// Returns it rounded up to a whole number.
    #[must_use]
    pub fn ceil(&self) -> Self {
        self.negated().floor().negated()
    }

    /// Returns the greater of two.
    #[must_use]
    pub fn larger(&self, other: &Self) -> Self {
        self.combine(other, |a, b| {
            Some(FigureRange {
                low: std::cmp::max_by(a.low, b.low, |a, b| compare_low(*a, *b)),
                high: std::cmp::max_by(a.high, b.high, |a, b| compare_high(*a, *b)),
            })
        })
    }

    /// Returns the lesser of two.
    #[must_use]
    pub fn smaller(&self, other: &Self) -> Self {
        self.negated().larger(&other.negated()).negated()
    }

    /// Returns whether some figure of it lies from `low` on and below `high`.
    #[must_use]
    pub fn reaches(&self, low: Option<Number>, high: Option<Number>) -> bool {
        let band = FigureRange {
            low: low.map_or(End::Open, End::At),
            high: high.map_or(End::Open, End::Near),
        };
        self.spans.iter().any(|span| {
            let part = span.and(band);
            let part = if self.whole { part.whole() } else { part };
            !part.is_empty()
        })
    }

    /// Returns what a comparison with what is needed may come to. No value satisfies nothing.
    #[must_use]
    pub fn compared(&self, operator: Operator, need: &Self) -> Outcome {
        let pairs: Vec<(FigureRange, FigureRange)> = self.pairs(need).collect();
        let some =
            |test: fn(FigureRange, FigureRange) -> bool| pairs.iter().any(|(a, b)| test(*a, *b));
        let nothing = self.nothing || need.nothing;
        let meet = some(|a, b| !a.and(b).is_empty());
        let differ = some(|a, b| exceeds(a, b) || exceeds(b, a));
        let (may_hold, may_fail) = match operator {
            Operator::More => (some(exceeds), some(|a, b| reaches(b, a))),
            Operator::AtLeast => (some(reaches), some(|a, b| exceeds(b, a))),
            Operator::Less => (some(|a, b| exceeds(b, a)), some(reaches)),
            Operator::AtMost => (some(|a, b| reaches(b, a)), some(exceeds)),
            Operator::NotEqual => (differ, meet),
            _ => (meet, differ),
        };
        Outcome {
            may_hold,
            may_fail: may_fail || nothing,
        }
    }

    /// Returns what the question may come to whether it lies in a range, both ends included.
    #[must_use]
    pub fn within(&self, low: Option<Number>, high: Option<Number>) -> Outcome {
        let range = FigureRange {
            low: low.map_or(End::Open, End::At),
            high: high.map_or(End::Open, End::At),
        };
        let below = low.map(|low| FigureRange {
            low: End::Open,
            high: End::Near(low),
        });
        let above = high.map(|high| FigureRange {
            low: End::Near(high),
            high: End::Open,
        });
        let has = |range: FigureRange| self.spans.iter().any(|span| !span.and(range).is_empty());
        Outcome {
            may_hold: has(range),
            may_fail: below.is_some_and(has) || above.is_some_and(has) || self.nothing,
        }
    }
}
