//! The verdict while a figure is typed: the requirement judged with the record as it stands in the
//! form.

use chrono::NaiveDate;

use crate::domain::policy::Requirement;
use crate::domain::policy::inventory::Inventory;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Period;
use crate::domain::verdict::{Exception, Standing, Tally, judged};

/// What every other record comes to, so that a key costs the same whether there is one or a
/// million.
pub(crate) enum OtherRecords {
    /// For facilities that exist.
    Tally(Box<Tally>),
    /// For claims about figures, and duties.
    Inventory(Box<Inventory>),
}

/// A requirement that looks at the record of the form.
pub(crate) struct Watched {
    pub(crate) requirement: Requirement,
    /// The place it judges: the record's own, or one above.
    place: String,
    others: OtherRecords,
    exceptions: Vec<Exception>,
    pub(crate) standing: Option<Standing>,
}

impl Watched {
    pub(crate) const fn new(
        requirement: Requirement,
        place: String,
        others: OtherRecords,
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

    /// Returns whether a claim or a duty looks at a field of a form: two forms may each have a field
    /// of that code.
    pub(crate) fn looks_at(&self, form: &str, field: &str) -> bool {
        let mut looks = self.requirement.looks().into_iter();
        let mut aggregates = self.requirement.aggregates.iter();
        looks.any(|look| !look.is_kind && look.form == form && look.field == field)
            || aggregates.any(|of| {
                of.kind == form
                    && (field == shared::STATUS || of.fields().any(|code| code == field))
            })
    }

    /// Returns whether a field of a form decides about it, be it a claim or not.
    pub(crate) fn is_decided_by(&self, form: &str, field: &str) -> bool {
        if !self.requirement.is_exists() {
            return self.looks_at(form, field);
        }
        let mut conditions = self.requirement.conditions().iter();
        field == shared::STATUS
            || self.requirement.measure.field.as_deref() == Some(field)
            || conditions.any(|condition| condition.field == field)
    }

    /// Judges with the record as typed; an empty form for a new one is none yet. A sheet is of a
    /// `period`.
    pub(crate) fn judge(
        &mut self,
        typed: Option<&Facility>,
        period: Option<Period>,
        day: NaiveDate,
    ) {
        let standing = match &mut self.others {
            OtherRecords::Tally(others) => {
                let mut all = (**others).clone();
                if let Some(typed) = typed {
                    all.add(&self.requirement, typed);
                }
                all.standing(&self.requirement, &self.place, &self.exceptions, day)
            }
            OtherRecords::Inventory(facts) => {
                facts.type_in(typed, period, &self.requirement.aggregates);
                let standing = judged(&self.requirement, &self.place, facts, day);
                standing.with_exception(&self.requirement, &self.exceptions, day)
            }
        };
        self.standing = Some(standing);
    }
}
