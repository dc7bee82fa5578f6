//! How a record is opened to be keyed again, and how what was keyed is kept as a draft and taken up
//! again. Neither the screen nor the draft holds anything of the first entry but the ledger's own
//! value to compare with, in memory.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;
use uuid::Uuid;

use super::blind::{SecondEntryScreen, Slot};
use crate::domain::review::double_entry::outstanding;
use crate::domain::review::{Attempts, SecondEntryOutcome};
use crate::domain::value::is_same_json;
use crate::i18n::{Lang, ScreenMsg, SecondEntryMsg};
use crate::store::draft::{self, DraftFile, DraftKeyed, DraftOf, FormDraft};
use crate::store::{Entered, Result};
use crate::tui::context::Context;
use crate::tui::form::keeper::Keeper;
use crate::tui::screen::Neighbours;

/// What a person did in each field: the attempts, and what stands in it.
pub(super) type Progress = BTreeMap<String, (Attempts, String)>;

impl SecondEntryScreen {
    /// A record of which this person has something to key; what was left of it is gone on with.
    /// `None` where nothing is left to key, or the record is gone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn open(
        context: &mut Context,
        id: Uuid,
        neighbours: Neighbours,
    ) -> Result<Option<Self>> {
        let is_this = |of: &DraftOf| matches!(of, DraftOf::SecondEntry { id: of, .. } if *of == id);
        let left = draft::waiting(context.store.path(), &context.person.name).drafts;
        let left = left.into_iter().find(|waiting| is_this(&waiting.draft.of));
        if let Some((file, draft)) = left.and_then(|waiting| DraftFile::resume(&waiting.path).ok())
        {
            context.say(SecondEntryMsg::TakenUp);
            return Self::go_on_with(context, id, neighbours, (file, &draft));
        }
        let Some(entered) = context.store.entered(id)? else {
            return Ok(None);
        };
        Self::build(context, entered, neighbours)
    }

    /// Goes on with a second entry that was not saved; `None` with a note when it cannot be opened.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn resume(context: &mut Context, path: &Path) -> Result<Option<Self>> {
        let (file, draft) = match DraftFile::resume(path) {
            Ok(resumed) => resumed,
            Err(fault) => {
                context.say(fault);
                return Ok(None);
            }
        };
        let DraftOf::SecondEntry { id, .. } = draft.of else {
            return Ok(None);
        };
        Self::go_on_with(context, id, Neighbours::default(), (file, &draft))
    }

    fn go_on_with(
        context: &mut Context,
        id: Uuid,
        neighbours: Neighbours,
        (file, draft): (DraftFile, &FormDraft),
    ) -> Result<Option<Self>> {
        let Some(entered) = context.store.entered(id)? else {
            context.say(SecondEntryMsg::Gone);
            return Ok(None);
        };
        let Some(mut keying) = Self::build(context, entered, neighbours)? else {
            // Somebody else has done all of it: the draft has nothing that could still be saved.
            context.say(SecondEntryMsg::SettledMeanwhile);
            if let Err(fault) = file.discard() {
                context.say(fault);
            }
            return Ok(None);
        };
        let base = context.store.fields_at(id, &draft.base)?;
        let asked_again =
            keying.take_up(progress_of(draft, &keying.slots), &base, context.look.lang);
        keying.focus = keying
            .slots
            .iter()
            .position(|slot| slot.field.code == draft.focus)
            .unwrap_or_default();
        if let Some(slot) = keying.slots.get_mut(keying.focus) {
            slot.entry.set_cursor(draft.cursor);
        }
        if !asked_again.is_empty() {
            context.say(SecondEntryMsg::ChangedMeanwhile {
                count: asked_again.len(),
            });
        }
        keying.keeper.go_on(file, context);
        Ok(Some(keying))
    }

    /// The fields of a record that this person has to key, all empty; `None` where there is none.
    pub(super) fn build(
        context: &Context,
        entered: Entered,
        neighbours: Neighbours,
    ) -> Result<Option<Self>> {
        let Entered {
            record,
            changes,
            done,
        } = entered;
        let kind = context.store.require_kind(&record.kind)?.clone();
        let pending = outstanding(&kind, &changes, &done, &context.person.name).pending;
        let slot = |code: &str| {
            let field = kind.field(code)?;
            let first = record.fields.get(code).and_then(|json| field.decode(json));
            Some(Slot::new(field, first, context.look.lang))
        };
        let slots: Vec<Slot> = pending
            .iter()
            .filter_map(|pending| slot(&pending.code))
            .collect();
        if slots.is_empty() {
            return Ok(None);
        }
        let place = context.store.place_name(&record.place)?;
        let keeper = Keeper::default();
        let focus = 0;
        let body = context.body;
        let rings = false;
        let loss_said = false;
        Ok(Some(Self {
            kind,
            record,
            place,
            slots,
            focus,
            keeper,
            neighbours,
            body,
            rings,
            loss_said,
        }))
    }

    /// What was done in each field so far.
    pub(super) fn progress(&self) -> Progress {
        let touched = self.slots.iter().filter(|slot| slot.is_touched());
        touched
            .map(|slot| {
                (
                    slot.field.code.clone(),
                    (slot.attempts.clone(), slot.entry.text().to_owned()),
                )
            })
            .collect()
    }

    /// Takes up what was done on other fields: `base` are those of the record then. A field that
    /// somebody changed since is asked again; where these are.
    pub(super) fn take_up(
        &mut self,
        mut progress: Progress,
        base: &BTreeMap<String, Json>,
        lang: Lang,
    ) -> Vec<usize> {
        let mut asked_again = Vec::new();
        for (at, slot) in self.slots.iter_mut().enumerate() {
            let code = &slot.field.code;
            let Some((attempts, text)) = progress.remove(code) else {
                continue;
            };
            let [before, now] =
                [base, &self.record.fields].map(|fields| fields.get(code).unwrap_or(&Json::Null));
            if is_same_json(before, now) {
                slot.attempts = attempts;
                slot.entry.resume(&slot.field, &text, lang);
            } else {
                asked_again.push(at);
            }
        }
        asked_again
    }

    fn as_draft(&self, author: &str, lang: Lang) -> FormDraft {
        let keyed = self.slots.iter().filter(|slot| slot.attempts.tries > 0);
        let fields = keyed
            .map(|slot| (slot.field.code.clone(), slot.as_draft(lang)))
            .collect();
        // The text of a field that agreed is the first entry: a draft must not tell it to whoever
        // reads the file.
        let open = self
            .slots
            .iter()
            .filter(|slot| !slot.is_settled() && !slot.entry.text().is_empty());
        let here = self.slots.get(self.focus);
        FormDraft {
            of: DraftOf::SecondEntry {
                id: self.record.id,
                fields,
            },
            author: author.to_owned(),
            record: None,
            new_id: Uuid::nil(),
            kind: self.kind.code.clone(),
            place: self.record.place.clone(),
            base: self.record.heads.clone(),
            texts: open
                .map(|slot| (slot.field.code.clone(), slot.entry.text().to_owned()))
                .collect(),
            focus: here.map(|slot| slot.field.code.clone()).unwrap_or_default(),
            cursor: here.map(|slot| slot.entry.cursor()).unwrap_or_default(),
            saved_at: String::new(),
        }
    }

    /// Keeps what was keyed in the draft file.
    pub(super) fn keep_draft(&mut self, context: &mut Context) {
        if !self.slots.iter().any(Slot::is_touched) {
            return self.keeper.discard(context);
        }
        let draft = self.as_draft(&context.person.name, context.look.lang);
        self.keeper.keep(&draft, context);
    }

    /// Waits until what was keyed is on the disk; whether the record may be left.
    pub(super) fn is_kept(&mut self, context: &mut Context) -> bool {
        self.keep_draft(context);
        if !self.slots.iter().any(Slot::is_touched) {
            return true;
        }
        let is_kept = self.keeper.flush(context);
        if is_kept {
            context.say(SecondEntryMsg::Kept);
        } else {
            context.say(ScreenMsg::NotKept);
        }
        is_kept
    }
}

impl Slot {
    fn as_draft(&self, lang: Lang) -> DraftKeyed {
        let text = |value: &Option<_>| {
            value
                .as_ref()
                .map(|v| self.field.edit_text(v, lang))
                .unwrap_or_default()
        };
        // Of a field that agreed in the end nothing is kept but that.
        let is_kept = !matches!(
            self.attempts.outcome,
            Some(SecondEntryOutcome::Agreed | SecondEntryOutcome::SecondWrong)
        );
        DraftKeyed {
            tries: self.attempts.tries,
            differing: self
                .attempts
                .differing
                .as_ref()
                .filter(|_| is_kept)
                .map(text),
            outcome: self
                .attempts
                .outcome
                .map(|outcome| outcome.word().to_owned()),
        }
    }
}

/// What a draft says was done in each field. What no longer reads there is keyed again.
fn progress_of(draft: &FormDraft, slots: &[Slot]) -> Progress {
    let DraftOf::SecondEntry { fields, .. } = &draft.of else {
        return Progress::new();
    };
    let of_slot = |slot: &Slot| {
        let code = &slot.field.code;
        let text = draft.texts.get(code).cloned().unwrap_or_default();
        let attempts = fields.get(code).map(|keyed| {
            let differing = keyed
                .differing
                .as_ref()
                .and_then(|text| slot.field.parse(text).ok());
            // A replacement that reads no more, because the pack changed, replaces nothing.
            let holds = |outcome: &SecondEntryOutcome| {
                *outcome != SecondEntryOutcome::FirstWrong || differing.is_some()
            };
            let outcome = keyed
                .outcome
                .as_deref()
                .and_then(SecondEntryOutcome::of_word)
                .filter(holds);
            Attempts {
                tries: keyed.tries,
                differing,
                outcome,
            }
        });
        let shown = attempts
            .as_ref()
            .filter(|attempts| attempts.outcome == Some(SecondEntryOutcome::FirstWrong));
        let shown = shown
            .and_then(|_| fields.get(code)?.differing.clone())
            .unwrap_or(text);
        (attempts.is_some() || !shown.is_empty())
            .then(|| (code.clone(), (attempts.unwrap_or_default(), shown)))
    };
    slots.iter().filter_map(of_slot).collect()
}
