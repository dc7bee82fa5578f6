//! Every row of a subject by id, one after the other.

use rusqlite::{Connection, Rows, Statement};
use uuid::Uuid;

use super::record::KeptRow;
use super::subject;
use crate::domain::record::Subject;
use crate::store::error::Result;

/// Every row of a subject by id, one after the other.
pub(crate) struct EveryRow<'a> {
    subject: Subject,
    rows: Rows<'a>,
    next: Option<KeptRow>,
}

impl<'a> EveryRow<'a> {
    /// Returns the statement that gives them.
    pub(crate) fn query(db: &Connection, subject: Subject) -> Result<Statement<'_>> {
        Ok(db.prepare(&subject::every_row(subject))?)
    }

    /// Starts at the first row.
    pub(crate) fn start(subject: Subject, query: &'a mut Statement) -> Result<Self> {
        let mut all = Self {
            subject,
            rows: query.query([])?,
            next: None,
        };
        all.advance()?;
        Ok(all)
    }

    fn advance(&mut self) -> Result<()> {
        let subject = self.subject;
        let row = self.rows.next()?;
        self.next = row.map(|row| subject::kept_row(subject, row)).transpose()?;
        Ok(())
    }

    /// Returns the next row, if that is one that is asked for.
    pub(crate) fn next_if(
        &mut self,
        is_asked: impl FnOnce(Uuid) -> bool,
    ) -> Result<Option<KeptRow>> {
        let Some(row) = self.next.take_if(|row| is_asked(row.record.id)) else {
            return Ok(None);
        };
        self.advance()?;
        Ok(Some(row))
    }
}
