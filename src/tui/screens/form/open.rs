//! How forms are opened: for a new record, an existing one, a draft, or an exception.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value as Json;
use uuid::Uuid;

use super::likely::Likely;
use super::review::Talk;
use super::undo::Steps;
use super::verdict::Watched;
use super::{Form, Target};
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::policy::pack::exception_form;
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Record, Subject};
use crate::domain::review::Reasons;
use crate::domain::value::Field;
use crate::domain::verdict::Tally;
use crate::i18n::{LedgerRefusal, ScreenMsg};
use crate::store::draft::{DraftFile, DraftOf, FormDraft};
use crate::store::{Result, clock};
use crate::tui::part::entry::Entry;
use crate::tui::part::keeper::Keeper;
use crate::tui::screen::{Context, Neighbours};

/// What a form is opened for.
pub enum Opening {
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
        /// The records around it.
        neighbours: Neighbours,
    },
    /// A new record that starts as another one is, but for what tells the two apart.
    Copy {
        /// The other one.
        of: Uuid,
    },
    /// A form that was not saved.
    Draft(PathBuf),
    /// A written exception from a requirement.
    Exception {
        /// The pack.
        pack: String,
        /// The requirement.
        requirement: String,
        /// The code of the place.
        place: String,
    },
}

/// The keys under which an exception names its requirement; a draft keeps them among its texts.
pub(super) const EXCEPTED: [&str; 2] = ["pack", "requirement"];

impl Form {
    /// Opens a form; `None` with a note when a draft cannot be opened.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the record or place is gone.
    pub fn open(context: &mut Context, opening: Opening) -> Result<Option<Self>> {
        match opening {
            Opening::New { kind, place } => {
                let mut form = Self::open_new(context, &kind, &place)?;
                form.take_carried(context);
                Ok(Some(form))
            }
            Opening::Existing { id, neighbours } => {
                match Self::open_left(context, |draft| draft.record == Some(id))? {
                    Some(mut form) => {
                        form.target.neighbours = neighbours;
                        Ok(Some(form))
                    }
                    None => Self::open_existing(context, id, neighbours).map(Some),
                }
            }
            Opening::Copy { of } => Self::open_copy(context, of).map(Some),
            Opening::Exception {
                pack,
                requirement,
                place,
            } => {
                let is_this =
                    |draft: &FormDraft| excepted_by(draft) == Some((&pack, &requirement, &place));
                match Self::open_left(context, is_this)? {
                    Some(form) => Ok(Some(form)),
                    None => Self::open_exception(context, &pack, &requirement, &place).map(Some),
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

    fn open_new(context: &mut Context, kind: &str, place: &str) -> Result<Self> {
        let (kind, place) = (form_of(context, kind)?, context.store.find_place(place)?);
        let fixed = facility_fixed(&kind, &place);
        let target = target(context, Subject::Facility, clock::new_id(), place, fixed)?;
        let defaults = |field: &Field| match field.code.as_str() {
            shared::REPORTED_BY => context.person.name.clone(),
            shared::REPORTED_ON => context.day.to_string(),
            _ => field.default.clone().unwrap_or_default(),
        };
        let lang = context.look.lang;
        let entries = kind.fields.iter().map(|field| {
            let value = field.parse(&defaults(field)).ok().flatten();
            Entry::of_value(field, value, lang)
        });
        let entries = entries.collect();
        Self::build(context, kind, target, entries)
    }

    fn open_copy(context: &mut Context, of: Uuid) -> Result<Self> {
        let gone = || LedgerRefusal::NoSuchRecord { id: of.to_string() };
        let record = context.store.record(of)?.ok_or_else(gone)?;
        let mut form = Self::open_new(context, &record.kind, &record.place)?;
        let lang = context.look.lang;
        for (field, entry) in form.kind.fields.iter().zip(&mut form.entries) {
            let value = record
                .fields
                .get(&field.code)
                .and_then(|json| field.decode(json));
            if !shared::OF_ONE_RECORD.contains(&field.code.as_str()) {
                entry.put(
                    field,
                    value
                        .map(|value| field.edit_text(&value, lang))
                        .unwrap_or_default(),
                );
                entry.enter();
            }
        }
        form.judge();
        context.say(ScreenMsg::Copied {
            name: form.kind.decode(&record).name().to_owned(),
        });
        Ok(form)
    }

    fn open_existing(context: &mut Context, id: Uuid, neighbours: Neighbours) -> Result<Self> {
        let gone = || LedgerRefusal::NoSuchRecord { id: id.to_string() };
        let record = context.store.record(id)?.ok_or_else(gone)?;
        let kind = form_of(context, &record.kind)?;
        let place = context.store.find_place(&record.place)?;
        let fixed = facility_fixed(&kind, &place);
        let mut target = target(context, Subject::Facility, id, place, fixed)?;
        target.stand_upon(record);
        target.neighbours = neighbours;
        let entries = saved_entries(&kind, &target, context);
        let mut form = Self::build(context, kind, target, entries)?;
        form.focus = form.marked().into_iter().next().unwrap_or_default();
        Ok(form)
    }

    fn open_exception(
        context: &mut Context,
        pack: &str,
        requirement: &str,
        place: &str,
    ) -> Result<Self> {
        let place = context.store.find_place(place)?;
        let mut fixed: BTreeMap<String, Json> = EXCEPTED
            .map(str::to_owned)
            .into_iter()
            .zip([pack.into(), requirement.into()])
            .collect();
        fixed.insert(shared::PLACE.to_owned(), place.code.clone().into());
        let known = context
            .store
            .exception_record(pack, requirement, &place.code)?;
        let id = known.as_ref().map_or_else(clock::new_id, |(id, _)| *id);
        let mut target = target(context, Subject::Exception, id, place, fixed)?;
        if let Some((_, folded)) = known {
            target.is_new = false;
            target.parents = folded.heads;
            target.base = folded.fields;
        }
        let kind = exception_form();
        let entries = saved_entries(&kind, &target, context);
        Self::build(context, kind, target, entries)
    }

    fn open_draft(context: &mut Context, file: DraftFile, draft: &FormDraft) -> Result<Self> {
        let mut form = Self::open_drafted(context, draft)?;
        let mut theirs = None;
        if !form.target.is_new {
            // It stands upon the version it was typed upon: what somebody else saved since then is
            // met as such when this one is saved. Upon the version of now, all they changed would
            // look as if it was changed back here.
            form.target.parents.clone_from(&draft.base);
            form.target.before_theirs.clone_from(&draft.base);
            let base = context.store.fields_at(form.target.id, &draft.base)?;
            theirs = Some(std::mem::replace(&mut form.target.base, base));
            form.entries = saved_entries(&form.kind, &form.target, context);
        }
        for (field, entry) in form.kind.fields.iter().zip(&mut form.entries) {
            if let Some(text) = draft.texts.get(&field.code) {
                entry.resume(field, text, context.look.lang);
            }
            if let Some(theirs) = &theirs {
                let value = theirs.get(&field.code).and_then(|json| field.decode(json));
                let now = value
                    .map(|value| field.edit_text(&value, context.look.lang))
                    .unwrap_or_default();
                entry.compare_with(field, now);
            }
        }
        form.focus = form
            .kind
            .fields
            .iter()
            .position(|field| field.code == draft.focus)
            .unwrap_or_default();
        if let Some(entry) = form.entries.get_mut(form.focus) {
            entry.set_cursor(draft.cursor);
        }
        form.judge();
        form.keeper.go_on(file, context);
        Ok(form)
    }

    /// Says in which fields somebody else saved another value than the one typed here.
    fn say_theirs(&self, context: &mut Context) {
        if let Some(fields) = self.differing(context.look.lang) {
            context.say(ScreenMsg::ChangedSinceTyped { fields });
        }
    }

    /// The form that a draft belongs to, as the ledger now has it.
    fn open_drafted(context: &mut Context, draft: &FormDraft) -> Result<Self> {
        if draft.kind == Subject::Exception.word() {
            let named = |key: &str| draft.texts.get(key).cloned().unwrap_or_default();
            return Self::open_exception(
                context,
                &named(EXCEPTED[0]),
                &named(EXCEPTED[1]),
                &draft.place,
            );
        }
        let Some(id) = draft.record else {
            let mut form = Self::open_new(context, &draft.kind, &draft.place)?;
            form.target.id = draft.new_id;
            form.load_others(context)?;
            return Ok(form);
        };
        if context.store.record(id)?.is_some() {
            return Self::open_existing(context, id, Neighbours::default());
        }
        // The record is gone and what was typed is not: it can still be read, and saved as another
        // one.
        context.say(ScreenMsg::DraftOfDeleted);
        Self::open_new(context, &draft.kind, &draft.place)
    }

    fn build(
        context: &mut Context,
        kind: Kind,
        target: Target,
        entries: Vec<Entry>,
    ) -> Result<Self> {
        let mut form = Self {
            kind,
            target,
            entries,
            focus: 0,
            watched: Vec::new(),
            others: Vec::new(),
            places: Vec::new(),
            problems: Vec::new(),
            reasons: Reasons::default(),
            keeper: Keeper::default(),
            steps: Steps::default(),
            pulled: None,
            carried: BTreeSet::new(),
            likely: Likely::default(),
            talk: Talk::default(),
            loss_said: false,
            day: context.day,
            body: context.body,
        };
        form.reasons = Reasons::of_json(form.target.base.get(shared::REASONS));
        form.load_others(context)?;
        form.load_talk(context)?;
        form.see_carried(context);
        form.judge();
        Ok(form)
    }

    /// Reads what the verdict depends on beside this record.
    pub(super) fn load_others(&mut self, context: &mut Context) -> Result<()> {
        if self.target.subject != Subject::Facility {
            return Ok(());
        }
        let id = self.target.id;
        let not_this = |facility: &Facility| facility.id != id;
        let covering = context
            .store
            .covering(&self.kind.code, &self.target.place.code)?;
        let mut watched = Vec::new();
        for (pack, requirement, place) in covering {
            let facilities = context.store.facilities(&self.kind, &place)?;
            let others = Tally::of(
                requirement,
                facilities.iter().filter(|facility| not_this(facility)),
            );
            let exceptions = context.store.exceptions(&pack.code, &place)?;
            watched.push(Watched::new(requirement.clone(), place, others, exceptions));
        }
        self.watched = watched;
        let here = context
            .store
            .facilities(&self.kind, &self.target.place.code)?;
        self.others = here.into_iter().filter(not_this).collect();
        self.places = context.store.names_above(&self.target.place.code)?;
        Ok(())
    }

    /// The form as a draft.
    pub(super) fn as_draft(&self, author: &str) -> FormDraft {
        let typed = self.kind.fields.iter().zip(&self.entries);
        let mut texts: BTreeMap<String, String> = typed
            .map(|(field, entry)| (field.code.clone(), entry.text().to_owned()))
            .collect();
        for key in EXCEPTED {
            if let Some(text) = self.target.fixed.get(key).and_then(Json::as_str) {
                texts.insert(key.to_owned(), text.to_owned());
            }
        }
        FormDraft {
            of: DraftOf::Record,
            author: author.to_owned(),
            record: (!self.target.is_new).then_some(self.target.id),
            new_id: self.target.id,
            kind: self.kind.code.clone(),
            place: self.target.place.code.clone(),
            base: self.typed_parents().to_vec(),
            texts,
            focus: self
                .kind
                .fields
                .get(self.focus)
                .map(|field| field.code.clone())
                .unwrap_or_default(),
            cursor: self
                .entries
                .get(self.focus)
                .map(Entry::cursor)
                .unwrap_or_default(),
            saved_at: String::new(),
        }
    }
}

/// The pack, the requirement and the place of the exception that a draft is of.
fn excepted_by(draft: &FormDraft) -> Option<(&String, &String, &String)> {
    let is_exception = draft.kind == Subject::Exception.word();
    is_exception.then_some((
        draft.texts.get(EXCEPTED[0])?,
        draft.texts.get(EXCEPTED[1])?,
        &draft.place,
    ))
}

fn form_of(context: &Context, kind: &str) -> Result<Kind> {
    let found = context.store.kind(kind).map(|(_, kind)| kind.clone());
    let known = context
        .store
        .packs()
        .iter()
        .flat_map(|pack| &pack.kinds)
        .map(|kind| kind.code.as_str());
    let known = known.collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| {
        LedgerRefusal::NoSuchKind {
            kind: kind.to_owned(),
            known,
        }
        .into()
    })
}

fn facility_fixed(kind: &Kind, place: &Place) -> BTreeMap<String, Json> {
    [(shared::KIND, &kind.code), (shared::PLACE, &place.code)]
        .map(|(key, code)| (key.to_owned(), code.clone().into()))
        .into()
}

fn target(
    context: &Context,
    subject: Subject,
    id: Uuid,
    place: Place,
    fixed: BTreeMap<String, Json>,
) -> Result<Target> {
    let writable = context.store.may_write(&place.code)?;
    let (parents, base, neighbours) = (Vec::new(), BTreeMap::new(), Neighbours::default());
    let before_theirs = Vec::new();
    Ok(Target {
        subject,
        id,
        is_new: true,
        parents,
        before_theirs,
        base,
        fixed,
        place,
        neighbours,
        writable,
    })
}

fn saved_entries(kind: &Kind, target: &Target, context: &Context) -> Vec<Entry> {
    let value = |field: &Field| field.decode(target.base.get(&field.code)?);
    kind.fields
        .iter()
        .map(|field| Entry::of_value(field, value(field), context.look.lang))
        .collect()
}

impl Target {
    /// Somebody moved the record: saving it must not move it back.
    pub(super) fn move_to(&mut self, place: Place, context: &Context) -> Result<()> {
        self.writable = context.store.may_write(&place.code)?;
        self.fixed
            .insert(shared::PLACE.to_owned(), place.code.clone().into());
        self.place = place;
        Ok(())
    }

    /// From now on the form stands upon this version.
    pub(super) fn stand_upon(&mut self, record: Record) {
        self.is_new = false;
        self.parents = record.heads;
        self.base = record.fields;
    }
}
