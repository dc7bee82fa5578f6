//! The functions of expressions.

use std::collections::BTreeSet;

use super::parse::{Argument, Node, Part};
use super::resolve::{Figure, Resolver};
use crate::domain::policy::expression::looks::looks_of;
use crate::domain::policy::expression::{
    Claim, Comparison, Earlier, Expression, Fold, LeafType, OtherPlace, PartOf, PlaceSet, Rounding,
    SetOf, Test,
};
use crate::domain::policy::requirement::Scope;
use crate::domain::value::condition::Operator;
use crate::domain::value::number::Number;
use crate::domain::value::unit::{Dimension, Unit};
use crate::i18n::{PackFault, PackWord, code_list};

/// The functions there are, for the message about one that is not.
const FUNCTIONS: &str = "count, max, min, total, union, at, sum, mean, share, previous, year_ago, \
    ceil, floor, round, bands, choose";

impl Resolver<'_, '_> {
    pub(super) fn call(&mut self, at: usize, name: &str, arguments: &[Argument]) -> Option<Figure> {
        match (name, arguments) {
            ("count" | "max" | "min" | "total", [one]) => self.over_facilities(at, name, one),
            ("at", [place, of]) => self.elsewhere(place, of),
            ("sum" | "mean" | "max" | "min", [places, of]) => {
                self.over_places(at, name, places, of)
            }
            ("count" | "share", [places, of]) => self.meeting(name, places, of),
            ("previous" | "year_ago", [of]) => {
                let figure = self.figure(&of.is)?;
                let earlier = if name == "previous" {
                    Earlier::Previous
                } else {
                    Earlier::YearBefore
                };
                Some(Figure {
                    of: Expression::Before(earlier, Box::new(figure.of)),
                    ..figure
                })
            }
            ("ceil" | "floor" | "round", [of]) => self.round(name, 0, of),
            ("round", [of, digits]) => {
                let Part::Number(digits, None) = &digits.is.is else {
                    self.arguments(at, name, "(x, 2)");
                    return None;
                };
                let digits = digits.to_string().parse().unwrap_or_default();
                self.round(name, digits, of)
            }
            ("bands", [of, first, steps @ ..]) if !steps.is_empty() => self.bands(of, first, steps),
            ("choose", [of, cases @ ..]) if !cases.is_empty() => self.choose(at, of, cases),
            (known, _) if FUNCTIONS.split(", ").any(|name| name == known) => {
                self.arguments(at, name, wanted(known));
                None
            }
            _ => {
                self.unknown(at, PackWord::Function, name, FUNCTIONS.to_owned());
                None
            }
        }
    }

    fn elsewhere(&mut self, place: &Argument, of: &Argument) -> Option<Figure> {
        let figure = self.figure(&of.is)?;
        let place = match &place.is.is {
            Part::Word(level) => {
                self.refuse_level(place.is.at, level, &figure.of);
                OtherPlace::AtLevel(level.clone())
            }
            Part::Text(code) => OtherPlace::Named(code.clone()),
            _ => {
                self.arguments(place.is.at, "at", wanted("at"));
                return None;
            }
        };
        Some(Figure {
            of: Expression::Elsewhere(place, Box::new(figure.of)),
            ..figure
        })
    }

    /// Refuses a level whose places do not fill in the sheets that are looked at there.
    fn refuse_level(&mut self, at: usize, level: &str, of: &Expression) {
        let aggregates = self.aggregates.clone();
        let looked = looks_of(of, &aggregates);
        let here = looked.iter().filter(|look| look.path.is_empty());
        let known: BTreeSet<String> = here
            .filter_map(|look| self.kinds.iter().find(|kind| kind.code == look.form))
            .filter_map(|kind| match &kind.sheet.as_ref()?.scope {
                Scope::Level(level) => Some(level.clone()),
                Scope::Places(_) => None,
            })
            .filter(|known| known != level)
            .collect();
        if !known.is_empty() {
            self.unknown(at, PackWord::Level, level, code_list(known));
        }
    }

    fn places(&mut self, name: &str, places: &Argument) -> Option<PlaceSet> {
        match &places.is.is {
            Part::Word(word) if word == "scope" => Some(PlaceSet::Scope(self.scope.clone())),
            Part::Word(level) => Some(PlaceSet::Below(level.clone())),
            _ => {
                self.arguments(places.is.at, name, wanted("sum"));
                None
            }
        }
    }

    fn over_places(
        &mut self,
        at: usize,
        name: &str,
        places: &Argument,
        of: &Argument,
    ) -> Option<Figure> {
        let at_level = places.is.at;
        let places = self.places(name, places)?;
        let figure = self.figure(&of.is)?;
        if let PlaceSet::Below(level) = &places {
            self.refuse_level(at_level, level, &figure.of);
        }
        let is_share = |unit: &Unit| matches!(unit.dimension, Dimension::Share | Dimension::Ratio);
        if name == "sum" && figure.unit.as_ref().is_some_and(is_share) {
            self.fault(at, PackFault::SharesOfDifferentWholes);
            return None;
        }
        let fold = match name {
            "sum" => Fold::Sum,
            "mean" => Fold::Mean,
            "max" => Fold::Largest,
            _ => Fold::Smallest,
        };
        Some(Figure {
            of: Expression::Over(places, fold, Box::new(figure.of)),
            ..figure
        })
    }

    fn meeting(&mut self, name: &str, places: &Argument, of: &Argument) -> Option<Figure> {
        let places = self.places(name, places)?;
        let claim = self.claim(&of.is)?;
        let (part, unit) = if name == "share" {
            let percent = self.units.iter().find(|unit| unit.code == "percent");
            (PartOf::Share, percent.cloned())
        } else {
            (PartOf::Count, None)
        };
        Some(Figure {
            of: Expression::Meeting(places, part, Box::new(claim)),
            dims: super::Dims::default(),
            unit,
        })
    }

    /// Reads what holds or fails: a comparison with an operator.
    fn claim(&mut self, node: &Node) -> Option<Claim> {
        let comparison = match &node.is {
            Part::Binary(sign, left, right) => {
                Operator::of_sign(sign).map(|operator| (operator, left, right))
            }
            _ => None,
        };
        let Some((operator, left, right)) = comparison else {
            self.arguments(node.at, "share", wanted("share"));
            return None;
        };
        let of = self.figure(left)?;
        let need = self.figure(right)?;
        if of.dims != need.dims {
            self.mixed(node.at, &of.dims, &need.dims);
            return None;
        }
        Some(Claim::Figure(Box::new(Comparison {
            label: None,
            of: of.of,
            test: Test::Limit {
                operator,
                need: need.of,
            },
            unit: of.unit,
        })))
    }

    fn round(&mut self, name: &str, digits: u32, of: &Argument) -> Option<Figure> {
        let figure = self.figure(&of.is)?;
        let rounding = match name {
            "ceil" => Rounding::Up,
            "floor" => Rounding::Down,
            _ => Rounding::HalfUp,
        };
        Some(Figure {
            of: Expression::Round(rounding, digits, Box::new(figure.of)),
            ..figure
        })
    }

    fn bands(&mut self, of: &Argument, first: &Argument, steps: &[Argument]) -> Option<Figure> {
        let decides = self.figure(&of.is)?;
        let first_figure = self.figure(&first.is)?;
        let mut found: Vec<(Number, Expression)> = Vec::new();
        for step in steps {
            let limit = self.figure(&step.is)?;
            let Some((then, Expression::Number(number))) = step.then.as_ref().zip(Some(limit.of))
            else {
                self.arguments(step.is.at, "bands", wanted("bands"));
                return None;
            };
            let value = self.figure(then)?;
            if limit.dims != decides.dims {
                self.mixed(step.is.at, &decides.dims, &limit.dims);
            }
            if value.dims != first_figure.dims {
                self.mixed(then.at, &first_figure.dims, &value.dims);
            }
            if found.last().is_some_and(|(last, _)| *last >= number) {
                self.arguments(step.is.at, "bands", wanted("bands"));
            }
            found.push((number, value.of));
        }
        Some(Figure {
            of: Expression::Bands {
                of: Box::new(decides.of),
                first: Box::new(first_figure.of),
                steps: found,
            },
            ..first_figure
        })
    }

    fn choose(&mut self, at: usize, of: &Argument, cases: &[Argument]) -> Option<Figure> {
        let Part::Path(form, field) = &of.is.is else {
            self.arguments(at, "choose", wanted("choose"));
            return None;
        };
        let leaf = self.leaf(of.is.at, form, field)?;
        let LeafType::Choice(codes) = leaf.holds.clone() else {
            self.arguments(at, "choose", wanted("choose"));
            return None;
        };
        let mut found = Vec::new();
        let mut whole: Option<Figure> = None;
        for case in cases {
            let code = match &case.is.is {
                Part::Word(code) | Part::Text(code) => code.clone(),
                Part::Number(number, None) => number.to_string(),
                _ => String::new(),
            };
            let Some(then) = case.then.as_ref().filter(|_| codes.contains(&code)) else {
                let known = codes.iter().cloned().collect::<Vec<_>>().join(", ");
                self.unknown(case.is.at, PackWord::Choice, &code, known);
                continue;
            };
            let value = self.figure(then)?;
            if let Some(whole) = whole.as_ref().filter(|whole| whole.dims != value.dims) {
                self.mixed(then.at, &whole.dims, &value.dims);
            }
            found.push((code, value.of.clone()));
            whole.get_or_insert(value);
        }
        if found.len() != codes.len() {
            self.arguments(at, "choose", wanted("choose"));
        }
        Some(Figure {
            of: Expression::Choose {
                of: Box::new(leaf),
                cases: found,
            },
            ..whole?
        })
    }

    /// Reads the text of a set: `union(kind.field where …)`, or a field that holds several of a
    /// list.
    pub(in crate::domain::policy::pack) fn set(
        &mut self,
        text: &str,
        span: std::ops::Range<usize>,
    ) -> Option<SetOf> {
        let node = self.parsed(text, span)?;
        match &node.is {
            Part::Call(name, arguments) if name == "union" => {
                let [one] = arguments.as_slice() else {
                    self.arguments(node.at, name, wanted(name));
                    return None;
                };
                let (aggregate, _) = self.aggregate(node.at, name, one)?;
                Some(SetOf::Facilities(self.number_of(aggregate)))
            }
            Part::Path(form, field) => {
                let leaf = self.leaf(node.at, form, field)?;
                Some(SetOf::Field(Box::new(leaf)))
            }
            _ => {
                self.arguments(node.at, "covers", wanted("union"));
                None
            }
        }
    }
}

/// Returns how a function is written.
fn wanted(function: &str) -> &'static str {
    match function {
        "count" => "count(kind), count(scope, sheet.field > 0)",
        "max" | "min" => "max(kind.field), max(scope, x)",
        "total" => "total(kind.field)",
        "union" => "union(kind.field)",
        "at" => "at(county, x), at(\"code\", x)",
        "sum" | "mean" => "sum(scope, x), sum(town, x)",
        "share" => "share(scope, sheet.field = yes)",
        "bands" => "bands(x, first, limit -> value, …)",
        "choose" => "choose(sheet.field, code -> value, …)",
        _ => "f(x)",
    }
}
