//! The histories of records, one after the other.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::subject::is_save;
use super::trail::{COLUMNS, from_row, is_as_written};
use crate::domain::record::{Change, ChangeId, Subject};
use crate::domain::review::quarter::KnownHeads;
use crate::store::error::Result;

/// All changes of a record.
pub(crate) struct History {
    /// Its id.
    pub(crate) record: Uuid,
    /// What sort of record it is.
    pub(crate) subject: Subject,
    /// The changes.
    pub(crate) changes: Vec<Change>,
    /// Those that say the same in other letters than this program writes; told where everything is
    /// read.
    pub(crate) reworded: Vec<ChangeId>,
}

/// Which changes are read.
pub(crate) enum Span<'a> {
    /// All there are.
    Everything,
    /// Those of the records that were ever in a place, as far as they were known.
    OfPlace {
        /// The code of the place.
        place: &'a str,
        /// When.
        known: Known<'a>,
    },
}

/// How much of the trail was known.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known<'a> {
    /// All of it.
    Now,
    /// What was made before a time.
    Before(&'a str),
    /// What a close of a quarter rests on.
    AtClose(CloseKnown<'a>),
}

/// What a close of a quarter rests on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CloseKnown<'a> {
    /// The last change of each site that was known.
    pub(crate) heads: &'a KnownHeads,
    /// The site that made it.
    pub(crate) site: &'a str,
}

impl CloseKnown<'_> {
    /// Returns whether a change was known.
    pub(crate) fn knows(self, id: &ChangeId) -> bool {
        self.heads.get(&id.site).is_some_and(|last| id.seq <= *last)
    }
}

impl<'a> Known<'a> {
    /// Returns the time before which everything was made.
    pub(crate) const fn before(self) -> Option<&'a str> {
        match self {
            Self::Now | Self::AtClose(_) => None,
            Self::Before(before) => Some(before),
        }
    }

    /// Returns whether a change was known, of those before its time.
    fn has(self, id: &ChangeId) -> bool {
        match self {
            Self::Now | Self::Before(_) => true,
            Self::AtClose(close) => close.knows(id),
        }
    }
}

/// Returns the query of some changes: of a place, and before a time.
fn query_of(span: &Span) -> String {
    let is_save = is_save();
    let records = match span {
        Span::Everything => "?1 IS NULL".to_owned(),
        // By the index `change_place`.
        Span::OfPlace { .. } => format!(
            "record IN (SELECT record FROM change WHERE {is_save} AND patch ->> 'place' = ?1)"
        ),
    };
    format!(
        "SELECT {COLUMNS} FROM change
         WHERE {is_save} AND {records} AND (?2 IS NULL OR at < ?2) ORDER BY record"
    )
}

/// Returns whether any record had been saved before a time, of those whose saves meet a condition: then
/// one of its changes is the first, which is based on none.
pub(crate) fn begins_before(db: &Connection, is_save: &str, before: &str) -> Result<bool> {
    let mut query = db.prepare_cached(&format!(
        "SELECT 1 FROM change WHERE {is_save} AND at < ?1 AND parents = '[]'"
    ))?;
    Ok(query.exists([before])?)
}

/// Calls `visit` with the history of every record that has changes, by id.
pub(crate) fn each_history(
    db: &Connection,
    span: &Span,
    mut visit: impl FnMut(&History) -> Result<()>,
) -> Result<()> {
    let (known, place) = match span {
        Span::Everything => (Known::Now, None),
        Span::OfPlace { place, known } => (*known, Some(*place)),
    };
    let mut query = db.prepare_cached(&query_of(span))?;
    let mut rows = query.query(params![place, known.before()])?;
    // Two only where an altered trail has one id for records of two sorts.
    let mut of_one_id: Vec<History> = Vec::new();
    while let Some(row) = rows.next()? {
        let (change, _) = from_row(row)?;
        let Some(subject) = change.topic.record().filter(|_| known.has(&change.id)) else {
            continue;
        };
        let record = change.record;
        if of_one_id
            .first()
            .is_some_and(|history| history.record != record)
        {
            of_one_id
                .drain(..)
                .try_for_each(|history| visit(&history))?;
        }
        if of_one_id.iter().all(|history| history.subject != subject) {
            of_one_id.push(History {
                record,
                subject,
                changes: Vec::new(),
                reworded: Vec::new(),
            });
        }
        if let Some(history) = of_one_id
            .iter_mut()
            .find(|history| history.subject == subject)
        {
            if matches!(span, Span::Everything) && !is_as_written(row, &change)? {
                history.reworded.push(change.id.clone());
            }
            history.changes.push(change);
        }
    }
    of_one_id.iter().try_for_each(visit)
}
