//! Conditions: field, operator, value. Requirements, soft checks and "required when" are all made of them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::date::PartialDate;
use super::number::Number;
use super::value::Value;
use crate::i18n::Text;

/// An operator of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the sign it is written as")]
pub enum Operator {
    Equal,
    NotEqual,
    More,
    AtLeast,
    Less,
    AtMost,
    In,
    NotIn,
    Contains,
    Empty,
    Filled,
}

impl Operator {
    /// Every operator with the sign it has in a pack.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Equal, "="),
        (Self::NotEqual, "!="),
        (Self::More, ">"),
        (Self::AtLeast, ">="),
        (Self::Less, "<"),
        (Self::AtMost, "<="),
        (Self::In, "in"),
        (Self::NotIn, "not_in"),
        (Self::Contains, "contains"),
        (Self::Empty, "empty"),
        (Self::Filled, "filled"),
    ];

    /// The operator of a sign.
    #[must_use]
    pub fn of_sign(sign: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == sign).map(|(operator, _)| operator)
    }

    /// The sign in packs and in the JSON report.
    #[must_use]
    pub fn sign(self) -> &'static str {
        Self::ALL.into_iter().find(|(known, _)| *known == self).map_or("", |(_, sign)| sign)
    }

    /// Whether it asks for more or less of something: then a facility that fails it may still grow into it.
    #[must_use]
    pub const fn is_degree(self) -> bool {
        matches!(self, Self::More | Self::AtLeast | Self::Less | Self::AtMost)
    }

    const fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::NotEqual => order.is_ne(),
            _ => order.is_eq(),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

/// The right side of a condition, resolved against its field when the pack was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Nothing: the operator asks only whether there is a value.
    Nothing,
    /// A figure.
    Number(Number),
    /// The choice codes or texts named. For an order of ranked choices these are the codes whose rank satisfies it.
    OneOf(BTreeSet<String>),
    /// A part of a text.
    Part(String),
    /// Yes or no.
    YesNo(bool),
    /// A date.
    Date(PartialDate),
    /// Another field, times an exact factor for figures.
    Field {
        /// Its code.
        code: String,
        /// The factor.
        times: Option<Number>,
    },
}

/// Field, operator, value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The code of the field.
    pub field: String,
    /// The operator.
    pub operator: Operator,
    /// The right side.
    pub operand: Operand,
    /// The right side as people read it.
    pub shown: Text,
}

/// The answer of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// A value it needs is empty.
    Missing,
}

/// What a condition is asked about: values by the code of their field.
pub trait Values {
    /// The value of a field, `None` where it is empty.
    fn value(&self, code: &str) -> Option<Cow<'_, Value>>;
}

impl Values for BTreeMap<String, Value> {
    fn value(&self, code: &str) -> Option<Cow<'_, Value>> {
        self.get(code).map(Cow::Borrowed)
    }
}

impl Condition {
    /// Whether it holds for `values`.
    #[must_use]
    pub fn test(&self, values: &dyn Values) -> Truth {
        let left = values.value(&self.field);
        let holds = match (self.operator, left, &self.operand) {
            (Operator::Empty, left, _) => Some(left.is_none()),
            (Operator::Filled, left, _) => Some(left.is_some()),
            (_, None, _) => None,
            (operator, Some(left), Operand::Field { code, times }) => {
                values.value(code).and_then(|right| compare(operator, &left, &right, *times))
            }
            (operator, Some(left), operand) => Some(satisfies(operator, &left, operand)),
        };
        holds.map_or(Truth::Missing, |holds| if holds { Truth::Yes } else { Truth::No })
    }
}

fn satisfies(operator: Operator, left: &Value, operand: &Operand) -> bool {
    match (left, operand) {
        (Value::Number(quantity), Operand::Number(right)) => operator.accepts(quantity.exact.cmp(right)),
        (Value::Text(text) | Value::Choice(text), Operand::OneOf(set)) => {
            set.contains(text) != matches!(operator, Operator::NotEqual | Operator::NotIn)
        }
        (Value::Text(text), Operand::Part(part)) => text.contains(part.as_str()),
        (Value::YesNo(yes), Operand::YesNo(right)) => (yes == right) == (operator == Operator::Equal),
        (Value::Date(date), Operand::Date(right)) => operator.accepts(date.last_day().cmp(&right.last_day())),
        _ => false,
    }
}

/// Compares two fields; `None` when the product does not fit, which no typed figure reaches.
fn compare(operator: Operator, left: &Value, right: &Value, times: Option<Number>) -> Option<bool> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            let right = times.map_or(Some(right.exact), |factor| right.exact.times(factor))?;
            Some(operator.accepts(left.exact.cmp(&right)))
        }
        (Value::Date(left), Value::Date(right)) => Some(compare_dates(operator, *left, *right)),
        (Value::Date(left), Value::Number(year)) => {
            let left = Number::from(i64::from(chrono::Datelike::year(&left.first_day())));
            Some(operator.accepts(left.cmp(&year.exact)))
        }
        (Value::Text(left), Value::Text(right)) => Some((left == right) == (operator == Operator::Equal)),
        (left, right) => Some((left == right) == (operator == Operator::Equal)),
    }
}

/// Compares two dates of whatever precision: one is after or before the other only if that is so on every day the two
/// can mean, or a check would blame a clerk for knowing no more than the year.
fn compare_dates(operator: Operator, left: PartialDate, right: PartialDate) -> bool {
    match operator {
        Operator::Less | Operator::AtMost => operator.accepts(left.last_day().cmp(&right.first_day())),
        Operator::More | Operator::AtLeast => operator.accepts(left.first_day().cmp(&right.last_day())),
        _ => (left == right) == (operator == Operator::Equal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_before_or_after_another_only_where_it_is_so_for_certain() {
        let date = |text: &str| PartialDate::typed(text).unwrap();
        for (left, operator, right, holds) in [
            ("2025-06-30", Operator::Less, "2025", false),
            ("2025", Operator::Less, "2025-06-30", false),
            ("2024", Operator::Less, "2025-01-01", true),
            ("2025", Operator::More, "2025-06-30", false),
            ("2026", Operator::More, "2025-06-30", true),
            ("2025-06-30", Operator::AtMost, "2025-06-30", true),
            ("2025", Operator::Equal, "2025", true),
            ("2025", Operator::NotEqual, "2025", false),
        ] {
            assert_eq!(compare_dates(operator, date(left), date(right)), holds, "{left} {operator} {right}");
        }
    }
}
