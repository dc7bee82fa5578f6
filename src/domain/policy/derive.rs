//! Derived fields: what a field of a sheet comes to from the others, with its parts. It is shown while
//! they are typed, and a figure typed for it as well is held against it.

use super::evaluate::{Evaluator, Spot};
use super::expression::{Arithmetic, Expression};
use super::inventory::Inventory;
use super::kind::Kind;
use crate::domain::value::condition::Values;
use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
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
        let given = self.fields.iter().filter_map(|field| {
            let value = values.value(&field.code)?;
            Some((field.code.clone(), value.into_owned()))
        });
        let key = (String::new(), self.code.clone(), Period::ALWAYS);
        let mut facts = Inventory::default();
        facts.sheets.insert(key, given.collect());
        let at = Spot {
            place: String::new(),
            period: Period::ALWAYS,
        };
        let mut evaluator = Evaluator::new(&facts);
        let figure = evaluator.figure(expression, &at).known()?;
        let reads = evaluator.take_reads().fields;
        if reads.iter().any(|read| read.is_missing) {
            return None;
        }
        let factor = self.field(code)?.unit().map(|unit| unit.factor);
        let one = Number::from(1_i64);
        let value = figure.checked_mul(factor.unwrap_or(one).inverse()?)?;
        let parts: Vec<(String, Number)> = reads
            .into_iter()
            .filter_map(|read| Some((read.field, read.figure?)))
            .collect();
        let is_rate = matches!(
            expression,
            Expression::Binary(Arithmetic::Over, part, whole)
                if matches!((&**part, &**whole), (Expression::Field(_), Expression::Field(_)))
        );
        Some(Derived {
            field: code.to_owned(),
            value,
            is_rate: is_rate && parts.len() == 2,
            parts,
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
        let value = unit.map_or(text.clone(), |unit| unit.behind(&text, self.value, lang));
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
