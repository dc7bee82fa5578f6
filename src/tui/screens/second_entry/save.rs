//! Saving a second entry: what was settled, with what replaces the first entry, in one transaction.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::blind::{SecondEntryScreen, Slot};
use crate::domain::policy::{CheckStrength, Checked, Problem, check};
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::i18n::{Say as _, SecondEntryMsg, Text};
use crate::store::{Keyed, Result, Save, Saved, Writer};
use crate::tui::context::Context;
use crate::tui::screen::Nav;

impl SecondEntryScreen {
    /// F2: compares what stands in the field in focus, saves every settled field, and goes on to
    /// the next record.
    pub(super) fn save(&mut self, context: &mut Context) -> Result<Nav> {
        if !self.key_what_stands(context) {
            return Ok(Nav::Stay);
        }
        if self.settled() == 0 {
            context.say(SecondEntryMsg::NothingKeyed);
            return Ok(Nav::Stay);
        }
        if let Some(problem) = self.mistake(context) {
            self.refuse(&problem, context);
            return Ok(Nav::Stay);
        }
        match self.write(context)? {
            Saved::Outdated(None) => {
                context.say(SecondEntryMsg::Gone);
                Ok(Nav::Pop)
            }
            Saved::Outdated(Some(_)) => self.meet(context),
            Saved::Written(_) | Saved::Unchanged => self.after_save(context),
        }
    }

    fn write(&self, context: &mut Context) -> Result<Saved> {
        let author = context.person.name.clone();
        let reason = SecondEntryMsg::Reason.say(context.look.lang);
        let save = Save {
            record: self.record.id,
            subject: self.record.subject,
            base: &self.record.heads,
            fields: self.wanted(),
            author: &author,
            reason: &reason,
        };
        let keyed = |slot: &Slot| {
            let Slot {
                field, attempts, ..
            } = slot;
            Some(Keyed {
                field: field.code.clone(),
                outcome: attempts.outcome?,
                tries: attempts.tries,
            })
        };
        let keyed: Vec<Keyed> = self.slots.iter().filter_map(keyed).collect();
        context
            .store
            .write(|writer: &mut Writer| writer.save_keyed(&save, &keyed))
    }

    /// What takes the place of the first entry, by the code of the field; `None` empties it.
    fn replaced(&self) -> impl Iterator<Item = (&str, Option<&Value>)> {
        let replaced = self.slots.iter().filter(|slot| slot.is_replaced());
        replaced.filter_map(|slot| {
            Some((
                slot.field.code.as_str(),
                slot.attempts.differing.as_ref()?.as_ref(),
            ))
        })
    }

    /// The record's fields as they are to be.
    fn wanted(&self) -> BTreeMap<String, Json> {
        let mut fields = self.record.fields.clone();
        for (code, value) in self.replaced() {
            match value {
                Some(value) => fields.insert(code.to_owned(), value.to_json()),
                None => fields.remove(code),
            };
        }
        fields.insert(shared::KIND.to_owned(), self.record.kind.clone().into());
        fields.insert(shared::PLACE.to_owned(), self.record.place.clone().into());
        fields
    }

    /// What the replaced values break that held before. What was wrong with the record already is
    /// for its form.
    fn mistake(&self, context: &Context) -> Option<Problem> {
        let hard = |facility: &Facility| {
            let mut problems = check::problems(
                &self.kind,
                &Checked {
                    values: facility,
                    before: None,
                    day: context.day,
                },
            );
            problems.retain(|problem| problem.strength == CheckStrength::Hard);
            problems
        };
        let before = self.kind.decode(&self.record);
        let mut after = before.clone();
        for (code, value) in self.replaced() {
            match value {
                Some(value) => after.values.insert(code.to_owned(), value.clone()),
                None => after.values.remove(code),
            };
        }
        let before = hard(&before);
        hard(&after)
            .into_iter()
            .find(|problem| !before.contains(problem))
    }

    /// Opens the replaced field that a mistake is about; where it is about another one, the last
    /// that was replaced.
    fn refuse(&mut self, problem: &Problem, context: &mut Context) {
        let named = self
            .slots
            .iter()
            .position(|slot| slot.is_replaced() && slot.field.code == problem.field);
        let at = named.or_else(|| self.slots.iter().rposition(Slot::is_replaced));
        if let Some((at, slot)) = at.and_then(|at| Some((at, self.slots.get_mut(at)?))) {
            slot.reopen();
            self.focus = at;
        }
        self.keep_draft(context);
        context.say(SecondEntryMsg::Refused {
            complaint: Text::of(&problem.complaint),
        });
    }

    /// Somebody saved the record in between: what they left alone is kept, what they changed is
    /// asked again.
    fn meet(&mut self, context: &mut Context) -> Result<Nav> {
        let progress = self.progress();
        let base = self.record.fields.clone();
        let Some(entered) = context.store.entered(self.record.id)? else {
            context.say(SecondEntryMsg::Gone);
            return Ok(Nav::Pop);
        };
        let Some(now) = Self::build(context, entered, self.neighbours.clone())? else {
            self.keeper.discard(context);
            context.say(SecondEntryMsg::SettledMeanwhile);
            return Ok(Nav::Pop);
        };
        (self.record, self.slots, self.place) = (now.record, now.slots, now.place);
        let asked_again = self.take_up(progress, &base, context.look.lang);
        let open = || self.slots.iter().position(|slot| !slot.is_settled());
        self.focus = asked_again
            .first()
            .copied()
            .or_else(open)
            .unwrap_or_default();
        self.keep_draft(context);
        context.say(SecondEntryMsg::ChangedMeanwhile {
            count: asked_again.len(),
        });
        Ok(Nav::Stay)
    }

    /// Goes on to the next record, unless something of this one was keyed and is not settled.
    fn after_save(&mut self, context: &mut Context) -> Result<Nav> {
        let name = self.name(context.look.lang);
        let fields = self.settled();
        let replaced = self.replaced().count();
        self.slots.retain(|slot| !slot.is_settled());
        let record = context.store.record(self.record.id)?;
        match record {
            Some(record) if self.slots.iter().any(Slot::is_touched) => {
                self.record = record;
                self.focus = self
                    .slots
                    .iter()
                    .position(Slot::is_touched)
                    .unwrap_or_default();
                self.keep_draft(context);
                context.say(SecondEntryMsg::Saved {
                    name,
                    fields,
                    replaced,
                });
                Ok(Nav::Stay)
            }
            _ => {
                self.keeper.discard(context);
                let nav = self.next_record(context);
                context.say(SecondEntryMsg::Saved {
                    name,
                    fields,
                    replaced,
                });
                nav
            }
        }
    }
}
