//! Opens forms: for a new record, an existing one, a draft, or the one record of a place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value as Json;
use uuid::Uuid;

use super::draft::identity_of;
use super::earlier::Earlier;
use super::entry::Entry;
use super::form::Form;
use super::keeper::Keeper;
use super::meanwhile::Meanwhile;
use super::name_check::NameCheck;
use super::place_records::PlaceRecords;
use super::review_threads::ReviewThreads;
use super::steps::Steps;
use super::target::{Target, first_entries, saved_entries};
use crate::domain::place::Place;
use crate::domain::policy::{Kind, require_form};
use crate::domain::record::facility::shared;
use crate::domain::record::{Subject, excepted, sheet};
use crate::domain::review::Reasons;
use crate::domain::value::Period;
use crate::i18n::{LedgerRefusal, ScreenMsg};
use crate::store::draft::{DraftFile, FormDraft};
use crate::store::{Result, clock};
use crate::tui::context::Context;

/// What a form is opened for.
pub(crate) enum Opening {
    /// A new record.
    New {
        /// The code of its kind.
        kind: String,
        /// The code of its place.
        place: String,
    },
    /// A record of the ledger.
    Existing {
        /// Its id.
        id: Uuid,
    },
    /// A new record that starts as another one is, but for what tells the two apart.
    Copy {
        /// The other one.
        of: Uuid,
    },
    /// A form that was not saved.
    Draft(PathBuf),
    /// The one record of a place that has these identifying fields, be it new or not.
    Identified {
        /// What sort of record it is.
        subject: Subject,
        /// The values of [`Subject::identifying`].
        identity: BTreeMap<String, String>,
        /// The code of the place.
        place: String,
    },
}

impl Opening {
    /// The written exception to a requirement in a place.
    pub(crate) fn exception(pack: &str, requirement: &str, place: &str) -> Self {
        let identity = [(excepted::PACK, pack), (excepted::REQUIREMENT, requirement)]
            .map(|(key, code)| (key.to_owned(), code.to_owned()));
        Self::Identified {
            subject: Subject::Exception,
            identity: identity.into(),
            place: place.to_owned(),
        }
    }

    /// The sheet of a place and period, be it new or not.
    pub(crate) fn sheet(code: &str, place: &str, period: Period) -> Self {
        let identity = [(shared::KIND, code), (shared::PERIOD, &period.to_string())]
            .map(|(key, text)| (key.to_owned(), text.to_owned()));
        Self::Identified {
            subject: Subject::Sheet,
            identity: identity.into(),
            place: place.to_owned(),
        }
    }

    /// A record of the ledger with these fields.
    pub(crate) fn of_record(subject: Subject, id: Uuid, fields: &BTreeMap<String, Json>) -> Self {
        let text = |code: &str| {
            let value = fields.get(code).and_then(Json::as_str);
            value.unwrap_or_default().to_owned()
        };
        match subject.identifying() {
            [] => Self::Existing { id },
            identifying => Self::Identified {
                subject,
                identity: identifying
                    .iter()
                    .map(|key| ((*key).to_owned(), text(key)))
                    .collect(),
                place: text(shared::PLACE),
            },
        }
    }
}

impl Form {
    /// Opens a form; `None` with a note when a draft cannot be opened.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the record or place is gone.
    pub(crate) fn open(context: &mut Context, opening: Opening) -> Result<Option<Self>> {
        match opening {
            Opening::New { kind, place } => {
                let mut form = Self::open_new(context, &kind, &place)?;
                form.take_carried(context);
                Ok(Some(form))
            }
            Opening::Existing { id } => {
                match Self::open_left(context, |draft| draft.record == Some(id))? {
                    Some(form) => Ok(Some(form)),
                    None => Self::open_existing(context, id).map(Some),
                }
            }
            Opening::Copy { of } => Self::open_copy(context, of).map(Some),
            Opening::Identified {
                subject,
                identity,
                place,
            } => {
                let form = subject
                    .one_form()
                    .map(str::to_owned)
                    .or_else(|| identity.get(shared::KIND).cloned());
                let is_this = |draft: &FormDraft| {
                    Some(&draft.kind) == form.as_ref()
                        && draft.place == place
                        && identity_of(draft, subject) == identity
                };
                match Self::open_left(context, is_this)? {
                    Some(form) => Ok(Some(form)),
                    None => Self::open_identified(context, subject, &identity, &place).map(Some),
                }
            }
            Opening::Draft(path) => match DraftFile::resume(&path) {
                Ok((file, draft)) => {
                    let form = Self::open_draft(context, file, &draft)?;
                    form.say_theirs(context);
                    Ok(Some(form))
                }
                Err(fault) => {
                    context.say(fault);
                    Ok(None)
                }
            },
        }
    }

    /// What this person left unsaved of a record: opening it goes on with that, or it would be
    /// typed twice.
    fn open_left(
        context: &mut Context,
        is_this: impl Fn(&FormDraft) -> bool,
    ) -> Result<Option<Self>> {
        let left = context.store.waiting_drafts(&context.person.name).drafts;
        let left = left.into_iter().find(|waiting| is_this(&waiting.draft));
        let Some((file, draft)) = left.and_then(|waiting| DraftFile::resume(&waiting.path).ok())
        else {
            return Ok(None);
        };
        let form = Self::open_draft(context, file, &draft)?;
        context.say(ScreenMsg::DraftTakenUp);
        form.say_theirs(context);
        Ok(Some(form))
    }

    pub(super) fn open_new(context: &mut Context, kind: &str, place: &str) -> Result<Self> {
        let kind = kind_named(context, kind)?;
        if kind.is_sheet() {
            // Which sheet it is, its period says too: its form is opened by [`Opening::sheet`].
            let period = String::new();
            let sheet = kind.label;
            return Err(LedgerRefusal::NotAPeriodOf { period, sheet }.into());
        }
        let place = context.store.find_open_place(place)?;
        let fixed = fixed_of(&kind.code, &place);
        let target = Target::new(context, Subject::Facility, clock::new_id(), place, fixed)?;
        let entries = first_entries(&kind, context);
        Self::build(context, kind, target, entries)
    }

    fn open_copy(context: &mut Context, of: Uuid) -> Result<Self> {
        let gone = || LedgerRefusal::NoSuchRecord { id: of.to_string() };
        let record = context.store.record(of)?.ok_or_else(gone)?;
        let mut form = Self::open_new(context, &record.kind, &record.place)?;
        let lang = context.look.lang;
        for (field, entry) in form.pairs_mut() {
            let value = record
                .fields
                .get(&field.code)
                .and_then(|json| field.decode(json));
            // Figures that were not counted here look as if they were.
            if !shared::OF_ONE_RECORD.contains(&field.code.as_str()) && !field.is_number() {
                entry.put(
                    field,
                    value
                        .map(|value| field.edit_text(&value, lang))
                        .unwrap_or_default(),
                );
                entry.enter();
            }
        }
        form.judge(context);
        context.say(ScreenMsg::Copied {
            name: record.known_by().get(lang).to_owned(),
        });
        Ok(form)
    }

    pub(super) fn open_existing(context: &mut Context, id: Uuid) -> Result<Self> {
        let gone = || LedgerRefusal::NoSuchRecord { id: id.to_string() };
        let record = context.store.record(id)?.ok_or_else(gone)?;
        let kind = kind_named(context, &record.kind)?;
        let place = context.store.find_place(&record.place)?;
        let mut fixed = fixed_of(&kind.code, &place);
        let identity = record.subject.identifying().iter();
        fixed.extend(identity.filter_map(|key| {
            let value = record.fields.get(*key)?.clone();
            Some(((*key).to_owned(), value))
        }));
        let mut target = Target::new(context, record.subject, id, place, fixed)?;
        target.rebase_on(record);
        let entries = saved_entries(&kind, &target, context);
        let mut form = Self::build(context, kind, target, entries)?;
        form.focus = form.marked().into_iter().next().unwrap_or_default();
        Ok(form)
    }

    pub(super) fn open_identified(
        context: &mut Context,
        subject: Subject,
        identity: &BTreeMap<String, String>,
        place: &str,
    ) -> Result<Self> {
        let place = context.store.find_place(place)?;
        let mut fixed: BTreeMap<String, Json> = identity
            .iter()
            .map(|(key, code)| (key.clone(), code.as_str().into()))
            .collect();
        fixed.insert(shared::PLACE.to_owned(), place.code.clone().into());
        let kind = require_form(context.store.packs(), subject, &fixed)?.clone();
        let known = context.store.identified_record(subject, &fixed)?;
        let of_sheet = || sheet::id_of(&fixed).unwrap_or_else(clock::new_id);
        let id = known.as_ref().map_or_else(of_sheet, |(id, _)| *id);
        let mut target = Target::new(context, subject, id, place, fixed)?;
        let entries = if let Some((_, folded)) = known {
            target.rebase(folded.fields, folded.heads);
            saved_entries(&kind, &target, context)
        } else {
            // One that was deleted is begun again as the same record.
            target.parents = context.store.heads(id)?;
            first_entries(&kind, context)
        };
        Self::build(context, kind, target, entries)
    }

    fn build(
        context: &mut Context,
        kind: Kind,
        target: Target,
        entries: Vec<Entry>,
    ) -> Result<Self> {
        let earlier = Earlier::load(&kind, &target, context)?;
        let mut form = Self {
            kind,
            target,
            entries,
            earlier,
            focus: 0,
            around: PlaceRecords::default(),
            problems: Vec::new(),
            reasons: Reasons::default(),
            keeper: Keeper::default(),
            meanwhile: Meanwhile::default(),
            steps: Steps::default(),
            pulled: None,
            carried: BTreeSet::new(),
            names: NameCheck::default(),
            review: ReviewThreads::default(),
            day: context.day,
        };
        form.reasons = Reasons::of_json(form.target.base.get(shared::REASONS));
        form.refresh(context)?;
        Ok(form)
    }

    /// The sheet of the period before or after this one.
    pub(crate) fn other_period(&self, step: isize) -> Option<Opening> {
        let period = self.target.period()?;
        let other = if step < 0 {
            period.back(1)
        } else {
            period.next()
        };
        // The years that are typed are the years there are.
        let other = Period::typed(&other.to_string(), period.cycle()).ok()?;
        let place = &self.target.place.code;
        (other != period).then(|| Opening::sheet(&self.kind.code, place, other))
    }

    /// The empty form that follows a new record, where others of its kind can follow.
    pub(crate) fn another(&self) -> Option<Opening> {
        self.target.is_new_among_others().then(|| Opening::New {
            kind: self.kind.code.clone(),
            place: self.target.place.code.clone(),
        })
    }

    /// Reads what the ledger holds around this record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn load_around(&mut self, context: &Context) -> Result<()> {
        if self.target.subject.is_reviewed() {
            let id = self.target.id;
            let place = &self.target.place;
            self.around = PlaceRecords::load(id, &self.kind, place, context)?;
        }
        Ok(())
    }
}

/// The form of a kind, by its code.
fn kind_named(context: &Context, kind: &str) -> Result<Kind> {
    let kind = context.store.find_kind(kind)?;
    Ok(kind.clone())
}

fn fixed_of(kind: &str, place: &Place) -> BTreeMap<String, Json> {
    [(shared::KIND, kind), (shared::PLACE, &place.code)]
        .map(|(key, code)| (key.to_owned(), code.into()))
        .into()
}
