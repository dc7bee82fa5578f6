//! Why a doubtful value stands all the same: a clerk says it by a digit, the ledger keeps it beside
//! the value, and an inspector reads it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::domain::policy::check::{self, Checked};
use crate::domain::policy::kind::{CheckStrength, Kind, Problem};
use crate::domain::record::facility::shared;
use crate::domain::record::trail::Record;
use crate::domain::value::is_same_json;
use crate::i18n::{Lang, ReasonMsg, Say};

/// What a clerk can say of a doubtful value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// It is what the paper says.
    Paper,
    /// It was counted or measured on the spot.
    OnSite,
    /// The facility was built anew, extended or rebuilt.
    Rebuilt,
    /// It is counted in another way than before.
    Counting,
    /// What was reported before was wrong.
    Correction,
    /// Something else, said in words.
    Other,
}

impl ReasonKind {
    /// All, in the order of their digits.
    pub const ALL: [Self; 6] = [
        Self::Paper,
        Self::OnSite,
        Self::Rebuilt,
        Self::Counting,
        Self::Correction,
        Self::Other,
    ];
}

impl Say for ReasonKind {
    fn say(&self, lang: Lang) -> String {
        let message = match self {
            Self::Paper => ReasonMsg::Paper,
            Self::OnSite => ReasonMsg::OnSite,
            Self::Rebuilt => ReasonMsg::Rebuilt,
            Self::Counting => ReasonMsg::Counting,
            Self::Correction => ReasonMsg::Correction,
            Self::Other => ReasonMsg::Other,
        };
        message.say(lang)
    }
}

/// A reason that was given for a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which.
    pub why: ReasonKind,
    /// In words, where somebody said more.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The checks that asked.
    pub checks: Vec<String>,
    /// The value it was given for, as the ledger keeps it; `null` of an empty field.
    pub value: Json,
}

impl Say for Reason {
    fn say(&self, lang: Lang) -> String {
        match (self.why, self.note.is_empty()) {
            (ReasonKind::Other, false) => self.note.clone(),
            (why, true) => why.say(lang),
            (why, false) => format!("{} ({})", why.say(lang), self.note),
        }
    }
}

/// The reasons of a record, by the code of the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons(BTreeMap<String, Reason>);

impl Reasons {
    /// Returns the reasons in a field of the ledger; what is not understood counts as not said, and
    /// will be asked again.
    #[must_use]
    pub fn of_json(json: Option<&Json>) -> Self {
        let entries = json.and_then(Json::as_object).into_iter().flatten();
        Self(
            entries
                .filter_map(|(code, json)| Some((code.clone(), Reason::deserialize(json).ok()?)))
                .collect(),
        )
    }

    /// As the ledger keeps them; `None` where there is none.
    #[must_use]
    pub fn to_json(&self) -> Option<Json> {
        if self.0.is_empty() {
            None
        } else {
            serde_json::to_value(&self.0).ok()
        }
    }

    /// Returns the reason of a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Reason> {
        self.0.get(field)
    }

    /// Gives a reason for a field; it holds for the value and the checks it names.
    pub fn give(&mut self, field: &str, reason: Reason) {
        self.0.insert(field.to_owned(), reason);
    }

    /// Forgets what speaks of values that have changed since, or that nothing asks about any more.
    pub fn keep_only<'a>(
        &mut self,
        problems: &[Problem],
        value: impl Fn(&str) -> Option<&'a Json>,
    ) {
        self.0.retain(|field, reason| {
            let asked = problems
                .iter()
                .any(|problem| problem.is_asked() && problem.field == *field);
            asked && is_same_json(value(field).unwrap_or(&Json::Null), &reason.value)
        });
    }

    /// Returns whether a doubt was answered: a reason was given for this very value, and for this
    /// check.
    #[must_use]
    pub fn answer(&self, problem: &Problem, value: Option<&Json>) -> bool {
        self.0.get(&problem.field).is_some_and(|reason| {
            reason.checks.contains(&problem.check)
                && is_same_json(value.unwrap_or(&Json::Null), &reason.value)
        })
    }

    /// Returns each reason with the label of its field, in the order of the form.
    #[must_use]
    pub fn lines(&self, kind: Option<&Kind>, lang: Lang) -> Vec<String> {
        let place = |code: &str| {
            kind.and_then(|kind| kind.fields.iter().position(|field| field.code == code))
        };
        let label = |code: &str| {
            kind.and_then(|kind| kind.field(code))
                .map(|field| field.label.get(lang).to_owned())
        };
        let mut entries: Vec<(&String, &Reason)> = self.0.iter().collect();
        entries.sort_by_key(|(code, _)| place(code).unwrap_or(usize::MAX));
        let line = |(code, reason): (&String, &Reason)| {
            let field = label(code).unwrap_or_else(|| code.clone());
            ReasonMsg::Line {
                field,
                reason: reason.say(lang),
            }
            .say(lang)
        };
        entries.into_iter().map(line).collect()
    }
}

/// Returns the problems of a saved record that somebody should look at: what is wrong, and doubts
/// that nobody answered.
#[must_use]
pub fn unanswered(kind: &Kind, record: &Record, day: NaiveDate) -> Vec<Problem> {
    let facility = kind.decode(record);
    let reasons = Reasons::of_json(record.fields.get(shared::REASONS));
    let mut problems = check::problems(
        kind,
        &Checked {
            values: &facility,
            before: None,
            day,
        },
    );
    problems.retain(|problem| match problem.strength {
        CheckStrength::Hard => true,
        CheckStrength::Soft => !reasons.answer(problem, record.fields.get(&problem.field)),
        CheckStrength::Note => false,
    });
    problems
}

impl Problem {
    /// Returns whether a reason is asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.strength == CheckStrength::Soft
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::policy::kind::Complaint;
    use crate::i18n::Doubt;

    fn doubt(check: &str) -> Problem {
        Problem {
            field: "seats".into(),
            check: check.into(),
            strength: CheckStrength::Soft,
            complaint: Complaint::Doubted(Doubt::CreditCode),
        }
    }

    fn given(checks: &[&str], value: Json) -> Reasons {
        let checks = checks.iter().map(ToString::to_string).collect();
        let mut reasons = Reasons::default();
        reasons.give(
            "seats",
            Reason {
                why: ReasonKind::Paper,
                note: String::new(),
                checks,
                value,
            },
        );
        reasons
    }

    #[test]
    fn a_reason_answers_the_checks_it_was_given_for_at_the_value_it_was_given_for() {
        let reasons = given(&["large"], json!("12"));
        assert!(reasons.answer(&doubt("large"), Some(&json!("12"))));
        assert!(!reasons.answer(&doubt("large"), Some(&json!("13"))));
        assert!(!reasons.answer(&doubt("sharp_change"), Some(&json!("12"))));
        assert!(given(&["other_type"], Json::Null).answer(&doubt("other_type"), None));
    }

    #[test]
    fn what_is_not_asked_any_more_is_forgotten() {
        let same = json!("12");
        let other = json!("13");
        for (problems, value, kept) in [
            (vec![doubt("large")], &same, true),
            (vec![], &same, false),
            (vec![doubt("large")], &other, false),
        ] {
            let mut reasons = given(&["large"], json!("12"));
            reasons.keep_only(&problems, |_| Some(value));
            assert_eq!(reasons.of("seats").is_some(), kept);
        }
    }

    #[test]
    fn reasons_read_back_from_the_ledger_and_what_is_strange_there_counts_as_not_said() {
        let reasons = given(&["large"], json!({"typed": "1百", "value": "100"}));
        assert_eq!(Reasons::of_json(reasons.to_json().as_ref()), reasons);
        assert_eq!(Reasons::default().to_json(), None);
        for strange in [
            json!(1),
            json!({"seats": 1}),
            json!({"seats": {"why": "dreamt", "checks": [], "value": 1}}),
        ] {
            assert_eq!(Reasons::of_json(Some(&strange)), Reasons::default());
        }
    }
}
