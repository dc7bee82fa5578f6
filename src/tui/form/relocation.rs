//! Moving a facility to another place or kind: by one change, which keeps what both kinds share.

use uuid::Uuid;

use super::consequences;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, lookup};
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::review::{Destination, RecordMove};
use crate::i18n::{Lang, MoveMsg, Text};
use crate::store::draft::DraftOf;
use crate::store::{Result, Save, Saved, Writer};
use crate::tui::context::Context;

/// Where a facility is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MoveTo {
    /// To the place of a code.
    Place(String),
    /// To the kind of a code.
    Kind(String),
}

/// A move as it was asked about.
pub struct Relocation {
    plan: RecordMove,
    from: Text,
    to: Text,
    is_of_kind: bool,
}

/// Whether this person left something of a record unsaved, which would not be moved along.
pub(crate) fn is_typed(id: Uuid, context: &Context) -> bool {
    let left = context.store.waiting_drafts(&context.person.name).drafts;
    left.iter().any(|waiting| match &waiting.draft.of {
        DraftOf::Record => waiting.draft.record == Some(id),
        DraftOf::Column { cells, .. } => cells.contains_key(&id),
        DraftOf::SecondEntry { .. } => false,
    })
}

/// The places that a facility may be moved to: those of the packs that this session may change and
/// that are not closed, but its own.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn places(record: &Record, context: &Context) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    for place in context.store.places_of_packs()? {
        let is_open = context.store.refuse_closed(&place, context.day).is_ok();
        if is_open && place.code != record.place && context.store.may_write(&place.code)? {
            found.push(place);
        }
    }
    Ok(found)
}

/// The kinds of facilities that a facility may be moved to: all but its own.
pub(crate) fn kinds(record: &Record, context: &Context) -> Vec<Kind> {
    let kinds = lookup::kinds(context.store.packs());
    let others = kinds.filter(|kind| !kind.is_sheet() && kind.code != record.kind);
    others.cloned().collect()
}

impl Relocation {
    /// Of a facility to another place or kind; `None` where it is gone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn of(id: Uuid, to: &MoveTo, context: &Context) -> Result<Option<Self>> {
        let store = &context.store;
        let Some(record) = store.record(id)? else {
            return Ok(None);
        };
        let kind = store.require_kind(&record.kind)?;
        let (destination, from, words) = match to {
            MoveTo::Place(code) => {
                let place = store.place_path(code)?;
                let from = store.place_path(&record.place)?;
                let to = Destination { place: code, kind };
                (to, Text::both(from), Text::both(place))
            }
            MoveTo::Kind(code) => {
                let other = store.require_kind(code)?;
                let place = record.place.as_str();
                let to = Destination { place, kind: other };
                (to, kind.label.clone(), other.label.clone())
            }
        };
        Ok(Some(Self {
            plan: RecordMove::plan(record.clone(), kind, &destination, context.day),
            from,
            to: words,
            is_of_kind: matches!(to, MoveTo::Kind(_)),
        }))
    }

    fn name(&self, lang: Lang) -> String {
        self.plan.record.known_by().get(lang).to_owned()
    }

    /// Whether to move it.
    pub(crate) fn question(&self, lang: Lang) -> MoveMsg {
        let name = self.name(lang);
        let (from, to) = (self.from.clone(), self.to.clone());
        if self.is_of_kind {
            MoveMsg::AskKind { name, from, to }
        } else {
            let [from, to] = [from, to].map(|place| place.get(lang).to_owned());
            MoveMsg::AskPlace { name, from, to }
        }
    }

    /// What there is to know before it is moved: what stays, what does not, what is missing then,
    /// and what verdicts and figures become in all places.
    ///
    /// # Errors
    /// When the ledger refuses the move, or cannot be read.
    pub(crate) fn lines(&self, context: &mut Context) -> Result<Vec<Text>> {
        // A narrow screen cuts the question.
        let (from, to) = (self.from.clone(), self.to.clone());
        let mut lines = vec![Text::of(&MoveMsg::FromTo { from, to })];
        if self.is_of_kind {
            lines.extend(self.what_stays());
        } else {
            lines.push(Text::of(&MoveMsg::AllKept));
        }
        let doubts = self.plan.doubts.iter().map(|(field, problem)| {
            let why = Text::of(&problem.complaint);
            let field = field.clone();
            Text::of(&MoveMsg::Doubt { field, why })
        });
        lines.extend(doubts);
        lines.extend(self.namesake(context)?);
        let author = context.person.name.clone();
        let fields = self.plan.fields.clone();
        let moved = context
            .store
            .moved_with(&self.plan.record, fields, &author)?;
        lines.extend(consequences::lines(moved, &MoveMsg::After, context));
        Ok(lines)
    }

    fn what_stays(&self) -> Vec<Text> {
        let plan = &self.plan;
        let list = |labels: &[Text]| Text::list(labels);
        let mut said = vec![match plan.kept.as_slice() {
            [] => MoveMsg::NothingKept,
            kept => MoveMsg::Kept { fields: list(kept) },
        }];
        said.push(if plan.lost.is_empty() {
            MoveMsg::NothingLost
        } else {
            MoveMsg::Lost
        });
        said.extend(plan.lost.iter().map(|lost| MoveMsg::LostField {
            field: lost.label.clone(),
            value: lost.value.clone(),
        }));
        if !plan.missing.is_empty() {
            let fields = list(&plan.missing);
            said.push(MoveMsg::Missing { fields });
        }
        said.iter().map(Text::of).collect()
    }

    /// That there is one of its name where it goes.
    fn namesake(&self, context: &Context) -> Result<Option<Text>> {
        let text = |code: &str| {
            let value = self.plan.fields.get(code).and_then(|json| json.as_str());
            value.unwrap_or_default()
        };
        let (kind, code, name) = (text(shared::KIND), text(shared::PLACE), text(shared::NAME));
        let is_there = context.store.is_named(kind, code, name)?;
        let place = context.store.place_name(code)?;
        let name = name.to_owned();
        Ok(is_there.then(|| Text::of(&MoveMsg::Namesake { place, name })))
    }

    /// Whether who moves it must say why: it was approved or returned.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn wants_reason(&self, context: &Context) -> Result<bool> {
        let record = &self.plan.record;
        let review = context.store.review_of(record.id)?;
        let broken = review.map(|review| {
            let fields = record.every_field();
            review.locks.broken_by(&fields, &self.plan.patch())
        });
        Ok(broken.is_some_and(|broken| !broken.is_empty()))
    }

    /// What is asked where a reason is wanted.
    pub(crate) fn reason_question(&self, lang: Lang) -> MoveMsg {
        let name = self.name(lang);
        MoveMsg::AskWhy { name }
    }

    /// Moves it, unless somebody else saved it in between; whether it was moved.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub(crate) fn carry_out(&self, reason: &str, context: &mut Context) -> Result<bool> {
        let author = context.person.name.clone();
        let record = &self.plan.record;
        let save = Save {
            record: record.id,
            subject: record.subject,
            base: &record.heads,
            fields: self.plan.fields.clone(),
            author: &author,
            reason,
        };
        let saved = context
            .store
            .write(|writer: &mut Writer| writer.save(&save))?;
        if !matches!(saved, Saved::Written(_)) {
            context.say(MoveMsg::NotDone);
            return Ok(false);
        }
        let name = self.name(context.look.lang);
        let to = self.to.clone();
        context.say(MoveMsg::Done { name, to });
        Ok(true)
    }
}
