//! What the ledger holds around the record of a form: the requirements that look at it, judged
//! with what is typed, and the other records of its kind in its place.

use chrono::NaiveDate;
use uuid::Uuid;

use super::watched::Watched;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::Facility;
use crate::store::Result;
use crate::tui::context::Context;

/// The requirements and the other records; empty for an exception.
#[derive(Default)]
pub(super) struct PlaceRecords {
    /// The requirements that look at this record, judged with what is typed.
    pub(super) watched: Vec<Watched>,
    /// Other records of the kind in this place, for names and values before.
    pub(super) others: Vec<Facility>,
    /// The names of the place and of all above it, the lowest first.
    pub(super) place_names: Vec<String>,
}

impl PlaceRecords {
    /// Reads what there is around a record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn load(id: Uuid, kind: &Kind, place: &Place, context: &Context) -> Result<Self> {
        let store = &*context.store;
        let mut watched = Vec::new();
        let covering = store.covering(&kind.code, &place.code)?;
        // What a place has of the kind is read once, however many requirements look at it.
        for of_place in covering.chunk_by(|(_, _, a), (_, _, b)| a == b) {
            let Some((_, _, above)) = of_place.first() else {
                continue;
            };
            let requirements: Vec<_> = of_place
                .iter()
                .map(|(_, requirement, _)| *requirement)
                .collect();
            let tallies = store.tallies_without(id, kind, &requirements, above)?;
            for ((pack, requirement, _), others) in of_place.iter().zip(tallies) {
                let exceptions = store.exceptions(&pack.code, above)?;
                let requirement = (*requirement).clone();
                watched.push(Watched::new(requirement, above.clone(), others, exceptions));
            }
        }
        let mut others = store.facilities(kind, &place.code)?;
        others.retain(|facility| facility.id != id);
        let place_names = store.names_above(&place.code)?;
        Ok(Self {
            watched,
            others,
            place_names,
        })
    }

    /// Judges every requirement with the record as typed; `None` is a new form that is empty.
    pub(super) fn judge(&mut self, typed: Option<&Facility>, day: NaiveDate) {
        for watched in &mut self.watched {
            watched.judge(typed, day);
        }
    }

    /// Another record by its id.
    pub(super) fn other(&self, id: Uuid) -> Option<&Facility> {
        self.others.iter().find(|other| other.id == id)
    }
}
