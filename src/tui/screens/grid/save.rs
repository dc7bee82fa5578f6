//! Saving a column: every touched row in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use uuid::Uuid;

use super::Grid;
use super::row::GridRow;
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Record};
use crate::domain::value::Field;
use crate::i18n::{AnswerMsg, Lang, Say, ScreenMsg, Text};
use crate::store::{Result, Save, Saved, StoreError, Writer};
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::words::Words;
use crate::tui::question::QuestionTopic;
use crate::tui::screen::Nav;

impl Grid {
    /// Saves every touched row, unless one of them is wrong, or wants a reason that was not given.
    pub(super) fn save(&mut self, context: &mut Context) -> Result<Nav> {
        self.settle(context.look.lang);
        let wrong = |row: &GridRow| self.mistake(row).is_some();
        let count = self.table.iter().filter(|row| wrong(row)).count();
        if let Some(at) = self.table.iter().position(wrong) {
            self.rows.at = at;
            self.arrive();
            self.keep_draft(context);
            context.say(ScreenMsg::FixFirst { count });
            return Ok(Nav::Stay);
        }
        if self.touched() == 0 {
            context.say(ScreenMsg::Unchanged);
            return Ok(Nav::Stay);
        }
        if let Some(question) = self
            .ask_same_names(context.look.lang)
            .filter(|_| !self.given.told_apart)
        {
            return Ok(Nav::ask(QuestionTopic::SameNames, question));
        }
        let given = self.given.why.is_some();
        if let Some((field, question)) = self.ask_why().filter(|_| !given) {
            return Ok(Nav::ask(QuestionTopic::Doubt(field), question));
        }
        let held = self.held(context)?;
        if !held.is_empty() && self.given.amends.is_empty() {
            let lines = vec![Text::of(&AnswerMsg::AskRows { count: held.len() })];
            let words = Words::new(&AnswerMsg::ReasonTitle, lines, Silence::Refused);
            let words = words.explained(&AnswerMsg::WordsHelp);
            return Ok(Nav::ask(QuestionTopic::LockedValues, words));
        }
        let outdated = self.write(&held, context)?;
        self.after_save(&outdated, context)?;
        Ok(Nav::Stay)
    }

    /// The records of touched rows in which a locked value changes.
    fn held(&self, context: &Context) -> Result<BTreeSet<Uuid>> {
        let Some(field) = self.field() else {
            return Ok(BTreeSet::new());
        };
        let mut held = BTreeSet::new();
        for row in self.table.iter().filter(|row| row.is_touched()) {
            let Some(review) = context.store.review_of(row.record.id)? else {
                continue;
            };
            let saved = &row.record.fields;
            let mut wanted = self.wanted(row, field, &context.person.name);
            wanted.retain(|code, _| code != shared::KIND && code != shared::PLACE);
            let patch = Record::patch_to(saved, &wanted);
            if !review.locks.broken_by(saved, &patch).is_empty() {
                held.insert(row.record.id);
            }
        }
        Ok(held)
    }

    /// Writes the touched rows, the `held` ones with their reason; those that somebody else saved
    /// in between.
    fn write(&self, held: &BTreeSet<Uuid>, context: &mut Context) -> Result<Vec<Uuid>> {
        let author = context.person.name.clone();
        let Some(field) = self.field() else {
            return Ok(Vec::new());
        };
        let mut outdated = Vec::new();
        context.store.write(|writer: &mut Writer| {
            for row in self.table.iter().filter(|row| row.is_touched()) {
                let mut fields = self.wanted(row, field, &author);
                fields.remove(shared::REASONS);
                let reasons = self.reasons(row, field, self.given.why.as_ref());
                fields.extend(reasons.map(|reasons| (shared::REASONS.to_owned(), reasons)));
                let save = Save {
                    record: row.record.id,
                    subject: row.record.subject,
                    base: &row.record.heads,
                    fields,
                    author: &author,
                    reason: if held.contains(&row.record.id) {
                        &self.given.amends
                    } else {
                        ""
                    },
                };
                if matches!(writer.save(&save)?, Saved::Outdated(_)) {
                    outdated.push(row.record.id);
                }
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(outdated)
    }

    /// Only what is not saved stays typed, beside what somebody else saved there.
    fn after_save(&mut self, outdated: &[Uuid], context: &mut Context) -> Result<()> {
        let mut cells = self.cells();
        let saved = cells.len() - outdated.len();
        // What is saved is taken back on the list, by a change of the record.
        self.steps.clear();
        cells.retain(|id, _| outdated.contains(id));
        self.load(context)?;
        let gone = self.take_up(&cells, context);
        if let Some(at) = self.table.iter().position(GridRow::is_touched) {
            self.rows.at = at;
        }
        self.arrive();
        self.keep_draft(context);
        context.say(match (outdated.len(), gone) {
            (0, _) => ScreenMsg::ColumnSaved { count: saved },
            (count, 0) => ScreenMsg::ColumnOutdated { saved, count },
            (_, count) => ScreenMsg::ColumnGone { count },
        });
        Ok(())
    }

    /// The record's fields as they are to be. Whoever confirms or corrects a value says that it is
    /// the one of today, and what is reported of today is reported today, whoever did so before.
    fn wanted(&self, row: &GridRow, field: &Field, author: &str) -> BTreeMap<String, Json> {
        let mut fields = row.record.fields.clone();
        let today = || Json::from(self.day.to_string());
        if fields.contains_key(shared::REPORTED_ON) || row.is_new() {
            fields.insert(shared::REPORTED_ON.to_owned(), today());
            fields.insert(shared::REPORTED_BY.to_owned(), author.into());
        }
        // The figures of a period are of the day on which they were published, not of today.
        if !self.kind.is_sheet() {
            fields.insert(shared::DATA_AS_OF.to_owned(), today());
        }
        if row.entry.is_changed() {
            match &row.entry.value {
                Some(value) => fields.insert(field.code.clone(), value.to_json()),
                None => fields.remove(&field.code),
            };
        } else if let Some(saved) = row.record.fields.get(&field.code) {
            // A date or a reporter that was confirmed is what was confirmed.
            fields.insert(field.code.clone(), saved.clone());
        }
        fields.insert(shared::KIND.to_owned(), row.record.kind.clone().into());
        fields.insert(shared::PLACE.to_owned(), row.record.place.clone().into());
        fields
    }

    /// Why a row cannot be saved.
    pub(super) fn mistake(&self, row: &GridRow) -> Option<Box<dyn Say>> {
        if let Some(refusal) = row.entry.refusal.clone() {
            return Some(Box::new(refusal));
        }
        let field = self.field().filter(|_| row.is_touched())?;
        Some(Box::new(self.broken(row, field)?.complaint))
    }

    /// What is to be said about the row of the cursor: a mistake, what somebody else saved, or a
    /// doubt.
    pub(super) fn complaint(&self, lang: Lang) -> Option<String> {
        let row = self.table.get(self.rows.at)?;
        let theirs = || {
            Some(
                ScreenMsg::Theirs {
                    value: row.entry.theirs.clone()?,
                }
                .say(lang),
            )
        };
        let doubt = || {
            let field = self.field().filter(|_| row.is_touched())?;
            Some(format!(
                "? {}",
                self.open_doubts(row, field).first()?.complaint.say(lang)
            ))
        };
        self.mistake(row)
            .map(|mistake| format!("! {}", mistake.say(lang)))
            .or_else(theirs)
            .or_else(doubt)
    }
}

impl GridRow {
    /// The record with what is typed in the column.
    pub(super) fn typed(&self, field: &Field) -> Facility {
        let mut facility = self.facility.clone();
        match &self.entry.value {
            Some(value) => facility.values.insert(field.code.clone(), value.clone()),
            None => facility.values.remove(&field.code),
        };
        facility
    }
}
