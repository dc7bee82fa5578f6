//! The examination of a ledger: file, chain of changes, fold of the trail against the tables, standings.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::error::Result;
use super::{Store, double_entry, facility, pack, review, standing, trail};
use crate::domain::facility::shared;
use crate::domain::pack::Pack;
use crate::domain::trail::{Change, Folded, Record, Subject, fold};
use crate::i18n::{InspectMsg, Lang, Say};

/// Something an examination found, and whether the ledger can be trusted in spite of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub what: InspectMsg,
    /// Whether it is only worth knowing.
    pub harmless: bool,
}

impl Say for Flaw {
    fn say(&self, lang: Lang) -> String {
        self.what.say(lang)
    }
}

/// How many findings of one sort are told; a file that was rewritten would fill the screen.
const MOST: usize = 20;

/// The changes of every record.
#[derive(Default)]
struct Histories {
    facilities: HashMap<Uuid, Vec<Change>>,
    exceptions: HashMap<Uuid, Vec<Change>>,
}

impl Store {
    /// Examines the whole ledger.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn inspect(&self) -> Result<Vec<Flaw>> {
        // One snapshot for all of it: otherwise a save in between would look like an alteration.
        let _snapshot = self.db.unchecked_transaction()?;
        let mut found = self.inspect_file()?;
        if found.is_empty() {
            let mut histories = Histories::default();
            found.extend(self.inspect_chain(&mut histories)?);
            found.extend(self.inspect_facilities(histories.facilities)?);
            found.extend(self.inspect_exceptions(histories.exceptions)?);
            found.extend(self.inspect_second_entries()?);
            let packs = pack::current(&self.db, self.packs())?;
            found.extend(self.inspect_standings(&packs)?);
            found.extend(self.inspect_values(&packs)?);
            found.extend(self.inspect_completeness(&packs)?);
            found.extend(self.inspect_reviews()?);
        }
        Ok(found)
    }

    fn inspect_file(&self) -> Result<Vec<Flaw>> {
        let mut query = self.db.prepare("PRAGMA integrity_check(20)")?;
        let lines = query.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut found: Vec<Flaw> = lines
            .into_iter()
            .filter(|line| line != "ok")
            .map(|detail| serious(InspectMsg::Integrity { detail }))
            .collect();
        let mut query =
            self.db.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY \"table\"")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
        for row in rows {
            let (table, count) = row?;
            let count = usize::try_from(count).unwrap_or_default();
            found.push(serious(InspectMsg::Reference { table, count }));
        }
        Ok(found)
    }

    /// Walks every site's changes in order and gathers them by record.
    fn inspect_chain(&self, histories: &mut Histories) -> Result<Vec<Flaw>> {
        let mut found = Vec::new();
        let mut last: Option<(String, i64, String)> = None;
        trail::each_change(&self.db, |change, hash| {
            let (site, seq, before) = last.take().unwrap_or_default();
            let same_site = site == change.id.site;
            let (expected, before) = if same_site { (seq + 1, before.as_str()) } else { (1, "") };
            let at = || change.id.to_string();
            if change.id.seq != expected && found.len() < MOST {
                found.push(serious(InspectMsg::Sequence { change: at() }));
            } else if change.hash(before) != hash && found.len() < MOST {
                found.push(serious(InspectMsg::Chain { change: at() }));
            }
            last = Some((change.id.site.clone(), change.id.seq, hash));
            let histories = match change.subject {
                Subject::Facility => &mut histories.facilities,
                Subject::Exception => &mut histories.exceptions,
            };
            histories.entry(change.record).or_default().push(change);
        })?;
        Ok(found)
    }

    /// Folds every history and compares it with the row in the table.
    fn inspect_facilities(&self, histories: HashMap<Uuid, Vec<Change>>) -> Result<Vec<Flaw>> {
        let record = |id, changes: &[Change]| Record::of(id, Subject::Facility, fold(changes));
        let mut folded: BTreeMap<Uuid, Record> =
            histories.into_iter().filter_map(|(id, changes)| Some((id, record(id, &changes)?))).collect();
        let mut differing = Vec::new();
        facility::all_records(&self.db, |record| {
            if folded.remove(&record.id).as_ref() != Some(&record) {
                differing.push(record.id);
            }
        })?;
        Ok(differing.into_iter().chain(folded.into_keys()).take(MOST).map(not_its_fold).collect())
    }

    /// The same for exceptions.
    fn inspect_exceptions(&self, histories: HashMap<Uuid, Vec<Change>>) -> Result<Vec<Flaw>> {
        let folded = histories.into_iter().map(|(id, changes)| (id, fold(&changes)));
        let mut folded: BTreeMap<Uuid, Folded> =
            folded.filter(|(_, folded)| !folded.fields.contains_key(shared::DELETED)).collect();
        let mut differing = Vec::new();
        for (id, fields, version) in trail::exception_rows(&self.db)? {
            let same = |folded: Folded| folded.fields == fields && trail::version(&folded.heads) == version;
            if !folded.remove(&id).is_some_and(same) {
                differing.push(id);
            }
        }
        Ok(differing.into_iter().chain(folded.into_keys()).take(MOST).map(not_its_fold).collect())
    }

    fn inspect_second_entries(&self) -> Result<Option<Flaw>> {
        let count = double_entry::without_version(&self.db)?;
        Ok((count > 0).then(|| serious(InspectMsg::Reference { table: "double_entry".to_owned(), count })))
    }

    fn inspect_standings(&self, packs: &[Pack]) -> Result<Vec<Flaw>> {
        let day = chrono::NaiveDate::default();
        let mut query = self.db.prepare("SELECT DISTINCT place FROM covered ORDER BY place")?;
        let places = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let mut found = Vec::new();
        for place in places {
            for (pack, mut judged) in standing::judge_place(&self.db, packs, &place)? {
                let kept = self.standings_of(&pack.code, Some(&place), day)?;
                let same = kept.into_iter().find(|kept| kept.requirement == judged.requirement);
                judged.exception = same.as_ref().and_then(|same| same.exception.clone());
                if same != Some(judged.clone()) && found.len() < MOST {
                    let place = self.place_path(&place)?;
                    found.push(serious(InspectMsg::Standing { requirement: judged.requirement, place }));
                }
            }
        }
        Ok(found)
    }

    /// Whether the states of reviews rest upon what the records hold.
    fn inspect_completeness(&self, packs: &[Pack]) -> Result<Vec<Flaw>> {
        let mut found = Vec::new();
        for kind in packs.iter().flat_map(|pack| &pack.kinds) {
            let wrong = review::wrongly_kept(&self.db, kind)?;
            let complete = |(id, _): &(Uuid, bool)| serious(InspectMsg::Completeness { record: id.to_string() });
            found.extend(wrong.iter().map(complete));
        }
        found.truncate(MOST);
        Ok(found)
    }

    /// Whether every act of a review is about something.
    fn inspect_reviews(&self) -> Result<Vec<Flaw>> {
        let mut query = self.db.prepare(
            "SELECT id FROM finding WHERE (record IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM change WHERE change.record = finding.record))
                 OR (thread IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM finding AS raised WHERE raised.id = finding.thread AND raised.record = finding.record
                         AND raised.act = 'return'))
             ORDER BY id",
        )?;
        let rows = query.query_map([], |row| Ok(serious(InspectMsg::LooseAct { act: row.get(0)? })))?;
        Ok(rows.take(MOST).collect::<rusqlite::Result<_>>()?)
    }

    /// Values that the pack no longer understands.
    fn inspect_values(&self, packs: &[Pack]) -> Result<Vec<Flaw>> {
        let mut found = Vec::new();
        facility::all_records(&self.db, |record| {
            let Some(kind) = packs.iter().find_map(|pack| pack.kind(&record.kind)) else { return };
            let decoded = kind.decode(&record).values;
            let is_lost = |code: &&String| {
                !shared::WITHOUT_A_FORM.contains(&code.as_str()) && !decoded.contains_key(code.as_str())
            };
            let lost = record.fields.keys().filter(is_lost);
            for field in lost.take(MOST.saturating_sub(found.len())) {
                let what = InspectMsg::Undecodable { record: record.id.to_string(), field: field.clone() };
                found.push(Flaw { what, harmless: true });
            }
        })?;
        Ok(found)
    }
}

fn not_its_fold(record: Uuid) -> Flaw {
    serious(InspectMsg::Fold { record: record.to_string() })
}

const fn serious(what: InspectMsg) -> Flaw {
    Flaw { what, harmless: false }
}
