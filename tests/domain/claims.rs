//! The one rule of verdicts, proved by enumeration: a claim is met if it holds whatever the missing
//! values are, short if it fails whatever they are, and unknown otherwise.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use taizhang::domain::policy::evaluate::{Evaluator, Spot};
use taizhang::domain::policy::expression::{
    Aggregate, AggregateField, AggregateOf, Arithmetic, Claim, Comparison, Earlier, Expression,
    Fold, Leaf, LeafType, OtherPlace, PartOf, PlaceSet, Rounding, SetOf, Test,
};
use taizhang::domain::policy::gather::Gathered;
use taizhang::domain::policy::inventory::Inventory;
use taizhang::domain::policy::requirement::Scope;
use taizhang::domain::record::Facility;
use taizhang::domain::value::{Number, Operator, Period, Range, Value};
use taizhang::i18n::Text;
use uuid::Uuid;

const HERE: &str = "town";
const OTHERS: [&str; 2] = ["one", "two"];
const COUNTY: &str = "county";
/// What a small figure may be.
const FIGURES: [i64; 3] = [0, 1, 3];
const CODES: [&str; 2] = ["a", "b"];

fn number(figure: i64) -> Number {
    Number::from(figure)
}

fn period() -> Period {
    "2025".parse().unwrap()
}

/// A field of a sheet, one for each name, so that no field occurs twice.
fn leaf(field: &str, holds: LeafType) -> Box<Leaf> {
    Box::new(Leaf {
        sheet: "sheet".into(),
        sheet_label: Text::default(),
        once: false,
        field: field.into(),
        label: Text::default(),
        unit: None,
        holds,
        derived: None,
    })
}

fn figure(field: &str) -> Expression {
    let range = Range {
        min: Some(number(0)),
        above: None,
        max: Some(number(3)),
    };
    Expression::Field(leaf(
        field,
        LeafType::Figure {
            factor: number(1),
            range,
            decimals: 0,
        },
    ))
}

/// Every value that a figure of the test may have: its field takes 0 to 3.
fn figures() -> Vec<Value> {
    (0..=3).map(|n| Value::Number(number(n).into())).collect()
}

fn sets() -> Vec<Value> {
    let set = |codes: &[&str]| {
        let codes: BTreeSet<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        Value::Choices(codes)
    };
    vec![set(&[]), set(&["a"]), set(&["b"]), set(&CODES)]
}

fn choices() -> Vec<Value> {
    CODES
        .iter()
        .map(|code| Value::Choice((*code).to_owned()))
        .collect()
}

fn yes_no() -> Vec<Value> {
    vec![Value::YesNo(false), Value::YesNo(true)]
}

/// One cell of the inventory: which it is, and every value it may have.
#[derive(Clone, Debug)]
struct Cell {
    place: &'static str,
    period: &'static str,
    field: String,
    all: Vec<Value>,
}

/// What is built for one random requirement: the claim, and the cells that it looks at.
#[derive(Clone, Debug)]
struct Built {
    claim: Claim,
    cells: Vec<Cell>,
}

/// Draws from a list of random numbers, so that the shape of a claim is one strategy.
struct Dice<'a> {
    rolls: &'a [u32],
    next: usize,
    cells: Vec<Cell>,
}

impl Dice<'_> {
    fn roll(&mut self, sides: u32) -> u32 {
        let roll = self.rolls.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        roll % sides
    }

    fn name(&self) -> String {
        format!("f{}", self.next)
    }

    fn cell(&mut self, places: &[&'static str], period: &'static str, field: &str, all: &[Value]) {
        for place in places {
            self.cells.push(Cell {
                place,
                period,
                field: field.to_owned(),
                all: all.to_vec(),
            });
        }
    }

    fn fresh(&mut self, places: &[&'static str], period: &'static str) -> Expression {
        let field = self.name();
        self.cell(places, period, &field, &figures());
        figure(&field)
    }

    fn expression(&mut self, depth: u32) -> Expression {
        let roll = if depth == 0 {
            self.roll(2)
        } else {
            self.roll(13)
        };
        match roll {
            0 => self.fresh(&[HERE], "2025"),
            1 => Expression::Number(number(i64::from(self.roll(4)))),
            2..=5 => {
                let sign = [
                    Arithmetic::Plus,
                    Arithmetic::Minus,
                    Arithmetic::Times,
                    Arithmetic::Over,
                ][(roll - 2) as usize];
                let left = self.expression(depth - 1);
                let right = self.expression(depth - 1);
                Expression::Binary(sign, Box::new(left), Box::new(right))
            }
            6 => {
                let fold =
                    [Fold::Sum, Fold::Mean, Fold::Largest, Fold::Smallest][self.roll(4) as usize];
                let of = self.fresh(&OTHERS, "2025");
                Expression::Over(set(), fold, Box::new(of))
            }
            7 => {
                let part = [PartOf::Count, PartOf::Share][self.roll(2) as usize];
                let field = self.name();
                self.cell(&OTHERS, "2025", &field, &yes_no());
                let of = Expression::Field(leaf(&field, LeafType::YesNo));
                let yes = compare(of, Operator::Equal, Expression::Number(number(1)));
                Expression::Meeting(set(), part, Box::new(yes))
            }
            8 => {
                let of = self.fresh(&[COUNTY], "2025");
                Expression::Elsewhere(OtherPlace::AtLevel("county".into()), Box::new(of))
            }
            9 => {
                let of = self.fresh(&[HERE], "2024");
                let earlier = [Earlier::Previous, Earlier::YearBefore][self.roll(2) as usize];
                Expression::Before(earlier, Box::new(of))
            }
            10 => {
                let rounding =
                    [Rounding::Up, Rounding::Down, Rounding::HalfUp][self.roll(3) as usize];
                let of = self.expression(depth - 1);
                Expression::Round(rounding, 0, Box::new(of))
            }
            11 => {
                let of = self.expression(depth - 1);
                let value = |n: u32| Expression::Number(number(i64::from(n)));
                let (first, low, high) = (self.roll(4), self.roll(4), self.roll(4));
                Expression::Bands {
                    of: Box::new(of),
                    first: Box::new(value(first)),
                    steps: vec![(number(1), value(low)), (number(2), value(high))],
                }
            }
            _ => {
                let field = self.name();
                self.cell(&[HERE], "2025", &field, &choices());
                let codes = CODES.iter().map(|code| (*code).to_owned()).collect();
                let cases = CODES.map(|code| {
                    let value = Expression::Number(number(i64::from(self.roll(4))));
                    (code.to_owned(), value)
                });
                Expression::Choose {
                    of: leaf(&field, LeafType::Choice(codes)),
                    cases: cases.to_vec(),
                }
            }
        }
    }

    fn claim(&mut self, depth: u32) -> Claim {
        match self.roll(if depth == 0 { 5 } else { 8 }) {
            0 | 1 => {
                let operator = [
                    Operator::More,
                    Operator::AtLeast,
                    Operator::Less,
                    Operator::AtMost,
                    Operator::Equal,
                    Operator::NotEqual,
                ][self.roll(6) as usize];
                let of = self.expression(2);
                let need = self.expression(1);
                compare(of, operator, need)
            }
            2 => {
                let ends = [None, Some(number(1)), Some(number(2))];
                let low = ends[self.roll(3) as usize];
                let high = ends[self.roll(3) as usize];
                Claim::Figure(Box::new(Comparison {
                    label: None,
                    of: self.expression(2),
                    test: Test::Within {
                        low,
                        high,
                        shown: Text::default(),
                    },
                    unit: None,
                }))
            }
            3 => {
                let field = self.name();
                self.cell(&[HERE], "2025", &field, &sets());
                let codes = CODES.iter().map(|code| (*code).to_owned()).collect();
                let list = CODES[..=self.roll(2) as usize].iter();
                Claim::Covers {
                    label: None,
                    of: SetOf::Field(leaf(&field, LeafType::Choices(codes))),
                    list: list
                        .map(|code| ((*code).to_owned(), Text::default()))
                        .collect(),
                }
            }
            4 => {
                let field = self.name();
                self.cell(&[HERE], "2025", &field, &choices());
                let codes = CODES.iter().map(|code| (*code).to_owned()).collect();
                Claim::OneOf {
                    label: None,
                    of: leaf(&field, LeafType::Choice(codes)),
                    codes: CODES[..=self.roll(2) as usize]
                        .iter()
                        .map(|code| (*code).to_owned())
                        .collect(),
                    shown: Text::default(),
                }
            }
            5 => Claim::Any(vec![self.claim(depth - 1), self.claim(depth - 1)]),
            6 => Claim::All(vec![self.claim(depth - 1), self.claim(depth - 1)]),
            _ => {
                let field = self.name();
                for period in ["2025", "2024"] {
                    self.cell(&[HERE], period, &field, &figures());
                }
                let need = Expression::Number(number(i64::from(self.roll(3))));
                let claim = compare(figure(&field), Operator::More, need);
                Claim::EachPeriod(2, Box::new(claim))
            }
        }
    }
}

fn set() -> PlaceSet {
    PlaceSet::Scope(Scope::Places(OTHERS.map(str::to_owned).to_vec()))
}

fn compare(of: Expression, operator: Operator, need: Expression) -> Claim {
    Claim::Figure(Box::new(Comparison {
        label: None,
        of,
        test: Test::Limit { operator, need },
        unit: None,
    }))
}

fn built(rolls: &[u32]) -> Built {
    let mut dice = Dice {
        rolls,
        next: 0,
        cells: Vec::new(),
    };
    let claim = dice.claim(1);
    Built {
        claim,
        cells: dice.cells,
    }
}

/// An inventory in which each cell has one of its values, or none.
fn facts(cells: &[Cell], values: &[Option<&Value>]) -> Inventory {
    let mut facts = Inventory::default();
    let above = (HERE.to_owned(), OtherPlace::AtLevel("county".to_owned()));
    facts.others.insert(above, COUNTY.to_owned());
    let others = OTHERS.map(str::to_owned).to_vec();
    facts.sets.push(((HERE.to_owned(), set()), others));
    for (cell, value) in cells.iter().zip(values) {
        let key = (
            cell.place.to_owned(),
            "sheet".to_owned(),
            cell.period.parse().unwrap(),
        );
        let sheet = facts.sheets.entry(key).or_default();
        sheet.extend(value.map(|value| (cell.field.clone(), value.clone())));
    }
    facts
}

fn outcome(claim: &Claim, facts: &Inventory) -> (bool, bool) {
    let at = Spot {
        place: HERE.into(),
        period: period(),
    };
    let outcome = Evaluator::new(facts).claim(claim, &at);
    (outcome.may_hold, outcome.may_fail)
}

/// Returns what every completion of the empty cells comes to, by the definition.
fn by_enumeration(built: &Built, known: &[Option<&Value>]) -> (bool, bool) {
    let mut completions: Vec<Vec<Option<&Value>>> = vec![Vec::new()];
    for (cell, value) in built.cells.iter().zip(known) {
        let choices: Vec<&Value> = value.map_or_else(|| cell.all.iter().collect(), |v| vec![v]);
        completions = completions
            .into_iter()
            .flat_map(|done| {
                choices.iter().map(move |value| {
                    let mut more = done.clone();
                    more.push(Some(*value));
                    more
                })
            })
            .collect();
    }
    let mut found = (false, false);
    for values in completions {
        let (holds, fails) = outcome(&built.claim, &facts(&built.cells, &values));
        // Nothing is missing, so it is one or the other.
        assert!(holds != fails, "{built:?} {values:?}");
        found.0 |= holds;
        found.1 |= fails;
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_is_what_all_completions_say(
        rolls in proptest::collection::vec(0_u32..60_060, 40),
        picks in proptest::collection::vec(0_usize..12, 24),
    ) {
        let built = built(&rolls);
        prop_assume!(built.cells.len() <= 7);
        // A third of the cells is empty.
        let known: Vec<Option<&Value>> = built.cells.iter().zip(&picks).map(|(cell, pick)| {
            (pick % 3 != 0).then(|| &cell.all[pick % cell.all.len()])
        }).collect();
        let empty = known.iter().filter(|value| value.is_none()).count();
        prop_assume!(empty <= 5);
        let found = outcome(&built.claim, &facts(&built.cells, &known));
        prop_assert_eq!(found, by_enumeration(&built, &known), "{:?} {:?}", built, known);
    }
}

/// A facility in use with a figure, a sort and a set; any of them may be empty.
fn facility(id: u128, size: Option<i64>, sort: Option<&str>, set: Option<&Value>) -> Facility {
    let mut values = BTreeMap::from([("status".to_owned(), Value::Choice("existing".to_owned()))]);
    values.extend(size.map(|size| ("size".to_owned(), Value::Number(number(size).into()))));
    values.extend(sort.map(|sort| ("sort".to_owned(), Value::Choice(sort.to_owned()))));
    values.extend(set.map(|set| ("set".to_owned(), set.clone())));
    Facility {
        id: Uuid::from_u128(id),
        kind: "hall".into(),
        place: HERE.into(),
        values,
    }
}

fn aggregates() -> Vec<Aggregate> {
    let field = || AggregateField {
        field: "size".into(),
        factor: number(1),
        range: Range {
            min: Some(number(0)),
            above: None,
            max: Some(number(3)),
        },
        whole: true,
    };
    let codes: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
    let sort = taizhang::domain::value::Condition {
        field: "sort".into(),
        operator: Operator::Equal,
        operand: taizhang::domain::value::Operand::OneOf(BTreeSet::from(["a".to_owned()])),
        shown: Text::default(),
    };
    [
        AggregateOf::Count,
        AggregateOf::Largest(field()),
        AggregateOf::Smallest(field()),
        AggregateOf::Total(field()),
        AggregateOf::Union {
            field: "set".into(),
            codes,
        },
    ]
    .map(|of| Aggregate {
        kind: "hall".into(),
        conditions: vec![sort.clone()],
        of,
    })
    .to_vec()
}

fn gathered(aggregates: &[Aggregate], facilities: &[Facility]) -> Inventory {
    let mut facts = Inventory::default();
    for (at, aggregate) in aggregates.iter().enumerate() {
        let mut found = Gathered::none(aggregate);
        for facility in facilities {
            found.add(aggregate, facility);
        }
        facts.gathered.insert((HERE.to_owned(), at), found);
    }
    facts
}

type Hall = (Option<usize>, Option<usize>, Option<usize>);

fn halls(parts: &[Hall]) -> Vec<Facility> {
    let sets = sets();
    let hall = |(id, (size, sort, set)): (usize, &Hall)| {
        facility(
            id as u128,
            size.map(|size| FIGURES[size]),
            sort.map(|sort| CODES[sort]),
            set.map(|set| &sets[set]),
        )
    };
    parts.iter().enumerate().map(hall).collect()
}

/// Returns every completion of some halls. What may be of a size is 0 to 3, of which only the
/// listed figures are typed.
fn completed(parts: &[Hall]) -> Vec<Vec<Facility>> {
    let mut all: Vec<Vec<Facility>> = vec![Vec::new()];
    let sets = sets();
    for (id, (size, sort, set)) in parts.iter().enumerate() {
        let sizes: Vec<i64> = size.map_or_else(|| (0..=3).collect(), |size| vec![FIGURES[size]]);
        let sorts: Vec<&str> = sort.map_or_else(|| CODES.to_vec(), |sort| vec![CODES[sort]]);
        let held: Vec<&Value> = set.map_or_else(|| sets.iter().collect(), |set| vec![&sets[set]]);
        let mut more = Vec::new();
        for done in &all {
            for size in &sizes {
                for sort in &sorts {
                    for set in &held {
                        let mut next = done.clone();
                        next.push(facility(id as u128, Some(*size), Some(sort), Some(set)));
                        more.push(next);
                    }
                }
            }
        }
        all = more;
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn figures_over_facilities_are_what_all_completions_say(
        parts in proptest::collection::vec(
            (proptest::option::weighted(0.7, 0_usize..3), proptest::option::weighted(0.7, 0_usize..2),
             proptest::option::weighted(0.7, 0_usize..4)), 0..3),
        need in 0_i64..4,
        operator in 0_usize..4,
    ) {
        let aggregates = aggregates();
        let operator = [Operator::More, Operator::AtLeast, Operator::Less, Operator::AtMost][operator];
        let all = completed(&parts);
        for at in 0..aggregates.len() {
            let claim = if at == 4 {
                let list = CODES.map(|code| (code.to_owned(), Text::default())).to_vec();
                Claim::Covers { label: None, of: SetOf::Facilities(at), list }
            } else {
                compare(Expression::Facilities(at), operator, Expression::Number(number(need)))
            };
            let mut said = (false, false);
            for facilities in &all {
                let (holds, fails) = outcome(&claim, &gathered(&aggregates, facilities));
                prop_assert!(holds != fails);
                said = (said.0 | holds, said.1 | fails);
            }
            let found = outcome(&claim, &gathered(&aggregates, &halls(&parts)));
            prop_assert_eq!(found, said, "{:?} {:?}", aggregates[at].of, parts);
        }
    }
}
