//! What a pack changes of the version that is loaded under its code, told before it takes its
//! place.

use super::facts::{of_check, of_document, of_field, of_kind, of_requirement};
use super::written::{Facts, Written};
use super::{Pack, Requirement};
use crate::domain::policy::kind::Kind;
use crate::i18n::{LoadMsg, Text};

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
            (of_document, of_document),
        );
        let (before, now) = (Written::of(older), Written::of(self));
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
            (|kind| of_kind(kind, &before), |kind| of_kind(kind, &now)),
        );
        for kind in self.asked.iter() {
            if let Some(before) = older.asks(&kind.code) {
                compare_form(&mut found, before, kind);
            }
        }
        let kind = |code: &str| self.asks(code).or_else(|| older.asks(code));
        let facts = |requirement: &Requirement, written: &Written| {
            let mut facts = of_requirement(requirement, kind(&requirement.kind));
            facts.extend(written.requirement(&requirement.code));
            facts
        };
        let requirements = (&*older.requirements, &*self.requirements);
        compare(
            &mut found,
            requirements,
            |requirement| &requirement.code,
            requirement_named,
            (|one| facts(one, &before), |one| facts(one, &now)),
        );
        // What only its sheets and kinds changed of it is told of these.
        for requirement in self.requirements.iter() {
            if now.has_same_requirement(&before, &requirement.code) {
                let what = requirement_named(requirement);
                found.retain(|told| *told != LoadMsg::Otherwise { what: what.clone() });
            }
        }
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
        for kind in self.asked.iter() {
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
        (|field| of_field(field, kind), |field| of_field(field, kind)),
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
        (|check| of_check(check, kind), |check| of_check(check, kind)),
    );
}

/// Compares what has one code in two versions: the new first, then what is gone or altered.
fn compare<T: PartialEq>(
    found: &mut Vec<LoadMsg>,
    (older, newer): (&[T], &[T]),
    code: fn(&T) -> &String,
    what: impl Fn(&T) -> Text,
    (facts_before, facts_now): (impl Fn(&T) -> Facts, impl Fn(&T) -> Facts),
) {
    let find = |all: &'_ [T], asked: &T| all.iter().position(|one| code(one) == code(asked));
    let new = newer.iter().filter(|one| find(older, one).is_none());
    found.extend(new.map(|one| LoadMsg::Added { what: what(one) }));
    for before in older {
        match find(newer, before).and_then(|at| newer.get(at)) {
            None => found.push(LoadMsg::Removed { what: what(before) }),
            Some(now) => {
                let facts = (&facts_before, &facts_now);
                alter(found, &what(now), (before, now), facts);
            }
        }
    }
}

/// Tells in what a thing differs from what it was.
fn alter<T: PartialEq>(
    found: &mut Vec<LoadMsg>,
    what: &Text,
    (before, now): (&T, &T),
    (facts_before, facts_now): (impl Fn(&T) -> Facts, impl Fn(&T) -> Facts),
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
    let pairs = facts_before(before).into_iter().zip(facts_now(now));
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
