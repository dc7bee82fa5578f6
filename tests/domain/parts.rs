//! A place taken in parts judges as the same place taken record by record: tallies that are joined in
//! any grouping and kept as text say what judging every facility says, for every requirement of every
//! pack there is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use taizhang::domain::policy::gather::Gathered;
use taizhang::domain::policy::{Kind, Pack, Requirement};
use taizhang::domain::record::Facility;
use taizhang::domain::value::{Field, FieldType, Number, Value};
use taizhang::domain::verdict::Tally;
use taizhang::domain::verdict::judge::judge;
use uuid::Uuid;

/// Every pack of the seeds and of the tests that can be read alone.
static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for folder in [
        "seeds",
        "tests/packs",
        "tests/kenya",
        "tests/norm",
        "tests/cases",
    ] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.extend(Pack::read(&text));
            }
        }
    }
    found
});

/// The limits that conditions ask for are what figures are likely to be near.
const FIGURES: [i64; 9] = [0, 1, 2, 20, 96, 120, 2000, 2001, 60_000];
const DATES: [&str; 4] = ["2020", "2025-03", "2026-01-15", "2027"];

/// A value of a field by a number, or none.
fn value(field: &Field, number: u8) -> Option<Value> {
    let number = usize::from(number);
    if number % 4 == 0 {
        return None;
    }
    let code = |choices: &[taizhang::domain::value::Choice]| {
        choices
            .get(number % choices.len().max(1))
            .map(|choice| choice.code.clone())
    };
    match &field.holds {
        FieldType::Text { .. } => Some(Value::Text(format!("示例{number}"))),
        FieldType::Number { .. } => {
            let figure = Number::from(FIGURES[number % FIGURES.len()]);
            Some(Value::Number(figure.into()))
        }
        FieldType::Date => Some(Value::Date(DATES[number % DATES.len()].parse().ok()?)),
        FieldType::Choice(choices) => code(choices).map(Value::Choice),
        FieldType::Choices(choices) => {
            let codes: BTreeSet<String> = code(choices).into_iter().collect();
            Some(Value::Choices(codes))
        }
        FieldType::YesNo => Some(Value::YesNo(number % 3 == 0)),
    }
}

fn facility(kind: &Kind, (id, numbers): &(u128, Vec<u8>)) -> Facility {
    let mut values = BTreeMap::new();
    for (at, field) in kind.fields.iter().enumerate() {
        let number = numbers[at % numbers.len()].wrapping_add(u8::try_from(at % 200).unwrap());
        let found = if field.code == "status" {
            let status = ["existing", "existing", "planned", "closed"];
            let code = status[usize::from(number) % status.len()];
            Some(Value::Choice(code.to_owned()))
        } else {
            value(field, number)
        };
        values.extend(found.map(|value| (field.code.clone(), value)));
    }
    Facility {
        id: Uuid::from_u128(*id),
        kind: kind.code.clone(),
        place: "1".to_owned(),
        values,
    }
}

fn again<T: serde::Serialize + serde::de::DeserializeOwned>(total: &T) -> T {
    serde_json::from_str(&serde_json::to_string(total).unwrap()).unwrap()
}

fn records() -> impl Strategy<Value = Vec<(u128, Vec<u8>)>> {
    let numbers = proptest::collection::vec(any::<u8>(), 1..40);
    proptest::collection::btree_map(1_u128..1_000, numbers, 0..9)
        .prop_map(|all| all.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn parts_judge_as_the_whole(all in records(), cuts in proptest::collection::vec(0_usize..3, 9), own in any::<prop::sample::Index>()) {
        let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
        for pack in PACKS.iter() {
            for requirement in pack.requirements.iter().filter(|one| one.is_exists()) {
                let Some(kind) = pack.kind(&requirement.kind) else { continue };
                let facilities: Vec<Facility> = all.iter().map(|one| facility(kind, one)).collect();
                let whole = judge(requirement, "1", &facilities, &[], day);
                let mut parts = vec![Tally::default(); 3];
                for (facility, cut) in facilities.iter().zip(&cuts) {
                    parts[*cut].add(requirement, facility);
                }
                let mut joined = Tally::default();
                for part in parts.iter().rev() {
                    joined.join(requirement, &again(part));
                }
                prop_assert_eq!(joined.standing(requirement, "1", &[], day), whole.clone(), "{}", requirement.code);
                // All but one, and that one typed.
                if !facilities.is_empty() {
                    let at = own.index(facilities.len());
                    let others = facilities.iter().enumerate().filter(|(other, _)| *other != at);
                    let mut typed = again(&Tally::of(requirement, others.map(|(_, one)| one)));
                    typed.add(requirement, &facilities[at]);
                    prop_assert_eq!(typed.standing(requirement, "1", &[], day), whole, "{}", requirement.code);
                }
            }
        }
    }

    #[test]
    fn figures_over_parts_are_those_over_the_whole(all in records(), cuts in proptest::collection::vec(0_usize..3, 9)) {
        for pack in PACKS.iter() {
            for requirement in pack.requirements.iter() {
                for aggregate in &requirement.aggregates {
                    let Some(kind) = pack.kind(&aggregate.kind) else { continue };
                    let facilities: Vec<Facility> = all.iter().map(|one| facility(kind, one)).collect();
                    let mut whole = Gathered::none(aggregate);
                    facilities.iter().rev().for_each(|one| whole.add(aggregate, one));
                    let mut parts = vec![Gathered::none(aggregate); 3];
                    for (facility, cut) in facilities.iter().zip(&cuts) {
                        parts[*cut].add(aggregate, facility);
                    }
                    let mut joined = Gathered::none(aggregate);
                    for part in &parts {
                        joined.join(aggregate, &again(part));
                    }
                    prop_assert_eq!(&joined.to_enter, &whole.to_enter, "{}", requirement.code);
                    prop_assert_eq!(joined, whole, "{}", requirement.code);
                }
            }
        }
    }
}

#[test]
fn the_packs_ask_for_facilities_and_for_figures_over_them() {
    let exists = |pack: &&Pack| pack.requirements.iter().any(Requirement::is_exists);
    let figures = |pack: &&Pack| {
        pack.requirements
            .iter()
            .any(|one| !one.aggregates.is_empty())
    };
    assert!(PACKS.iter().filter(exists).count() >= 3);
    assert!(PACKS.iter().filter(figures).count() >= 2);
}
