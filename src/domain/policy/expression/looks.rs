//! What an expression looks at: sheets and kinds of facility, and in which places.

use super::{Claim, Expression, Leaf, OtherPlace, PlaceSet, SetOf, Test};

/// Where an expression looks, seen from the place that is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// Another place.
    Elsewhere(OtherPlace),
    /// Several places.
    Each(PlaceSet),
}

/// One form that an expression looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The way from the place that is judged, outermost first.
    pub path: Vec<Where>,
    /// The code of the sheet or the kind.
    pub form: String,
    /// The code of the field; empty of a kind of facility.
    pub field: String,
    /// Whether it is a kind of facility.
    pub is_kind: bool,
    /// Whether it is a sheet that is filled in once.
    pub once: bool,
}

/// Collects what is looked at.
struct Collector<'a> {
    kinds: &'a [super::Aggregate],
    path: Vec<Where>,
    found: Vec<Looked>,
}

/// Returns every form that a claim looks at, each once for every way to it; `aggregates` are those
/// of its requirement.
#[must_use]
pub fn looks(claim: &Claim, aggregates: &[super::Aggregate]) -> Vec<Looked> {
    let mut collector = Collector {
        kinds: aggregates,
        path: Vec::new(),
        found: Vec::new(),
    };
    collector.claim(claim);
    collector.found
}

/// Returns every form that an expression looks at.
#[must_use]
pub fn looks_of(expression: &Expression, aggregates: &[super::Aggregate]) -> Vec<Looked> {
    let mut collector = Collector {
        kinds: aggregates,
        path: Vec::new(),
        found: Vec::new(),
    };
    collector.expression(expression);
    collector.found
}

impl Collector<'_> {
    fn add(&mut self, form: &str, field: &str, is_kind: bool, once: bool) {
        let look = Looked {
            path: self.path.clone(),
            form: form.to_owned(),
            field: field.to_owned(),
            is_kind,
            once,
        };
        if !self.found.contains(&look) {
            self.found.push(look);
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        self.add(&leaf.sheet, &leaf.field, false, leaf.once);
        if let Some(derived) = &leaf.derived {
            self.expression(derived);
        }
    }

    fn facilities(&mut self, at: usize) {
        let kind = self.kinds.get(at).map(|aggregate| aggregate.kind.clone());
        if let Some(kind) = kind {
            self.add(&kind, "", true, true);
        }
    }

    fn within(&mut self, step: Where, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    fn claim(&mut self, claim: &Claim) {
        match claim {
            Claim::Figure(comparison) => {
                self.expression(&comparison.of);
                if let Test::Limit { need, .. } = &comparison.test {
                    self.expression(need);
                }
            }
            Claim::OneOf { of, .. } => self.leaf(of),
            Claim::Covers { of, .. } => match of {
                SetOf::Field(leaf) => self.leaf(leaf),
                SetOf::Facilities(at) => self.facilities(*at),
            },
            Claim::Any(claims) | Claim::All(claims) => {
                for claim in claims {
                    self.claim(claim);
                }
            }
            Claim::EachPeriod(_, claim) => self.claim(claim),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Number(_) => {}
            Expression::Field(leaf) => self.leaf(leaf),
            Expression::Facilities(at) => self.facilities(*at),
            Expression::Elsewhere(place, of) => {
                self.within(Where::Elsewhere(place.clone()), |inner| {
                    inner.expression(of);
                });
            }
            Expression::Over(places, _, of) => {
                self.within(Where::Each(places.clone()), |inner| inner.expression(of));
            }
            Expression::Meeting(places, _, claim) => {
                self.within(Where::Each(places.clone()), |inner| inner.claim(claim));
            }
            Expression::Before(_, of) | Expression::Round(_, _, of) => self.expression(of),
            Expression::Binary(_, left, right) => {
                self.expression(left);
                self.expression(right);
            }
            Expression::Bands { of, first, steps } => {
                self.expression(of);
                self.expression(first);
                for (_, step) in steps {
                    self.expression(step);
                }
            }
            Expression::Choose { of, cases } => {
                self.leaf(of);
                for (_, case) in cases {
                    self.expression(case);
                }
            }
        }
    }
}
