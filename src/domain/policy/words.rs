//! Says limits and conditions of requirements in words.

use super::kind::Kind;
use super::requirement::Requirement;
use crate::domain::value::{Condition, Operator};
use crate::i18n::{Lang, Say as _, VerdictMsg};

/// Returns a limit in words, its sign always said: `≥ 130（含）`.
#[must_use]
pub fn limit(operator: Operator, need: &str, lang: Lang) -> String {
    let (need, value) = (need.to_owned(), need.to_owned());
    match operator {
        Operator::AtLeast => VerdictMsg::AtLeast { need },
        Operator::More => VerdictMsg::MoreThan { need },
        Operator::AtMost => VerdictMsg::AtMost { need },
        Operator::Less => VerdictMsg::LessThan { need },
        Operator::NotEqual | Operator::NotIn => VerdictMsg::IsNot { value },
        Operator::Contains | Operator::Covers => VerdictMsg::Holds { value },
        Operator::Empty => VerdictMsg::IsEmpty,
        Operator::Filled => VerdictMsg::IsFilled,
        Operator::Equal | Operator::In => VerdictMsg::Is { value },
    }
    .say(lang)
}

/// Returns a condition of a requirement in words: `医院级别 ≥ 二级（含）`.
#[must_use]
pub fn condition(condition: &Condition, kind: &Kind, lang: Lang) -> String {
    let label = kind
        .field(&condition.field)
        .map_or(condition.field.as_str(), |field| field.label.get(lang));
    format!(
        "{label} {}",
        limit(condition.operator, condition.shown.get(lang), lang)
    )
}

/// Returns the conditions that a facility must meet, all of them together. `None` where the
/// requirement asks for no facility, or for any facility of its kind: then its reading says what it
/// asks for.
#[must_use]
pub fn conditions_of(requirement: &Requirement, kind: &Kind, lang: Lang) -> Option<String> {
    let conditions = requirement.conditions().iter();
    let words: Vec<String> = conditions.map(|one| condition(one, kind, lang)).collect();
    (!words.is_empty()).then(|| words.join(separator(lang)))
}

/// Returns what stands between two clauses of one line.
#[must_use]
pub const fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    }
}
