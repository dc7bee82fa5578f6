//! Figures over facilities in an expression: `count(kind where …)`, `max(kind.field)`.

use toml::Spanned;

use super::allowed::allowed;
use super::dims::Dims;
use super::parse::{Argument, Node, Part};
use super::resolve::{Figure, Resolver};
use crate::domain::policy::expression::{Aggregate, AggregateField, AggregateOf, Expression};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::pack::conditions::conditions;
use crate::domain::policy::pack::file::{ConditionEntry, Literal};
use crate::domain::policy::pack::never;
use crate::domain::value::field::{Field, FieldType};
use crate::domain::value::number::Number;
use crate::domain::value::unit::Unit;
use crate::i18n::PackFault;

impl<'a> Resolver<'a, '_> {
    /// Reads `count(kind where …)` and its kin.
    pub(super) fn over_facilities(
        &mut self,
        at: usize,
        name: &str,
        argument: &Argument,
    ) -> Option<Figure> {
        let (aggregate, unit) = self.aggregate(at, name, argument)?;
        let dims = Dims::of(unit.as_ref());
        let of = Expression::Facilities(self.number_of(aggregate));
        Some(Figure { of, dims, unit })
    }

    /// Returns the number of an aggregate; the same figure has one number.
    pub(super) fn number_of(&mut self, aggregate: Aggregate) -> usize {
        let known = self.aggregates.iter().position(|other| *other == aggregate);
        known.unwrap_or_else(|| {
            self.aggregates.push(aggregate);
            self.aggregates.len() - 1
        })
    }

    /// Returns an aggregate and the unit of its figure.
    pub(super) fn aggregate(
        &mut self,
        at: usize,
        name: &str,
        argument: &Argument,
    ) -> Option<(Aggregate, Option<Unit>)> {
        let (kind, of, unit) = match (&argument.is.is, name) {
            (Part::Word(kind), "count") => {
                let kind = self.form(argument.is.at, kind, false)?;
                (kind, AggregateOf::Count, Some(kind.unit.clone()))
            }
            (Part::Path(kind, field), "max" | "min" | "total" | "union") => {
                let kind = self.form(argument.is.at, kind, false)?;
                let field = self.field(argument.is.at, kind, field)?;
                let of = self.of_field(argument.is.at, name, field)?;
                (kind, of, field.unit().cloned())
            }
            _ => {
                let wanted = if name == "count" {
                    "kind"
                } else {
                    "kind.field"
                };
                self.arguments(at, name, wanted);
                return None;
            }
        };
        let conditions = self.conditions(kind, &argument.conditions);
        let aggregate = Aggregate {
            kind: kind.code.clone(),
            conditions,
            of,
        };
        Some((aggregate, unit))
    }

    pub(super) fn arguments(&mut self, at: usize, function: &str, wanted: &str) {
        let what = PackFault::Arguments {
            function: function.to_owned(),
            wanted: wanted.to_owned(),
        };
        self.fault(at, what);
    }

    fn of_field(&mut self, at: usize, name: &str, field: &'a Field) -> Option<AggregateOf> {
        let figure = match &field.holds {
            FieldType::Number {
                decimals, range, ..
            } if name != "union" => AggregateField {
                field: field.code.clone(),
                factor: field.unit().map_or(Number::from(1_i64), |unit| unit.factor),
                range: allowed(field.unit(), range),
                whole: *decimals == 0,
            },
            FieldType::Choices(choices) if name == "union" => {
                return Some(AggregateOf::Union {
                    field: field.code.clone(),
                    codes: choices.iter().map(|choice| choice.code.clone()).collect(),
                });
            }
            _ => {
                let name = field.code.clone();
                self.fault(at, PackFault::NotAFigure { name });
                return None;
            }
        };
        let is_share = |unit: &Unit| unit.dimension.is_pure();
        if name == "total" && field.unit().is_some_and(is_share) {
            self.fault(at, PackFault::SharesOfDifferentWholes);
            return None;
        }
        Some(match name {
            "max" => AggregateOf::Largest(figure),
            "min" => AggregateOf::Smallest(figure),
            _ => AggregateOf::Total(figure),
        })
    }

    /// Reads the conditions behind `where` as those of a requirement.
    fn conditions(
        &mut self,
        kind: &Kind,
        nodes: &[Node],
    ) -> Vec<crate::domain::value::condition::Condition> {
        let mut entries = Vec::new();
        for node in nodes {
            match self.condition(kind, node) {
                Some(entry) => entries.push(entry),
                None => self.arguments(node.at, "where", "field = value"),
            }
        }
        let found = conditions(self.source, &entries, &kind.fields);
        never::refuse_conditions(self.source, &entries, (&found, &kind.fields));
        found
    }

    fn condition(&self, kind: &Kind, node: &Node) -> Option<ConditionEntry> {
        let Part::Binary(operator, left, right) = &node.is else {
            return None;
        };
        let Part::Word(field) = &left.is else {
            return None;
        };
        let is_yes_no = kind.field(field).is_some_and(Field::is_yes_no);
        let start = self.span.start.saturating_add(1).saturating_add(node.at);
        let span = start..start;
        Some(ConditionEntry {
            field: Spanned::new(span.clone(), field.clone()),
            op: Spanned::new(span.clone(), (*operator).to_owned()),
            value: Some(Spanned::new(span, literal(right, is_yes_no)?)),
            other: None,
            times: None,
        })
    }
}

/// Returns a part of an expression as the value of a condition.
fn literal(node: &Node, is_yes_no: bool) -> Option<Literal> {
    Some(match &node.is {
        Part::Number(number, None) => Literal::Number(*number),
        Part::Negated(of) => match &of.is {
            Part::Number(number, None) => Literal::Number(number.negated()),
            _ => return None,
        },
        Part::Word(word) if is_yes_no => Literal::YesNo(word == "yes"),
        Part::Word(text) | Part::Text(text) => Literal::Text(text.clone()),
        Part::List(items) => {
            let items = items.iter().map(|item| literal(item, is_yes_no));
            Literal::List(items.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
