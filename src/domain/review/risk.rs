//! In what order records are keyed a second time: first those in which one wrong digit would turn a
//! verdict.

use sha2::{Digest, Sha256};

use super::double_entry::{PendingField, is_same};
use crate::domain::policy::requirement::Requirement;
use crate::domain::record::facility::{Facility, shared};
use crate::domain::record::trail::Record;
use crate::domain::value::Value;
use crate::domain::value::condition::{Condition, Operand, Values as _};
use crate::domain::value::number::Number;

/// A figure is near its limit within one part in so many of it, below or above.
const NEAR: i64 = 10;
/// A figure has changed sharply by one part in so many of what it was.
const SHARP: i64 = 2;

/// How much depends on a record's unverified values, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// A deciding figure is near its limit; how far, as a part of the limit.
    Near(Number),
    /// A deciding value has changed sharply.
    Jumped,
    /// Neither.
    Other,
}

/// Returns the risk of a record: of its `pending` fields, those decide that a condition of one of
/// `requirements` looks at.
#[must_use]
pub fn of(facility: &Facility, pending: &[PendingField], requirements: &[Requirement]) -> Risk {
    let is_pending = |code: &str| pending.iter().any(|field| field.code == code);
    let conditions = || requirements.iter().flat_map(Requirement::conditions);
    let open = conditions().filter(|condition| names(condition).any(is_pending));
    let near = open
        .filter_map(|condition| distance(condition, facility))
        .filter(|distance| is_near(*distance))
        .min();
    if let Some(distance) = near {
        return Risk::Near(distance);
    }
    let decides = |code: &str| {
        (code == shared::STATUS && !requirements.is_empty())
            || conditions().any(|condition| names(condition).any(|named| named == code))
    };
    let has_jumped = |field: &PendingField| {
        let before = field.before.as_ref().filter(|_| decides(&field.code));
        before.is_some_and(|before| is_sharp(before, facility.values.get(&field.code)))
    };
    if pending.iter().any(has_jumped) {
        Risk::Jumped
    } else {
        Risk::Other
    }
}

/// Returns the fields that a condition looks at.
fn names(condition: &Condition) -> impl Iterator<Item = &str> {
    let other = match &condition.operand {
        Operand::Field { code, .. } => Some(code.as_str()),
        _ => None,
    };
    std::iter::once(condition.field.as_str()).chain(other)
}

/// Returns how far a figure is from the limit of a condition, as a part of the limit.
fn distance(condition: &Condition, facility: &Facility) -> Option<Number> {
    let figure = |code: &str| facility.value(code)?.number();
    let limit = match &condition.operand {
        Operand::Number(limit) => *limit,
        Operand::Field { code, times } => match times {
            Some(times) => figure(code)?.checked_mul(*times)?,
            None => figure(code)?,
        },
        _ => return None,
    };
    figure(&condition.field)?.distance_to(limit)
}

fn is_near(distance: Number) -> bool {
    distance
        .checked_mul(NEAR.into())
        .is_some_and(|parts| parts <= Number::from(1_i64))
}

/// Returns whether a value is far from what it was: a figure by its part, from nothing by anything,
/// any other value by differing.
fn is_sharp(before: &Value, now: Option<&Value>) -> bool {
    match (before.number(), now.and_then(Value::number)) {
        (Some(before), Some(now)) => {
            let parts = now
                .distance_to(before)
                .and_then(|distance| distance.checked_mul(SHARP.into()));
            parts.map_or(now != before, |parts| parts >= Number::from(1_i64))
        }
        _ => !is_same(Some(before), now),
    }
}

/// Returns whether a record is in a sample of so many in a hundred. It is by chance, but at one
/// version of a record always the same: a session that starts again offers the same records.
#[must_use]
pub fn is_sampled(record: &Record, percent: u8) -> bool {
    let mut digest = Sha256::new();
    digest.update(record.id.as_bytes());
    for head in &record.heads {
        digest.update(head.to_string());
    }
    let start = digest
        .finalize()
        .iter()
        .take(8)
        .fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    start % 100 < u64::from(percent)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::*;
    use crate::domain::policy::pack::Pack;
    use crate::domain::record::trail::ChangeId;
    use crate::domain::value::condition::Operator;

    fn pack() -> Pack {
        Pack::read(include_str!("../../../tests/packs/minimums.toml")).unwrap()
    }

    /// Returns the risk of a library whose seats were `before` and are `now`.
    fn risk(before: Option<&str>, now: &str) -> Risk {
        risk_with(before, now, &["reading_seats"])
    }

    fn risk_with(before: Option<&str>, now: &str, pending: &[&str]) -> Risk {
        let pack = pack();
        let kind = pack.kind("library").unwrap();
        let value = |code: &str, typed: &str| kind.field(code).unwrap().parse(typed).unwrap();
        let values = [("reading_seats", now), ("status", "existing")];
        let values = values
            .into_iter()
            .filter_map(|(code, typed)| Some((code.to_owned(), value(code, typed)?)));
        let facility = Facility {
            id: Uuid::nil(),
            kind: "library".into(),
            place: "1".into(),
            values: values.collect(),
        };
        let pending = pending.iter().map(|code| PendingField {
            code: (*code).to_owned(),
            before: before.and_then(|before| value(code, before)),
        });
        let requirements: Vec<Requirement> = pack
            .requirements
            .iter()
            .filter(|requirement| requirement.kind == "library")
            .cloned()
            .collect();
        of(&facility, &pending.collect::<Vec<_>>(), &requirements)
    }

    #[test]
    fn figures_near_the_limit_come_first_on_either_side_then_sharp_changes_then_the_rest() {
        let figures = ["130", "129", "131", "117", "143", "116", "144", "900"];
        let mut ordered = figures;
        ordered.sort_by_key(|figure| risk(None, figure));
        assert_eq!(ordered, figures);
        assert_eq!(risk(None, "130"), Risk::Near(Number::ZERO));
        assert_eq!(risk(None, "129"), risk(None, "131"));
        assert_eq!(risk(None, "117"), Risk::Near("1/10".parse().unwrap()));
        assert_eq!(risk(None, "116"), Risk::Other);
        assert_eq!(
            (risk(Some("600"), "900"), risk(Some("601"), "900")),
            (Risk::Jumped, Risk::Other)
        );
        assert_eq!(
            (risk(Some("0"), "900"), risk(Some("900"), "")),
            (Risk::Jumped, Risk::Jumped)
        );
        let mut all = [
            Risk::Other,
            Risk::Jumped,
            Risk::Near(Number::from(1_i64)),
            Risk::Near(Number::ZERO),
        ];
        all.sort();
        assert_eq!(
            all,
            [
                Risk::Near(Number::ZERO),
                Risk::Near(1_i64.into()),
                Risk::Jumped,
                Risk::Other
            ]
        );
    }

    #[test]
    fn only_fields_that_wait_and_decide_count() {
        assert_eq!(risk_with(None, "130", &["built_year"]), Risk::Other);
        assert_eq!(risk_with(Some("1900"), "500", &["built_year"]), Risk::Other);
        assert_eq!(risk_with(Some("planned"), "500", &["status"]), Risk::Jumped);
        assert_eq!(risk_with(Some("existing"), "500", &["status"]), Risk::Other);
    }

    #[test]
    fn a_limit_that_is_another_field_is_a_limit() {
        let condition = |times: Option<&str>| Condition {
            field: "a".into(),
            operator: Operator::AtMost,
            operand: Operand::Field {
                code: "b".into(),
                times: times.map(|times| times.parse().unwrap()),
            },
            shown: crate::i18n::Text::default(),
        };
        let figure =
            |code: &str, figure: i64| (code.to_owned(), Value::Number(Number::from(figure).into()));
        let values = BTreeMap::from([figure("a", 99), figure("b", 50)]);
        let facility = Facility {
            id: Uuid::nil(),
            kind: "k".into(),
            place: "p".into(),
            values,
        };
        assert_eq!(
            distance(&condition(Some("2")), &facility),
            Some("0.01".parse().unwrap())
        );
        assert_eq!(
            distance(&condition(None), &facility),
            Some("0.98".parse().unwrap())
        );
        assert_eq!(names(&condition(None)).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_sample_has_about_its_size_and_stays_while_the_record_does() {
        let record = |n: u128, seq| Record {
            subject: crate::domain::record::trail::subject::Subject::Facility,
            id: Uuid::from_u128(n),
            kind: String::new(),
            place: String::new(),
            fields: BTreeMap::new(),
            heads: vec![ChangeId {
                site: "a".into(),
                seq,
            }],
        };
        let sample = |percent, seq| {
            (0..1000)
                .filter(|n| is_sampled(&record(*n, seq), percent))
                .collect::<Vec<_>>()
        };
        assert_eq!((sample(0, 1).len(), sample(100, 1).len()), (0, 1000));
        assert!(
            (60..140).contains(&sample(10, 1).len()),
            "{}",
            sample(10, 1).len()
        );
        assert_eq!(sample(10, 1), sample(10, 1));
        assert_ne!(
            sample(10, 1),
            sample(10, 2),
            "another version, another chance"
        );
    }
}
