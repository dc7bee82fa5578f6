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
use crate::domain::text::folding;
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
    /// The one that is said in words, where nothing else will do.
    pub const WORDS: [Self; 1] = [Self::Other];
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

impl Reason {
    /// Returns whether it says more than one of the reasons that a digit gives.
    fn is_in_words(&self) -> bool {
        self.why == ReasonKind::Other && explains(&self.note)
    }
}

/// What people write where something must be written, folded; it tells nobody anything.
const EMPTY_PHRASES: [&str; 62] = [
    "是",
    "是的",
    "对",
    "对的",
    "好",
    "好的",
    "无",
    "有",
    "略",
    "可以",
    "同意",
    "确认",
    "已确认",
    "核对",
    "已核对",
    "已核",
    "核对无误",
    "已核对无误",
    "核实",
    "已核实",
    "核实无误",
    "属实",
    "情况属实",
    "无误",
    "正确",
    "没错",
    "没问题",
    "没有问题",
    "无问题",
    "检查",
    "已检查",
    "没有",
    "不知道",
    "不清楚",
    "其他",
    "如上",
    "同上",
    "无说明",
    "无备注",
    "ok",
    "yes",
    "no",
    "na",
    "okay",
    "fine",
    "same",
    "done",
    "none",
    "true",
    "right",
    "other",
    "checked",
    "correct",
    "confirmed",
    "verified",
    "nothing",
    "noproblem",
    "itiscorrect",
    "itisright",
    "yesitis",
    "nocomment",
    "asabove",
];
/// Fewer hanzi than these, or fewer letters, say nothing.
const LEAST_HANZI: usize = 2;
const LEAST_LETTERS: usize = 4;

/// Returns whether words say why something is so: some hanzi, or a few letters, and not only that it
/// was looked at.
#[must_use]
pub fn explains(words: &str) -> bool {
    let key = folding::key(words);
    let said: Vec<char> = key.chars().filter(|c| c.is_alphanumeric()).collect();
    let hanzi = said.iter().filter(|c| !c.is_ascii()).count();
    let has_letters = said.iter().any(|c| c.is_alphabetic());
    let is_long = hanzi >= LEAST_HANZI || (has_letters && said.len() >= LEAST_LETTERS);
    let is_one_repeated = said.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let mut parts = key
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    is_long && !is_one_repeated && parts.any(|part| !EMPTY_PHRASES.contains(&part))
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
                && (!problem.wants_words() || reason.is_in_words())
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
        CheckStrength::Soft | CheckStrength::Explain => {
            !reasons.answer(problem, record.fields.get(&problem.field))
        }
        CheckStrength::Note => false,
    });
    problems
}

impl Problem {
    /// Returns whether a reason is asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        matches!(self.strength, CheckStrength::Soft | CheckStrength::Explain)
    }

    /// Returns whether only a reason in words answers it.
    #[must_use]
    pub fn wants_words(&self) -> bool {
        self.strength == CheckStrength::Explain
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

    #[test]
    fn words_explain_where_they_say_more_than_that_it_was_looked_at() {
        for words in [
            "",
            "  ",
            "已核对",
            "已核对。",
            "是",
            "是的！",
            "ok",
            "OK",
            "ok, checked",
            "checked",
            "It is correct.",
            "无",
            "无，已核实",
            "核对无误",
            "。。。",
            "1234",
            "aaaa",
            "哈哈哈",
            "扩",
            "abc",
            "同上",
            "N/A",
            "——",
        ] {
            assert!(!explains(words), "{words}");
        }
        for words in [
            "扩建",
            "全县共用",
            "新馆启用",
            "已核对，含报告厅",
            "new wing",
            "counted with the annex",
            "BH-2023-11",
            "见丽卫发〔2023〕5号",
            "环线",
        ] {
            assert!(explains(words), "{words}");
        }
    }

    #[test]
    fn a_check_that_wants_words_is_answered_by_words_only() {
        let problem = Problem {
            strength: CheckStrength::Explain,
            ..doubt("other_type")
        };
        for (why, note, is_answered) in [
            (ReasonKind::Paper, "", false),
            (ReasonKind::Paper, "扩建", false),
            (ReasonKind::Other, "已核对", false),
            (ReasonKind::Other, "农家书屋改建", true),
        ] {
            let mut reasons = given(&["other_type"], json!("12"));
            let reason = reasons.0.get_mut("seats").unwrap();
            (reason.why, reason.note) = (why, note.to_owned());
            assert_eq!(
                reasons.answer(&problem, Some(&json!("12"))),
                is_answered,
                "{note}"
            );
        }
    }
}
