//! Gathers the saves of a long file beside the ledger, so that nobody who wants to save waits while
//! its rows are read. Everything that a save is refused for is found here; what is gathered is then
//! taken over in one short transaction.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use super::given_numbers::GivenNumbers;
use super::lookups::LedgerView;
use super::save::Save;
use super::save_rules::{SaveRules, text_of};
use super::staged_save::{NewSave, StagedSave};
use super::writer::Writer;
use crate::domain::policy::{Pack, find_kind};
use crate::domain::record::facility::shared;
use crate::domain::record::{Record, Subject};
use crate::domain::text::text_print::TextPrint;
use crate::domain::value::Value;
use crate::i18n::LedgerRefusal;
use crate::store::clock::{stamp, today_of};
use crate::store::error::{Result, StoreError};
use crate::store::file::staged::{StagedLog, StagedReader};
use crate::store::file::staging::folder_of;
use crate::store::rows::{cells, facility_code, part, record, review, trail};

/// Who saves, and why: the same of everything that is gathered.
#[derive(Clone, Copy, Debug)]
pub struct Staging<'s> {
    /// Who.
    pub author: &'s str,
    /// Why.
    pub reason: &'s str,
}

/// Saves that were gathered, and what they rest upon.
pub struct Staged {
    pub(super) author: String,
    pub(super) reason: String,
    pub(super) saves: StagedLog,
    /// The fingerprints of the ids, names and codes by which the file names records.
    pub(super) named: StagedLog,
    pub(super) count: usize,
    pub(super) moment: StagedMoment,
    pub(super) numbers: GivenNumbers,
    /// The facility codes that the file itself gave.
    pub(super) codes: HashSet<TextPrint>,
}

/// When saves were gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StagedMoment {
    /// The row of the last change that was known.
    pub(super) last_row: i64,
    /// The day in the time zone of the ledger, and the day by which records are complete.
    pub(super) days: [NaiveDate; 2],
}

impl StagedMoment {
    /// Returns the moment of a transaction that writes at a time.
    pub(super) fn of(db: &Connection, packs: &[Pack], at: &str) -> Result<Self> {
        Ok(Self {
            last_row: trail::last_row(db)?,
            days: [today_of(packs), review::day_of(at)],
        })
    }
}

/// What became of a save that was to be gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StagedOutcome {
    /// It was gathered.
    Added,
    /// Nothing differs, nothing is gathered.
    Unchanged,
    /// The record is not the one that it was based on.
    Outdated,
}

/// Gathers saves.
pub struct Stager<'a> {
    view: LedgerView<'a>,
    writable: Option<Vec<String>>,
    at: String,
    staged: Staged,
    /// Why a new facility may not be in a place; `None` where it may.
    places: HashMap<Box<str>, Option<Box<StoreError>>>,
}

impl<'a> Stager<'a> {
    pub(crate) fn on(
        db: &'a Connection,
        packs: &'a [Pack],
        writable: Option<Vec<String>>,
        (ledger, said): (&Path, Staging),
    ) -> Result<Self> {
        let folder = folder_of(ledger);
        let at = stamp();
        let staged = Staged {
            author: said.author.to_owned(),
            reason: said.reason.to_owned(),
            saves: StagedLog::in_folder(folder),
            named: StagedLog::in_folder(folder),
            count: 0,
            moment: StagedMoment::of(db, packs, &at)?,
            numbers: GivenNumbers::default(),
            codes: HashSet::new(),
        };
        Ok(Self {
            view: LedgerView { db, packs },
            writable,
            at,
            staged,
            places: HashMap::new(),
        })
    }

    /// Returns the ledger that is saved to, without what is gathered.
    #[must_use]
    pub const fn view(&self) -> LedgerView<'a> {
        self.view
    }

    /// Notes by what the file names a record, whether there is one or not: where somebody else
    /// changes one that is named so, what is gathered holds no more.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn rest_on(&mut self, named: TextPrint) -> Result<()> {
        Ok(self.staged.named.add_bytes(named.bytes())?)
    }

    /// Ends the gathering.
    pub(crate) fn finish(self) -> Staged {
        self.staged
    }

    /// Gathers the save of a facility that is new. `values` are those of its fields; its facility
    /// code may be missing in both.
    ///
    /// # Errors
    /// As [`crate::store::Writer::save`].
    pub fn save_new(
        &mut self,
        record: Uuid,
        mut fields: BTreeMap<String, Json>,
        mut values: BTreeMap<String, Value>,
    ) -> Result<()> {
        fields.retain(|_, value| !value.is_null());
        self.check_place(record, &fields)?;
        let before = BTreeMap::new();
        self.check_facility_code(record, &before, &mut fields)?;
        let code = text_of(&fields, shared::FACILITY_CODE);
        values.insert(shared::FACILITY_CODE.to_owned(), Value::Text(code));
        let kind = fields.get(shared::KIND).and_then(Json::as_str);
        let kind = find_kind(self.view.packs, kind.unwrap_or_default());
        let complete = kind.is_some_and(|kind| review::is_complete_of(kind, &values, &self.at));
        let row = record::cells(&fields);
        let patch = serde_json::to_string(&fields)?;
        let save = NewSave::Facility(&row);
        self.add((record, Subject::Facility), &patch, &save, complete)
    }

    /// Gathers a save, as [`crate::store::Writer::save`] carries it out.
    ///
    /// # Errors
    /// As there.
    pub fn save(&mut self, save: &Save) -> Result<StagedOutcome> {
        let folded = trail::current(self.view.db, save.record)?;
        let heads = folded.as_ref().map(|folded| folded.heads.as_slice());
        if heads.unwrap_or_default() != save.base {
            return Ok(StagedOutcome::Outdated);
        }
        let before = folded.map(|folded| folded.fields).unwrap_or_default();
        let mut wanted = save.fields.clone();
        wanted.retain(|_, value| !value.is_null());
        self.rules()
            .check(save.record, save.subject, &before, &wanted)?;
        if save.subject.has_facility_code() && !wanted.contains_key(shared::DELETED) {
            self.check_facility_code(save.record, &before, &mut wanted)?;
        }
        let patch = Record::patch_to(&before, &wanted);
        if patch.is_empty() {
            return Ok(StagedOutcome::Unchanged);
        }
        let parents = cells::version(save.base);
        let patch = serde_json::to_string(&patch)?;
        // The patch of a record without any before is all its fields.
        let whole = (!before.is_empty()).then(|| serde_json::to_string(&wanted));
        let whole = whole.transpose()?;
        let place = text_of(&before, shared::PLACE);
        let form = save.subject.form_code(&before);
        let complete = review::is_complete(self.view.packs, &wanted, &self.at);
        let new = NewSave::Other {
            parents: &parents,
            whole: whole.as_deref(),
            before: form.map(|form| (place.as_str(), form)),
        };
        self.add((save.record, save.subject), &patch, &new, complete)?;
        Ok(StagedOutcome::Added)
    }

    fn rules(&self) -> SaveRules<'_> {
        SaveRules {
            db: self.view.db,
            packs: self.view.packs,
            writable: self.writable.as_deref(),
            today: self.today(),
        }
    }

    const fn today(&self) -> NaiveDate {
        let [today, _] = self.staged.moment.days;
        today
    }

    /// Refuses a new facility for its place. The rules ask for nothing else of one, and a long file
    /// speaks of few places over and over.
    fn check_place(&mut self, record: Uuid, fields: &BTreeMap<String, Json>) -> Result<()> {
        let place = fields.get(shared::PLACE).and_then(Json::as_str);
        let place = place.unwrap_or_default();
        if let Some(known) = self.places.get(place) {
            return known.as_deref().map_or(Ok(()), |error| Err(error.clone()));
        }
        let before = BTreeMap::new();
        let checked = self
            .rules()
            .check(record, Subject::Facility, &before, fields);
        if matches!(checked, Ok(()) | Err(StoreError::Refused(_))) {
            let refused = checked.clone().err().map(Box::new);
            self.places.insert(place.into(), refused);
        }
        checked
    }

    /// Gives a record a facility code that has none, and refuses a code that is taken, by a record
    /// of the ledger or by one that is gathered.
    fn check_facility_code(
        &mut self,
        id: Uuid,
        before: &BTreeMap<String, Json>,
        fields: &mut BTreeMap<String, Json>,
    ) -> Result<()> {
        let code = text_of(fields, shared::FACILITY_CODE);
        if code.is_empty() {
            let place = text_of(fields, shared::PLACE);
            let code = self.next_code(&place, &text_of(fields, shared::KIND))?;
            fields.insert(shared::FACILITY_CODE.to_owned(), code.into());
            return Ok(());
        }
        let had = text_of(before, shared::FACILITY_CODE);
        if had == code {
            return Ok(());
        }
        if let Some(name) = self.holder_of(&code, id)? {
            return Err(LedgerRefusal::CodeTaken { code, name }.into());
        }
        self.staged.codes.insert(TextPrint::of_code(&code));
        Ok(())
    }

    /// Returns what the other record is known by that has a facility code.
    fn holder_of(&self, code: &str, id: Uuid) -> Result<Option<String>> {
        let is_given = self.staged.codes.contains(&TextPrint::of_code(code));
        if (is_given || self.staged.numbers.is_given(code))
            && let Some(name) = self.staged.name_of_code(code)?
        {
            return Ok(Some(name));
        }
        facility_code::holder_of_code(self.view.db, code, id)
    }

    fn next_code(&mut self, place: &str, kind: &str) -> Result<String> {
        let series = facility_code::series(place, kind);
        if !self.staged.numbers.has(&series) {
            let count = part::count(self.view.db, kind, place)?;
            let last = i64::try_from(count).unwrap_or(i64::MAX);
            self.staged.numbers.begin(&series, last);
        }
        let (db, given) = (self.view.db, &self.staged.codes);
        self.staged.numbers.next(&series, |code| {
            Ok(given.contains(&TextPrint::of_code(code)) || facility_code::is_taken(db, code)?)
        })
    }

    fn add(
        &mut self,
        (record, subject): (Uuid, Subject),
        patch: &str,
        save: &NewSave,
        is_complete: bool,
    ) -> Result<()> {
        let record = record.to_string();
        let cells = save.cells([&record, subject.word(), patch], is_complete);
        self.staged.saves.add_entry(&cells)?;
        self.staged.count += 1;
        Ok(())
    }
}

impl Writer<'_> {
    /// Gathers saves as [`crate::store::Store::stage`] does, while nobody else can save. `ledger` is
    /// the path of the ledger.
    ///
    /// # Errors
    /// As there.
    pub fn stage<T, E: From<StoreError>>(
        &self,
        ledger: &Path,
        said: Staging,
        work: impl FnOnce(&mut Stager) -> Result<T, E>,
    ) -> Result<(T, Staged), E> {
        let writable = self.writable.clone();
        let mut stager = Stager::on(self.db, &self.packs, writable, (ledger, said))?;
        let done = work(&mut stager)?;
        Ok((done, stager.finish()))
    }
}

impl Staged {
    /// Returns how many saves were gathered.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Reads the saves in their order.
    pub(super) fn read(&self) -> Result<StagedReader<'_>> {
        Ok(self.saves.read()?)
    }

    /// Returns what the gathered record is known by that has a facility code. They are read one
    /// after the other: it is looked for only where one is refused.
    fn name_of_code(&self, code: &str) -> Result<Option<String>> {
        let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
        let mut saves = self.read()?;
        while let Some(entry) = saves.entry()? {
            let save = StagedSave(entry);
            let record = save.record().to_owned();
            if !save.fields_json().contains(code) {
                found.remove(&record);
                continue;
            }
            let fields = save.fields()?;
            let has = text_of(&fields, shared::FACILITY_CODE);
            let name = text_of(&fields, shared::NAME);
            let known_by = if name.is_empty() {
                record.clone()
            } else {
                name
            };
            found.insert(record, (has, known_by));
        }
        let mut found = found.into_values();
        Ok(found.find(|(has, _)| has == code).map(|(_, name)| name))
    }
}
