//! How changes are said: always with their sign.

use super::change::FigureChange;
use super::figure::FigureScale;
use super::series::Trend;
use crate::domain::value::Number;
use crate::domain::verdict::explain;
use crate::i18n::{Lang, Say as _, TrendMsg};

/// Digits after the point of an amount and of a rate, unless fewer than these would say nothing.
const DIGITS: [usize; 2] = [3, 1];
/// The most of them.
const MOST_DIGITS: usize = 6;

/// Returns a number with its sign, cut to some digits after the point, or to the first that is not
/// nothing.
fn signed(number: Number, digits: usize) -> String {
    let (sign, size) = if number < Number::ZERO {
        ("-", number.negated())
    } else {
        ("+", number)
    };
    let mut cuts = (digits..=MOST_DIGITS).map(|digits| size.short(digits));
    match cuts.find(|cut| cut != "0") {
        Some(cut) => format!("{sign}{cut}"),
        None => "0".to_owned(),
    }
}

/// Returns a part of a hundred, as `66.6%`.
#[must_use]
pub fn percent(rate: Number) -> String {
    format!("{}%", rate.short(DIGITS[1]))
}

impl FigureChange {
    /// Returns the change in words, as `+9 (+7.5%)`; of percentages in points.
    #[must_use]
    pub fn words(&self, scale: FigureScale, lang: Lang) -> String {
        let amount = signed(self.amount, DIGITS[0]);
        match (scale, self.rate) {
            (FigureScale::Share, _) => TrendMsg::Points { amount }.say(lang),
            (_, Some(rate)) => {
                let rate = signed(rate, DIGITS[1]);
                TrendMsg::ByRate { amount, rate }.say(lang)
            }
            (_, None) => amount,
        }
    }
}

impl Trend {
    /// Returns the name of each quarter with its verdict and figure, or why there is none.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Vec<(String, String)> {
        let mut rule: Option<&str> = None;
        let mut told = Vec::new();
        for point in &self.points {
            let words = match &point.figure {
                Err(gap) => gap.words().say(lang),
                Ok(figure) => {
                    let word = explain::verdict_word(figure.verdict, figure.strength, lang);
                    let mark = explain::mark(figure.verdict);
                    let mut words = format!("{mark} {word} {}", figure.shown);
                    if rule.is_some_and(|rule| rule != figure.rule) {
                        words = TrendMsg::ChangedRule { words }.say(lang);
                    }
                    if !point.is_closed {
                        words = TrendMsg::NotYetClosed { words }.say(lang);
                    }
                    rule = Some(&figure.rule);
                    words
                }
            };
            told.push((point.quarter.to_string(), words));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_with_its_sign() {
        let number = |text: &str| text.parse::<Number>().unwrap();
        for (amount, rate, scale, said) in [
            ("9", Some("7.5"), FigureScale::Amount, "+9 (+7.5%)"),
            ("-50", Some("-100/3"), FigureScale::Amount, "-50 (-33.3%)"),
            ("0", Some("0"), FigureScale::Amount, "0 (0%)"),
            (
                "0.0004",
                Some("0.02"),
                FigureScale::Amount,
                "+0.0004 (+0.02%)",
            ),
            ("12", None, FigureScale::Amount, "+12"),
            ("-0.6", None, FigureScale::Share, "-0.6 pp"),
            ("3", None, FigureScale::Mark, "+3"),
        ] {
            let change = FigureChange {
                amount: number(amount),
                rate: rate.map(number),
            };
            assert_eq!(change.words(scale, Lang::En), said);
        }
        assert_eq!(percent(number("200/3")), "66.6%");
        assert_eq!(percent(number("100")), "100%");
    }
}
