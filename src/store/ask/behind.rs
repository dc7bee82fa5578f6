//! The saves behind the movement of a standing.

use chrono::NaiveDate;
use rusqlite::{Row, params};

use crate::domain::record::ChangeId;
use crate::domain::value::{Cycle, Period};
use crate::domain::verdict::Standing;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place_life::BELOW_SECOND;
use crate::store::rows::{quarter_close, subject};

/// So many saves are told of one movement, the latest.
const MOST: i64 = 5;

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
    /// oldest first. A record that was deleted since is not among them.
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

    /// Returns the times between which saves moved a standing from the end of a quarter to a day: a
    /// quarter that was closed ends with its close.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn movement_span(&self, quarter: Period, until: NaiveDate) -> Result<(String, String)> {
        let end = |of: Period| -> Result<Option<String>> {
            let closes = quarter_close::of_quarter(&self.db, of)?;
            Ok(closes.into_iter().map(|close| close.at).min())
        };
        let since = end(quarter)?.unwrap_or_else(|| self.end_of_day(quarter.last_day()));
        let cycle = Cycle::Quarter;
        let of_day = Period::of_day(cycle, until);
        let close = if of_day.last_day() == until {
            end(of_day)?
        } else {
            None
        };
        Ok((since, close.unwrap_or_else(|| self.end_of_day(until))))
    }
}
