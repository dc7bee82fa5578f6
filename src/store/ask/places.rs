//! Finds places by what people write, and the places above them.

use chrono::NaiveDate;

use crate::domain::place::{Gazetteer, Place, PlaceLives};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::pack::{VerdictChange, moves, verdicts};
use crate::store::rows::place::{
    all, find, from_row, gazetteer, get, is_within, name_or_code, path, with_all_above,
};
use crate::store::rows::place_life;
use crate::store::write::places::{PlaceChange, PlaceChanged};

/// What a change of a place would bring about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RehearsedPlace {
    /// What goes along with the place.
    pub changed: PlaceChanged,
    /// The verdicts that would be others, or none any more.
    pub moves: Vec<VerdictChange>,
}

/// What changes of several places would bring about.
#[derive(Clone, Debug)]
pub struct RehearsedPlaces {
    /// What comes along with each, in their order.
    pub changed: Vec<PlaceChanged>,
    /// The verdicts that come out otherwise once all are made.
    pub moves: Vec<VerdictChange>,
}

impl Store {
    /// Returns the places right below one, or those that have none above them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_in(&self, above: Option<&str>) -> Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(
            "SELECT code, name, level, parent FROM place INDEXED BY place_parent
             WHERE parent IS ?1 ORDER BY code",
        )?;
        let rows = query.query_map([above], from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the place of a code.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place(&self, code: &str) -> Result<Option<Place>> {
        get(&self.db, code)
    }

    /// Returns the place that a text names. The text is a code, a name that is unique in the
    /// ledger, or a path to it as [`Gazetteer::find`](crate::domain::place::Gazetteer::find) takes it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find_place(&self, text: &str) -> Result<Place> {
        find(&self.db, text)
    }

    /// Returns a place as people name it: `county/town`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_path(&self, code: &str) -> Result<String> {
        path(&self.db, code)
    }

    /// Returns the name of a place, or its code where it was removed since.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_name(&self, code: &str) -> Result<String> {
        name_or_code(&self.db, code)
    }

    /// Returns whether a place is in what is asked for: one place and those below it, or all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_in_scope(&self, place: &str, within: Option<&Place>) -> Result<bool> {
        within.map_or(Ok(true), |above| self.is_within(place, &above.code))
    }

    /// Returns whether a place is another one or below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_within(&self, place: &str, above: &str) -> Result<bool> {
        is_within(&self.db, place, Some(&[above.to_owned()]))
    }

    /// Returns the names of a place and of all above it, the lowest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn names_above(&self, place: &str) -> Result<Vec<String>> {
        let places = with_all_above(&self.db, place)?
            .into_iter()
            .map(|code| get(&self.db, &code));
        let places = places.collect::<Result<Vec<_>>>()?;
        Ok(places
            .into_iter()
            .flatten()
            .map(|place| place.name)
            .collect())
    }

    /// Returns every place, by code.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places(&self) -> Result<Vec<Place>> {
        all(&self.db)
    }

    /// Returns how many places there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_count(&self) -> Result<usize> {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM place", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns the places as a list to look names up in.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn gazetteer(&self) -> Result<Gazetteer> {
        gazetteer(&self.db)
    }

    /// Returns what became of the places: their former names and their closings.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_lives(&self) -> Result<PlaceLives> {
        place_life::all(&self.db)
    }

    /// Refuses a place that is closed on a day, and names the one that it was merged into.
    ///
    /// # Errors
    /// Then, and when the ledger cannot be read.
    pub fn refuse_closed(&self, place: &Place, day: NaiveDate) -> Result<()> {
        match place_life::refusal(&self.db, &place.code, day)? {
            Some(refusal) => Err(refusal.into()),
            None => Ok(()),
        }
    }

    /// Returns the place that a text names as [`Store::find_place`] does, to enter something in it.
    ///
    /// # Errors
    /// Those of [`Store::find_place`], and when it is closed.
    pub fn find_open_place(&self, text: &str) -> Result<Place> {
        let place = self.find_place(text)?;
        self.refuse_closed(&place, self.today())?;
        Ok(place)
    }

    /// Rehearses a change of a place and returns what it would bring about. Everything is done and
    /// taken back.
    ///
    /// # Errors
    /// Those of [`Writer::change_place`](crate::store::Writer::change_place).
    pub fn rehearse_place(&mut self, change: &PlaceChange) -> Result<RehearsedPlace> {
        let rehearsed = self.rehearse_places(std::slice::from_ref(change))?;
        Ok(RehearsedPlace {
            changed: rehearsed.changed.into_iter().next().unwrap_or_default(),
            moves: rehearsed.moves,
        })
    }

    /// Rehearses changes of places one after the other, as [`Store::rehearse_place`] does with one.
    ///
    /// # Errors
    /// Those of [`Writer::change_place`](crate::store::Writer::change_place).
    pub fn rehearse_places(&mut self, changes: &[PlaceChange]) -> Result<RehearsedPlaces> {
        self.rehearsed(|writer| {
            let packs = writer.packs.clone();
            let verdicts = |db| {
                let of_each = packs.iter().map(|pack| verdicts(db, &pack.code));
                of_each.collect::<Result<Vec<_>>>()
            };
            let before = verdicts(writer.db)?;
            let each = changes
                .iter()
                .map(|change| writer.change_place(change))
                .collect::<Result<Vec<_>>>()?;
            writer.judge_stale()?;
            let after = verdicts(writer.db)?;
            let mut found = Vec::new();
            for ((pack, before), after) in packs.iter().zip(&before).zip(&after) {
                found.extend(moves(writer.db, (pack, pack), before, after)?);
            }
            Ok(RehearsedPlaces {
                changed: each,
                moves: found,
            })
        })
    }
}
