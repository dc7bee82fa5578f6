//! Judges requirements of places by the records of a ledger.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::policy::{Pack, Requirement};
use crate::domain::verdict::{Standing, judged};
use crate::store::error::Result;
use crate::store::rows::inventory::InventoryReader;
use crate::store::rows::part::{KeptParts, Parts};
use crate::store::rows::tally;

/// A requirement with its pack.
pub(super) type Covering<'a> = (&'a Pack, &'a Requirement);

/// Judges places one after another. What several of them look at elsewhere is read once.
pub(crate) struct Judge<'a> {
    db: &'a Connection,
    kept: KeptParts<'a>,
    /// What reads for each pack, by its code.
    readers: BTreeMap<&'a str, InventoryReader<'a>>,
}

impl<'a> Judge<'a> {
    /// Begins with nothing read. The ledger must not change while it is used.
    pub(crate) const fn new(db: &'a Connection, kept: KeptParts<'a>) -> Self {
        Self {
            db,
            kept,
            readers: BTreeMap::new(),
        }
    }

    /// Returns what every requirement that covers a place says of it on a day.
    pub(crate) fn judge_place(
        &mut self,
        packs: &'a [Pack],
        place: &str,
        day: NaiveDate,
    ) -> Result<Vec<(&'a Pack, Standing)>> {
        self.judge(tally::covering(self.db, packs, place)?, place, day)
    }

    /// Returns what some requirements say of a place on a day.
    pub(crate) fn judge(
        &mut self,
        covering: Vec<Covering<'a>>,
        place: &str,
        day: NaiveDate,
    ) -> Result<Vec<(&'a Pack, Standing)>> {
        let (exists, others): (Vec<Covering>, Vec<Covering>) = covering
            .into_iter()
            .partition(|(_, requirement)| requirement.is_exists());
        let mut standings = judge_existing((self.db, self.kept), exists, place)?;
        for of_pack in others.chunk_by(|(a, _), (b, _)| a.code == b.code) {
            let Some((pack, _)) = of_pack.first() else {
                continue;
            };
            let requirements: Vec<&Requirement> = of_pack.iter().map(|(_, r)| *r).collect();
            let begin = || InventoryReader::new(self.db, pack, self.kept);
            let reader = self.readers.entry(&pack.code).or_insert_with(begin);
            let facts = reader.read(&requirements, place)?;
            for (requirement, facts) in requirements.iter().zip(&facts) {
                standings.push((*pack, judged(requirement, place, facts, day)));
            }
        }
        Ok(standings)
    }
}

/// Judges requirements that ask for facilities that exist.
pub(super) fn judge_existing<'a>(
    (db, kept): (&Connection, KeptParts),
    mut covering: Vec<Covering<'a>>,
    place: &str,
) -> Result<Vec<(&'a Pack, Standing)>> {
    // What is of one kind is read once, whatever asks for it.
    covering.sort_by_key(|(_, requirement)| &requirement.kind);
    let mut standings = Vec::new();
    for of_kind in covering.chunk_by(|(_, a), (_, b)| a.kind == b.kind) {
        let first = of_kind.first();
        let Some(kind) = first.and_then(|(pack, requirement)| pack.kind(&requirement.kind)) else {
            continue;
        };
        let except = None;
        let parts = Parts {
            db,
            kind,
            except,
            kept,
        };
        let tallies = tally::of_place(&parts, of_kind, place)?;
        for ((pack, requirement), tally) in of_kind.iter().zip(tallies) {
            // These verdicts do not depend on the day; exceptions, which do, are read when a
            // standing is shown.
            let standing = tally.standing(requirement, place, &[], NaiveDate::default());
            standings.push((*pack, standing));
        }
    }
    Ok(standings)
}
