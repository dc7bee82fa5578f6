//! Saves a form, and meets what somebody else saved in between.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::earlier::Earlier;
use super::form::Form;
use super::outcome::SaveOutcome;
use super::removal::Removal;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::store::{FindingAnswer, Result, Save, Saved, Writer};
use crate::tui::context::Context;

impl Form {
    /// Saves, if nothing keeps it from being saved. The draft goes once the record is in the
    /// ledger.
    pub(crate) fn try_save(&mut self, context: &mut Context) -> Result<SaveOutcome> {
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
        self.load_review(context)?;
        let fields = self.fields();
        if self.unexplained(&fields) {
            return Ok(SaveOutcome::Unexplained);
        }
        if let Some(thread) = self.unanswered(&fields) {
            return Ok(SaveOutcome::Unanswered(thread));
        }
        if std::mem::take(&mut self.meanwhile.is_unseen)
            && let Some(fields) = self.differing(context.look.lang)
        {
            return Ok(SaveOutcome::Conflict(fields));
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
                self.load_review(context)?;
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

    /// The record of the same identity that somebody else saved while a new one was written here,
    /// as two exceptions from one minimum: there is one form of it, which shows one.
    fn written_meanwhile(&mut self, context: &Context) -> Result<Option<Record>> {
        if !self.target.is_new {
            return Ok(None);
        }
        let subject = self.target.subject;
        let fixed = &self.target.fixed;
        let Some((id, folded)) = context.store.identified_record(subject, fixed)? else {
            return Ok(None);
        };
        self.target.id = id;
        Ok(Some(Record {
            id,
            subject,
            kind: self.kind.code.clone(),
            place: self.target.place.code.clone(),
            fields: folded.fields,
            heads: folded.heads,
        }))
    }

    /// Writes the record and the answers to its findings, or neither.
    fn write(&self, fields: BTreeMap<String, Json>, context: &mut Context) -> Result<Saved> {
        let author = context.person.name.clone();
        // A reason that was given for values which were put back since explains nothing.
        let reason = if self.broken(&fields).is_empty() {
            ""
        } else {
            self.review.reason()
        };
        let record = self.target.id;
        let save = Save {
            record,
            subject: self.target.subject,
            base: &self.target.parents,
            fields,
            author: &author,
            reason,
        };
        context.store.write(|writer: &mut Writer| {
            let saved = writer.save(&save)?;
            if !matches!(saved, Saved::Outdated(_)) {
                for (thread, text) in self.review.answers() {
                    writer.answer(&FindingAnswer {
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

    /// Every field as it is to be: what nobody types, what is typed, and what this form does not
    /// know.
    pub(crate) fn fields(&self) -> BTreeMap<String, Json> {
        let is_unknown = |(code, _): &(&String, &Json)| {
            self.kind.field(code).is_none() && *code != shared::REASONS
        };
        let unknown = self.target.base.iter().filter(is_unknown);
        let unknown = unknown.map(|(code, value)| (code.clone(), value.clone()));
        let reasons = self
            .reasons_to_save()
            .map(|reasons| (shared::REASONS.to_owned(), reasons));
        let typed = self.pairs().filter_map(|(field, entry)| {
            // What nobody touched stays as it is, even a value that the field of a newer pack
            // cannot show.
            let kept = self
                .target
                .base
                .get(&field.code)
                .filter(|_| !entry.is_changed());
            let value = match kept {
                Some(kept) => kept.clone(),
                None => entry.value.as_ref()?.to_json(),
            };
            Some((field.code.clone(), value))
        });
        unknown
            .chain(reasons)
            .chain(typed)
            .chain(self.target.fixed.clone())
            .collect()
    }

    /// Takes the saved record out of the ledger.
    pub(crate) fn remove(&mut self, reason: &str, context: &mut Context) -> Result<()> {
        let removal = Removal {
            subject: self.target.subject,
            record: self.target.id,
            base: &self.target.parents,
            fields: self.target.saved_fields(),
            name: self.name(context.look.lang),
            reason,
        };
        removal.carry_out(context)?;
        self.discard_draft(context);
        Ok(())
    }

    /// Takes in what somebody else saved: fields that only they changed are theirs, fields that
    /// only this form changed stay, and a field that both set shows theirs beside it.
    fn take_in(&mut self, theirs: Record, context: &mut Context) -> Result<SaveOutcome> {
        let lang = context.look.lang;
        // What stood in a field before they saved it must not come back unseen.
        self.steps.clear();
        self.pulled = None;
        if self.conflicts().is_empty() {
            self.target.before_theirs.clone_from(&self.target.parents);
        }
        let place = context.store.find_place(&theirs.place)?;
        self.target.move_to(place, context)?;
        let moved = self.follow_kind(&theirs.kind, context)?;
        self.target.rebase_on(theirs);
        self.earlier = Earlier::load(&self.kind, &self.target, context)?;
        self.meet(context)?;
        self.load_around(context)?;
        self.judge(context);
        self.keep_draft(context);
        if let Some(moved) = moved {
            return Ok(SaveOutcome::OtherKind(moved));
        }
        Ok(self
            .differing(lang)
            .map_or(SaveOutcome::Merged, SaveOutcome::Conflict))
    }
}
