//! Figures with a comma before their decimals, as spreadsheets of many countries write them into
//! texts with semicolons between the cells. The form takes a comma for what parts thousands, so
//! such a figure is written anew or refused.

use crate::domain::text::folding;

/// What a figure is to be read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it is written.
    AsIt,
    /// With its decimals behind a point.
    Point(String),
    /// It may be a thousand times as much.
    Ambiguous,
}

/// How figures are written in a text with semicolons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Nothing tells.
    Unknown,
    /// Some have a comma before their decimals, so that a point in others may part thousands.
    Commas,
}

impl Habit {
    /// Reads a figure, or what stands where one should.
    pub(crate) fn read(self, text: &str) -> Reading {
        let folded = folding::figure(text);
        let end = folded
            .find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-'))
            .unwrap_or(folded.len());
        let (figure, unit) = folded.split_at(end);
        let point = |figure: String| Reading::Point(format!("{figure}{unit}"));
        let digits = figure.trim_start_matches('-');
        match (digits.split_once(','), digits.matches('.').count()) {
            (None, 1) if self == Self::Commas && may_be_thousands(digits, '.') => {
                Reading::Ambiguous
            }
            (None, points) if points > 1 && self == Self::Commas => point(figure.replace('.', "")),
            (Some((_, part)), _) if part.contains(',') || part.contains('.') => Reading::AsIt,
            (Some(_), 0) if may_be_thousands(digits, ',') => Reading::Ambiguous,
            (Some((whole, _)), points) if points == 0 || are_groups(whole) => {
                point(figure.replace('.', "").replace(',', "."))
            }
            _ => Reading::AsIt,
        }
    }
}

/// Returns whether a figure with one sign in it may be of thousands, or have three decimals.
fn may_be_thousands(digits: &str, sign: char) -> bool {
    let parts = digits.split_once(sign);
    parts.is_some_and(|(whole, part)| {
        part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
    })
}

/// Returns whether points part the digits into thousands.
fn are_groups(whole: &str) -> bool {
    let mut groups = whole.split('.');
    groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_before_decimals_is_a_point_where_nothing_else_can_be_meant() {
        let point = |text: &str| Reading::Point(text.to_owned());
        for (text, unknown, commas) in [
            ("1200,5", point("1200.5"), point("1200.5")),
            ("-0,125㎡", point("-0.125m2"), point("-0.125m2")),
            ("1200,500", point("1200.500"), point("1200.500")),
            ("1.200,5", point("1200.5"), point("1200.5")),
            ("1,200", Reading::Ambiguous, Reading::Ambiguous),
            ("120,123", Reading::Ambiguous, Reading::Ambiguous),
            ("1.200", Reading::AsIt, Reading::Ambiguous),
            ("1.200.300", Reading::AsIt, point("1200300")),
            ("1,200.5", Reading::AsIt, Reading::AsIt),
            ("1,200,300", Reading::AsIt, Reading::AsIt),
            ("1.25", Reading::AsIt, Reading::AsIt),
            ("130", Reading::AsIt, Reading::AsIt),
            ("约1,5", Reading::AsIt, Reading::AsIt),
            ("", Reading::AsIt, Reading::AsIt),
        ] {
            assert_eq!(
                (Habit::Unknown.read(text), Habit::Commas.read(text)),
                (unknown, commas),
                "{text}"
            );
        }
    }
}
