//! The rows of the records that a merge changed, made again from all their changes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use uuid::Uuid;

use super::TOGETHER;
use super::error::Result;
use super::merged::{Fate, MergeReport};
use super::request::{MergeMode, MergeProgress, MergeRequest};
use super::unknown::Unknown;
use crate::domain::policy::find_kind;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{fold, is_well_formed};
use crate::domain::record::{Change, Folded, Record, Subject};
use crate::i18n::{InspectMsg, MergeFault};
use crate::store::audit::inspect;
use crate::store::rows::new_row::{self, NewRow};
use crate::store::rows::{conflict, subject, trail};
use crate::store::write::writer::Writer;

/// The most concurrent changes of one record. An examination allows four times as many: what was
/// merged can still be changed as often as anybody likes.
const MOST_CHANGES: usize = 1000;

impl Writer<'_> {
    /// Folds every record that new changes belong to and reports what became of it. Returns the
    /// places where they are.
    pub(super) fn project_all(
        &mut self,
        touched: &BTreeMap<Uuid, Subject>,
        merge: &MergeRequest,
        merged: &mut MergeReport,
    ) -> Result<BTreeSet<String>> {
        let mut unknown = Unknown::default();
        let mut places = BTreeSet::new();
        let mut new = Vec::new();
        let mut rows = Vec::new();
        for (at, (&record, &subject)) in touched.iter().enumerate() {
            merge.is_at(at, || MergeProgress::Folding(at, touched.len()))?;
            let changes = trail::changes_of(self.db, record)?;
            let folded = fold_merged(record, subject, &changes)?;
            if let Some(place) = folded.fields.get(shared::PLACE).and_then(Json::as_str)
                && !places.contains(place)
            {
                places.insert(place.to_owned());
            }
            let is_gone = folded.fields.contains_key(shared::DELETED);
            if !is_gone && unknown.in_record(self, subject, &folded)? {
                continue;
            }
            let one = (record, subject, changes.as_slice());
            let fate = self.project_one(one, &folded, (&mut rows, merged))?;
            if rows.len() == TOGETHER {
                new_row::add(self.db, &mut rows)?;
            }
            let Some(fate) = fate else { continue };
            *merged.fates.entry(fate).or_default() += 1;
            new.extend((fate == Fate::New).then_some((record, subject)));
            if merge.mode == MergeMode::Rehearse {
                let named = conflict::named(self.db, &self.packs, record, subject, &folded.fields)?;
                merged.records.push((fate, named));
            }
            let doubts = self.undecodable(subject, record, folded);
            merged.doubts.extend(doubts);
        }
        new_row::add(self.db, &mut rows)?;
        self.added.write(self.db)?;
        unknown.refuse()?;
        merged.doubled_codes = conflict::doubled_codes(self.db, touched.keys().copied())?;
        merged.doubled_names = conflict::doubled_names(self.db, &self.packs, new.into_iter())?;
        Ok(places)
    }

    /// Writes the row of one record, or leaves it in `rows` to be added, and returns what became of
    /// the record; `None` where it was never here and is deleted.
    fn project_one(
        &mut self,
        (record, subject, changes): (Uuid, Subject, &[Change]),
        folded: &Folded,
        (rows, merged): (&mut Vec<NewRow<'static>>, &mut MergeReport),
    ) -> Result<Option<Fate>> {
        let before = subject::place_of(self.db, subject, record)?;
        let row = if before.is_none() && !merged.has_acts_on_records() {
            self.new_row(subject, record, changes, folded)
        } else {
            None
        };
        match row {
            Some(row) => rows.push(row),
            None => self.project(subject, record, changes, folded, before.as_ref())?,
        }
        let is_gone = folded.fields.contains_key(shared::DELETED);
        let fate = match (before.is_some(), is_gone) {
            (false, true) => return Ok(None),
            (false, false) => Fate::New,
            (true, false) => Fate::Changed,
            (true, true) => Fate::Removed,
        };
        if !folded.conflicts.is_empty() {
            let open = conflict::conflicts_of(self.db, &self.packs, record)?;
            merged.conflicts.extend(open);
        }
        Ok(Some(fate))
    }

    /// Returns the values of a record that its pack does not understand.
    fn undecodable(&self, subject: Subject, record: Uuid, folded: Folded) -> Vec<InspectMsg> {
        let Some(record) = Record::of(record, subject, folded) else {
            return Vec::new();
        };
        let kind = find_kind(&self.packs, &record.kind);
        kind.map(|kind| inspect::undecodable(&record, &kind.decode(&record)))
            .unwrap_or_default()
    }
}

/// Folds the changes of a record, and refuses changes that this program cannot have written.
fn fold_merged(record: Uuid, subject: Subject, changes: &[Change]) -> Result<Folded> {
    let id = record;
    let record = record.to_string();
    if changes.iter().any(|change| change.topic != subject.into()) {
        return Err(MergeFault::Mixed { record }.into());
    }
    if trail::is_crowded(changes, MOST_CHANGES) {
        return Err(MergeFault::Crowded { record }.into());
    }
    let folded = fold(changes);
    if is_well_formed(changes) && subject::fits(subject, id, &folded) {
        Ok(folded)
    } else {
        Err(MergeFault::Strange { record }.into())
    }
}
