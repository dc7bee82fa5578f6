//! Double entry: a second person keys a record's figures, dates, choices and codes again from the
//! paper, without seeing what the first one typed.
//!
//! The steps are those of the verify mode of `CSPro`: what differs is keyed again; the same
//! different value twice in a row replaces the first entry, which was wrong then; the first entry's
//! value keyed after another one shows that the second person was wrong. There is no dialog in it.

use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::fold;
use crate::domain::record::trail::shape::ancestors_of;
use crate::domain::record::{Change, ChangeId};
use crate::domain::text::coded;
use crate::domain::text::folding;
use crate::domain::value::{Field, FieldType, TextFormat, Value};

/// How the second entry of a field ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondEntryOutcome {
    /// Both entries were the same at once.
    Agreed,
    /// The second person keyed the same other value twice in a row; it replaced the first entry.
    FirstWrong,
    /// The second person keyed another value first, and then that of the first entry.
    SecondWrong,
}

impl SecondEntryOutcome {
    /// Every outcome with its word in the ledger.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Agreed, "agreed"),
        (Self::FirstWrong, "first_wrong"),
        (Self::SecondWrong, "second_wrong"),
    ];

    /// Returns the outcome of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        coded::of_word(&Self::ALL, word)
    }

    /// Returns the word in the ledger and in drafts.
    #[must_use]
    pub fn word(self) -> &'static str {
        coded::word_of(&Self::ALL, self)
    }
}

/// A field that a second person has keyed, as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondEntry {
    /// The code of the field.
    pub field: String,
    /// The heads of the record at which the field's value was settled; where it replaced the first
    /// entry, that change.
    pub version: Vec<ChangeId>,
    /// Who keyed it again.
    pub verifier: String,
    /// When, in UTC, as in the trail.
    pub at: String,
    /// How it ended.
    pub outcome: SecondEntryOutcome,
    /// How often it was keyed.
    pub tries: usize,
}

/// What came of keying a field once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyingStep {
    /// It is the value of the first entry.
    Agrees,
    /// It is another one, and is to be keyed again.
    Differs,
    /// It is the same other one for the second time in a row, and takes the place of the first
    /// entry.
    Replaces,
}

/// A field on its way from its first keystroke to its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How often it was keyed.
    pub tries: usize,
    /// What was keyed last, where that differed; the inner `None` is an empty field.
    pub differing: Option<Option<Value>>,
    /// How it ended; `None` while it is open.
    pub outcome: Option<SecondEntryOutcome>,
}

impl Attempts {
    /// Takes what was keyed from the paper; `None` is an empty field.
    pub fn key(&mut self, first: Option<&Value>, typed: Option<&Value>) -> KeyingStep {
        self.tries += 1;
        if is_same(first, typed) {
            self.outcome = Some(if self.differing.is_none() {
                SecondEntryOutcome::Agreed
            } else {
                SecondEntryOutcome::SecondWrong
            });
            return KeyingStep::Agrees;
        }
        let twice = self
            .differing
            .as_ref()
            .is_some_and(|last| is_same(last.as_ref(), typed));
        self.differing = Some(typed.cloned());
        if twice {
            self.outcome = Some(SecondEntryOutcome::FirstWrong);
            return KeyingStep::Replaces;
        }
        KeyingStep::Differs
    }

    /// Opens a field that was settled: what is keyed now is compared anew.
    pub fn reopen(&mut self) {
        self.outcome = None;
        self.differing = None;
    }
}

/// Returns whether two entries are one value, in whatever unit, width or case they were typed.
#[must_use]
pub fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(Value::Text(one)), Some(Value::Text(other))) => {
            folding::key(one) == folding::key(other)
        }
        (Some(one), Some(other)) => one.is_same(other),
        (one, other) => one == other,
    }
}

/// Returns whether a second person keys a field: figures, dates, choices and codes. Names and other
/// words are not keyed again, nor the days that the program writes by itself.
#[must_use]
pub fn is_keyed(field: &Field) -> bool {
    match &field.holds {
        FieldType::Text { format, .. } => *format == Some(TextFormat::CreditCode),
        FieldType::Date => {
            ![shared::REPORTED_ON, shared::DATA_AS_OF].contains(&field.code.as_str())
        }
        FieldType::Number { .. }
        | FieldType::Choice(_)
        | FieldType::Choices(_)
        | FieldType::YesNo => true,
    }
}

/// Returns whether two names are one person's: nobody checks an entry of their own under the same
/// name in another width.
#[must_use]
pub fn is_one_person(one: &str, other: &str) -> bool {
    folding::key(one) == folding::key(other)
}

/// A field whose present value no second person has keyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingField {
    /// Its code.
    pub code: String,
    /// What it held before the present value was entered; `None` where that was the first one.
    pub before: Option<Value>,
}

/// What a person may key of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outstanding {
    /// The fields, in the order of the form.
    pub pending: Vec<PendingField>,
    /// How many more there are whose present value this person entered.
    pub own: usize,
}

/// Returns the fields of a record that are still to be keyed by a second person. Whoever entered a
/// field's present value is not that person; a field that nobody ever set is of whoever made the
/// record.
#[must_use]
pub fn outstanding(
    kind: &Kind,
    changes: &[Change],
    done: &[SecondEntry],
    person: &str,
) -> Outstanding {
    let mut found = Outstanding::default();
    for field in kind.fields.iter().filter(|field| is_keyed(field)) {
        if done
            .iter()
            .any(|entry| entry.field == field.code && still_holds(entry, changes))
        {
            continue;
        }
        let writers = writers(&field.code, changes);
        if writers
            .iter()
            .any(|change| is_one_person(&change.author, person))
        {
            found.own += 1;
            continue;
        }
        found.pending.push(PendingField {
            code: field.code.clone(),
            before: before(field, &writers, changes),
        });
    }
    found
}

/// Returns whether a person entered the present value of a field.
#[must_use]
pub fn is_own_entry(code: &str, changes: &[Change], person: &str) -> bool {
    writers(code, changes)
        .iter()
        .any(|change| is_one_person(&change.author, person))
}

/// Returns the changes that gave a field its present value: more than one where two that did not
/// know each other set it.
fn writers<'a>(code: &str, changes: &'a [Change]) -> Vec<&'a Change> {
    let setting: Vec<&Change> = changes
        .iter()
        .filter(|change| change.patch.contains_key(code))
        .collect();
    if setting.is_empty() {
        return changes
            .iter()
            .filter(|change| change.parents.is_empty())
            .collect();
    }
    let overridden = |change: &Change| {
        setting
            .iter()
            .any(|later| ancestors_of(later, changes).contains(&change))
    };
    let is_alone = setting.len() == 1;
    setting
        .iter()
        .copied()
        .filter(|change| is_alone || !overridden(change))
        .collect()
}

/// Returns what a field held before its writers.
fn before(field: &Field, writers: &[&Change], changes: &[Change]) -> Option<Value> {
    let mut earlier = writers.iter().filter(|change| !change.parents.is_empty());
    let folded = earlier
        .next()
        .map(|change| fold(ancestors_of(change, changes)))?;
    field.decode(folded.fields.get(&field.code)?)
}

/// Returns whether no change has set the field since it was keyed again.
fn still_holds(entry: &SecondEntry, changes: &[Change]) -> bool {
    let version = &entry.version;
    let mut setting = changes
        .iter()
        .filter(|change| change.patch.contains_key(&entry.field))
        .peekable();
    if setting.peek().is_none() {
        return true;
    }
    let heads = changes.iter().filter(|change| version.contains(&change.id));
    let known: Vec<&Change> = heads
        .flat_map(|head| std::iter::once(head).chain(ancestors_of(head, changes)))
        .collect();
    setting.all(|change| known.contains(&change))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};
    use uuid::Uuid;

    use super::*;
    use crate::domain::policy::Pack;
    use crate::domain::record::Subject;

    fn library() -> Kind {
        let pack = Pack::read(include_str!("../../../tests/packs/minimums.toml")).unwrap();
        pack.kind("library").unwrap().clone()
    }

    fn value(code: &str, typed: &str) -> Option<Value> {
        library().field(code).unwrap().parse(typed).unwrap()
    }

    fn steps(first: &str, typed: &[&str]) -> (Vec<KeyingStep>, Attempts) {
        let first = value("reading_seats", first);
        let mut attempts = Attempts::default();
        let steps = typed
            .iter()
            .map(|typed| attempts.key(first.as_ref(), value("reading_seats", typed).as_ref()));
        (steps.collect(), attempts)
    }

    #[test]
    fn the_same_different_value_twice_in_a_row_replaces_the_first_entry() {
        use KeyingStep::{Agrees, Differs, Replaces};
        for (first, typed, expected, outcome) in [
            (
                "130",
                &["130"][..],
                &[Agrees][..],
                Some(SecondEntryOutcome::Agreed),
            ),
            (
                "130",
                &["103", "103"],
                &[Differs, Replaces],
                Some(SecondEntryOutcome::FirstWrong),
            ),
            (
                "130",
                &["103", "130"],
                &[Differs, Agrees],
                Some(SecondEntryOutcome::SecondWrong),
            ),
            (
                "130",
                &["103", "301", "103"],
                &[Differs, Differs, Differs],
                None,
            ),
            (
                "130",
                &["103", "301", "301"],
                &[Differs, Differs, Replaces],
                Some(SecondEntryOutcome::FirstWrong),
            ),
            (
                "130",
                &["", ""],
                &[Differs, Replaces],
                Some(SecondEntryOutcome::FirstWrong),
            ),
            ("", &[""], &[Agrees], Some(SecondEntryOutcome::Agreed)),
            (
                "",
                &["130", ""],
                &[Differs, Agrees],
                Some(SecondEntryOutcome::SecondWrong),
            ),
        ] {
            let (steps, attempts) = steps(first, typed);
            assert_eq!(
                (steps.as_slice(), attempts.outcome),
                (expected, outcome),
                "{first}: {typed:?}"
            );
            assert_eq!(attempts.tries, typed.len());
        }
    }

    #[test]
    fn entries_are_compared_by_value_and_not_by_text() {
        for (code, one, other, same) in [
            ("building_area_m2", "12亩", "8000", true),
            ("building_area_m2", "１．２万", "12,000㎡", true),
            ("building_area_m2", "1亩", "666.67", false),
            ("opened_on", "2021.6", "2021年6月", true),
            ("opened_on", "2021", "2021-6", false),
            (
                "operator_uscc",
                "9133112112345678ａx",
                "9133112112345678AX",
                true,
            ),
        ] {
            assert_eq!(
                is_same(value(code, one).as_ref(), value(code, other).as_ref()),
                same,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn words_and_the_days_that_the_program_writes_are_not_keyed_again() {
        let kind = library();
        let keyed = |code: &str| is_keyed(kind.field(code).unwrap());
        for code in [
            "name",
            "address",
            "remarks",
            "evidence",
            "facility_code",
            "reported_by",
            "reported_on",
            "data_as_of",
        ] {
            assert!(!keyed(code), "{code}");
        }
        for code in [
            "status",
            "opened_on",
            "built_year",
            "operator_uscc",
            "lon",
            "reading_seats",
        ] {
            assert!(keyed(code), "{code}");
        }
    }

    fn change(seq: i64, author: &str, parents: &[i64], patch: &[(&str, Json)]) -> Change {
        let id = |seq| ChangeId {
            site: "a".into(),
            seq,
        };
        Change {
            id: id(seq),
            topic: Subject::Facility.into(),
            record: Uuid::nil(),
            at: seq.to_string(),
            author: author.into(),
            reason: String::new(),
            parents: parents.iter().copied().map(id).collect(),
            patch: patch
                .iter()
                .map(|(code, value)| ((*code).to_owned(), value.clone()))
                .collect(),
        }
    }

    fn keyed(field: &str, seq: i64) -> SecondEntry {
        SecondEntry {
            field: field.into(),
            version: vec![ChangeId {
                site: "a".into(),
                seq,
            }],
            verifier: "乙".into(),
            at: "9".into(),
            outcome: SecondEntryOutcome::Agreed,
            tries: 1,
        }
    }

    fn is_pending(code: &str, changes: &[Change], done: &[SecondEntry], person: &str) -> bool {
        outstanding(&library(), changes, done, person)
            .pending
            .iter()
            .any(|pending| pending.code == code)
    }

    #[test]
    fn nobody_keys_what_he_entered_himself_and_somebody_else_does() {
        let changes = [
            change(
                1,
                "甲",
                &[],
                &[
                    ("reading_seats", json!("129")),
                    ("status", json!("existing")),
                ],
            ),
            change(2, "乙", &[1], &[("reading_seats", json!("130"))]),
        ];
        for (code, person, pending) in [
            ("reading_seats", "甲", true),
            ("reading_seats", "乙", false),
            ("reading_seats", " 乙 ", false),
            ("status", "甲", false),
            ("status", "乙", true),
            // Nobody ever set it: it is of whoever made the record.
            ("built_year", "甲", false),
            ("built_year", "乙", true),
        ] {
            assert_eq!(
                is_pending(code, &changes, &[], person),
                pending,
                "{code} {person}"
            );
            assert_eq!(
                is_own_entry(code, &changes, person),
                !pending,
                "{code} {person}"
            );
        }
        let found = outstanding(&library(), &changes, &[], "甲");
        assert_eq!(
            found.pending,
            [PendingField {
                code: "reading_seats".into(),
                before: value("reading_seats", "129")
            }]
        );
        assert!(found.own > 5);
    }

    #[test]
    fn a_field_keyed_twice_is_keyed_again_only_after_it_was_changed() {
        let first = change(1, "甲", &[], &[("reading_seats", json!("129"))]);
        let other = change(2, "丙", &[1], &[("status", json!("existing"))]);
        let same = change(3, "丙", &[2], &[("reading_seats", json!("130"))]);
        let done = [keyed("reading_seats", 1), keyed("built_year", 1)];
        let upto = |count: usize| {
            [&first, &other, &same]
                .into_iter()
                .take(count)
                .cloned()
                .collect::<Vec<_>>()
        };
        for (count, pending) in [(1, false), (2, false), (3, true)] {
            assert_eq!(
                is_pending("reading_seats", &upto(count), &done, "乙"),
                pending,
                "{count} changes"
            );
            assert!(!is_pending("built_year", &upto(count), &done, "乙"));
            assert!(is_pending("status", &upto(count), &done, "乙"));
        }
        assert!(!is_pending(
            "reading_seats",
            &upto(3),
            &[keyed("reading_seats", 3)],
            "乙"
        ));
    }

    #[test]
    fn of_two_changes_that_did_not_know_each_other_both_are_somebodys_own() {
        let changes = [
            change(1, "甲", &[], &[("reading_seats", json!("1"))]),
            change(2, "乙", &[1], &[("reading_seats", json!("2"))]),
            change(3, "丙", &[1], &[("reading_seats", json!("3"))]),
        ];
        for (person, pending) in [("甲", true), ("乙", false), ("丙", false)] {
            assert_eq!(
                is_pending(
                    "reading_seats",
                    &changes,
                    &[keyed("reading_seats", 2)],
                    person
                ),
                pending
            );
        }
    }
}
