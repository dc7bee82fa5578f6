//! Saves of the steps of a plan, and how each is taken back alone.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;
use uuid::Uuid;

use super::save::Save;
use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::record::{Record, Subject};
use crate::domain::verdict::{PlanSet, PlanStep, PlanTarget};
use crate::store::error::Result;

/// Why and by whom these saves are made; nobody ever reads it.
const REHEARSAL: &str = "rehearsal";

/// What records were before a plan.
#[derive(Default)]
pub(super) struct PlannedSaves {
    /// Every field, by record; of one that there was not, none.
    before: HashMap<Uuid, Option<BTreeMap<String, Json>>>,
}

/// Returns every field of a record as it is now, to be put back.
pub(super) fn taken(writer: &Writer, record: Uuid) -> Result<BTreeMap<String, Json>> {
    let found = writer.record(record)?;
    Ok(found.map(|found| found.every_field()).unwrap_or_default())
}

impl PlannedSaves {
    /// Saves a step.
    pub(super) fn save(&mut self, writer: &mut Writer, step: &PlanStep) -> Result<()> {
        let known = writer.record(step.record)?;
        let before = known.as_ref().map(Record::every_field);
        let mut fields = before.clone().unwrap_or_else(|| new_fields(step));
        for set in &step.sets {
            fields.insert(set.field.clone(), set.to.to_json());
        }
        save_fields(writer, step, fields)?;
        self.before.entry(step.record).or_insert(before);
        Ok(())
    }

    /// Makes the record of a step what it was before the plan; one that is new is gone.
    pub(super) fn take_back(&self, writer: &mut Writer, step: &PlanStep) -> Result<()> {
        let before = self.before.get(&step.record).cloned().flatten();
        let fields = if let Some(before) = before {
            before
        } else {
            let mut fields = taken(writer, step.record)?;
            fields.insert(shared::DELETED.to_owned(), true.into());
            fields
        };
        save_fields(writer, step, fields)
    }
}

/// Makes one field of a step what it was before the plan.
pub(super) fn take_back_one(writer: &mut Writer, step: &PlanStep, set: &PlanSet) -> Result<()> {
    let mut fields = taken(writer, step.record)?;
    match &set.from {
        Some(from) => fields.insert(set.field.clone(), from.to_json()),
        None => fields.remove(&set.field),
    };
    save_fields(writer, step, fields)
}

const fn subject_of(step: &PlanStep) -> Subject {
    match step.target {
        PlanTarget::Sheet(_) => Subject::Sheet,
        PlanTarget::Facility(_) | PlanTarget::NewFacility => Subject::Facility,
    }
}

/// Returns what a record of a step begins with that there is not yet.
fn new_fields(step: &PlanStep) -> BTreeMap<String, Json> {
    let mut fields = BTreeMap::from([
        (shared::KIND.to_owned(), Json::from(step.form.as_str())),
        (shared::PLACE.to_owned(), Json::from(step.place.as_str())),
    ]);
    match step.target {
        PlanTarget::Sheet(period) => {
            fields.insert(shared::PERIOD.to_owned(), period.to_string().into());
        }
        PlanTarget::Facility(_) | PlanTarget::NewFacility => {
            fields.insert(shared::NAME.to_owned(), REHEARSAL.into());
        }
    }
    fields
}

/// Saves the record of a step with these fields and no others.
pub(super) fn save_fields(
    writer: &mut Writer,
    step: &PlanStep,
    fields: BTreeMap<String, Json>,
) -> Result<()> {
    let base = writer.heads(step.record)?;
    // It is never a conflict: the base was read in this very transaction.
    writer.save(&Save {
        record: step.record,
        subject: subject_of(step),
        base: &base,
        fields,
        author: REHEARSAL,
        reason: REHEARSAL,
    })?;
    Ok(())
}
