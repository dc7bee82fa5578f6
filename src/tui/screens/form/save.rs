//! Saving a form, and what happens when somebody else saved the record in between.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::Form;
use super::open::{EXCEPTED, Opening};
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Record, Subject};
use crate::domain::review::ReviewState;
use crate::i18n::{AnswerMsg, Lang, ScreenMsg};
use crate::store::{Answer, Result, Save, Saved, Writer};
use crate::tui::act::remove::Removal;
use crate::tui::screen::{Context, Nav};

/// What came of saving. The screens and the line prompts each say it in terms of what is to be done
/// next there.
pub(in crate::tui) enum SaveOutcome {
    /// It is in the ledger.
    Written,
    /// The same, and it waits for an inspector again, who returned it or verified it before.
    Resubmitted,
    /// The record already is what the form says.
    Unchanged,
    /// A new record in which nothing was entered.
    Empty,
    /// So many things are to be corrected first.
    Mistakes(usize),
    /// The value of a field is doubtful, and no reason for it was given: the place of the field in
    /// the form.
    Doubtful(usize),
    /// Values that are held fast are changed, and nobody said why.
    Unexplained,
    /// This finding wants an answer.
    Unanswered(Uuid),
    /// This record here is likely to be the same, and nobody said that it is not.
    Likely(Uuid),
    /// Somebody else saved other fields; they are taken in.
    Merged,
    /// Somebody else saved these fields too, by their labels.
    Conflict(String),
    /// Somebody else deleted the record.
    Gone,
}

impl Form {
    /// F2: whatever saving asks is asked anew.
    pub(super) fn begin_to_save(&mut self, context: &mut Context) -> Result<Nav> {
        self.talk.begin();
        self.save(context)
    }

    /// Saves, if nothing keeps it from being saved, and goes on to the next record.
    pub(super) fn save(&mut self, context: &mut Context) -> Result<Nav> {
        match self.try_save(context)? {
            SaveOutcome::Written => return Ok(self.after_save(context)),
            SaveOutcome::Resubmitted => {
                context.say(AnswerMsg::Resubmitted { name: self.name() });
                return Ok(self.on_to_the_next(context));
            }
            SaveOutcome::Unchanged => {
                context.say(ScreenMsg::Unchanged);
                return Ok(self.on_to_the_next(context));
            }
            SaveOutcome::Empty => context.say(ScreenMsg::Unchanged),
            SaveOutcome::Mistakes(count) => {
                self.go_to_first_mistake(context);
                context.say(ScreenMsg::FixFirst { count });
            }
            SaveOutcome::Doubtful(at) => {
                self.go_to(at, context);
                return Ok(self
                    .ask_why(at)
                    .map_or(Nav::Stay, |question| Nav::Push(Box::new(question))));
            }
            SaveOutcome::Unexplained => return Ok(self.ask_reason()),
            SaveOutcome::Unanswered(thread) => return Ok(self.ask_answer(thread)),
            SaveOutcome::Likely(id) => return Ok(self.ask_on_saving(id, context.look.lang)),
            SaveOutcome::Merged => context.say(ScreenMsg::OutdatedElsewhere),
            SaveOutcome::Conflict(fields) => context.say(ScreenMsg::Outdated { fields }),
            SaveOutcome::Gone => context.say(ScreenMsg::Gone),
        }
        Ok(Nav::Stay)
    }

    /// Saves, if nothing keeps it from being saved. The draft goes once the record is in the
    /// ledger.
    pub(in crate::tui) fn try_save(&mut self, context: &mut Context) -> Result<SaveOutcome> {
        self.settle(context);
        if self.target.is_new && !self.is_changed() {
            return Ok(SaveOutcome::Empty);
        }
        let blocking = self.blocking();
        if blocking > 0 {
            return Ok(SaveOutcome::Mistakes(blocking));
        }
        if let Some(id) = self.not_told_apart() {
            return Ok(SaveOutcome::Likely(id));
        }
        if let Some(at) = self.first_doubt() {
            return Ok(SaveOutcome::Doubtful(at));
        }
        self.load_talk(context)?;
        let fields = self.fields();
        if self.unexplained(&fields) {
            return Ok(SaveOutcome::Unexplained);
        }
        if let Some(thread) = self.unanswered(&fields) {
            return Ok(SaveOutcome::Unanswered(thread));
        }
        if let Some(theirs) = self.written_meanwhile(context)? {
            return self.take_in(theirs, context);
        }
        let before = self.state();
        match self.write(fields, context)? {
            Saved::Outdated(Some(theirs)) => self.take_in(*theirs, context),
            Saved::Outdated(None) => Ok(SaveOutcome::Gone),
            saved => {
                self.discard_draft(context);
                self.load_talk(context)?;
                let judged = matches!(before, Some(ReviewState::Returned | ReviewState::Approved));
                Ok(match saved {
                    _ if judged && self.state() == Some(ReviewState::Submitted) => {
                        SaveOutcome::Resubmitted
                    }
                    Saved::Unchanged if before == self.state() => SaveOutcome::Unchanged,
                    _ => SaveOutcome::Written,
                })
            }
        }
    }

    /// The exception that somebody else recorded for the same minimum while a new one was written
    /// here: there is one form of it, which shows one.
    fn written_meanwhile(&mut self, context: &Context) -> Result<Option<Record>> {
        if !self.target.is_new || self.target.subject != Subject::Exception {
            return Ok(None);
        }
        let fixed = |key: &str| {
            self.target
                .fixed
                .get(key)
                .and_then(Json::as_str)
                .unwrap_or_default()
        };
        let [pack, requirement] = EXCEPTED.map(fixed);
        let place = self.target.place.code.clone();
        let Some((id, folded)) = context.store.exception_record(pack, requirement, &place)? else {
            return Ok(None);
        };
        self.target.id = id;
        let (fields, heads) = (folded.fields, folded.heads);
        Ok(Some(Record {
            id,
            kind: self.kind.code.clone(),
            place,
            fields,
            heads,
        }))
    }

    /// Writes the record and the answers to its findings, or neither.
    fn write(&self, fields: BTreeMap<String, Json>, context: &mut Context) -> Result<Saved> {
        let author = context.person.name.clone();
        // A reason that was given for values which were put back since explains nothing.
        let reason = if self.broken(&fields).is_empty() {
            ""
        } else {
            self.talk.reason()
        };
        let (record, subject, upon) = (
            self.target.id,
            self.target.subject,
            self.target.upon.as_slice(),
        );
        let save = Save {
            record,
            subject,
            upon,
            fields,
            author: &author,
            reason,
        };
        context.store.write(|writer: &mut Writer| {
            let saved = writer.save(&save)?;
            if !matches!(saved, Saved::Outdated(_)) {
                for (thread, text) in self.talk.answers() {
                    writer.answer(&Answer {
                        record,
                        thread,
                        text,
                        author: &author,
                    })?;
                }
            }
            Ok(saved)
        })
    }

    fn go_to_first_mistake(&mut self, context: &mut Context) {
        if let Some(at) = self.mistakes().first() {
            self.go_to(*at, context);
        }
    }

    /// Every field as it is to be: what nobody types, what is typed, and what this form does not
    /// know.
    pub(super) fn fields(&self) -> BTreeMap<String, Json> {
        let unknown = self
            .target
            .base
            .iter()
            .filter(|(code, _)| self.kind.field(code).is_none());
        let unknown = unknown.filter(|(code, _)| *code != shared::REASONS);
        let unknown = unknown.map(|(code, value)| (code.clone(), value.clone()));
        let reasons = self
            .reasons_to_save()
            .map(|reasons| (shared::REASONS.to_owned(), reasons));
        let typed = self.kind.fields.iter().zip(&self.entries);
        let typed = typed.filter_map(|(field, entry)| {
            // What nobody touched stays as it is, even a value that the field of a newer pack
            // cannot show.
            let kept = self
                .target
                .base
                .get(&field.code)
                .filter(|_| !entry.is_changed())
                .cloned();
            Some((
                field.code.clone(),
                kept.or_else(|| Some(entry.value.as_ref()?.to_json()))?,
            ))
        });
        unknown
            .chain(reasons)
            .chain(typed)
            .chain(self.target.fixed.clone())
            .collect()
    }

    fn after_save(&mut self, context: &mut Context) -> Nav {
        self.hand_on_carried(context);
        let name = self.name();
        let count = self.problems.len();
        if self.target.is_new && self.target.subject == Subject::Facility {
            context.say(ScreenMsg::SavedNext { name });
        } else if count > 0 {
            context.say(ScreenMsg::SavedDoubtful { name, count });
        } else {
            context.say(ScreenMsg::Saved { name });
        }
        self.on_to_the_next(context)
    }

    /// What a record of this form is known by: the first field of every form says it.
    pub(in crate::tui) fn name(&self) -> String {
        self.entries
            .first()
            .map(|entry| entry.text().to_owned())
            .unwrap_or_default()
    }

    /// Takes the saved record out of the ledger.
    pub(super) fn remove(&mut self, reason: &str, context: &mut Context) -> Result<()> {
        let fields = self
            .target
            .base
            .clone()
            .into_iter()
            .chain(self.target.fixed.clone())
            .collect();
        let (subject, record, upon) = (
            self.target.subject,
            self.target.id,
            self.target.upon.as_slice(),
        );
        Removal {
            subject,
            record,
            upon,
            fields,
            name: self.name(),
            reason,
        }
        .carry_out(context)?;
        self.discard_draft(context);
        Ok(())
    }

    /// After a new record comes an empty form, after one of a list the next of the list, else the
    /// screen below.
    fn on_to_the_next(&mut self, context: &mut Context) -> Nav {
        let next = if self.target.subject != Subject::Facility {
            None
        } else if self.target.is_new {
            Some(Opening::New {
                kind: self.kind.code.clone(),
                place: self.target.place.code.clone(),
            })
        } else {
            let neighbours = self.target.neighbours.clone();
            neighbours
                .step(self.target.id, 1)
                .map(|id| Opening::Existing { id, neighbours })
        };
        // This one is saved: that the next is gone by now must not look as if it were not.
        let form = next.and_then(|opening| Self::open(context, opening).ok().flatten());
        form.map_or(Nav::Pop, |form| Nav::Replace(Box::new(form)))
    }

    /// Takes in what somebody else saved: fields that only they changed are theirs, fields that
    /// only this form changed stay, and a field that both set shows theirs beside it.
    fn take_in(&mut self, theirs: Record, context: &mut Context) -> Result<SaveOutcome> {
        let lang = context.look.lang;
        // What stood in a field before they saved it must not come back unseen.
        self.steps.clear();
        self.pulled = None;
        if self.conflicts().is_empty() {
            self.target.before_theirs.clone_from(&self.target.upon);
        }
        for (field, entry) in self.kind.fields.iter().zip(&mut self.entries) {
            let value = theirs
                .fields
                .get(&field.code)
                .and_then(|json| field.decode(json));
            let text = value
                .map(|value| field.edit_text(&value, lang))
                .unwrap_or_default();
            if text == entry.saved() {
                continue;
            }
            let mine = entry.is_changed();
            entry.take_as_saved(text.clone());
            if !mine {
                entry.put(field, text);
            } else if entry.is_changed() && !entry.says(field, &text) {
                entry.theirs = Some(text);
            }
        }
        self.target
            .move_to(context.store.find_place(&theirs.place)?, context)?;
        self.target.stand_upon(theirs);
        self.load_others(context)?;
        self.judge();
        self.keep_draft(context);
        Ok(self
            .differing(lang)
            .map_or(SaveOutcome::Merged, SaveOutcome::Conflict))
    }

    /// The labels of the fields in which somebody else saved another value; `None` where there are
    /// none.
    pub(super) fn differing(&self, lang: Lang) -> Option<String> {
        let labels = self
            .conflicts()
            .into_iter()
            .filter_map(|at| Some(self.kind.fields.get(at)?.label.get(lang)));
        let labels: Vec<&str> = labels.collect();
        (!labels.is_empty()).then(|| labels.join(if lang == Lang::Zh { "、" } else { ", " }))
    }

    /// The version that the draft of this form stands upon.
    pub(super) fn typed_upon(&self) -> &[ChangeId] {
        if self.conflicts().is_empty() {
            &self.target.upon
        } else {
            &self.target.before_theirs
        }
    }

    /// Waits until what is typed is on the disk; whether the form may be left, and a note of it. A
    /// form that could not be kept would be lost.
    pub(super) fn is_kept(&mut self, context: &mut Context) -> bool {
        if !self.is_changed() {
            return true;
        }
        self.keep_draft(context);
        self.keeper.is_kept(context)
    }

    /// Waits until what is typed is on the disk; whether it is, or there is nothing to keep.
    pub(in crate::tui) fn keep(&mut self, context: &mut Context) -> bool {
        self.keep_draft(context);
        !self.is_changed() || self.keeper.flush(context)
    }

    /// Keeps what is typed in the draft file.
    pub(super) fn keep_draft(&mut self, context: &mut Context) {
        if !self.is_changed() {
            // What was typed was taken back: there is nothing to go on with.
            return self.discard_draft(context);
        }
        let draft = self.as_draft(&context.person.name);
        self.keeper.keep(&draft, context);
    }

    /// The draft is removed only after the save was committed.
    fn discard_draft(&mut self, context: &mut Context) {
        self.keeper.discard(context);
    }
}
