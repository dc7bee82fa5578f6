//! Looks up what the names in an expression mean, and checks its units.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::allowed::allowed;
use super::dims::Dims;
use super::parse::{Node, Part, parse};
use crate::domain::policy::expression::{Aggregate, Arithmetic, Expression, Leaf, LeafType};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::pack::source::PackSource;
use crate::domain::policy::requirement::Scope;
use crate::domain::text::folding;
use crate::domain::value::field::{Field, FieldType};
use crate::domain::value::number::Number;
use crate::domain::value::period::Cycle;
use crate::domain::value::unit::{Dimension, Unit};
use crate::i18n::{PackFault, PackWord, code_list};

/// An expression with what it measures.
#[derive(Clone, Debug)]
pub(in crate::domain::policy::pack) struct Figure {
    /// The expression.
    pub(in crate::domain::policy::pack) of: Expression,
    /// What it measures.
    pub(in crate::domain::policy::pack) dims: Dims,
    /// The unit in which people know it.
    pub(in crate::domain::policy::pack) unit: Option<Unit>,
}

/// Everything that names are looked up in, and what was found on the way.
pub(in crate::domain::policy::pack) struct Resolver<'a, 's> {
    /// Takes the faults.
    pub(in crate::domain::policy::pack) source: &'a mut PackSource<'s>,
    /// The forms of the pack.
    pub(in crate::domain::policy::pack) kinds: &'a [Kind],
    /// Its units.
    pub(in crate::domain::policy::pack) units: &'a [Unit],
    /// Where it applies.
    pub(in crate::domain::policy::pack) scope: &'a Scope,
    /// The sheet whose fields are named without it, in a derived field.
    pub(in crate::domain::policy::pack) home: Option<&'a Kind>,
    /// Figures over facilities that were asked for.
    pub(in crate::domain::policy::pack) aggregates: Vec<Aggregate>,
    /// The periods of the sheets that were named.
    pub(in crate::domain::policy::pack) cycles: BTreeSet<Cycle>,
    /// The forms that were named, in that order.
    pub(in crate::domain::policy::pack) forms: Vec<String>,
    /// Where the text stands that is read.
    pub(super) span: Range<usize>,
}

impl<'a, 's> Resolver<'a, 's> {
    /// Begins with nothing found.
    pub(in crate::domain::policy::pack) const fn new(
        source: &'a mut PackSource<'s>,
        kinds: &'a [Kind],
        units: &'a [Unit],
        scope: &'a Scope,
    ) -> Self {
        Self {
            source,
            kinds,
            units,
            scope,
            home: None,
            aggregates: Vec::new(),
            cycles: BTreeSet::new(),
            forms: Vec::new(),
            span: 0..0,
        }
    }

    /// Reads the text of an expression that stands at `span`, its quotes included.
    pub(in crate::domain::policy::pack) fn read(
        &mut self,
        text: &str,
        span: Range<usize>,
    ) -> Option<Figure> {
        let node = self.parsed(text, span)?;
        self.figure(&node)
    }

    /// Says where the text stands that is read next.
    pub(in crate::domain::policy::pack) fn at(&mut self, span: Range<usize>) {
        self.span = span;
    }

    pub(super) fn parsed(&mut self, text: &str, span: Range<usize>) -> Option<Node> {
        self.span = span;
        match parse(text) {
            Ok(node) => Some(node),
            Err(misread) => {
                let behind = text.get(misread.at..).unwrap_or_default();
                let found: String = behind.chars().take(20).collect();
                let expected = misread.expected.to_owned();
                let what = if found.trim().is_empty() {
                    PackFault::EndsTooEarly { expected }
                } else {
                    PackFault::Misread { found, expected }
                };
                self.fault(misread.at, what);
                None
            }
        }
    }

    pub(in crate::domain::policy::pack) fn fault(&mut self, at: usize, what: PackFault) {
        let start = self.span.start.saturating_add(1).saturating_add(at);
        let start = start.min(self.span.end.max(self.span.start));
        self.source.fault(start..start, what);
    }

    pub(super) fn figure(&mut self, node: &Node) -> Option<Figure> {
        match &node.is {
            Part::Number(number, unit) => self.number(node.at, *number, unit.as_deref()),
            Part::Path(form, field) => self.path(node.at, form, field),
            Part::Word(word) => self.word(node.at, word),
            Part::Negated(of) => {
                let of = self.figure(of)?;
                let minus_one = Expression::Number(Number::from(-1_i64));
                Some(Figure {
                    of: binary(Arithmetic::Times, minus_one, of.of),
                    ..of
                })
            }
            Part::Binary(sign @ ("+" | "-" | "*" | "/"), left, right) => {
                let left_figure = self.figure(left);
                let right_figure = self.figure(right);
                self.arithmetic(node.at, sign, left_figure?, right_figure?)
            }
            Part::Call(name, arguments) => self.call(node.at, name, arguments),
            Part::Binary(..) | Part::List(_) | Part::Text(_) => {
                let name = "= > <".to_owned();
                self.fault(node.at, PackFault::NotAFigure { name });
                None
            }
        }
    }

    fn number(&mut self, at: usize, number: Number, unit: Option<&str>) -> Option<Figure> {
        let unit = match unit {
            Some(word) => Some(self.unit(at, word)?),
            None => None,
        };
        let factor = unit
            .as_ref()
            .map_or(Number::from(1_i64), |unit| unit.factor);
        Some(Figure {
            of: Expression::Number(number.checked_mul(factor)?),
            dims: Dims::of(unit.as_ref()),
            unit,
        })
    }

    pub(super) fn unit(&mut self, at: usize, word: &str) -> Option<Unit> {
        let key = folding::key(word);
        let by_code = self.units.iter().find(|unit| unit.code == word);
        let found = by_code.or_else(|| self.units.iter().find(|unit| unit.is_spelled(&key)));
        if found.is_none() {
            let known = code_list(self.units.iter().map(|unit| &unit.code));
            self.unknown(at, PackWord::Unit, word, known);
        }
        found.cloned()
    }

    pub(super) fn unknown(&mut self, at: usize, what: PackWord, name: &str, known: String) {
        let what = PackFault::Unknown {
            what,
            name: name.to_owned(),
            known,
        };
        self.fault(at, what);
    }

    fn arithmetic(&mut self, at: usize, sign: &str, left: Figure, right: Figure) -> Option<Figure> {
        let (sign, dims) = match sign {
            "*" => (Arithmetic::Times, left.dims.times(&right.dims, 1)),
            "/" if constant(&right.of) == Some(Number::ZERO) => {
                self.fault(at, PackFault::DividesByZero);
                return None;
            }
            "/" => (Arithmetic::Over, left.dims.times(&right.dims, -1)),
            _ if left.dims != right.dims => {
                self.mixed(at, &left.dims, &right.dims);
                return None;
            }
            "+" => (Arithmetic::Plus, left.dims.clone()),
            _ => (Arithmetic::Minus, left.dims.clone()),
        };
        let unit = match sign {
            Arithmetic::Plus => left.unit,
            Arithmetic::Minus => self.unit_of_difference(left.unit),
            Arithmetic::Times if left.dims.is_pure() => right.unit,
            Arithmetic::Times if right.dims.is_pure() => left.unit,
            Arithmetic::Times | Arithmetic::Over => None,
        };
        Some(Figure {
            of: binary(sign, left.of, right.of),
            dims,
            unit,
        })
    }

    /// Returns the unit of a difference: that of two shares is told in percentage points.
    fn unit_of_difference(&self, unit: Option<Unit>) -> Option<Unit> {
        let is_share = |unit: &Unit| unit.dimension == Dimension::Share;
        if unit.as_ref().is_some_and(is_share) {
            let point = self.units.iter().find(|unit| unit.is_difference);
            return point.cloned().or(unit);
        }
        unit
    }

    pub(in crate::domain::policy::pack) fn mixed(&mut self, at: usize, left: &Dims, right: &Dims) {
        let what = PackFault::MixedUnits {
            left: left.to_string(),
            right: right.to_string(),
        };
        self.fault(at, what);
    }

    /// A word alone is a field of the sheet at home.
    fn word(&mut self, at: usize, word: &str) -> Option<Figure> {
        if let Some(home) = self.home {
            return self.path(at, &home.code, word);
        }
        if matches!(word, "yes" | "no") {
            return Some(Figure {
                of: Expression::Number(Number::from(i64::from(word == "yes"))),
                dims: Dims::default(),
                unit: None,
            });
        }
        let name = word.to_owned();
        self.fault(at, PackFault::NotAFigure { name });
        None
    }

    fn path(&mut self, at: usize, form: &str, field: &str) -> Option<Figure> {
        let leaf = self.leaf(at, form, field)?;
        if !matches!(leaf.holds, LeafType::Figure { .. } | LeafType::YesNo) {
            let name = format!("{form}.{field}");
            self.fault(at, PackFault::NotAFigure { name });
            return None;
        }
        Some(Figure {
            dims: Dims::of(leaf.unit.as_ref()),
            unit: leaf.unit.clone(),
            of: Expression::Field(Box::new(leaf)),
        })
    }

    /// Returns the form of a code.
    pub(super) fn form(&mut self, at: usize, code: &str, sheet: bool) -> Option<&'a Kind> {
        let home = self.home.filter(|home| home.code == code);
        let kinds = self.kinds;
        let fits = |kind: &&Kind| kind.is_sheet() == sheet;
        let found = home
            .or_else(|| kinds.iter().find(|kind| kind.code == code))
            .filter(fits);
        let Some(kind) = found else {
            let known = code_list(kinds.iter().filter(fits).map(|kind| &kind.code));
            let what = if sheet {
                PackWord::Sheet
            } else {
                PackWord::Kind
            };
            self.unknown(at, what, code, known);
            return None;
        };

        if !self.forms.contains(&kind.code) {
            self.forms.push(kind.code.clone());
        }
        Some(kind)
    }

    /// Returns a field of a sheet.
    pub(in crate::domain::policy::pack) fn leaf(
        &mut self,
        at: usize,
        form: &str,
        code: &str,
    ) -> Option<Leaf> {
        let sheet = self.form(at, form, true)?;
        let field = self.field(at, sheet, code)?;
        let cycle = sheet.cycle().unwrap_or(Cycle::Once);
        if cycle != Cycle::Once && self.home.is_none() {
            self.cycles.insert(cycle);
        }
        Some(Leaf {
            sheet: sheet.code.clone(),
            sheet_label: sheet.label.clone(),
            once: cycle == Cycle::Once,
            field: field.code.clone(),
            label: field.label.clone(),
            unit: field.unit().cloned(),
            holds: holds(field),
            derived: sheet.derived.get(code).cloned().map(Box::new),
        })
    }

    /// Returns a field of a form.
    pub(super) fn field(&mut self, at: usize, form: &'a Kind, code: &str) -> Option<&'a Field> {
        let found = form.field(code);
        if found.is_none() {
            let known = code_list(form.fields.iter().map(|field| &field.code));
            self.unknown(at, PackWord::Field, code, known);
        }
        found
    }
}

pub(super) fn binary(sign: Arithmetic, left: Expression, right: Expression) -> Expression {
    Expression::Binary(sign, Box::new(left), Box::new(right))
}

/// Returns the number that an expression of numbers alone comes to.
fn constant(of: &Expression) -> Option<Number> {
    match of {
        Expression::Number(number) => Some(*number),
        Expression::Binary(sign, left, right) => {
            let (left, right) = (constant(left)?, constant(right)?);
            match sign {
                Arithmetic::Plus => left.checked_add(right),
                Arithmetic::Minus => left.checked_sub(right),
                Arithmetic::Times => left.checked_mul(right),
                Arithmetic::Over => left.checked_mul(right.inverse()?),
            }
        }
        _ => None,
    }
}

/// Returns what a field may hold.
fn holds(field: &Field) -> LeafType {
    match &field.holds {
        FieldType::Number {
            decimals, range, ..
        } => LeafType::Figure {
            factor: field.unit().map_or(Number::from(1_i64), |unit| unit.factor),
            range: allowed(field.unit(), range),
            decimals: *decimals,
        },
        FieldType::YesNo => LeafType::YesNo,
        FieldType::Choice(choices) => {
            LeafType::Choice(choices.iter().map(|choice| choice.code.clone()).collect())
        }
        FieldType::Choices(choices) => {
            LeafType::Choices(choices.iter().map(|choice| choice.code.clone()).collect())
        }
        FieldType::Date | FieldType::Text { .. } => LeafType::Recorded,
    }
}

/// Reads the derived fields of a sheet. One may follow from another that does not follow from it.
pub(in crate::domain::policy::pack) fn derived(
    source: &mut PackSource,
    sheet: &Kind,
    texts: &[(String, String, Range<usize>)],
    units: &[Unit],
) -> BTreeMap<String, Expression> {
    let mut home = sheet.clone();
    let mut left: Vec<&(String, String, Range<usize>)> = texts.iter().collect();
    while !left.is_empty() {
        let waits = |text: &str| {
            let words: BTreeSet<&str> = text
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .collect();
            left.iter().any(|(code, ..)| words.contains(code.as_str()))
        };
        let Some(at) = left.iter().position(|(_, text, _)| !waits(text)) else {
            for (code, _, span) in left {
                source.fault(
                    span.clone(),
                    PackFault::Circle {
                        field: code.clone(),
                    },
                );
            }
            break;
        };
        let (code, text, span) = left.remove(at);
        let scope = Scope::Places(Vec::new());
        let mut resolver = Resolver::new(source, &[], units, &scope);
        resolver.home = Some(&home);
        let found = resolver.read(text, span.clone());
        let own = Dims::of(sheet.field(code).and_then(Field::unit));
        if let Some(figure) = found {
            if figure.dims != own {
                resolver.mixed(0, &own, &figure.dims);
            }
            home.derived.insert(code.clone(), figure.of);
        }
    }
    home.derived
}
