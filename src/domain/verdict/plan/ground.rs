//! What a step is proposed on.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::pack::Pack;
use crate::domain::record::facility::Facility;
use crate::domain::verdict::standing::Standing;

/// What a step is proposed on.
#[derive(Clone, Copy, Debug)]
pub struct PlanGround<'a> {
    /// The pack of the requirement.
    pub pack: &'a Pack,
    /// What is there now, with what the steps before changed.
    pub standing: &'a Standing,
    /// The facilities of the place and below it that the requirement looks at, by their kind.
    pub facilities: &'a BTreeMap<String, Vec<Facility>>,
    /// What it looks at, where that is not facilities that exist.
    pub facts: Option<&'a Inventory>,
    /// The day of checking.
    pub day: NaiveDate,
}

impl<'a> PlanGround<'a> {
    /// Returns the facilities of a kind.
    pub(super) fn facilities_of(&self, kind: &str) -> impl Iterator<Item = &'a Facility> + use<'a> {
        self.facilities.get(kind).into_iter().flatten()
    }
}
