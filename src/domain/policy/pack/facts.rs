//! What can be told of the parts of a pack, to compare two versions of them.

use super::written::{Facts, Written};
use super::{Check, Document, Field, Requirement, Scope};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::words;
use crate::domain::value::condition::Condition;
use crate::domain::value::field::{Choice, FieldType, Range, Required, TextFormat};
use crate::i18n::{Lang, LoadAspect, Text, code_list};

pub(super) fn of_document(document: &Document) -> Facts {
    let date = |date: Option<chrono::NaiveDate>| {
        Text::both(date.map(|date| date.to_string()).unwrap_or_default())
    };
    let count =
        |count: Option<u32>| Text::both(count.map(|count| count.to_string()).unwrap_or_default());
    vec![
        (LoadAspect::Number, Text::both(document.number.clone())),
        (LoadAspect::Title, document.title.clone()),
        (LoadAspect::Issuer, document.issuer.clone()),
        (LoadAspect::IssuedOn, date(Some(document.issued_on))),
        (LoadAspect::TargetDate, date(document.target_date)),
        (LoadAspect::ValidFrom, date(document.valid_from)),
        (LoadAspect::ValidTo, date(document.valid_to)),
        (LoadAspect::StaleAfter, count(document.stale_after)),
    ]
}

pub(super) fn of_kind(kind: &Kind, written: &Written) -> Facts {
    let sheet = kind.sheet.as_ref();
    let cycle = sheet.map(|sheet| sheet.cycle.word().to_owned());
    vec![
        (LoadAspect::Cycle, Text::both(cycle.unwrap_or_default())),
        (
            LoadAspect::Scope,
            sheet.map(|sheet| places(&sheet.scope)).unwrap_or_default(),
        ),
        (LoadAspect::Derived, written.derived(&kind.code)),
        (LoadAspect::Title, kind.label.clone()),
        (LoadAspect::Help, kind.help.clone()),
        (LoadAspect::Unit, kind.unit.label.clone()),
    ]
}

pub(super) fn of_field(field: &Field, kind: &Kind) -> Facts {
    vec![
        (LoadAspect::Title, field.label.clone()),
        (LoadAspect::Aliases, Text::both(field.aliases.join("、"))),
        (LoadAspect::Help, field.help.clone()),
        (LoadAspect::Holds, holds(&field.holds)),
        (LoadAspect::Required, required(field)),
        (
            LoadAspect::Conditions,
            conditions(&field.required_when, Some(kind)),
        ),
        (
            LoadAspect::Default,
            Text::both(field.default.clone().unwrap_or_default()),
        ),
    ]
}

/// Returns when a field must be filled, in the word of packs.
pub(super) fn required(field: &Field) -> Text {
    let word = match field.required {
        Required::No => "",
        Required::Submit => "submit",
        Required::Save => "save",
    };
    Text::both(word.to_owned())
}

pub(super) fn of_check(check: &Check, kind: &Kind) -> Facts {
    let strength = check.strength.word().to_owned();
    vec![
        (LoadAspect::Strength, Text::both(strength)),
        (LoadAspect::Conditions, conditions(&check.when, Some(kind))),
        (LoadAspect::Message, check.message.clone()),
        (LoadAspect::AtField, Text::both(check.field.clone())),
    ]
}

pub(super) fn of_requirement(requirement: &Requirement, kind: Option<&Kind>) -> Facts {
    // What it is measured against stands in the conditions, or is the number of facilities.
    let measured = requirement.measure.field.as_deref().map(|code| {
        let field = kind.and_then(|kind| kind.field(code));
        field.map_or_else(|| Text::both(code.to_owned()), |field| field.label.clone())
    });
    let kind_label = kind.map_or_else(
        || Text::both(requirement.kind.clone()),
        |kind| kind.label.clone(),
    );
    vec![
        (LoadAspect::Title, requirement.label.clone()),
        (LoadAspect::OfKind, kind_label),
        (
            LoadAspect::AtLeast,
            Text::both(requirement.at_least().to_string()),
        ),
        (
            LoadAspect::Conditions,
            conditions(requirement.conditions(), kind),
        ),
        (LoadAspect::Measure, measured.unwrap_or_default()),
        (
            LoadAspect::Strength,
            Text::both(requirement.strength.word().to_owned()),
        ),
        (LoadAspect::Scope, places(&requirement.scope)),
        (
            LoadAspect::TargetDate,
            Text::both(
                requirement
                    .target_date
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
            ),
        ),
        (LoadAspect::Clause, clause(requirement)),
        (LoadAspect::Reading, requirement.reading.clone()),
        (
            LoadAspect::Responsible,
            requirement.responsible.clone().unwrap_or_default(),
        ),
    ]
}

/// Returns the places of a scope: their codes, or their level.
pub(super) fn places(scope: &Scope) -> Text {
    Text::both(match scope {
        Scope::Level(level) => level.clone(),
        Scope::Places(places) => code_list(places),
    })
}

fn clause(requirement: &Requirement) -> Text {
    in_both(|lang| {
        format!(
            "{} {}",
            requirement.clause,
            requirement.clause_title.get(lang)
        )
    })
}

fn conditions(conditions: &[Condition], kind: Option<&Kind>) -> Text {
    let said = |condition: &Condition| match kind {
        Some(kind) => in_both(|lang| words::condition(condition, kind, lang)),
        None => Text::both(condition.field.clone()),
    };
    Text::list(&conditions.iter().map(said).collect::<Vec<_>>())
}

/// Returns the type of a field with its limits, in the words of packs.
pub(super) fn holds(holds: &FieldType) -> Text {
    match holds {
        FieldType::Date => Text::both("date".to_owned()),
        FieldType::YesNo => Text::both("yes_no".to_owned()),
        FieldType::Text { max_length, format } => {
            let format = match format {
                Some(TextFormat::CreditCode) => " uscc".to_owned(),
                Some(TextFormat::UsualLength(length)) => format!(" usually = {length}"),
                None => String::new(),
            };
            Text::both(format!("text <= {max_length}{format}"))
        }
        FieldType::Number {
            units,
            decimals,
            range,
            usual,
        } => {
            let units = units
                .iter()
                .map(|unit| unit.code.as_str())
                .collect::<Vec<_>>()
                .join("/");
            let range = limits(range);
            let usual = limits(usual);
            let sort = if *decimals == 0 {
                "integer".to_owned()
            } else {
                format!("decimal .{decimals}")
            };
            let usual = if usual.is_empty() {
                usual
            } else {
                format!("({usual})")
            };
            let words = [sort, units, range, usual];
            Text::both(
                words
                    .iter()
                    .filter(|word| !word.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        }
        FieldType::Choice(choices) => listed(choices),
        FieldType::Choices(choices) => {
            let list = listed(choices);
            in_both(|lang| format!("choices: {}", list.get(lang)))
        }
    }
}

fn listed(choices: &[Choice]) -> Text {
    let said =
        |choice: &Choice| in_both(|lang| format!("{} {}", choice.code, choice.label.get(lang)));
    Text::list(&choices.iter().map(said).collect::<Vec<_>>())
}

/// Limits in the words of packs: `>= 0 <= 50000`.
fn limits(range: &Range) -> String {
    let ends = [(">=", range.min), (">", range.above), ("<=", range.max)];
    ends.iter()
        .filter_map(|(sign, end)| Some(format!("{sign} {}", (*end)?)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn in_both(said: impl Fn(Lang) -> String) -> Text {
    Text {
        zh: said(Lang::Zh),
        en: said(Lang::En),
    }
}
