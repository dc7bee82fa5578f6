//! Takes over what was gathered beside the ledger: in one transaction, and only where nobody changed
//! meanwhile what it rests upon.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use serde_json::Value as Json;
use uuid::Uuid;

use super::staged_save::StagedSave;
use super::stager::{Staged, StagedMoment};
use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::record::{ActSort, Change, ChangeId, Subject, Topic};
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::store::error::{Result, StoreError, damaged};
use crate::store::rows::chain::{ChainEnd, EntryTexts};
use crate::store::rows::new_row::{self, NewRow};
use crate::store::rows::{cells, facility_code, subject, trail};

/// Of how many records that others changed it is looked whether they are named in the file. Where
/// there are more, somebody else has imported one too.
const MOST_CHANGED: usize = 10_000;

/// How many saves are read ahead at a time, and how many times.
const BATCH: usize = 512;
const BATCHES: usize = 2;

/// A save that is ready to be written.
struct ReadySave {
    save: StagedSave,
    hash: String,
}

impl Writer<'_> {
    /// Returns whether what was gathered holds: nobody changed a record that the file names, nor
    /// anything that all records are read by. Numbers that somebody else was given meanwhile are
    /// replaced.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn still_holds(&self, staged: &mut Staged) -> Result<bool> {
        let now = StagedMoment::of(self.db, &self.packs, self.chain.at())?;
        if now == staged.moment {
            return Ok(true);
        }
        if now.days != staged.moment.days {
            return Ok(false);
        }
        let Some(changed) = self.changed_since(staged.moment.last_row)? else {
            return Ok(false);
        };
        let mut named = staged.named.read()?;
        while let Some(bytes) = named.bytes()? {
            if changed.named.contains(&TextPrint::from_bytes(bytes)) {
                return Ok(false);
            }
        }
        drop(named);
        for code in &changed.codes {
            let given = &staged.codes;
            staged.numbers.replace(code, |code| {
                let is_given = given.contains(&TextPrint::of_code(code));
                Ok(is_given || facility_code::is_taken(self.db, code)?)
            })?;
        }
        Ok(true)
    }

    /// Returns what was changed since; `None` where that is very much, or where more than records
    /// was changed.
    fn changed_since(&self, row: i64) -> Result<Option<ChangedMeanwhile>> {
        let mut records = BTreeSet::new();
        for (topic, record) in trail::topics_after(self.db, row)? {
            match topic {
                Topic::Record(Subject::Exception) => {}
                Topic::Record(_) => {
                    records.insert(record);
                }
                Topic::Act(ActSort::Places | ActSort::Pack | ActSort::Site | ActSort::Merge) => {
                    return Ok(None);
                }
                Topic::Act(_) => {}
            }
            if records.len() > MOST_CHANGED {
                return Ok(None);
            }
        }
        let mut changed = ChangedMeanwhile::default();
        for record in records {
            changed.add(record, &trail::changes_of(self.db, record)?);
        }
        Ok(Some(changed))
    }

    /// Writes everything that was gathered. `watch` is told now and then how much was written, and
    /// may end it; the transaction is then to be taken back.
    ///
    /// # Errors
    /// When the ledger cannot be written, and those of `watch`.
    pub fn take_over<E: From<StoreError>>(
        &mut self,
        staged: &Staged,
        mut watch: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<(), E> {
        let end = self.chain.end();
        thread::scope(|scope| -> Result<(), E> {
            let (sender, receiver) = sync_channel(BATCHES);
            scope.spawn(move || prepare(staged, end, &sender));
            let mut count = 0;
            while let Some(batch) = next(&receiver)? {
                watch(count)?;
                count += batch.len();
                self.write_staged(staged, &batch)?;
            }
            if count == staged.count() {
                Ok(())
            } else {
                Err(damaged("staged saves").into())
            }
        })?;
        Ok(self.added.write(self.db)?)
    }

    /// Writes saves that follow one another. The rows of new facilities that do so are added
    /// together.
    fn write_staged(&mut self, staged: &Staged, batch: &[ReadySave]) -> Result<()> {
        let first = self.chain.take(batch, |ready| {
            (entry(staged, &ready.save), ready.hash.as_str())
        })?;
        let at = self.chain.at().to_owned();
        let mut new = Vec::new();
        for (save, seq) in batch.iter().map(|ready| &ready.save).zip(first..) {
            let head = ChangeId {
                site: self.chain.site().to_owned(),
                seq,
            };
            if save.has_row() {
                new.push(self.staged_row(save, head, &at)?);
            } else {
                new_row::add(self.db, &mut new)?;
                self.write_other(save, &head)?;
            }
        }
        new_row::add(self.db, &mut new)
    }

    /// Returns the row of a facility that nobody knows yet, and notes it: nothing was said of it.
    fn staged_row<'s>(
        &mut self,
        save: &'s StagedSave,
        head: ChangeId,
        at: &'s str,
    ) -> Result<NewRow<'s>> {
        let kept = NewRow::kept(save.is_complete());
        let mut row = save.row().map(Option::unwrap_or_default);
        let (kind, place) = (
            row.next().unwrap_or_default(),
            row.next().unwrap_or_default(),
        );
        self.added.note((kind, place), save.id()?, kept);
        self.touch(place, kind);
        Ok(NewRow {
            id: save.record().into(),
            version: cells::version(&[head]),
            at: at.into(),
            kept,
            cells: save.row().map(|cell| cell.map(Cow::from)).collect(),
        })
    }

    fn write_other(&mut self, save: &StagedSave, head: &ChangeId) -> Result<()> {
        let subject = save.subject()?;
        let fields = save.fields()?;
        subject::project(
            self.db,
            subject,
            save.id()?,
            &fields,
            std::slice::from_ref(head),
            save.is_complete(),
            &mut self.added,
        )?;
        if let Some((place, form)) = save.before() {
            self.touch(place, form);
        }
        self.touch_record(subject, &fields);
        Ok(())
    }
}

/// The records that others changed meanwhile.
#[derive(Default)]
struct ChangedMeanwhile {
    /// Everything by which a file may name them.
    named: HashSet<TextPrint>,
    /// Their facility codes.
    codes: BTreeSet<String>,
}

impl ChangedMeanwhile {
    /// Adds everything by which a file may have named a record at any time.
    fn add(&mut self, record: Uuid, changes: &[Change]) {
        self.named.insert(TextPrint::of_id(record));
        let said = |code: &str| {
            let said = changes.iter().filter_map(|change| change.patch.get(code));
            said.filter_map(Json::as_str)
                .map(str::to_owned)
                .collect::<BTreeSet<String>>()
        };
        let places = said(shared::PLACE);
        for name in said(shared::NAME) {
            let key = folding::key(&name);
            let prints = places.iter().map(|place| TextPrint::of_name(place, &key));
            self.named.extend(prints);
        }
        let codes = said(shared::FACILITY_CODE);
        let prints = codes
            .iter()
            .map(|code| TextPrint::of_code(&folding::key(code)));
        self.named.extend(prints);
        self.codes.extend(codes);
    }
}

/// Returns what is ready next; `None` at the end.
fn next(ready: &Receiver<Result<Vec<ReadySave>>>) -> Result<Option<Vec<ReadySave>>> {
    ready.recv().ok().transpose()
}

/// Reads saves and chains them, while others are written.
fn prepare(staged: &Staged, mut end: ChainEnd, ready: &SyncSender<Result<Vec<ReadySave>>>) {
    let made = each_batch(staged, &mut end, |batch| ready.send(Ok(batch)).is_ok());
    if let Err(error) = made {
        let _ = ready.send(Err(error));
    }
}

/// Hands out saves in their order, until nobody wants any more.
fn each_batch(
    staged: &Staged,
    end: &mut ChainEnd,
    mut take: impl FnMut(Vec<ReadySave>) -> bool,
) -> Result<()> {
    let mut saves = staged.read()?;
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(entry) = saves.entry()? {
        batch.push(ready(staged, end, StagedSave(entry))?);
        if batch.len() == BATCH && !take(std::mem::take(&mut batch)) {
            return Ok(());
        }
    }
    take(batch);
    Ok(())
}

fn ready(staged: &Staged, end: &mut ChainEnd, mut save: StagedSave) -> Result<ReadySave> {
    if !staged.numbers.are_kept() {
        save.renumber(&staged.numbers)?;
    }
    let hash = end.go_on(&entry(staged, &save));
    Ok(ReadySave { save, hash })
}

/// Returns the entry of the trail that a save is.
fn entry<'t>(staged: &'t Staged, save: &'t StagedSave) -> EntryTexts<'t> {
    EntryTexts {
        subject: save.subject_word(),
        record: save.record(),
        author: &staged.author,
        reason: &staged.reason,
        parents: save.parents(),
        patch: save.patch(),
    }
}
