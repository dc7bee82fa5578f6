//! What the ledger holds around the record of a form: the requirements that look at it, judged
//! with what is typed, beside what all other records come to.

use chrono::NaiveDate;
use uuid::Uuid;

use super::watched::{OtherRecords, Watched};
use crate::domain::place::Place;
use crate::domain::policy::pack::Document;
use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::record::Facility;
use crate::domain::value::Period;
use crate::store::{Result, Store};
use crate::tui::context::Context;

/// The requirements; none for an exception.
#[derive(Default)]
pub(super) struct PlaceRecords {
    /// The requirements that look at this record, judged with what is typed.
    pub(super) watched: Vec<Watched>,
    /// The documents that would look at this record and are not in force: nothing is judged by them.
    pub(super) dormant: Vec<Document>,
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
        // A tally is read in parts, which must be of one moment.
        store.at_one_moment(|| Self::read(id, kind, place, context))
    }

    fn read(id: Uuid, kind: &Kind, place: &Place, context: &Context) -> Result<Self> {
        let store = &*context.store;
        let mut watched = Vec::new();
        let covering = store.covering(&kind.code, &place.code)?;
        let (covering, asleep): (Vec<_>, Vec<_>) = covering
            .into_iter()
            .partition(|(pack, ..)| pack.document.is_in_force(context.day));
        let mut dormant: Vec<Document> = Vec::new();
        for (pack, ..) in asleep {
            if !dormant.contains(&pack.document) {
                dormant.push(pack.document.clone());
            }
        }
        // What a place has of the kind is read once, however many requirements look at it.
        for of_place in covering.chunk_by(|(_, _, a), (_, _, b)| a == b) {
            let Some((_, _, above)) = of_place.first() else {
                continue;
            };
            for ((pack, requirement, _), others) in
                of_place
                    .iter()
                    .zip(others(store, id, (kind, place), of_place)?)
            {
                let exceptions = store.exceptions(&pack.code, above)?;
                let requirement = (*requirement).clone();
                watched.push(Watched::new(requirement, above.clone(), others, exceptions));
            }
        }
        let place_names = store.names_above(&place.code)?;
        Ok(Self {
            watched,
            dormant,
            place_names,
        })
    }

    /// Judges every requirement with the record as typed; `None` is a new form that is empty.
    pub(super) fn judge(
        &mut self,
        typed: Option<&Facility>,
        period: Option<Period>,
        day: NaiveDate,
    ) {
        for watched in &mut self.watched {
            watched.judge(typed, period, day);
        }
    }
}

/// Returns what all records but one come to, for each of the requirements that judge one place.
fn others(
    store: &Store,
    id: Uuid,
    (kind, at): (&Kind, &Place),
    of_place: &[(&Pack, &Requirement, String)],
) -> Result<Vec<OtherRecords>> {
    let exists: Vec<(&Pack, &Requirement)> = of_place
        .iter()
        .map(|(pack, requirement, _)| (*pack, *requirement))
        .filter(|(_, requirement)| requirement.is_exists())
        .collect();
    let place = of_place.first().map(|(_, _, place)| place.as_str());
    let place = place.unwrap_or_default();
    let mut tallies = store.tallies_without(id, kind, &exists, place)?.into_iter();
    let mut found = Vec::new();
    // What two claims of a pack look at is read once.
    for of_pack in of_place.chunk_by(|(a, ..), (b, ..)| a.code == b.code) {
        let claims: Vec<&Requirement> = of_pack
            .iter()
            .map(|(_, requirement, _)| *requirement)
            .filter(|requirement| !requirement.is_exists())
            .collect();
        let mut facts = Vec::new();
        if let Some((pack, ..)) = of_pack.first().filter(|_| !claims.is_empty()) {
            facts = store.facts_without(id, pack, &claims, (place, &at.code))?;
        }
        let mut facts = facts.into_iter();
        for (_, requirement, _) in of_pack {
            found.extend(if requirement.is_exists() {
                tallies.next().map(Box::new).map(OtherRecords::Tally)
            } else {
                facts.next().map(Box::new).map(OtherRecords::Inventory)
            });
        }
    }
    Ok(found)
}
