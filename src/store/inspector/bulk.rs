//! Approving many records at once: those of a list that have no problem, in one transaction.

use chrono::NaiveDate;
use rusqlite::Connection;
use uuid::Uuid;

use super::Inspector;
use crate::domain::policy::{Pack, find_kind};
use crate::domain::record::ChangeId;
use crate::domain::review::double_entry::is_one_person;
use crate::domain::review::thread::threads;
use crate::domain::review::{ActionKind, BulkFacts, LeftOut, ReviewState, ThreadState, reason};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::review::{self, Reviewed, savers};
use crate::store::rows::{finding, pack, record};

/// What became of an approval of the records of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkApproval {
    /// How many are approved now and were not before.
    pub approved: usize,
    /// Those that were left out, and why.
    pub left_out: Vec<(Uuid, LeftOut)>,
}

impl Inspector {
    /// Returns why a record of a list would not be approved with the others, on a day; `None` for
    /// one that would be.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn why_left_out(
        &self,
        store: &Store,
        reviewed: &Reviewed,
        day: NaiveDate,
    ) -> Result<Option<LeftOut>> {
        self.left_out(&store.db, store.packs(), reviewed, day)
    }

    /// Approves those of some records that have no problem, as they were seen, all in one
    /// transaction. The rules are those of [`Self::why_left_out`], and what was changed after it
    /// was seen is left out.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn approve_list<'a>(
        &self,
        seen: impl IntoIterator<Item = (Uuid, &'a [ChangeId])>,
        day: NaiveDate,
    ) -> Result<BulkApproval> {
        self.remark(|chain| {
            let packs = pack::current(chain.db(), &self.packs)?;
            let mut done = BulkApproval::default();
            for (record, base) in seen {
                let Some(reviewed) = review::find(chain.db(), record)? else {
                    done.left_out.push((record, LeftOut::Gone));
                    continue;
                };
                let why = if reviewed.version == base {
                    self.left_out(chain.db(), &packs, &reviewed, day)?
                } else {
                    Some(LeftOut::Changed)
                };
                if let Some(why) = why {
                    done.left_out.push((record, why));
                    continue;
                }
                finding::insert(chain, &self.new_act(ActionKind::Approve, Some(&reviewed)))?;
                done.approved += 1;
            }
            Ok(done)
        })
    }

    fn left_out(
        &self,
        db: &Connection,
        packs: &[Pack],
        reviewed: &Reviewed,
        day: NaiveDate,
    ) -> Result<Option<LeftOut>> {
        let mut facts = BulkFacts {
            state: reviewed.state,
            is_judged_here: self.covers(db, &reviewed.kind, &reviewed.place)?,
            open_findings: 0,
            is_own_entry: false,
            doubts: 0,
        };
        // What the state says already needs no further look.
        if !facts.is_judged_here || facts.state != ReviewState::Submitted {
            return Ok(LeftOut::of(&facts));
        }
        let kind = find_kind(packs, &reviewed.kind);
        let Some((record, kind)) = record::record(db, reviewed.record)?.zip(kind) else {
            return Ok(Some(LeftOut::Gone));
        };
        if record.heads != reviewed.version {
            return Ok(Some(LeftOut::Changed));
        }
        let threads = threads(&finding::of_record(db, reviewed.record)?).into_iter();
        facts.open_findings = threads
            .filter(|thread| thread.state != ThreadState::Closed)
            .count();
        let savers = savers(db, reviewed.record)?;
        facts.is_own_entry = savers
            .iter()
            .any(|author| is_one_person(author, &self.name));
        facts.doubts = reason::unanswered(kind, &record, day).len();
        Ok(LeftOut::of(&facts))
    }
}
