//! Doubtful values of a form: which of them still want a reason, and the reasons that were given.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::form::Form;
use crate::domain::policy::Problem;
use crate::domain::review::{Reason, ReasonKind};
use crate::domain::value::{Field, Value};
use crate::i18n::{Lang, ReasonMsg, Say, Text};

impl Form {
    /// The record as it was saved last.
    pub(crate) fn saved(&self) -> Option<BTreeMap<String, Value>> {
        let value = |field: &Field| {
            let value = field.decode(self.target.base.get(&field.code)?)?;
            Some((field.code.clone(), value))
        };
        (!self.target.is_new).then(|| self.kind.fields.iter().filter_map(value).collect())
    }

    /// A field's value as the ledger would keep it.
    fn json_of(&self, code: &str) -> Option<Json> {
        let (_, entry) = self.pair(self.position(code)?)?;
        Some(entry.value.as_ref()?.to_json())
    }

    /// Whether a problem asks for a reason that was not given yet.
    pub(crate) fn is_open(&self, problem: &Problem) -> bool {
        problem.is_asked()
            && !self
                .reasons
                .answer(problem, self.json_of(&problem.field).as_ref())
    }

    /// The first field with a doubt that still wants a reason.
    pub(crate) fn first_doubt(&self) -> Option<usize> {
        let is_open = |field: &Field| {
            self.problems_of(&field.code)
                .any(|problem| self.is_open(problem))
        };
        self.kind.fields.iter().position(is_open)
    }

    /// Whether what is doubtful about a field wants words.
    pub(crate) fn wants_words(&self, at: usize) -> bool {
        let problems = self
            .kind
            .fields
            .get(at)
            .map(|field| self.problems_of(&field.code));
        let mut open = problems
            .into_iter()
            .flatten()
            .filter(|problem| self.is_open(problem));
        open.any(Problem::wants_words)
    }

    /// What is asked of a doubtful field, and what is doubtful about it.
    pub(crate) fn doubt_lines(&self, at: usize) -> Vec<Text> {
        let Some((field, entry)) = self.pair(at) else {
            return Vec::new();
        };
        let ask = |lang: Lang| {
            let label = field.label.get(lang).to_owned();
            match &entry.value {
                Some(value) if self.wants_words(at) => ReasonMsg::AskWords {
                    field: label,
                    value: field.show(value, lang),
                }
                .say(lang),
                Some(value) => ReasonMsg::Ask {
                    field: label,
                    value: field.show(value, lang),
                }
                .say(lang),
                None if self.wants_words(at) => ReasonMsg::AskEmptyWords { field: label }.say(lang),
                None => ReasonMsg::AskEmpty { field: label }.say(lang),
            }
        };
        let doubts = self
            .problems_of(&field.code)
            .filter(|problem| problem.is_asked());
        let mut lines: Vec<Text> = doubts.map(|problem| Text::of(&problem.complaint)).collect();
        lines.push(Text {
            zh: ask(Lang::Zh),
            en: ask(Lang::En),
        });
        lines
    }

    /// Takes the reason for a field; it holds for the value that stands there now.
    pub(crate) fn give_reason(&mut self, at: usize, why: ReasonKind, note: String) {
        let Some(field) = self.kind.fields.get(at).map(|field| field.code.as_str()) else {
            return;
        };
        let asked = self
            .problems
            .iter()
            .filter(|problem| problem.field == field && problem.is_asked());
        let checks = asked.map(|problem| problem.check.clone()).collect();
        let value = self.json_of(field).unwrap_or(Json::Null);
        self.reasons.give(
            field,
            Reason {
                why,
                note,
                checks,
                value,
            },
        );
    }

    /// The reasons to save: those of values that are still asked about.
    pub(crate) fn reasons_to_save(&self) -> Option<Json> {
        let mut reasons = self.reasons.clone();
        let values: BTreeMap<_, _> = self
            .kind
            .fields
            .iter()
            .filter_map(|field| Some((field.code.clone(), self.json_of(&field.code)?)))
            .collect();
        reasons.keep_only(&self.problems, |code| values.get(code));
        reasons.to_json()
    }

    /// The reason that was given for a problem of a field.
    pub(crate) fn reason_given(&self, problem: &Problem, lang: Lang) -> Option<String> {
        let answered = problem.is_asked() && !self.is_open(problem);
        let reason = self.reasons.of(&problem.field).filter(|_| answered)?;
        Some(
            ReasonMsg::Given {
                reason: reason.say(lang),
            }
            .say(lang),
        )
    }
}
