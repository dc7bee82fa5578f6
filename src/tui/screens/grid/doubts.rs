//! Doubtful values of a column: one reason answers for every row that wants one.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Grid;
use super::row::{GivenReason, GridRow};
use crate::domain::policy::{CheckStrength, Checked, Problem, check};
use crate::domain::record::facility::shared;
use crate::domain::review::{Reason, Reasons};
use crate::domain::text::folding;
use crate::domain::value::{Field, Values};
use crate::i18n::{Lang, ReasonMsg, ScreenMsg, Text};
use crate::tui::part::picker::Picker;
use crate::tui::part::why::Question;

/// How many doubts the question shows; a column has as many as it has rows.
const SHOWN: usize = 5;

impl Grid {
    /// The problems that what is typed in a row brings. What was wrong with its record before is
    /// for its form.
    pub(super) fn new_problems(&self, row: &GridRow, field: &Field) -> Vec<Problem> {
        let find = |values: &dyn Values, before| {
            check::problems(
                &self.kind,
                &Checked {
                    values,
                    before,
                    day: self.day,
                },
            )
        };
        let before = find(&row.facility, None);
        let mut now = find(&row.typed(field), Some(&row.facility));
        now.retain(|problem| !before.contains(problem));
        now
    }

    /// The first thing that keeps a row from being saved.
    pub(super) fn broken(&self, row: &GridRow, field: &Field) -> Option<Problem> {
        self.new_problems(row, field)
            .into_iter()
            .find(|problem| problem.strength == CheckStrength::Hard)
    }

    /// The problems of a row that still want a reason.
    pub(super) fn open_doubts(&self, row: &GridRow, field: &Field) -> Vec<Problem> {
        let typed = row.typed(field);
        let reasons = Reasons::of_json(row.record.fields.get(shared::REASONS));
        let mut doubts = self.new_problems(row, field);
        doubts.retain(|problem| {
            let value = typed
                .values
                .get(&problem.field)
                .map(crate::domain::value::Value::to_json);
            problem.is_asked() && !reasons.answer(problem, value.as_ref())
        });
        doubts
    }

    /// One question for all rows that want a reason, with the code of the field; `None` where none
    /// does.
    pub(super) fn ask_why(&self) -> Option<(String, Question)> {
        let field = self.field()?;
        let touched = self.table.iter().filter(|row| row.is_touched());
        let doubtful: Vec<(&GridRow, Problem)> = touched
            .filter_map(|row| Some((row, self.open_doubts(row, field).into_iter().next()?)))
            .collect();
        let count = doubtful.len();
        let wants_words = |row: &GridRow| {
            let doubts = self.open_doubts(row, field);
            doubts.iter().any(Problem::wants_words)
        };
        let in_words = doubtful.iter().any(|(row, _)| wants_words(row));
        let line = |(row, problem): (&GridRow, Problem)| {
            let reason = Text::of(&problem.complaint);
            let name = row.record.known_by();
            let with_name =
                |name: &str, words: &str| format!("{name} {}: {words}", row.entry.text());
            Text {
                zh: with_name(&name.zh, &reason.zh),
                en: with_name(&name.en, &reason.en),
            }
        };
        let mut lines: Vec<Text> = doubtful.into_iter().take(SHOWN).map(line).collect();
        lines.push(Text::of(&if in_words {
            ReasonMsg::ManyRowsWords { count }
        } else {
            ReasonMsg::ManyRows { count }
        }));
        (count > 0).then(|| (field.code.clone(), Question::new(lines).in_words(in_words)))
    }

    /// The question about rows that are given the name of another record of the place; `None` where
    /// there are none.
    pub(super) fn ask_same_names(&self, lang: Lang) -> Option<Picker> {
        self.field().filter(|field| field.code == shared::NAME)?;
        let key = |row: &GridRow| (row.record.place.clone(), folding::key(row.entry.text()));
        let mut named: BTreeMap<_, usize> = BTreeMap::new();
        for row in &self.table {
            *named.entry(key(row)).or_default() += 1;
        }
        let is_taken = |row: &&GridRow| {
            row.entry.is_changed() && named.get(&key(row)).is_some_and(|count| *count > 1)
        };
        let taken: Vec<&GridRow> = self.table.iter().filter(is_taken).collect();
        let line = |row: &&GridRow| {
            Text::both(format!(
                "{}  {} -> {}",
                row.place,
                row.facility.name(),
                row.entry.text()
            ))
        };
        let lines = taken.iter().take(SHOWN).map(line).collect();
        let question = ScreenMsg::AskSameNames { count: taken.len() };
        let choices = [&ScreenMsg::ChangeNames, &ScreenMsg::SaveSameNames];
        (!taken.is_empty()).then(|| Picker::to_ask(&question, choices, lang).above(lines))
    }

    /// The reasons that a row is saved with: what was said before and still holds, and what is said
    /// now.
    pub(super) fn reasons(
        &self,
        row: &GridRow,
        field: &Field,
        given: Option<&GivenReason>,
    ) -> Option<Json> {
        let typed = row.typed(field);
        let values: BTreeMap<String, Json> = typed
            .values
            .iter()
            .map(|(code, value)| (code.clone(), value.to_json()))
            .collect();
        let mut reasons = Reasons::of_json(row.record.fields.get(shared::REASONS));
        let open = self.open_doubts(row, field);
        for problem in given.map(|_| &open).into_iter().flatten() {
            let Some((why, note)) = given.cloned() else {
                continue;
            };
            let checks = open.iter().filter(|other| other.field == problem.field);
            let checks = checks.map(|other| other.check.clone()).collect();
            let value = values.get(&problem.field).cloned().unwrap_or(Json::Null);
            reasons.give(
                &problem.field,
                Reason {
                    why,
                    note,
                    checks,
                    value,
                },
            );
        }
        let record = Checked {
            values: &typed,
            before: Some(&row.facility),
            day: self.day,
        };
        reasons.keep_only(&check::problems(&self.kind, &record), |code| {
            values.get(code)
        });
        reasons.to_json()
    }
}
