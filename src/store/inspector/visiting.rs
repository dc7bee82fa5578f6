//! Visits to facilities, on record.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Inspector, refuse_changed};
use crate::domain::record::{ChangeId, Evidence};
use crate::domain::review::VisitResult;
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;
use crate::store::rows::record;
use crate::store::rows::site_visit::{self, NewVisit};

/// A visit that is to be written down.
#[derive(Clone, Copy, Debug)]
pub struct Visiting<'a> {
    /// The facility.
    pub record: Uuid,
    /// The version that it was compared with.
    pub base: &'a [ChangeId],
    /// The day.
    pub on: NaiveDate,
    /// Who was there.
    pub persons: &'a [String],
    /// The photographs.
    pub photos: &'a [Evidence],
    /// What was found.
    pub result: VisitResult,
    /// What else there is to say.
    pub remark: &'a str,
}

impl Inspector {
    /// Writes down a visit to a facility; `today` is the last day on which it can have been.
    ///
    /// # Errors
    /// When nobody was there, the day is still to come, the record is a sheet, outside the limits,
    /// gone, or not as it was seen, or the ledger cannot be written.
    pub fn write_visit(&self, visit: &Visiting, today: NaiveDate) -> Result<()> {
        if visit.on > today {
            let on = visit.on.to_string();
            return Err(LedgerRefusal::VisitToCome { on }.into());
        }
        if visit.persons.is_empty() {
            return Err(LedgerRefusal::NobodyVisited.into());
        }
        self.remark(|chain| {
            let db = chain.db();
            let reviewed = self.get(db, visit.record)?;
            if record::is_sheet(db, visit.record)? {
                return Err(LedgerRefusal::OnlyFacilitiesVisited.into());
            }
            refuse_changed(&reviewed, visit.base)?;
            let on = visit.on.to_string();
            site_visit::write(
                chain,
                &self.name,
                &NewVisit {
                    record: visit.record,
                    visited_on: &on,
                    persons: visit.persons,
                    photos: visit.photos,
                    result: visit.result,
                    remark: visit.remark.trim(),
                    version: visit.base,
                },
            )
        })
    }
}
