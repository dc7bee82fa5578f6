//! Renames, merges, closes and reopens places; the records of a merged place go on in the other one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::save::Save;
use super::writer::Writer;
use crate::domain::place::{Closing, FormerName, Place, PlaceMerging};
use crate::domain::record::Subject;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::i18n::{LedgerRefusal, PlaceUse, code_list};
use crate::store::error::Result;
use crate::store::rows::{place, place_life, subject, trail};

/// What becomes of a place.
#[derive(Clone, Copy, Debug)]
pub enum PlaceStep<'a> {
    /// It gets another name.
    Rename(&'a str),
    /// It becomes part of another one: its records and the places below it go on there.
    Merge(&'a Place),
    /// It is closed; its records stay in it.
    Close,
    /// It is open again, or will not be closed; why, where somebody says it.
    Reopen(&'a str),
}

/// A change of a place that somebody records.
#[derive(Clone, Copy, Debug)]
pub struct PlaceChange<'a> {
    /// The place, as it is.
    pub place: &'a Place,
    /// What becomes of it.
    pub step: PlaceStep<'a>,
    /// The first day on which it is so.
    pub on: NaiveDate,
    /// Who records it.
    pub author: &'a str,
}

/// What went along with a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceChanged {
    /// The records that were moved, by sort.
    pub moved: Vec<PlaceUse>,
    /// The records that stay where they are, by sort.
    pub stay: Vec<PlaceUse>,
    /// The places that are below another one now.
    pub below: Vec<Place>,
}

impl PlaceChange<'_> {
    /// Returns the reason that the trail gives for everything that goes along, as the command is
    /// written: it is read in both languages.
    fn reason(&self) -> String {
        let code = &self.place.code;
        let on = self.on;
        match self.step {
            PlaceStep::Rename(name) => format!("places rename {code} {name} --on {on}"),
            PlaceStep::Merge(into) => PlaceMerging {
                from: code.clone(),
                into: into.code.clone(),
                on,
            }
            .reason(),
            PlaceStep::Close => format!("places close {code} --on {on}"),
            PlaceStep::Reopen(why) => {
                let why = folding::name(why);
                let said = if why.is_empty() {
                    String::new()
                } else {
                    format!(" --reason {why}")
                };
                format!("places reopen {code} --on {on}{said}")
            }
        }
    }
}

impl Writer<'_> {
    /// Renames, merges, closes or reopens a place.
    ///
    /// # Errors
    /// When it is closed already, or is to be reopened and was merged or is open, the new name is that of a sibling, the other place is closed or
    /// below it, open places are below one that is closed, a pack would judge nothing any more,
    /// anything but a closing is dated ahead, or this session may change records of some places
    /// only.
    pub fn change_place(&mut self, change: &PlaceChange) -> Result<PlaceChanged> {
        self.refuse_when_restricted()?;
        let today = self.today();
        let is_reopening = matches!(change.step, PlaceStep::Reopen(_));
        if let Some(refusal) = place_life::refusal(self.db, &change.place.code, today)?
            && !is_reopening
        {
            return Err(refusal.into());
        }
        if change.on > today && !matches!(change.step, PlaceStep::Close) {
            let on = change.on.to_string();
            return Err(LedgerRefusal::NotYetPossible { on }.into());
        }
        match change.step {
            PlaceStep::Rename(name) => self.rename(change, name),
            PlaceStep::Merge(into) => self.merge_into(change, into),
            PlaceStep::Close => self.close(change),
            PlaceStep::Reopen(_) => self.reopen(change),
        }
    }

    fn rename(&mut self, change: &PlaceChange, name: &str) -> Result<PlaceChanged> {
        let name = folding::name(name);
        let was = change.place;
        if name == was.name {
            return Err(LedgerRefusal::SameName { name }.into());
        }
        if name.is_empty() {
            return Err(LedgerRefusal::EmptyPlaceName.into());
        }
        let renamed = Place {
            name: name.clone(),
            ..was.clone()
        };
        self.refuse_name_of_sibling(&renamed)?;
        let had = FormerName {
            name: was.name.clone(),
            until: change.on,
        };
        place_life::rename(self.db, &was.code, &had, &name)?;
        self.note_places(change, std::slice::from_ref(&renamed))?;
        Ok(PlaceChanged::default())
    }

    /// Refuses a name that another open place under the same parent has.
    fn refuse_name_of_sibling(&self, place: &Place) -> Result<()> {
        let siblings = place::open_below(self.db, place.parent.as_deref())?;
        let key = folding::key(&place.name);
        let is_taken =
            |other: &&Place| other.code != place.code && folding::key(&other.name) == key;
        siblings.iter().find(is_taken).map_or(Ok(()), |sibling| {
            let name = place.name.clone();
            let place = sibling.code.clone();
            Err(LedgerRefusal::NameOfSibling { name, place }.into())
        })
    }

    fn merge_into(&mut self, change: &PlaceChange, into: &Place) -> Result<PlaceChanged> {
        let code = &change.place.code;
        if place::is_within(self.db, &into.code, Some(std::slice::from_ref(code)))? {
            let place = change.place.name.clone();
            let into = into.name.clone();
            return Err(LedgerRefusal::PlaceWithinItself { place, into }.into());
        }
        // One that will be closed takes no other one in.
        if let Some(refusal) = place_life::refusal(self.db, &into.code, NaiveDate::MAX)? {
            return Err(refusal.into());
        }
        let mut changed = self.move_records(change, into)?;
        let below = |below: Place| Place {
            parent: Some(into.code.clone()),
            ..below
        };
        let children = place::open_below(self.db, Some(code))?
            .into_iter()
            .map(below);
        let children: Vec<Place> = children.collect();
        place::admitted(self.db, &children)?;
        place_life::close(
            self.db,
            code,
            &Closing {
                on: change.on,
                successor: Some(into.code.clone()),
                ended: true,
            },
        )?;
        let mut places = children.clone();
        places.push(change.place.clone());
        self.note_places(change, &places)?;
        changed.below = children;
        Ok(changed)
    }

    fn close(&mut self, change: &PlaceChange) -> Result<PlaceChanged> {
        let code = &change.place.code;
        self.refuse_open_below(change.place, change.on)?;
        place_life::close(
            self.db,
            code,
            &Closing {
                on: change.on,
                successor: None,
                ended: change.on <= self.today(),
            },
        )?;
        self.note_places(change, std::slice::from_ref(change.place))?;
        self.with_its_records(code)
    }

    /// Refuses to close a place on a day on which places below it are open.
    pub(super) fn refuse_open_below(&self, place: &Place, on: NaiveDate) -> Result<()> {
        let lives = place_life::all(self.db)?;
        let stays_open = |below: &Place| {
            let life = lives.get(&below.code);
            let closing = life.and_then(|life| life.closing.as_ref());
            closing.is_none_or(|closing| closing.on > on)
        };
        let mut below = place::open_below(self.db, Some(&place.code))?;
        below.retain(stays_open);
        if below.is_empty() {
            return Ok(());
        }
        let place = place.name.clone();
        let below = code_list(below.iter().map(|p| format!("{} {}", p.code, p.name)));
        Err(LedgerRefusal::PlaceWithOpenBelow { place, below }.into())
    }

    /// Returns that all records of a place stay in it.
    fn with_its_records(&self, code: &str) -> Result<PlaceChanged> {
        let stay = Subject::ALL
            .into_iter()
            .map(|subject| subject::use_of_place(self.db, subject, code));
        let mut stay = stay.collect::<Result<Vec<_>>>()?;
        stay.retain(|of| !of.is_none());
        Ok(PlaceChanged {
            stay,
            ..PlaceChanged::default()
        })
    }

    fn reopen(&mut self, change: &PlaceChange) -> Result<PlaceChanged> {
        let Place {
            code, name, parent, ..
        } = change.place;
        let place = name.clone();
        let lives = place_life::all(self.db)?;
        let closing = lives.get(code).and_then(|life| life.closing.clone());
        let Some(closing) = closing else {
            return Err(LedgerRefusal::PlaceNotClosed { place }.into());
        };
        let on = closing.on.to_string();
        if let Some(into) = lives.successor(code) {
            let into = into.to_owned();
            return Err(LedgerRefusal::PlaceGone { place, on, into }.into());
        }
        if closing.ended && change.on < closing.on {
            return Err(LedgerRefusal::OpenBeforeClosed { place, on }.into());
        }
        let above = parent.as_deref().unwrap_or_default();
        if let Some(closed) = lives.ended(above) {
            let (parent, on) = (above.to_owned(), closed.on.to_string());
            return Err(LedgerRefusal::ReopenParent { place, parent, on }.into());
        }
        self.refuse_name_of_sibling(change.place)?;
        place_life::reopen(self.db, code)?;
        self.note_places(change, std::slice::from_ref(change.place))?;
        self.with_its_records(code)
    }

    /// Writes the places as they are now, records the act, and has everything judged again.
    fn note_places(&mut self, change: &PlaceChange, places: &[Place]) -> Result<()> {
        place::load(self.db, places)?;
        place::note_event(&mut self.chain, places, change.author, &change.reason())?;
        self.cover_all()
    }

    /// Moves the records of a place into another one, each by a change of its own. One stays that
    /// the other place has a record of its own for, as an exception to the same requirement.
    fn move_records(&mut self, change: &PlaceChange, into: &Place) -> Result<PlaceChanged> {
        let code = &change.place.code;
        let reason = change.reason();
        let mut changed = PlaceChanged::default();
        for subject in Subject::ALL {
            let mut moved = 0;
            for record in subject::in_place(self.db, subject, code)? {
                let Some(folded) = trail::current(self.db, record)? else {
                    continue;
                };
                let place = (shared::PLACE.to_owned(), Json::from(into.code.as_str()));
                let fields: BTreeMap<String, Json> =
                    folded.fields.into_iter().chain([place]).collect();
                if subject.stays_in_its_place()
                    || subject::identified(self.db, subject, &fields)?.is_some()
                {
                    continue;
                }
                let save = Save {
                    record,
                    subject,
                    base: &folded.heads,
                    fields,
                    author: change.author,
                    reason: &reason,
                };
                self.save(&save)?;
                moved += 1;
            }
            changed.moved.push(subject::counted(subject, moved));
            changed
                .stay
                .push(subject::use_of_place(self.db, subject, code)?);
        }
        changed.moved.retain(|of| !of.is_none());
        changed.stay.retain(|of| !of.is_none());
        Ok(changed)
    }
}
