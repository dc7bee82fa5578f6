//! The end of a form: what is to become of it, and the acts on a record that is saved already, which
//! are asked about as on the screens.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::Plain;
use super::prompt_io::Stop;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::review::SeenRecord;
use crate::i18n::{AnswerMsg, PlainMsg, QuarterMsg, Say, ScreenMsg, Text};
use crate::store::{Result as StoreResult, StoreError};
use crate::tui::act::confirm::confirm;
use crate::tui::form::form::Form;
use crate::tui::form::removal::wants_reason;
use crate::tui::form::revert::Revert;
use crate::tui::form::review_threads::Silence;

/// What is to become of a form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FormEnd {
    Save,
    GoThrough,
    Leave,
    /// The record is deleted.
    Delete,
    /// Its last change is undone.
    Undo,
    /// Nothing has changed in it.
    Confirm,
    /// It is moved to another place or kind.
    Relocate,
}

impl FormEnd {
    /// Returns what a form may come to, in the order in which it is offered. What is about the saved
    /// record alone is not offered beside something typed.
    fn offered(form: &Form) -> Vec<Self> {
        let mut offered = vec![Self::Save, Self::GoThrough, Self::Leave];
        if form.is_new() {
            return offered;
        }
        offered.push(Self::Delete);
        if form.is_reviewed() && !form.is_changed() {
            offered.push(Self::Undo);
            offered.extend((!form.is_sheet()).then_some(Self::Confirm));
            offered.extend(form.can_be_moved().then_some(Self::Relocate));
        }
        offered
    }

    const fn label(self) -> PlainMsg {
        match self {
            Self::Save => PlainMsg::SaveIt,
            Self::GoThrough => PlainMsg::GoThrough,
            Self::Leave => PlainMsg::LeaveDraft,
            Self::Delete => PlainMsg::DeleteIt,
            Self::Undo => PlainMsg::UndoLast,
            Self::Confirm => PlainMsg::NothingChanged,
            Self::Relocate => PlainMsg::Relocate,
        }
    }
}

impl Plain<'_> {
    /// Asks what is to become of the form, by number.
    pub(super) fn question(&mut self, form: &Form) -> Result<FormEnd, Stop> {
        let lang = self.look.lang;
        self.lines(&form.complaints(lang))?;
        let needed = form.needed_later();
        if needed > 0 {
            self.say(&ScreenMsg::SubmitLater { count: needed })?;
        }
        let offered = FormEnd::offered(form);
        let labels: Vec<String> = offered.iter().map(|end| end.label().say(lang)).collect();
        self.io.list(&labels)?;
        let at = self.number(labels.len())?;
        Ok(offered.get(at - 1).copied().unwrap_or(FormEnd::Leave))
    }

    /// Asks whether the record is deleted, and why where that must be said; whether it was.
    pub(super) fn delete(&mut self, form: &mut Form) -> Result<bool, Stop> {
        let name = form.name(self.look.lang);
        let question = ScreenMsg::AskRemove { name: name.clone() };
        if !self.agrees(&question, [&ScreenMsg::Keep, &ScreenMsg::RemoveIt])? {
            return Ok(false);
        }
        let id = form.id();
        let must_say = form.is_reviewed() && self.with(|context| wants_reason(id, context))??;
        let reason = if must_say {
            let asked = Text::of(&AnswerMsg::AskRemoval { name });
            self.words(&[asked], Silence::Refused)?
        } else {
            String::new()
        };
        let done = self.with(|context| form.remove(&reason, context))?;
        self.is_done("delete", done, &[id])
    }

    /// Shows what undoing the last change would bring about, and asks; whether that was done.
    pub(super) fn undo(&mut self, id: Uuid) -> Result<bool, Stop> {
        let found = self.with(|context| -> StoreResult<Option<Revert>> {
            let Some(record) = context.store.record(id)? else {
                return Ok(None);
            };
            let kind = context.store.require_kind(&record.kind)?.clone();
            Revert::of_last_change(id, &kind, context)
        })??;
        let Some(revert) = found else {
            self.say(&ScreenMsg::Gone)?;
            return Ok(false);
        };
        let lang = self.look.lang;
        let lines: Vec<String> = revert.lines().iter().map(|line| line.say(lang)).collect();
        self.lines(&lines)?;
        if !self.agrees(
            &revert.question(),
            [&ScreenMsg::LeaveIt, &ScreenMsg::UndoIt],
        )? {
            return Ok(false);
        }
        let done = self.with(|context| revert.carry_out(context))?;
        self.is_done("undo", done, &[id])
    }

    /// Asks whether nothing has changed in this facility, or in all of its kind and place that wait
    /// for that; whether something was confirmed.
    pub(super) fn confirm(&mut self, id: Uuid, name: String) -> Result<bool, Stop> {
        let Some(record) = self.store.record(id)? else {
            self.say(&ScreenMsg::Gone)?;
            return Ok(false);
        };
        let Some(place) = self.store.place(&record.place)? else {
            return Ok(false);
        };
        let kind = self.store.require_kind(&record.kind)?.clone();
        let one = SeenRecord {
            record: record.id,
            version: record.heads,
        };
        self.confirm_some(&place, &kind, Some((one, name)))
    }

    /// Asks whether nothing has changed, in one facility or in all that wait.
    pub(super) fn confirm_some(
        &mut self,
        place: &Place,
        kind: &Kind,
        one: Option<(SeenRecord, String)>,
    ) -> Result<bool, Stop> {
        let lang = self.look.lang;
        let work = self.store.quarter_work(place, self.day)?;
        let waiting = self.waiting(place, kind)?;
        let as_of = work.as_of(self.day);
        self.say(&QuarterMsg::AskWhich {
            as_of: as_of.to_string(),
        })?;
        let mut choices = Vec::new();
        let mut lines = Vec::new();
        if let Some((seen, name)) = one {
            lines.push(QuarterMsg::OnlyThis { name }.say(lang));
            choices.push(vec![seen]);
        }
        if !waiting.is_empty() {
            let count = waiting.len();
            lines.push(QuarterMsg::AllOfList { count }.say(lang));
            choices.push(waiting);
        }
        let chosen = self.io.choose(&lines, &PlainMsg::Back)?;
        let Some(records) = chosen.and_then(|at| choices.get(at)) else {
            return Ok(false);
        };
        let done = self.with(|context| confirm(records, as_of, context))?;
        let ids: Vec<Uuid> = records.iter().map(|seen| seen.record).collect();
        self.is_done("confirm", done.map(|_| ()), &ids)
    }

    /// Returns the facilities of a kind and place that nobody saved or confirmed in the quarter.
    pub(super) fn waiting(&self, place: &Place, kind: &Kind) -> StoreResult<Vec<SeenRecord>> {
        let work = self.store.quarter_work(place, self.day)?;
        let mut waiting = self.store.unconfirmed(&place.code, &work.since)?;
        let here: BTreeSet<Uuid> = self
            .store
            .listed_ids(kind, &place.code)?
            .into_iter()
            .collect();
        waiting.retain(|seen| here.contains(&seen.record));
        Ok(waiting)
    }

    /// Asks before something is done that the second choice names; the first leaves everything.
    pub(super) fn agrees<M: Say>(&mut self, question: &M, choices: [&M; 2]) -> Result<bool, Stop> {
        self.say(question)?;
        let choices = choices.map(|choice| choice.say(self.look.lang));
        self.io.list(&choices)?;
        Ok(self.number(choices.len())? == 2)
    }

    /// Returns whether an act on some records was done; says why where it was not.
    pub(super) fn is_done(
        &mut self,
        operation: &str,
        done: Result<(), StoreError>,
        records: &[Uuid],
    ) -> Result<bool, Stop> {
        if let Err(error) = done {
            self.say_error(operation, &error)?;
            self.unsaved.failed(records, &error);
            return Ok(false);
        }
        self.unsaved.done(records);
        Ok(true)
    }
}
