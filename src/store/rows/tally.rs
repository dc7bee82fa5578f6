//! What the facilities of a place come to for the requirements that look at them.

use rusqlite::Connection;
use uuid::Uuid;

use super::facility;
use crate::domain::policy::{Kind, Requirement};
use crate::domain::verdict::Tally;
use crate::domain::verdict::judge::fields_of;
use crate::store::error::Result;

/// Counts the facilities of a kind in a place and below it for each of the requirements, one
/// record left out where `except` names it. The facilities are read once.
pub(crate) fn of_place(
    db: &Connection,
    kind: &Kind,
    requirements: &[&Requirement],
    place: &str,
    except: Option<Uuid>,
) -> Result<Vec<Tally>> {
    let mut tallies = vec![Tally::default(); requirements.len()];
    let codes = requirements
        .iter()
        .flat_map(|requirement| fields_of(requirement))
        .collect();
    facility::each_under(db, kind, &codes, place, |facility| {
        if Some(facility.id) == except {
            return;
        }
        for (tally, requirement) in tallies.iter_mut().zip(requirements) {
            tally.add(requirement, facility);
        }
    })?;
    Ok(tallies)
}
