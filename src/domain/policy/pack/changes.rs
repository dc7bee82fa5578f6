//! What a pack changes of the version that is loaded under its code, told before it takes its
//! place.

use super::{Check, Document, Field, Pack, Requirement, Scope};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::words;
use crate::domain::value::condition::Condition;
use crate::domain::value::field::{Choice, FieldType, Range, Required, TextFormat};
use crate::i18n::{Lang, LoadAspect, LoadMsg, Text, code_list};

/// What can be told of a thing, in an order that is always the same.
type Facts = Vec<(LoadAspect, Text)>;

impl Pack {
    /// Returns what it changes of an older version of it: kinds, fields, checks and requirements
    /// that are new, gone or altered, each with what it was and what it becomes.
    #[must_use]
    pub fn changes_to(&self, older: &Self) -> Vec<LoadMsg> {
        let mut found = Vec::new();
        let what = Text::of(&LoadMsg::Document);
        alter(
            &mut found,
            &what,
            (&older.document, &self.document),
            of_document,
        );
        // What a kind has of fields and checks is compared one by one.
        let bare = |kind: &Kind| Kind {
            fields: Vec::new(),
            checks: Vec::new(),
            ..kind.clone()
        };
        let kinds = |pack: &Self| pack.asked.iter().map(bare).collect::<Vec<_>>();
        compare(
            &mut found,
            (&kinds(older), &kinds(self)),
            |kind| &kind.code,
            kind_named,
            of_kind,
        );
        for kind in &self.asked {
            if let Some(before) = older.asks(&kind.code) {
                compare_form(&mut found, before, kind);
            }
        }
        let kind = |code: &str| self.asks(code).or_else(|| older.asks(code));
        let facts =
            |requirement: &Requirement| of_requirement(requirement, kind(&requirement.kind));
        let requirements = (older.requirements.as_slice(), self.requirements.as_slice());
        compare(
            &mut found,
            requirements,
            |requirement| &requirement.code,
            requirement_named,
            facts,
        );
        if found.is_empty() && self.text != older.text {
            found.push(LoadMsg::OnlyWords);
        }
        found
    }
}

impl Pack {
    /// Returns what it adds to a ledger that has no version of it: kinds and requirements, and to a
    /// kind that another pack asks for already, fields and checks. `form` gives the form of a kind
    /// as it is and as it will be.
    #[must_use]
    pub fn additions<'a>(
        &self,
        form: impl Fn(&str) -> (Option<&'a Kind>, Option<&'a Kind>),
    ) -> Vec<LoadMsg> {
        let mut found = Vec::new();
        for kind in &self.asked {
            match form(&kind.code) {
                (Some(before), Some(after)) => compare_form(&mut found, before, after),
                _ => found.push(LoadMsg::Added {
                    what: kind_named(kind),
                }),
            }
        }
        let named = self.requirements.iter().map(requirement_named);
        found.extend(named.map(|what| LoadMsg::Added { what }));
        found
    }
}

/// Compares the fields and the checks of a kind.
fn compare_form(found: &mut Vec<LoadMsg>, before: &Kind, kind: &Kind) {
    compare(
        found,
        (&before.fields, &kind.fields),
        |field| &field.code,
        |field| {
            Text::of(&LoadMsg::Field {
                kind: kind.label.clone(),
                label: field.label.clone(),
                code: field.code.clone(),
            })
        },
        |field| of_field(field, kind),
    );
    compare(
        found,
        (&before.checks, &kind.checks),
        |check| &check.code,
        |check| {
            Text::of(&LoadMsg::Check {
                kind: kind.label.clone(),
                code: check.code.clone(),
            })
        },
        |check| of_check(check, kind),
    );
}

/// Compares what has one code in two versions: the new first, then what is gone or altered.
fn compare<T: PartialEq>(
    found: &mut Vec<LoadMsg>,
    (older, newer): (&[T], &[T]),
    code: fn(&T) -> &String,
    what: impl Fn(&T) -> Text,
    facts: impl Fn(&T) -> Facts,
) {
    let find = |all: &'_ [T], asked: &T| all.iter().position(|one| code(one) == code(asked));
    let new = newer.iter().filter(|one| find(older, one).is_none());
    found.extend(new.map(|one| LoadMsg::Added { what: what(one) }));
    for before in older {
        match find(newer, before).and_then(|at| newer.get(at)) {
            None => found.push(LoadMsg::Removed { what: what(before) }),
            Some(now) => alter(found, &what(now), (before, now), &facts),
        }
    }
}

/// Tells in what a thing differs from what it was.
fn alter<T: PartialEq>(
    found: &mut Vec<LoadMsg>,
    what: &Text,
    (before, now): (&T, &T),
    facts: impl Fn(&T) -> Facts,
) {
    if before == now {
        return;
    }
    let nothing = || Text::of(&LoadMsg::Nothing);
    let told = |text: Text| {
        if text.zh.is_empty() && text.en.is_empty() {
            nothing()
        } else {
            text
        }
    };
    let pairs = facts(before).into_iter().zip(facts(now));
    let differing: Vec<LoadMsg> = pairs
        .filter(|((_, before), (_, now))| before != now)
        .map(|((aspect, before), (_, now))| {
            let what = what.clone();
            let aspect = Text::of(&aspect);
            LoadMsg::Altered {
                what,
                aspect,
                before: told(before),
                after: told(now),
            }
        })
        .collect();
    if differing.is_empty() {
        found.push(LoadMsg::Otherwise { what: what.clone() });
    }
    found.extend(differing);
}

fn kind_named(kind: &Kind) -> Text {
    Text::of(&LoadMsg::Kind {
        label: kind.label.clone(),
        code: kind.code.clone(),
    })
}

fn requirement_named(requirement: &Requirement) -> Text {
    Text::of(&LoadMsg::Requirement {
        label: requirement.label.clone(),
        code: requirement.code.clone(),
    })
}

fn of_document(document: &Document) -> Facts {
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

fn of_kind(kind: &Kind) -> Facts {
    vec![
        (LoadAspect::Title, kind.label.clone()),
        (LoadAspect::Help, kind.help.clone()),
        (LoadAspect::Unit, kind.unit.label.clone()),
    ]
}

fn of_field(field: &Field, kind: &Kind) -> Facts {
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

fn of_check(check: &Check, kind: &Kind) -> Facts {
    let strength = check.strength.word().to_owned();
    vec![
        (LoadAspect::Strength, Text::both(strength)),
        (LoadAspect::Conditions, conditions(&check.when, Some(kind))),
        (LoadAspect::Message, check.message.clone()),
        (LoadAspect::AtField, Text::both(check.field.clone())),
    ]
}

fn of_requirement(requirement: &Requirement, kind: Option<&Kind>) -> Facts {
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
