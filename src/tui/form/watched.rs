//! The verdict while a figure is typed: the requirement judged with the record as it stands in the
//! form.

use chrono::NaiveDate;

use crate::domain::policy::Requirement;
use crate::domain::record::Facility;
use crate::domain::verdict::{Exception, Standing, Tally};

/// A requirement that looks at the record of the form.
pub(crate) struct Watched {
    pub(crate) requirement: Requirement,
    /// The place it judges: the record's own, or one above.
    place: String,
    /// What every other facility there comes to, so that a key costs the same whether there is one
    /// or a million.
    others: Tally,
    exceptions: Vec<Exception>,
    pub(crate) standing: Option<Standing>,
}

impl Watched {
    pub(crate) const fn new(
        requirement: Requirement,
        place: String,
        others: Tally,
        exceptions: Vec<Exception>,
    ) -> Self {
        Self {
            requirement,
            place,
            others,
            exceptions,
            standing: None,
        }
    }

    /// Judges with the record as typed; an empty form for a new one is none yet.
    pub(crate) fn judge(&mut self, typed: Option<&Facility>, day: NaiveDate) {
        let mut all = self.others.clone();
        if let Some(typed) = typed {
            all.add(&self.requirement, typed);
        }
        self.standing = Some(all.standing(&self.requirement, &self.place, &self.exceptions, day));
    }
}
