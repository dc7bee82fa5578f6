//! The saves behind the movement of a standing.

use chrono::NaiveDate;
use rusqlite::{Row, params};

use crate::domain::record::ChangeId;
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place_life::BELOW_SECOND;
use crate::store::rows::{quarter_close, subject};

/// The most saves listed for one movement; they are the latest.
const MOST: i64 = 5;

/// The moment of which standings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownUntil {
    /// The end of a day.
    EndOf(NaiveDate),
    /// The first close of a quarter, which froze them.
    Closed(Period),
}

/// A save of a record that a standing looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveBehind {
    /// The change.
    pub change: ChangeId,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub author: String,
    /// What people call the record: its name, or the period of a sheet.
    pub name: String,
}

impl Store {
    /// Returns the latest saves between two times of the records that a standing of a pack looks at,
    /// oldest first. A record that was deleted or moved away since is not among
    /// them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn saves_behind(
        &self,
        pack: &str,
        standing: &Standing,
        (since, until): (&str, &str),
    ) -> Result<Vec<SaveBehind>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT change.site, change.seq, change.at, change.author, coalesce(record.name, record.period, '')
             FROM record CROSS JOIN change ON change.record = record.id
             WHERE record.id IN (
                     SELECT id FROM record WHERE place IN ({BELOW_SECOND}) AND kind IN (
                         SELECT form FROM requirement_form WHERE pack = ?1 AND requirement = ?5)
                     UNION SELECT record.id FROM looks JOIN record ON record.kind = looks.form AND record.place = looks.at
                         WHERE looks.pack = ?1 AND looks.requirement = ?5 AND looks.place = ?2)
                 AND change.at >= ?3 AND change.at < ?4 AND {}
             ORDER BY change.at DESC, change.site, change.seq DESC LIMIT ?6",
            subject::is_reviewed_save()
        ))?;
        let row = |row: &Row| {
            Ok(SaveBehind {
                change: ChangeId {
                    site: row.get(0)?,
                    seq: row.get(1)?,
                },
                at: row.get(2)?,
                author: row.get(3)?,
                name: row.get(4)?,
            })
        };
        let asked = params![
            pack,
            standing.place,
            since,
            until,
            standing.requirement,
            MOST
        ];
        let found = query.query_map(asked, row)?;
        let mut found = found.collect::<rusqlite::Result<Vec<_>>>()?;
        found.reverse();
        Ok(found)
    }

    /// Returns the time before which everything was saved that standings of a moment know.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn known_until(&self, moment: KnownUntil) -> Result<String> {
        let (day, closed_at) = match moment {
            KnownUntil::EndOf(day) => (day, None),
            KnownUntil::Closed(quarter) => {
                let closes = quarter_close::of_quarter(&self.db, quarter)?;
                let first = closes.into_iter().map(|close| close.at).min();
                (quarter.last_day(), first)
            }
        };
        Ok(closed_at.unwrap_or_else(|| self.end_of_day(day)))
    }
}
