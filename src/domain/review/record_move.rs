//! What moving a facility to another place or kind does to its fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::history;
use super::reason::{Reasons, unanswered};
use crate::domain::policy::check::{self, needed_for_review};
use crate::domain::policy::{CheckStrength, Checked, Kind, Problem};
use crate::domain::record::facility::shared;
use crate::domain::record::{Patch, Record};
use crate::domain::value::{Field, FieldType};
use crate::i18n::{Lang, Text};

/// Where a facility is to go. One of the two is what it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination<'a> {
    /// The code of the place.
    pub place: &'a str,
    /// The kind.
    pub kind: &'a Kind,
}

/// A field with a value that does not go along, as the kind before shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostField {
    /// What it is called.
    pub label: Text,
    /// Its value.
    pub value: Text,
}

/// A facility that is to be moved, as it was seen when that was asked, and what it would be then.
#[derive(Clone, Debug)]
pub struct RecordMove {
    /// The facility as it is.
    pub record: Record,
    /// Every field as it is to be, kind and place among them.
    pub fields: BTreeMap<String, Json>,
    /// What the fields with a value are called that stay, in the order of the form.
    pub kept: Vec<Text>,
    /// The fields that do not: the other kind has none of that meaning, or refuses the value.
    pub lost: Vec<LostField>,
    /// What the empty fields are called that must be filled before review.
    pub missing: Vec<Text>,
    /// What is doubtful about its values then, and was not before.
    pub doubts: Vec<(Text, Problem)>,
}

impl RecordMove {
    /// Plans to move a facility of a kind.
    #[must_use]
    pub fn plan(record: Record, from: &Kind, to: &Destination, day: NaiveDate) -> Self {
        let mut moved = Record {
            kind: to.kind.code.clone(),
            place: to.place.to_owned(),
            ..record.clone()
        };
        let mut lost = Vec::new();
        if from.code != to.kind.code {
            for field in &from.fields {
                let Some(json) = record.fields.get(&field.code) else {
                    continue;
                };
                if !goes_along(field, to.kind, json) {
                    moved.fields.remove(&field.code);
                    lost.push(lost_field(field, json));
                }
            }
            lost.extend(remove_refused(&mut moved, from, to.kind, day));
            keep_reasons(&mut moved, to.kind, day);
        }
        let is_kept = |field: &&Field| moved.fields.contains_key(&field.code);
        let kept = to.kind.fields.iter().filter(is_kept);
        let kept = kept.map(|field| field.label.clone()).collect();
        let label = |code: &str| history::label(code, Some(to.kind));
        Self {
            kept,
            lost,
            missing: missing(&moved, to.kind, day)
                .iter()
                .map(|code| label(code))
                .collect(),
            doubts: new_doubts(&record, from, &moved, to.kind, day)
                .into_iter()
                .map(|problem| (label(&problem.field), problem))
                .collect(),
            fields: moved.every_field(),
            record,
        }
    }

    /// Returns what the change sets.
    #[must_use]
    pub fn patch(&self) -> Patch {
        Record::patch_to(&self.record.every_field(), &self.fields)
    }
}

/// Returns whether a value of a field is one of the field of its code in another kind: that means
/// the same, shows the value as the same, and takes it as it is.
fn goes_along(field: &Field, to: &Kind, json: &Json) -> bool {
    shared_field(field, to)
        .is_some_and(|other| shown(field, json) == shown(other, json) && takes(other, json))
}

/// Returns the field of another kind that means the same as one: of its code, its name and its type.
#[must_use]
pub fn shared_field<'a>(field: &Field, to: &'a Kind) -> Option<&'a Field> {
    let other = to.field(&field.code)?;
    let is_named_alike = field.shared && other.shared || field.label == other.label;
    let is_alike = std::mem::discriminant(&field.holds) == std::mem::discriminant(&other.holds);
    let unit = |field: &Field| field.unit().map(|unit| unit.code.clone());
    (is_named_alike && is_alike && unit(field) == unit(other)).then_some(other)
}

/// Returns whether a field takes a value that another one holds.
fn takes(field: &Field, json: &Json) -> bool {
    let Some(value) = field.decode(json) else {
        return false;
    };
    // What is written of several choices is read by the screens alone; their codes were compared.
    if matches!(field.holds, FieldType::Choices(_)) {
        return true;
    }
    let read = field.parse(&field.edit_text(&value, Lang::Zh));
    matches!(read, Ok(Some(read)) if read.is_same(&value))
}

fn lost_field(field: &Field, json: &Json) -> LostField {
    LostField {
        label: field.label.clone(),
        value: shown(field, json),
    }
}

/// Returns a value as people read it, with its unit; as it is kept where the field does not
/// understand it.
fn shown(field: &Field, json: &Json) -> Text {
    let shown = |lang| match field.decode(json) {
        Some(value) => field.show(&value, lang),
        None => json
            .as_str()
            .map_or_else(|| json.to_string(), str::to_owned),
    };
    Text {
        zh: shown(Lang::Zh),
        en: shown(Lang::En),
    }
}

/// Takes away the values that a check of the kind refuses beside the others; returns them.
fn remove_refused(moved: &mut Record, from: &Kind, to: &Kind, day: NaiveDate) -> Vec<LostField> {
    let mut lost = Vec::new();
    loop {
        let values = to.decode(moved);
        let problems = problems(&values, to, day);
        let refused = problems.into_iter().find(|problem| {
            problem.strength == CheckStrength::Hard && moved.fields.contains_key(&problem.field)
        });
        let Some(json) = refused
            .as_ref()
            .and_then(|one| moved.fields.remove(&one.field))
        else {
            return lost;
        };
        let code = refused.map(|one| one.field).unwrap_or_default();
        let field = from.field(&code).or_else(|| to.field(&code));
        lost.extend(field.map(|field| lost_field(field, &json)));
    }
}

fn problems(values: &crate::domain::record::Facility, kind: &Kind, day: NaiveDate) -> Vec<Problem> {
    let record = Checked {
        values,
        before: None,
        day,
    };
    check::problems(kind, &record)
}

/// Keeps the reasons that speak of a value which is doubtful in this kind too.
fn keep_reasons(moved: &mut Record, to: &Kind, day: NaiveDate) {
    let mut reasons = Reasons::of_json(moved.fields.get(shared::REASONS));
    let values = to.decode(moved);
    reasons.keep_only(&problems(&values, to, day), |code| moved.fields.get(code));
    match reasons.to_json() {
        Some(json) => moved.fields.insert(shared::REASONS.to_owned(), json),
        None => moved.fields.remove(shared::REASONS),
    };
}

fn missing(moved: &Record, kind: &Kind, day: NaiveDate) -> Vec<String> {
    let values = kind.decode(moved);
    let required = problems(&values, kind, day).into_iter().filter(|problem| {
        problem.strength == CheckStrength::Hard && !moved.fields.contains_key(&problem.field)
    });
    let required = required.map(|problem| problem.field);
    let mut missing: Vec<String> = Vec::new();
    for code in required.chain(needed_for_review(kind, &values, day)) {
        // A field may be required and have a check of its own as well.
        if !missing.contains(&code) {
            missing.push(code);
        }
    }
    missing
}

fn new_doubts(
    record: &Record,
    from: &Kind,
    moved: &Record,
    to: &Kind,
    day: NaiveDate,
) -> Vec<Problem> {
    let before = unanswered(from, record, day);
    let mut doubts = unanswered(to, moved, day);
    doubts.retain(|problem| problem.is_asked() && !before.contains(problem));
    doubts
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::policy::Pack;
    use crate::domain::record::Subject;

    const PACK: &str = include_str!("../../../tests/packs/moving.toml");

    fn pack() -> Pack {
        Pack::read(PACK).unwrap()
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()
    }

    fn hall(pack: &Pack, fields: &[(&str, &str)]) -> Record {
        let kind = pack.kind("hall").unwrap();
        let value = |(code, text): &(&str, &str)| {
            let value = kind.field(code).unwrap().parse(text).unwrap().unwrap();
            ((*code).to_owned(), value.to_json())
        };
        Record {
            id: Uuid::nil(),
            subject: Subject::Facility,
            kind: "hall".into(),
            place: "331122101".into(),
            fields: fields.iter().map(value).collect(),
            heads: Vec::new(),
        }
    }

    fn to_studio(pack: &Pack, record: Record) -> RecordMove {
        let to = Destination {
            place: &record.place.clone(),
            kind: pack.kind("studio").unwrap(),
        };
        RecordMove::plan(record, pack.kind("hall").unwrap(), &to, day())
    }

    fn lost(moved: &RecordMove) -> Vec<(&str, &str)> {
        let lost = moved.lost.iter();
        lost.map(|one| (one.label.zh.as_str(), one.value.zh.as_str()))
            .collect()
    }

    #[test]
    fn what_both_kinds_share_stays_and_the_rest_is_told() {
        let pack = pack();
        let record = hall(
            &pack,
            &[
                ("name", "示例馆"),
                ("status", "existing"),
                ("area", "300"),
                ("stage", "12"),
                ("size", "40"),
                ("length", "30"),
                ("level", "one"),
            ],
        );
        let moved = to_studio(&pack, record.clone());
        assert_eq!(
            lost(&moved),
            [
                ("舞台宽度", "12米"),
                // Of one code and another meaning, another unit, another choice.
                ("座席数", "40个"),
                ("长度", "30米"),
                ("等级", "一级"),
            ]
        );
        let kept: Vec<&str> = moved.kept.iter().map(|label| label.zh.as_str()).collect();
        assert_eq!(kept, ["设施名称", "状态", "面积"]);
        let set: Vec<&String> = moved.fields.keys().collect();
        assert_eq!(set, ["area", "kind", "name", "place", "status"]);
        assert_eq!(moved.fields["kind"], "studio");
        let missing: Vec<&str> = moved
            .missing
            .iter()
            .map(|label| label.zh.as_str())
            .collect();
        assert!(missing.contains(&"画架数"), "{missing:?}");
        assert!(moved.patch()["stage"].is_null());
    }

    #[test]
    fn a_value_that_the_other_kind_refuses_does_not_stay() {
        let pack = pack();
        let refused = |area| {
            let record = hall(
                &pack,
                &[("name", "示例馆"), ("status", "existing"), ("area", area)],
            );
            lost(&to_studio(&pack, record)).len()
        };
        assert_eq!(refused("500"), 0);
        assert_eq!(refused("501"), 1, "beyond its range");
        assert_eq!(refused("13"), 1, "a check of the kind");
    }

    #[test]
    fn a_move_to_another_place_leaves_every_field_as_it_is() {
        let pack = pack();
        let record = hall(&pack, &[("name", "示例馆"), ("stage", "12")]);
        let kind = pack.kind("hall").unwrap();
        let to = Destination {
            place: "331121101",
            kind,
        };
        let moved = RecordMove::plan(record, kind, &to, day());
        assert!(moved.lost.is_empty());
        let patch: Vec<(String, Json)> = moved.patch().into_iter().collect();
        assert_eq!(patch, [("place".to_owned(), Json::from("331121101"))]);
    }
}
