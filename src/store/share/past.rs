//! The ledger as it was at the end of a day: a copy in which everything later is taken back, to be
//! read by the same screens, reports and exports as the ledger itself.
//!
//! What happened since the day is little beside what happened before it: the ledger is copied as
//! it is, and only the records that were changed later are folded again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, TimeDelta};
use rusqlite::Connection;

use super::copying::copy_pages;
use crate::domain::place::{Closing, PlaceLife, PlaceLives};
use crate::domain::policy::Pack;
use crate::domain::policy::lookup::kinds;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{fold, known};
use crate::domain::record::{Change, ChangeId};
use crate::i18n::LedgerRefusal;
use crate::store::clock::timestamp;
use crate::store::error::{Result, StoreError};
use crate::store::file::settings::configure;
use crate::store::file::staging::StagingDir;
use crate::store::ledger::{Access, Store};
use crate::store::open::connection;
use crate::store::rows::place_told::{self, ToldPlace};
use crate::store::rows::{
    act, confirmation, pack, pack_text, place, place_life, record, review, review_state, stale,
    subject, trail,
};
use crate::store::write::judging;
use crate::store::write::writer::Writer;

impl Store {
    /// Returns the ledger as it was at the end of a day, judged on that day and by the packs of
    /// then. It is a copy, only to be read, and goes away with the store.
    ///
    /// # Errors
    /// When that day is yet to come, the ledger cannot be read, or there is no room for a copy.
    pub fn as_of(&self, day: NaiveDate) -> Result<Self> {
        if day > self.today() {
            let on = day.to_string();
            return Err(LedgerRefusal::DayToCome { on }.into());
        }
        let (staging, copy) = self.staged_copy()?;
        let end = self.zone().end_of_day(day);
        let packs = self.packs_before(&timestamp(end))?;
        let past = Past {
            end: timestamp(end),
            last_moment: timestamp(end - TimeDelta::milliseconds(1)),
            day,
            packs,
        };
        past.take_back(&copy)?;
        let db = connection::open_to_read(&copy)?;
        let mut store = Self::with(db, self.path(), Access::Past(day))?;
        store.copy = Some(staging);
        store.acts = self.acts();
        store.know_schema()?;
        Ok(store)
    }

    /// Copies what the ledger holds now into a staging directory, whatever is saved meanwhile.
    pub(super) fn staged_copy(&self) -> Result<(StagingDir, PathBuf)> {
        let staging = StagingDir::in_temp()?;
        let copy = staging.file("data.db");
        let mut target = Connection::open(&copy)?;
        target.execute_batch("PRAGMA synchronous = OFF")?;
        self.at_one_moment(|| copy_pages(&self.db, &mut target, |_| Ok::<_, StoreError>(())))?;
        Ok((staging, copy))
    }

    /// Returns the packs as their texts were before a time.
    fn packs_before(&self, time: &str) -> Result<Vec<Pack>> {
        let mut texts = Vec::new();
        for pack in self.packs() {
            let text = pack_text::before(&self.db, &pack.code, time)?;
            texts.push((
                pack.code.as_str(),
                text.unwrap_or_else(|| pack.text.clone()),
            ));
        }
        pack::read_all(texts.iter().map(|(code, text)| (*code, text.as_str())))
    }
}

/// The end of a day to which a copy is taken back.
struct Past {
    /// The first moment after the day.
    end: String,
    /// The last moment of the day.
    last_moment: String,
    day: NaiveDate,
    /// The packs as their texts were then.
    packs: Vec<Pack>,
}

impl Past {
    /// Takes back in a copy what happened after the day, and judges it on that day.
    fn take_back(&self, copy: &Path) -> Result<()> {
        let mut db = Connection::open(copy)?;
        configure(&mut db)?;
        // A file of its own, which needs no log beside it and which nobody else has open. A record
        // may be of a form that only its pack of then has, so references hold only at the end.
        db.execute_batch(
            "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF",
        )?;
        let tx = db.transaction()?;
        let guards = lift_guards(&tx)?;
        let mut writer = Writer::on(&tx, &self.packs, None)?;
        self.forget_acts(&tx)?;
        self.take_back_records(&mut writer)?;
        let is_other_list = self.take_back_places(&tx)?;
        let is_other_text = self.take_back_packs(&tx)?;
        if is_other_list || is_other_text {
            writer.cover_all()?;
        }
        writer.mark_touched()?;
        stale::mark_since(&tx, &self.end)?;
        judging::judge_stale(&tx, &self.packs, &self.last_moment)?;
        trail::forget_acts_since(&tx, &self.end)?;
        review_state::restate(&tx)?;
        review_state::recount_records(&tx)?;
        review_state::recount_standings(&tx)?;
        tx.execute_batch(&guards)?;
        tx.commit()?;
        db.close().map_err(|(_, error)| error.into())
    }

    /// Removes the rows that acts of later days made.
    fn forget_acts(&self, db: &Connection) -> Result<()> {
        let confirmed = confirmation::confirmed_since(db, &self.end)?;
        for table in act::TABLES {
            let sql = format!("DELETE FROM {} WHERE at >= ?1", table.name);
            db.execute(&sql, [&self.end])?;
        }
        record::see_again(db, &confirmed)
    }

    /// Folds the records that were changed later as they were.
    fn take_back_records(&self, writer: &mut Writer) -> Result<()> {
        for (record, subject) in trail::saved_since(writer.db, &self.end)? {
            let changes = trail::changes_of(writer.db, record)?;
            let is_before = |change: &&Change| change.at < self.end;
            let before: Vec<Change> = changes.iter().filter(is_before).cloned().collect();
            let known: Vec<Change> = known(&before).into_iter().cloned().collect();
            let ids: BTreeSet<&ChangeId> = known.iter().map(|change| &change.id).collect();
            for change in changes.iter().filter(|change| !ids.contains(&change.id)) {
                trail::forget(writer.db, &change.id)?;
            }
            let mut folded = fold(if known.is_empty() { &changes } else { &known });
            if known.is_empty() {
                let deleted = shared::DELETED.to_owned();
                folded.fields.insert(deleted, true.into());
            }
            let row = subject::place_of(writer.db, subject, record)?;
            writer.project(subject, record, &known, &folded, row.as_ref())?;
        }
        writer.added.write(writer.db)
    }

    /// Writes the places as the ledger knew them; returns whether they were others.
    fn take_back_places(&self, db: &Connection) -> Result<bool> {
        let Some(said) = place_told::known_before(db, &self.end)? else {
            return Ok(false);
        };
        let has_ended = |closing: &Closing| closing.on <= self.day;
        let told = said
            .iter()
            .filter_map(|(code, said)| ToldPlace::read(code, said, has_ended));
        let mut places = Vec::new();
        let mut lives = PlaceLives::default();
        for ToldPlace { place, life } in told {
            if life != PlaceLife::default() {
                *lives.entry(&place.code) = life;
            }
            places.push(place);
        }
        place_life::forget_all(db)?;
        place::load(db, &places)?;
        place_life::put_all(db, &lives)?;
        Ok(true)
    }

    /// Writes the packs as their texts were; returns whether one was another.
    fn take_back_packs(&self, db: &Connection) -> Result<bool> {
        let now = pack::texts(db)?;
        let mut is_other = false;
        for (at, (pack, now)) in self.packs.iter().zip(&now).enumerate() {
            if pack.text != *now {
                pack::load(db, &self.packs, at, &self.last_moment)?;
                is_other = true;
            }
        }
        pack_text::forget_since(db, &self.end)?;
        if is_other {
            review::mark_completeness(db, kinds(&self.packs))?;
        }
        Ok(is_other)
    }
}

/// Drops the triggers of a copy, which keep the trail from being altered; returns the statements
/// that make them again.
fn lift_guards(db: &Connection) -> Result<String> {
    let mut query = db.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '*_is_never_*'",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let triggers: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    let mut again = String::new();
    for (name, sql) in triggers {
        db.execute_batch(&format!("DROP TRIGGER {name}"))?;
        again.push_str(&sql);
        again.push_str(";\n");
    }
    Ok(again)
}
