//! Conditions: field, operator, value. Requirements, soft checks and "required when" are all made
//! of them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::date::PartialDate;
use super::field_value::Value;
use super::number::Number;
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
    Covers,
    Empty,
    Filled,
}

impl Operator {
    /// Every operator with the sign it has in a pack.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Equal, "="),
        (Self::NotEqual, "!="),
        (Self::More, ">"),
        (Self::AtLeast, ">="),
        (Self::Less, "<"),
        (Self::AtMost, "<="),
        (Self::In, "in"),
        (Self::NotIn, "not_in"),
        (Self::Contains, "contains"),
        (Self::Covers, "covers"),
        (Self::Empty, "empty"),
        (Self::Filled, "filled"),
    ];

    /// Returns the operator of a sign.
    #[must_use]
    pub fn of_sign(sign: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, known)| *known == sign)
            .map(|(operator, _)| operator)
    }

    /// Returns the sign in packs and in the JSON report.
    #[must_use]
    pub fn sign(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(known, _)| *known == self)
            .map_or("", |(_, sign)| sign)
    }

    /// Returns whether it asks for more or less of something: then a facility that fails it may
    /// still grow into it.
    #[must_use]
    pub const fn is_degree(self) -> bool {
        matches!(self, Self::More | Self::AtLeast | Self::Less | Self::AtMost)
    }

    /// Returns whether a figure in this order to a limit satisfies it.
    #[must_use]
    pub const fn accepts(self, order: Ordering) -> bool {
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
    /// The choice codes or texts named; of several choices the set itself. For an order of ranked choices these are the codes whose
    /// rank satisfies it.
    OneOf(BTreeSet<String>),
    /// A part of a text.
    Part(String),
    /// Yes or no.
    YesNo(bool),
    /// A date; a year or a month means all of its days.
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
    /// A value it needs is empty, or a date not known well enough.
    Missing,
}

/// What a condition is asked about: values by the code of their field.
pub trait Values {
    /// Returns the value of a field, `None` where it is empty.
    fn value(&self, code: &str) -> Option<Cow<'_, Value>>;
}

impl Values for BTreeMap<String, Value> {
    fn value(&self, code: &str) -> Option<Cow<'_, Value>> {
        self.get(code).map(Cow::Borrowed)
    }
}

impl Condition {
    /// Returns whether it holds for `values`: only what holds, or fails, whatever an empty or
    /// partly known value is, is told.
    #[must_use]
    pub fn test(&self, values: &dyn Values) -> Truth {
        let left = values.value(&self.field);
        let holds = match (self.operator, left, &self.operand) {
            (Operator::Empty, left, _) => Some(left.is_none()),
            (Operator::Filled, left, _) => Some(left.is_some()),
            (_, None, _) => None,
            // Two days that are not known are one day where they are one field's.
            (operator, Some(left), Operand::Field { code, .. })
                if *code == self.field && is_date(&left) =>
            {
                Some(operator.accepts(Ordering::Equal))
            }
            (operator, Some(left), Operand::Field { code, times }) => values
                .value(code)
                .and_then(|right| compare(operator, &left, &right, *times)),
            (operator, Some(left), operand) => satisfies(operator, &left, operand),
        };
        holds.map_or(
            Truth::Missing,
            |holds| if holds { Truth::Yes } else { Truth::No },
        )
    }
}

fn is_date(value: &Value) -> bool {
    matches!(value, Value::Date(_))
}

fn satisfies(operator: Operator, left: &Value, operand: &Operand) -> Option<bool> {
    Some(match (left, operand) {
        (Value::Number(quantity), Operand::Number(right)) => {
            operator.accepts(quantity.exact.cmp(right))
        }
        (Value::Text(text) | Value::Choice(text), Operand::OneOf(set)) => {
            set.contains(text) != matches!(operator, Operator::NotEqual | Operator::NotIn)
        }
        (Value::Choices(codes), Operand::OneOf(set)) => match operator {
            Operator::Equal => codes == set,
            Operator::NotEqual => codes != set,
            _ => set.is_subset(codes),
        },
        (Value::Text(text), Operand::Part(part)) => text.contains(part.as_str()),
        (Value::YesNo(yes), Operand::YesNo(right)) => {
            (yes == right) == (operator == Operator::Equal)
        }
        (Value::Date(date), Operand::Date(right)) => {
            return decided(operator, orders_to_whole(*date, *right));
        }
        _ => false,
    })
}

/// Compares two fields; `None` where what is known of two dates does not decide it, where two
/// values have nothing in common, which no pack asks for, and where the product does not fit, which
/// no typed figure reaches.
fn compare(operator: Operator, left: &Value, right: &Value, times: Option<Number>) -> Option<bool> {
    let exact = |figure: &Value| {
        times.map_or_else(
            || figure.number(),
            |factor| figure.number()?.checked_mul(factor),
        )
    };
    match (left, right) {
        (Value::Number(left), Value::Number(_)) => {
            Some(operator.accepts(left.exact.cmp(&exact(right)?)))
        }
        (Value::Date(left), Value::Date(right)) => decided(operator, orders(*left, *right)),
        (Value::Date(left), Value::Number(_)) => {
            Some(operator.accepts(year(*left).cmp(&exact(right)?)))
        }
        (Value::Number(left), Value::Date(right)) => {
            Some(operator.accepts(left.exact.cmp(&year(*right))))
        }
        (Value::Text(left) | Value::Choice(left), Value::Text(right) | Value::Choice(right)) => {
            Some((left == right) == (operator == Operator::Equal))
        }
        (Value::Choices(left), Value::Choices(right)) => {
            Some((left == right) == (operator == Operator::Equal))
        }
        (Value::YesNo(left), Value::YesNo(right)) => {
            Some((left == right) == (operator == Operator::Equal))
        }
        _ => None,
    }
}

/// Returns the year of a date, which is always known.
fn year(date: PartialDate) -> Number {
    Number::from(i64::from(chrono::Datelike::year(&date.first_day())))
}

/// Returns what an operator says of every order that is possible, where it says the same of all.
fn decided(operator: Operator, possible: impl Iterator<Item = Ordering>) -> Option<bool> {
    let mut said = possible.map(|order| operator.accepts(order));
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}

/// Returns how two days that are known to lie within two dates may stand to each other.
fn orders(left: PartialDate, right: PartialDate) -> impl Iterator<Item = Ordering> {
    possible(
        left.first_day() < right.last_day(),
        overlap(left, right),
        left.last_day() > right.first_day(),
    )
}

/// Returns how a day that is known to lie within a date may stand to a date of a pack, which means
/// all of its days: one is equal to a year that lies in it.
fn orders_to_whole(left: PartialDate, whole: PartialDate) -> impl Iterator<Item = Ordering> {
    possible(
        left.first_day() < whole.first_day(),
        overlap(left, whole),
        left.last_day() > whole.last_day(),
    )
}

fn overlap(left: PartialDate, right: PartialDate) -> bool {
    left.first_day() <= right.last_day() && left.last_day() >= right.first_day()
}

fn possible(less: bool, equal: bool, greater: bool) -> impl Iterator<Item = Ordering> {
    let orders = [
        (less, Ordering::Less),
        (equal, Ordering::Equal),
        (greater, Ordering::Greater),
    ];
    orders
        .into_iter()
        .filter_map(|(is_possible, order)| is_possible.then_some(order))
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    const COMPARING: [Operator; 6] = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::More,
        Operator::AtLeast,
        Operator::Less,
        Operator::AtMost,
    ];

    fn date(text: &str) -> PartialDate {
        PartialDate::typed(text).unwrap()
    }

    fn asked(left: Value, operator: Operator, operand: Operand, right: Option<Value>) -> Truth {
        let condition = Condition {
            field: "left".into(),
            operator,
            operand,
            shown: Text::default(),
        };
        let values = BTreeMap::from([("left".to_owned(), left)]);
        condition.test(
            &values
                .into_iter()
                .chain(right.map(|right| ("right".to_owned(), right)))
                .collect::<BTreeMap<_, _>>(),
        )
    }

    fn field() -> Operand {
        Operand::Field {
            code: "right".into(),
            times: None,
        }
    }

    #[test]
    fn a_date_is_before_or_after_another_only_where_it_is_so_for_certain() {
        use Truth::{Missing, No, Yes};
        for (left, operator, right, holds) in [
            ("2025-06-30", Operator::Less, "2025", Missing),
            ("2025", Operator::Less, "2025-06-30", Missing),
            ("2025", Operator::Less, "2025-01-01", No),
            ("2024", Operator::Less, "2025-01-01", Yes),
            ("2025", Operator::AtLeast, "2025-01-01", Yes),
            ("2025", Operator::More, "2025-06-30", Missing),
            ("2025", Operator::More, "2025-12-31", No),
            ("2026", Operator::More, "2025-06-30", Yes),
            ("2025-06-30", Operator::AtMost, "2025-06-30", Yes),
            ("2025", Operator::Equal, "2025", Missing),
            ("2025", Operator::NotEqual, "2025", Missing),
            ("2025", Operator::NotEqual, "2026", Yes),
            ("2025", Operator::Equal, "2026", No),
        ] {
            let said = asked(
                Value::Date(date(left)),
                operator,
                field(),
                Some(Value::Date(date(right))),
            );
            assert_eq!(said, holds, "{left} {operator} {right}");
        }
    }

    #[test]
    fn a_date_of_a_pack_means_all_of_its_days() {
        use Truth::{Missing, No, Yes};
        for (left, operator, right, holds) in [
            ("2025", Operator::Equal, "2025", Yes),
            ("2025-06-30", Operator::Equal, "2025", Yes),
            ("2025-06-30", Operator::NotEqual, "2025", No),
            ("2025-06-30", Operator::Less, "2025", No),
            ("2025-06-30", Operator::AtMost, "2025", Yes),
            ("2025-06-30", Operator::More, "2025", No),
            ("2025", Operator::AtLeast, "2025-06", Missing),
            ("2025", Operator::Less, "2025-06-30", Missing),
            ("2025", Operator::AtMost, "2025-12-31", Yes),
            ("2025", Operator::More, "2025-12-31", No),
            ("2024", Operator::Less, "2025-06-30", Yes),
        ] {
            let said = asked(
                Value::Date(date(left)),
                operator,
                Operand::Date(date(right)),
                None,
            );
            assert_eq!(said, holds, "{left} {operator} {right}");
        }
    }

    #[test]
    fn a_date_is_itself_and_its_year_is_known() {
        let itself = Operand::Field {
            code: "left".into(),
            times: None,
        };
        assert_eq!(
            asked(
                Value::Date(date("2025")),
                Operator::AtMost,
                itself.clone(),
                None
            ),
            Truth::Yes
        );
        assert_eq!(
            asked(Value::Date(date("2025")), Operator::Less, itself, None),
            Truth::No
        );
        let opened = || Value::Date(date("2025"));
        let built = |year: i64| Value::Number(Number::from(year).into());
        assert_eq!(
            asked(opened(), Operator::Less, field(), Some(built(2026))),
            Truth::Yes
        );
        assert_eq!(
            asked(opened(), Operator::Less, field(), Some(built(2025))),
            Truth::No
        );
        assert_eq!(
            asked(built(2026), Operator::More, field(), Some(opened())),
            Truth::Yes
        );
        assert_eq!(
            asked(built(2025), Operator::More, field(), Some(opened())),
            Truth::No
        );
    }

    /// Dates near each other, of every precision.
    fn some_date() -> impl Strategy<Value = PartialDate> {
        let month = proptest::option::weighted(
            0.7,
            (1_u32..=3, proptest::option::weighted(0.6, 1_u32..=28)),
        );
        (2023_i32..=2025, month).prop_map(|(year, month)| {
            PartialDate::new(
                year,
                month.map(|month| month.0),
                month.and_then(|month| month.1),
            )
            .unwrap()
        })
    }

    fn days(date: PartialDate) -> impl Iterator<Item = NaiveDate> {
        let last = date.last_day();
        std::iter::successors(Some(date.first_day()), |day| {
            day.checked_add_days(Days::new(1))
        })
        .take_while(move |day| *day <= last)
    }

    /// Returns the one answer that all completions give.
    fn of_all(mut answers: impl Iterator<Item = bool>) -> Truth {
        let first = answers.next().unwrap();
        if answers.any(|answer| answer != first) {
            Truth::Missing
        } else if first {
            Truth::Yes
        } else {
            Truth::No
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_condition_on_dates_says_what_every_completion_says(
            left in some_date(), right in some_date(), operator in proptest::sample::select(COMPARING.to_vec())
        ) {
            let value = |date| Value::Date(date);
            let whole = |day: NaiveDate| {
                let first = right.first_day();
                let last = right.last_day();
                let is_before_or_in = if day < first { Ordering::Less } else { Ordering::Equal };
                operator.accepts(if day > last { Ordering::Greater } else { is_before_or_in })
            };
            prop_assert_eq!(asked(value(left), operator, Operand::Date(right), None), of_all(days(left).map(whole)));
            let pairs = days(left).flat_map(|left| days(right).map(move |right| operator.accepts(left.cmp(&right))));
            prop_assert_eq!(asked(value(left), operator, field(), Some(value(right))), of_all(pairs));
            let year = Value::Number(Number::from(i64::from(chrono::Datelike::year(&right.first_day()))).into());
            let years = days(left).map(|day| {
                operator.accepts(chrono::Datelike::year(&day).cmp(&chrono::Datelike::year(&right.first_day())))
            });
            prop_assert_eq!(asked(value(left), operator, field(), Some(year)), of_all(years));
        }
    }
}
