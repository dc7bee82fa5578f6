//! The straight line through figures, by least squares, exactly.

use crate::domain::value::number::Number;

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    start: Number,
    pub(super) slope: Number,
}

impl Line {
    /// Returns the line through the latest of some points of which there are two or more: through
    /// all of them, unless their exact figures do not fit together, as quotients of many periods.
    /// With it comes how many points it takes.
    pub(super) fn through_latest(points: &[(usize, Number)]) -> Option<(Self, usize)> {
        let tails = (0..points.len()).filter_map(|first| points.get(first..));
        let tails = tails.take_while(|tail| tail.len() > 1);
        let mut lines = tails.filter_map(|tail| Some((Self::through(tail)?, tail.len())));
        lines.next()
    }

    /// Returns the line whose squared distances to some points are least together.
    fn through(points: &[(usize, Number)]) -> Option<Self> {
        let count = Number::from(points.len());
        let sum = |of: &dyn Fn(Number, Number) -> Option<Number>| {
            points.iter().try_fold(Number::ZERO, |sum, (x, y)| {
                sum.checked_add(of(Number::from(*x), *y)?)
            })
        };
        let xs = sum(&|x, _| Some(x))?;
        let ys = sum(&|_, y| Some(y))?;
        let squares = sum(&|x, _| x.checked_mul(x))?;
        let products = sum(&Number::checked_mul)?;
        let spread = count
            .checked_mul(squares)?
            .checked_sub(xs.checked_mul(xs)?)?;
        let together = count
            .checked_mul(products)?
            .checked_sub(xs.checked_mul(ys)?)?;
        let slope = together.checked_mul(spread.inverse()?)?;
        let rest = ys.checked_sub(slope.checked_mul(xs)?)?;
        Some(Self {
            start: rest.checked_mul(count.inverse()?)?,
            slope,
        })
    }

    /// Returns the figure on the line.
    pub(super) fn at(&self, x: usize) -> Option<Number> {
        self.slope
            .checked_mul(Number::from(x))?
            .checked_add(self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(figures: &[(usize, &str)]) -> Vec<(usize, Number)> {
        let point = |(x, y): &(usize, &str)| (*x, y.parse().unwrap());
        figures.iter().map(point).collect()
    }

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_line_through_two_points_meets_both() {
        let (line, of) = Line::through_latest(&points(&[(0, "60"), (1, "63")])).unwrap();
        assert_eq!((line.slope, of), (number("3"), 2));
        assert_eq!(line.at(0), Some(number("60")));
        assert_eq!(line.at(4), Some(number("72")));
    }

    #[test]
    fn figures_beside_the_line_are_weighed_by_least_squares() {
        // The textbook's four: slope 1.4, start 3.5 at nothing.
        let four = points(&[(1, "6"), (2, "5"), (3, "7"), (4, "10")]);
        let (line, _) = Line::through_latest(&four).unwrap();
        assert_eq!(line.slope, number("1.4"));
        assert_eq!(line.at(0), Some(number("3.5")));
        assert_eq!(line.at(5), Some(number("10.5")));
    }

    #[test]
    fn a_period_without_a_figure_is_a_gap_and_no_zero() {
        let (line, _) = Line::through_latest(&points(&[(0, "10"), (4, "18")])).unwrap();
        assert_eq!(line.slope, number("2"));
        assert_eq!(line.at(2), Some(number("14")));
    }

    #[test]
    fn thirds_stay_thirds() {
        let (line, _) =
            Line::through_latest(&points(&[(0, "0"), (1, "1"), (2, "0"), (3, "2")])).unwrap();
        assert_eq!(line.slope, number("1/2"));
        assert_eq!(line.at(1), Some(number("1/2")));
    }

    #[test]
    fn one_figure_makes_no_line_and_too_long_fractions_leave_the_earliest_out() {
        assert_eq!(Line::through_latest(&points(&[(0, "10")])), None);
        assert_eq!(Line::through_latest(&[]), None);
        let long: i128 = 1_000_000_000_000_000_003;
        let odd = |denominator| Number::fraction(1, denominator).unwrap();
        let all = [
            (0, odd(long)),
            (1, odd(long + 2)),
            (2, odd(long + 6)),
            (3, number("1")),
            (4, number("2")),
        ];
        let (line, of) = Line::through_latest(&all).unwrap();
        assert!(of < 5, "{line:?}");
    }
}
