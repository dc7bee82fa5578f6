//! Derived fields: what a field of a sheet comes to from the others, with its parts. It is shown while
//! they are typed, and a figure typed for it as well is held against it.

use super::expression::{Arithmetic, Expression, Leaf, LeafType, Rounding};
use super::kind::Kind;
use crate::domain::value::Value;
use crate::domain::value::condition::Values;
use crate::domain::value::number::Number;
use crate::i18n::{Lang, Say, Text, word_list};

/// So many digits after the point are shown at least, where there are as many.
const DIGITS: usize = 3;

/// What a derived field comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The code of the field.
    pub field: String,
    /// The figure, in the unit of the field.
    pub value: Number,
    /// The fields it comes from by their code, each with its figure in its unit.
    pub parts: Vec<(String, Number)>,
    /// Whether it is one part divided by another.
    is_rate: bool,
}

impl Kind {
    /// Returns what a derived field comes to; `None` where it is none, a part is empty, or there is
    /// no value, as of a quotient by zero.
    #[must_use]
    pub fn derive(&self, code: &str, values: &dyn Values) -> Option<Derived> {
        let expression = self.derived.get(code)?;
        let mut reader = Reader {
            values,
            parts: Vec::new(),
        };
        let figure = reader.figure(expression)??;
        let factor = self.field(code)?.unit().map(|unit| unit.factor);
        let one = Number::from(1_i64);
        let value = figure.checked_mul(factor.unwrap_or(one).inverse()?)?;
        let is_rate = matches!(
            expression,
            Expression::Binary(Arithmetic::Over, part, whole)
                if matches!((&**part, &**whole), (Expression::Field(_), Expression::Field(_)))
        );
        Some(Derived {
            field: code.to_owned(),
            value,
            is_rate: is_rate && reader.parts.len() == 2,
            parts: reader.parts,
        })
    }
}

impl Derived {
    /// Returns it with its parts as people read it: `74.96%（45276 / 60400人）`.
    #[must_use]
    pub fn shown(&self, kind: &Kind) -> Text {
        Text {
            zh: self.said(kind, Lang::Zh),
            en: self.said(kind, Lang::En),
        }
    }

    fn said(&self, kind: &Kind, lang: Lang) -> String {
        let field = kind.field(&self.field);
        let unit = field.and_then(|field| field.unit());
        let text = self.value.short(DIGITS);
        let value = unit.map_or(text.clone(), |unit| {
            let whole = unit.with(self.value, lang);
            whole.replacen(&self.value.say(lang), &text, 1)
        });
        let figure = |(code, figure): &(String, Number)| {
            let unit = kind.field(code).and_then(|field| field.unit());
            unit.map_or_else(|| figure.say(lang), |unit| unit.with(*figure, lang))
        };
        let parts = match self.parts.as_slice() {
            [(_, part), whole] if self.is_rate => format!("{} / {}", part.say(lang), figure(whole)),
            parts => {
                let named = parts.iter().map(|part| {
                    let label = kind.field(&part.0).map(|field| field.label.get(lang));
                    format!("{} {}", label.unwrap_or(&part.0), figure(part))
                });
                word_list(named, lang)
            }
        };
        match lang {
            Lang::Zh => format!("{value}（{parts}）"),
            Lang::En => format!("{value} ({parts})"),
        }
    }
}

/// Reads known figures only. What may be is the business of verdicts.
struct Reader<'a> {
    values: &'a dyn Values,
    parts: Vec<(String, Number)>,
}

/// A figure that may have no value; `None` where it is not known.
type Figure = Option<Option<Number>>;

impl Reader<'_> {
    fn figure(&mut self, expression: &Expression) -> Figure {
        match expression {
            Expression::Number(number) => Some(Some(*number)),
            Expression::Field(leaf) => self.field(leaf),
            Expression::Binary(sign, left, right) => {
                let left = self.figure(left)?;
                let right = self.figure(right)?;
                let Some((left, right)) = left.zip(right) else {
                    return Some(None);
                };
                Some(match sign {
                    Arithmetic::Plus => Some(left.checked_add(right)?),
                    Arithmetic::Minus => Some(left.checked_sub(right)?),
                    Arithmetic::Times => Some(left.checked_mul(right)?),
                    Arithmetic::Over => match right.inverse() {
                        Some(inverse) => Some(left.checked_mul(inverse)?),
                        None => None,
                    },
                })
            }
            Expression::Round(rounding, digits, of) => {
                let Some(of) = self.figure(of)? else {
                    return Some(None);
                };
                rounded(of, *rounding, *digits).map(Some)
            }
            Expression::Bands { of, first, steps } => {
                let Some(of) = self.figure(of)? else {
                    return Some(None);
                };
                let reached = steps.iter().rev().find(|(limit, _)| of >= *limit);
                self.figure(reached.map_or(first, |(_, value)| value))
            }
            Expression::Choose { of, cases } => {
                let chosen = self.values.value(&of.field)?;
                let code = chosen.text()?;
                let (_, value) = cases.iter().find(|(case, _)| case == code)?;
                self.figure(value)
            }
            // These look beyond the sheet.
            Expression::Facilities(_)
            | Expression::Elsewhere(..)
            | Expression::Over(..)
            | Expression::Meeting(..)
            | Expression::Before(..) => None,
        }
    }

    /// A field that is derived itself is what it comes to; where that is not known, what was typed.
    fn field(&mut self, leaf: &Leaf) -> Figure {
        if let Some(derived) = &leaf.derived
            && let Some(found) = self.figure(derived)
        {
            return Some(found);
        }
        let value = self.values.value(&leaf.field)?;
        let figure = match &*value {
            Value::YesNo(yes) => Number::from(i64::from(*yes)),
            other => other.number()?,
        };
        let part = (leaf.field.clone(), figure);
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
        match &leaf.holds {
            LeafType::Figure { factor, .. } => figure.checked_mul(*factor).map(Some),
            _ => Some(Some(figure)),
        }
    }
}

fn rounded(figure: Number, rounding: Rounding, digits: u32) -> Option<Number> {
    let scale = Number::fraction(10_i128.checked_pow(digits)?, 1)?;
    let scaled = figure.checked_mul(scale)?;
    let whole = match rounding {
        Rounding::Up => scaled.ceil(),
        Rounding::Down => scaled.floor(),
        Rounding::HalfUp => scaled.checked_add(Number::fraction(1, 2)?)?.floor(),
    };
    whole.checked_mul(scale.inverse()?)
}
