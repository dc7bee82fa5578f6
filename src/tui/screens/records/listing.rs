//! The rows of the list of records: counted and read a page at a time, or found by a walk that goes on
//! between the keys.

use std::rc::Rc;

use uuid::Uuid;

use super::filter::Wanted;
use crate::store::{
    FirstInList, ListLength, ReadPage, Result, ReviewSeek, ReviewWalk, Reviewed, Store,
    WalkedRecords,
};

/// So many records are passed in one go.
const PART: usize = 400;

/// The rows, as far as they are known.
#[derive(Clone, Debug)]
pub(super) enum RecordRows {
    /// These many, which an index has in order.
    Counted(ListLength),
    /// Those that a walk came upon.
    Walked(Rc<WalkedRecords>),
}

/// A walk to the rows that goes on.
pub(super) struct RowsInWork {
    walk: ReviewWalk,
    /// The state of the ledger at its beginning.
    mark: (i64, u64),
    /// What it came upon, where the rows that were known before are shown until it is over.
    found: Option<WalkedRecords>,
    /// Whether it is made once more, because the ledger was changed meanwhile.
    is_repeated: bool,
}

/// Where a record stands in the list.
pub(super) enum RecordAt {
    /// In this row.
    Row(usize),
    /// In a row that is being counted.
    Sought,
    Nowhere,
}

/// What a part of the work came upon.
pub(super) enum WorkDone {
    /// So many rows more that come first, and perhaps others.
    More(usize),
    /// All rows, which are others than those that were known.
    Others,
    /// The row of the record that was sought.
    Sought(usize, Reviewed),
}

/// What became of a list since it was known last.
pub(super) struct Refreshed {
    /// Whether it is the same list.
    pub(super) is_same: bool,
    /// Whether its rows may be others.
    pub(super) is_changed: bool,
}

/// What a list of records holds, and how far that is known.
pub(super) struct Listing {
    pub(super) rows: RecordRows,
    in_work: Option<RowsInWork>,
    seek: Option<ReviewSeek>,
    /// What the rows are of.
    of: Option<(Wanted, FirstInList)>,
    /// The state of the ledger that they are known of.
    mark: (i64, u64),
}

impl RecordRows {
    /// How long the list is.
    pub(super) fn length(&self) -> ListLength {
        match self {
            Self::Counted(length) => *length,
            Self::Walked(found) => ListLength {
                first: found.first.len(),
                all: found.first.len() + found.others.len(),
            },
        }
    }

    /// Reads a page, given one that was read before. A record that is gone is left out.
    pub(super) fn page(
        &self,
        (wanted, first): (&Wanted, &FirstInList),
        (at, count): (usize, usize),
        known: ReadPage,
        store: &Store,
    ) -> Result<Vec<Reviewed>> {
        let found = match self {
            Self::Counted(length) => {
                let list = (&wanted.asked(), first);
                // What is known in the middle of a page leads both ways.
                let before = known.0.saturating_sub(at).min(count);
                let before = if known.1.is_empty() { 0 } else { before };
                let mut page = store.review_page(list, *length, (at, before), known)?;
                let rest = (at + before, count - before);
                page.append(&mut store.review_page(list, *length, rest, known)?);
                return Ok(page);
            }
            Self::Walked(found) => found,
        };
        let mut page = Vec::new();
        for id in found.first.iter().chain(&found.others).skip(at).take(count) {
            page.extend(store.reviewed_now(*id)?);
        }
        Ok(page)
    }
}

impl Listing {
    /// Nothing known yet.
    pub(super) fn new() -> Self {
        Self {
            rows: RecordRows::Counted(ListLength::default()),
            in_work: None,
            seek: None,
            of: None,
            mark: (0, 0),
        }
    }

    /// Finds out what a list holds, or begins to. What was known of the same list stays until then.
    pub(super) fn refresh(
        &mut self,
        wanted: &Wanted,
        first: &FirstInList,
        store: &Store,
    ) -> Result<Refreshed> {
        let of = Some((wanted.clone(), first.clone()));
        let mark = store.change_mark()?;
        let is_same = self.of == of;
        let refreshed = Refreshed {
            is_same,
            is_changed: !is_same || self.mark != mark,
        };
        if !is_same {
            (self.in_work, self.seek, self.of) = (None, None, None);
        }
        if store.is_review_counted(&wanted.asked(), first)? {
            self.rows = RecordRows::Counted(store.review_length(&wanted.asked(), first)?);
            (self.in_work, self.mark) = (None, mark);
        } else {
            let is_known = is_same && matches!(self.rows, RecordRows::Walked(_));
            // A walk that goes on is made once more when it is over, where it must be.
            if self.in_work.is_none() && !(is_known && self.mark == mark) {
                if !is_known {
                    self.rows = RecordRows::Walked(Rc::default());
                }
                self.in_work = Some(RowsInWork {
                    walk: store.begin_to_list(&wanted.asked())?,
                    mark,
                    found: is_known.then(WalkedRecords::default),
                    is_repeated: false,
                });
                self.of = of;
                self.work(store)?;
                return Ok(refreshed);
            }
        }
        self.of = of;
        Ok(refreshed)
    }

    /// Goes on to find the rows, or the row of a record.
    pub(super) fn work(&mut self, store: &Store) -> Result<WorkDone> {
        if let Some(mut seek) = self.seek.take() {
            store.seek_on(&mut seek)?;
            let (row, at) = seek.found();
            if let Some(at) = at {
                return Ok(WorkDone::Sought(at, row.clone()));
            }
            self.seek = Some(seek);
            return Ok(WorkDone::More(0));
        }
        let Some((mut in_work, (wanted, first))) = self.in_work.take().zip(self.of.as_ref()) else {
            return Ok(WorkDone::More(0));
        };
        let part = (&mut in_work.walk, PART);
        let mut new = store.list_on(part, &wanted.asked(), first)?;
        let more = new.first.len();
        let is_replaced = in_work.found.is_some();
        let known = match (&mut in_work.found, &mut self.rows) {
            (Some(found), _) => Some(found),
            (None, RecordRows::Walked(shown)) => Some(Rc::make_mut(shown)),
            (None, RecordRows::Counted(_)) => None,
        };
        if let Some(known) = known {
            known.first.append(&mut new.first);
            known.others.append(&mut new.others);
        }
        if !in_work.walk.is_over() {
            self.in_work = Some(in_work);
            return Ok(WorkDone::More(if is_replaced { 0 } else { more }));
        }
        if let Some(found) = in_work.found.take() {
            self.rows = RecordRows::Walked(Rc::new(found));
        }
        self.mark = in_work.mark;
        let mark = store.change_mark()?;
        // Others may save all the time: it is made once more and no oftener.
        if in_work.mark != mark && !in_work.is_repeated {
            self.in_work = Some(RowsInWork {
                walk: store.begin_to_list(&wanted.asked())?,
                mark,
                found: Some(WalkedRecords::default()),
                is_repeated: true,
            });
        }
        Ok(if is_replaced {
            WorkDone::Others
        } else {
            WorkDone::More(more)
        })
    }

    /// Leaves out the rows of a page whose records are gone. Returns whether there were any.
    pub(super) fn leave_out_gone(
        &mut self,
        (at, count): (usize, usize),
        store: &Store,
    ) -> Result<bool> {
        let RecordRows::Walked(found) = &mut self.rows else {
            return Ok(false);
        };
        let mut gone = Vec::new();
        for id in found.first.iter().chain(&found.others).skip(at).take(count) {
            if store.reviewed_now(*id)?.is_none() {
                gone.push(*id);
            }
        }
        if !gone.is_empty() {
            let found = Rc::make_mut(found);
            found.first.retain(|id| !gone.contains(id));
            found.others.retain(|id| !gone.contains(id));
        }
        Ok(!gone.is_empty())
    }

    /// Returns which row a record is, or begins to count it.
    pub(super) fn position(&mut self, record: Uuid, store: &Store) -> Result<RecordAt> {
        self.seek = None;
        let at = |at: Option<usize>| at.map_or(RecordAt::Nowhere, RecordAt::Row);
        let (length, (wanted, first)) = match (&self.rows, &self.of) {
            (RecordRows::Walked(found), _) => {
                let mut ids = found.first.iter().chain(&found.others);
                return Ok(at(ids.position(|id| *id == record)));
            }
            (RecordRows::Counted(length), Some(of)) => (*length, of),
            (RecordRows::Counted(_), None) => return Ok(RecordAt::Nowhere),
        };
        let list = (&wanted.asked(), first);
        let Some(seek) = store.begin_to_seek(list, length, record)? else {
            return Ok(RecordAt::Nowhere);
        };
        if let (_, Some(row)) = seek.found() {
            return Ok(RecordAt::Row(row));
        }
        self.seek = Some(seek);
        Ok(RecordAt::Sought)
    }

    /// Whether a walk or a count goes on.
    pub(super) const fn is_in_work(&self) -> bool {
        self.in_work.is_some() || self.seek.is_some()
    }

    /// Ends the count of the row of a record.
    pub(super) fn end_seek(&mut self) {
        self.seek = None;
    }

    /// How far a walk is whose rows are shown as they are found, in tenths: whoever waits for a slow
    /// line is not sent more.
    pub(super) fn percent(&self) -> Option<usize> {
        let shown = self
            .in_work
            .as_ref()
            .filter(|in_work| in_work.found.is_none());
        shown.map(|in_work| in_work.walk.percent() / 10 * 10)
    }
}
