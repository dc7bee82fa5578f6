//! What happens inside a write transaction.

use std::borrow::Cow;
use std::collections::hash_map::{Entry, HashMap};
use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use super::judging;
use crate::domain::place::{Admitted, Gazetteer, Place};
use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Patch, Record, Subject};
use crate::domain::review::{ActionKind, ReviewRole, ThreadState, history};
use crate::domain::value::Zone;
use crate::i18n::{LedgerRefusal, Text};
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::chain::{Chain, NewEntry};
use crate::store::rows::deleted::{self, DeletedRecord};
use crate::store::rows::facility::{self, Identity};
use crate::store::rows::finding::{self, Said};
use crate::store::rows::review::{self, Reviewed};
use crate::store::rows::{pack, place, site, trail};

/// What somebody wants to save.
#[derive(Clone, Debug)]
pub struct Save<'a> {
    /// The record; a new id makes a new record.
    pub record: Uuid,
    /// What sort of record it is.
    pub subject: Subject,
    /// The version it was made upon; empty for a new record.
    pub upon: &'a [ChangeId],
    /// Every field as it is to be, `kind` and `place` included; what is left out is emptied.
    pub fields: BTreeMap<String, Json>,
    /// Who.
    pub author: &'a str,
    /// Why, where somebody said so.
    pub reason: &'a str,
}

/// What a clerk says to a finding.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The record.
    pub record: Uuid,
    /// The finding.
    pub thread: Uuid,
    /// The words; none where the changed field says it.
    pub text: &'a str,
    /// Who.
    pub author: &'a str,
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// A change was written; the record now stands upon it.
    Written(ChangeId),
    /// Nothing differed, nothing was written.
    Unchanged,
    /// Somebody else saved the record in between; nothing was written. This is the record as it now
    /// is, or `None` when it was deleted.
    Outdated(Option<Box<Record>>),
}

/// An open write transaction.
pub struct Writer<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) packs: Cow<'a, [Pack]>,
    pub(crate) writable: Option<Vec<String>>,
    pub(crate) chain: Chain<'a>,
    /// The last number that was given in a place to a kind. Counting them anew for every row of a
    /// long file would take longer with each.
    pub(crate) serials: HashMap<(String, String), i64>,
    /// Where records were and are that this transaction changed. A long file speaks of few places
    /// over and over.
    pub(crate) touched: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(crate) fn on(
        db: &'a Connection,
        packs: &'a [Pack],
        writable: Option<Vec<String>>,
    ) -> Result<Self> {
        Ok(Self {
            db,
            packs: Cow::Borrowed(packs),
            writable,
            chain: Chain::of(db)?,
            serials: HashMap::new(),
            touched: BTreeSet::new(),
        })
    }

    /// All packs, if any was loaded.
    pub(crate) fn into_loaded(self) -> Option<Vec<Pack>> {
        match self.packs {
            Cow::Owned(packs) => Some(packs),
            Cow::Borrowed(_) => None,
        }
    }

    /// Adds places, or changes those whose code is known; parents may stand anywhere in the list.
    /// The list is checked whole, together with what is there; says what was added and changed.
    ///
    /// # Errors
    /// When the list is refused by [`admit`](crate::domain::place::admit), or this session may
    /// change records of some places only.
    pub fn load_places(&mut self, places: &[Place], author: &str) -> Result<Admitted> {
        self.refuse_when_restricted()?;
        let admitted = place::admitted(self.db, places)?;
        let places: Vec<Place> = admitted.places().cloned().collect();
        place::note(&mut self.chain, &places, author)?;
        place::load(self.db, &places)?;
        self.cover_all()?;
        Ok(admitted)
    }

    /// Takes a place out of the list again.
    ///
    /// # Errors
    /// When something hangs on it, it is the only one that a pack covers, or this session may
    /// change records of some places only.
    pub fn remove_place(&mut self, place: &Place, author: &str) -> Result<()> {
        self.refuse_when_restricted()?;
        place::remove(self.db, &self.packs, place)?;
        place::note_removed(&mut self.chain, place, author)?;
        self.cover_all()
    }

    /// Writes down anew which places each pack judges.
    fn cover_all(&self) -> Result<()> {
        self.packs
            .iter()
            .try_for_each(|pack| pack::cover(self.db, pack))
    }

    /// Loads a pack in somebody's name, or the new version of a loaded one; everything it covers is
    /// judged again.
    ///
    /// # Errors
    /// When it speaks of places that are not known, takes a kind of another pack, or drops one that
    /// has records, or this session may change records of some places only.
    pub fn load_pack(&mut self, pack: &Pack, author: &str) -> Result<()> {
        self.refuse_when_restricted()?;
        pack::load(self.db, pack, &self.packs, self.chain.at())?;
        pack::note(&mut self.chain, pack, author)?;
        let packs = self.packs.to_mut();
        match packs.iter_mut().find(|known| known.code == pack.code) {
            Some(known) => *known = pack.clone(),
            None => packs.push(pack.clone()),
        }
        review::mark_completeness(self.db, pack)
    }

    /// Places and packs are for all: whoever may change some records only may not change those.
    pub(crate) fn refuse_when_restricted(&self) -> Result<()> {
        if self.writable.is_some() {
            Err(LedgerRefusal::NotYourTask.into())
        } else {
            Ok(())
        }
    }

    /// Saves a record as one change, unless somebody else saved it since the version it was made
    /// upon.
    ///
    /// # Errors
    /// When its place, kind or facility code is refused.
    pub fn save(&mut self, save: &Save) -> Result<Saved> {
        let folded = trail::current(self.db, save.record)?;
        let current = folded
            .as_ref()
            .map(|folded| folded.heads.as_slice())
            .unwrap_or_default();
        if current != save.upon {
            let record = folded
                .and_then(|folded| Record::of(save.record, save.subject, folded))
                .map(Box::new);
            return Ok(Saved::Outdated(record));
        }
        let before = folded.map(|folded| folded.fields).unwrap_or_default();
        let mut wanted = save.fields.clone();
        // An empty field has no value in the fold of the trail, so it has none in the row either.
        wanted.retain(|_, value| !value.is_null());
        for fields in [&before, &wanted] {
            self.refuse_other_places(fields)?;
        }
        if save.subject == Subject::Facility {
            self.check_facility(save.record, &mut wanted)?;
        }
        let patch = Record::patch_to(&before, &wanted);
        if patch.is_empty() {
            return Ok(Saved::Unchanged);
        }
        if save.subject == Subject::Facility
            && !save.upon.is_empty()
            && save.reason.trim().is_empty()
        {
            self.refuse_unexplained(save.record, &before, &patch)?;
        }
        let save = Save {
            fields: wanted,
            ..*save
        };
        let id = self.write_change(&save, patch)?;
        self.write_record(&save, &before, &id)?;
        Ok(Saved::Written(id))
    }

    /// Writes the row of a record after a change that nothing is beside; where it was and is will
    /// be judged again.
    pub(crate) fn write_record(
        &mut self,
        save: &Save,
        before: &BTreeMap<String, Json>,
        head: &ChangeId,
    ) -> Result<()> {
        let complete = review::is_complete(&self.packs, &save.fields, self.chain.at());
        trail::project(
            self.db,
            save.subject,
            save.record,
            &save.fields,
            std::slice::from_ref(head),
            complete,
        )?;
        for fields in [before, &save.fields] {
            if let Some(place) = fields.get(shared::PLACE).and_then(Json::as_str) {
                self.touch(place);
            }
        }
        Ok(())
    }

    /// Has a place judged again, with all above it, before the transaction ends.
    pub(crate) fn touch(&mut self, place: &str) {
        if !self.touched.contains(place) {
            self.touched.insert(place.to_owned());
        }
    }

    /// Goes on under another name, for somebody else goes on under the one so far.
    pub(crate) fn become_new_site(&mut self) -> Result<()> {
        site::begin(&mut self.chain)
    }

    /// Refuses a change of values that are held fast and that nobody gave a reason for.
    fn refuse_unexplained(
        &self,
        record: Uuid,
        before: &BTreeMap<String, Json>,
        patch: &Patch,
    ) -> Result<()> {
        let acts = finding::of_record(self.db, record)?;
        if acts.is_empty() {
            return Ok(());
        }
        let broken = review::locks(self.db, record, &acts)?.broken_by(before, patch);
        if broken.is_empty() {
            return Ok(());
        }
        let text = |code: &str| {
            before
                .get(code)
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let kind = text(shared::KIND);
        let kind = self.packs.iter().find_map(|pack| pack.kind(&kind));
        let labels: Vec<Text> = broken
            .iter()
            .map(|code| history::label(code, kind))
            .collect();
        let fields = Text::list(&labels);
        Err(LedgerRefusal::NeedsReason {
            name: text(shared::NAME),
            fields,
        }
        .into())
    }

    /// Answers a finding in the name of a clerk, in the transaction of the save that goes with it;
    /// save first. Without words the changed field is the answer. One that was answered already
    /// gets more words.
    ///
    /// # Errors
    /// When the finding is not of this record or is closed, when its record is of another place or
    /// gone, or when there are no words and nothing marked was changed since it was raised.
    pub fn answer(&mut self, answer: &Answer) -> Result<()> {
        let Reviewed { version, place, .. } = review::get(self.db, answer.record)?;
        self.refuse_other_places(&BTreeMap::from([(shared::PLACE.to_owned(), place.into())]))?;
        let thread = finding::thread(self.db, answer.record, answer.thread)?;
        if thread.state == ThreadState::Closed {
            return Err(LedgerRefusal::FindingClosed.into());
        }
        if answer.text.trim().is_empty()
            && !review::is_marked_changed(self.db, answer.record, &thread, &version)?
        {
            return Err(LedgerRefusal::NothingAnswered.into());
        }
        let (record, fields, role) = (Some(answer.record), Vec::new(), ReviewRole::Clerk);
        let (text, author) = (answer.text.trim(), answer.author);
        let said = Said {
            kind: ActionKind::Answer,
            record,
            thread: Some(thread.id),
            fields,
            text,
            version,
            author,
            role,
        };
        finding::insert(&mut self.chain, &said)?;
        Ok(())
    }

    /// Adds a change to the trail, chained to the one before.
    pub(crate) fn write_change(&mut self, save: &Save, patch: Patch) -> Result<ChangeId> {
        let (topic, record, parents) = (save.subject.into(), save.record, save.upon.to_vec());
        let (author, reason) = (save.author, save.reason);
        Ok(self
            .chain
            .append(NewEntry {
                topic,
                record,
                author,
                reason,
                parents,
                patch,
            })?
            .id)
    }

    pub(crate) fn refuse_other_places(&self, fields: &BTreeMap<String, Json>) -> Result<()> {
        let Some(code) = fields.get(shared::PLACE).and_then(Json::as_str) else {
            return Ok(());
        };
        if place::is_within(self.db, code, self.writable.as_deref())? {
            return Ok(());
        }
        let place = place::get(self.db, code)?.map_or_else(|| code.to_owned(), |place| place.name);
        Err(LedgerRefusal::NotYourPlace { place }.into())
    }

    /// Refuses unknown places and kinds, numbers a record that has no facility code, and refuses
    /// one that is taken.
    fn check_facility(&mut self, id: Uuid, fields: &mut BTreeMap<String, Json>) -> Result<()> {
        let text = |code: &str| {
            fields
                .get(code)
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let (place, kind) = (text(shared::PLACE), text(shared::KIND));
        place::get(self.db, &place)?.ok_or_else(|| LedgerRefusal::NoSuchPlace {
            place: place.clone(),
        })?;
        if !self.packs.iter().any(|pack| pack.kind(&kind).is_some()) {
            let known = self
                .packs
                .iter()
                .flat_map(|pack| &pack.kinds)
                .map(|kind| kind.code.as_str());
            return Err(LedgerRefusal::NoSuchKind {
                kind,
                known: known.collect::<Vec<_>>().join(", "),
            }
            .into());
        }
        if fields.contains_key(shared::DELETED) {
            // Two files that merged may hold one number twice; that must not keep either record
            // from being deleted.
            return Ok(());
        }
        let code = text(shared::FACILITY_CODE);
        if code.is_empty() {
            let code = self.next_code(&place, &kind)?;
            fields.insert(shared::FACILITY_CODE.to_owned(), code.into());
        } else if let Some(name) = facility::holder_of_code(self.db, &code, id)? {
            return Err(LedgerRefusal::CodeTaken { code, name }.into());
        }
        Ok(())
    }

    fn next_code(&mut self, place: &str, kind: &str) -> Result<String> {
        let serial = match self.serials.entry((place.to_owned(), kind.to_owned())) {
            Entry::Occupied(serial) => serial.into_mut(),
            Entry::Vacant(serial) => serial.insert(facility::last_serial(self.db, place, kind)?),
        };
        facility::next_code(self.db, place, kind, serial)
    }

    /// Judges every place that a record was changed in or that was marked stale, and only those.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn judge_stale(&mut self) -> Result<()> {
        for place in std::mem::take(&mut self.touched) {
            judging::mark_stale(self.db, &place)?;
        }
        judging::judge_stale(self.db, &self.packs, self.chain.at())
    }

    /// Every record of a kind as files name it, those of this transaction included.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn identities(&self, kind: &str, visit: impl FnMut(Identity)) -> Result<()> {
        facility::identities(self.db, kind, visit)
    }

    /// The records of a kind that were deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn deleted(&self, kind: &str) -> Result<Vec<DeletedRecord>> {
        deleted::of_kind(self.db, kind)
    }

    /// The record of an id as [`super::Store::record`] gives it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: Uuid) -> Result<Option<Record>> {
        facility::record(self.db, id)
    }

    /// A place as people name it, see [`super::Store::place_path`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_path(&self, code: &str) -> Result<String> {
        place::path(self.db, code)
    }

    /// Every place, to be found by what people write.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn gazetteer(&self) -> Result<Gazetteer> {
        place::gazetteer(self.db)
    }

    /// The codes of the places for which some minimum of a kind is judged.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn judged_places(&self, kind: &str) -> Result<HashSet<String>> {
        place::judged(self.db, kind)
    }
}

impl Writer<'_> {
    /// The time zone of the ledger.
    #[must_use]
    pub fn zone(&self) -> Zone {
        zone_of(&self.packs)
    }
}
