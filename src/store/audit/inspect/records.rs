//! The examination of records: what their changes come to beside their rows, and
//! what the rows hold. Histories and rows are read side by side, one record at a time: a large
//! ledger must not need as much memory as it has history.

use std::collections::BTreeMap;

use rusqlite::Connection;
use uuid::Uuid;

use crate::domain::policy::{Pack, find_kind};
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{behind, fold, is_well_formed};
use crate::domain::record::{Change, Facility, Record, Subject};
use crate::i18n::InspectMsg;
use crate::store::audit::finding::{Flaw, MOST, hidden_text, serious};
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::every_row::EveryRow;
use crate::store::rows::history::{History, Span, each_history};
use crate::store::rows::record::KeptRow;
use crate::store::rows::review;
use crate::store::rows::trail::{MOST_CHANGES, is_crowded};

/// What is found of records, each sort for itself.
pub(super) struct RecordExamination<'a> {
    packs: &'a [Pack],
    /// Changes in other letters than this program writes.
    pub(super) reworded: Vec<Flaw>,
    /// Rows that are not what the changes come to, by what sort of record they are of.
    pub(super) folds: BTreeMap<Subject, Vec<Flaw>>,
    /// Values that the pack no longer understands.
    pub(super) values: Vec<Flaw>,
    /// Changes whose clock was behind.
    pub(super) behind: Vec<Flaw>,
    /// Records whose state of review does not rest on what they hold.
    pub(super) completeness: Vec<Flaw>,
}

/// Adds a finding to those of its sort, of which only the first are told.
fn add(found: &mut Vec<Flaw>, flaw: Flaw) {
    if found.len() < MOST {
        found.push(flaw);
    }
}

impl<'a> RecordExamination<'a> {
    /// Examines all of them.
    pub(super) fn examine(db: &Connection, packs: &'a [Pack]) -> Result<Self> {
        let none = Vec::new;
        let mut found = Self {
            packs,
            reworded: none(),
            folds: BTreeMap::new(),
            values: none(),
            behind: none(),
            completeness: none(),
        };
        let mut queries = BTreeMap::new();
        for subject in Subject::ALL {
            queries.insert(subject, EveryRow::query(db, subject)?);
        }
        let mut all_rows = BTreeMap::new();
        for (&subject, query) in &mut queries {
            all_rows.insert(subject, EveryRow::start(subject, query)?);
        }
        each_history(db, &Span::Everything, |history| {
            for change in &history.reworded {
                add(
                    &mut found.reworded,
                    serious(InspectMsg::Chain {
                        change: change.to_string(),
                    }),
                );
            }
            for what in history.changes.iter().filter_map(hidden_text) {
                add(
                    &mut found.values,
                    Flaw {
                        what,
                        harmless: true,
                    },
                );
            }
            found.stamped_behind(history);
            if let Some(rows) = all_rows.get_mut(&history.subject) {
                found.without_history(rows, |id| id < history.record)?;
                found.record(history, rows.next_if(|id| id == history.record)?);
            }
            Ok(())
        })?;
        for rows in all_rows.values_mut() {
            found.without_history(rows, |_| true)?;
        }
        Ok(found)
    }

    /// Changes that bear a time before what they were based on.
    fn stamped_behind(&mut self, history: &History) {
        let zone = zone_of(self.packs);
        for (change, before) in behind(&history.changes) {
            let id = change.id.to_string();
            let at = zone.shown_to_the_second(&change.at);
            let what = InspectMsg::Behind {
                change: id,
                at,
                before: zone.shown_to_the_second(before),
            };
            add(
                &mut self.behind,
                Flaw {
                    what,
                    harmless: true,
                },
            );
        }
    }

    /// Returns rows that no change made.
    fn without_history(
        &mut self,
        rows: &mut EveryRow,
        is_one: impl Fn(Uuid) -> bool,
    ) -> Result<()> {
        while let Some(row) = rows.next_if(&is_one)? {
            self.add_fold(row.record.subject, not_its_fold(row.record.id));
            self.contents(&row, &[]);
        }
        Ok(())
    }

    fn add_fold(&mut self, subject: Subject, flaw: Flaw) {
        add(self.folds.entry(subject).or_default(), flaw);
    }

    /// What the changes of a record come to, beside its row.
    fn record(&mut self, history: &History, row: Option<KeptRow>) {
        if let Some(row) = &row {
            self.contents(row, &history.changes);
        }
        let subject = history.subject;
        let record = history.record.to_string();
        if !is_well_formed(&history.changes) {
            self.add_fold(subject, serious(InspectMsg::Parents { record }));
        } else if is_crowded(&history.changes, MOST_CHANGES) {
            self.add_fold(subject, serious(InspectMsg::Crowded { record }));
        } else if row.as_ref().is_some_and(|row| !row.agrees)
            || row.map(|row| row.record)
                != Record::of(history.record, subject, fold(&history.changes))
        {
            self.add_fold(subject, not_its_fold(history.record));
        }
    }

    /// What a row holds: whether the pack understands it, and whether it is kept as complete where
    /// it is.
    fn contents(&mut self, row: &KeptRow, changes: &[Change]) {
        let KeptRow {
            record, complete, ..
        } = row;
        let Some(kind) = find_kind(self.packs, &record.kind) else {
            return;
        };
        let facility = kind.decode(record);
        self.undecodable(record, &facility);
        let saved = changes
            .iter()
            .filter(|change| record.heads.contains(&change.id))
            .map(|change| change.at.as_str());
        if record.subject.is_reviewed()
            && review::is_complete_of(kind, &facility, saved.max().unwrap_or_default()) != *complete
        {
            add(
                &mut self.completeness,
                serious(InspectMsg::Completeness {
                    record: record.id.to_string(),
                }),
            );
        }
    }

    fn undecodable(&mut self, record: &Record, decoded: &Facility) {
        for what in undecodable(record, decoded) {
            add(
                &mut self.values,
                Flaw {
                    what,
                    harmless: true,
                },
            );
        }
    }
}

/// Returns the fields of a record whose values its kind does not understand.
pub(in crate::store) fn undecodable(record: &Record, decoded: &Facility) -> Vec<InspectMsg> {
    let is_lost = |code: &&String| {
        !shared::WITHOUT_A_FORM.contains(&code.as_str())
            && !decoded.values.contains_key(code.as_str())
    };
    let lost = record.fields.keys().filter(is_lost);
    lost.map(|field| InspectMsg::Undecodable {
        record: record.id.to_string(),
        field: field.clone(),
    })
    .collect()
}

fn not_its_fold(record: Uuid) -> Flaw {
    serious(InspectMsg::Fold {
        record: record.to_string(),
    })
}
