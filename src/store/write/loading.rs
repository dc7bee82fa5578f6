//! Loads places and packs, and removes places.

use std::borrow::Cow;

use super::writer::Writer;
use crate::domain::place::{Admitted, Closing, Place};
use crate::domain::policy::lookup::kinds;
use crate::domain::policy::{Kind, Pack, find_kind, join};
use crate::store::error::Result;
use crate::store::rows::pack::{self, Load};
use crate::store::rows::{cover, pack_text, place, place_life, review};

impl Writer<'_> {
    /// Loads places and packs; says which places were added and changed.
    ///
    /// # Errors
    /// Those of [`Writer::load_places`] and [`Writer::load_pack`].
    pub fn load(&mut self, load: &Load) -> Result<Admitted> {
        let admitted = if load.places.is_empty() {
            Admitted::default()
        } else {
            let admitted = self.load_places(load.places, load.author)?;
            self.close_listed(&admitted.new, load)?;
            admitted
        };
        load.packs
            .iter()
            .try_for_each(|pack| self.load_pack(pack, load.author))?;
        Ok(admitted)
    }

    /// Adds places, or changes those whose code is known; parents may stand anywhere in the list.
    /// The list is checked whole, together with what is there; says what was added and changed.
    ///
    /// # Errors
    /// When the list is refused by [`admit`](crate::domain::place::admit), or this session may
    /// change records of some places only.
    pub fn load_places(&mut self, places: &[Place], author: &str) -> Result<Admitted> {
        self.refuse_when_restricted()?;
        let admitted = place::admitted(self.db, places)?;
        let places: Vec<Place> = admitted.places().cloned().collect();
        place::note(&mut self.chain, &places, &place_life::all(self.db)?, author)?;
        place::load(self.db, &places)?;
        self.cover_all()?;
        Ok(admitted)
    }

    /// Keeps the closings that a list tells of its new places. Of a place that was there the ledger
    /// knows itself what became of it.
    fn close_listed(&mut self, new: &[Place], load: &Load) -> Result<()> {
        let mut closed = Vec::new();
        for (code, on) in load.closings {
            let kept = place::code_of(self.db, code)?;
            let Some(place) = new.iter().find(|place| Some(&place.code) == kept.as_ref()) else {
                continue;
            };
            let closing = Closing {
                on: *on,
                successor: None,
                ended: *on <= self.today(),
            };
            place_life::close(self.db, &place.code, &closing)?;
            closed.push((place.clone(), *on));
        }
        closed
            .iter()
            .try_for_each(|(place, on)| self.refuse_open_below(place, *on))?;
        let places: Vec<Place> = closed.into_iter().map(|(place, _)| place).collect();
        let lives = place_life::all(self.db)?;
        place::note(&mut self.chain, &places, &lives, load.author)
    }

    /// Takes a place out of the list again.
    ///
    /// # Errors
    /// When something hangs on it, it is the only one that a pack covers, or this session may
    /// change records of some places only.
    pub fn remove_place(&mut self, place: &Place, author: &str) -> Result<()> {
        self.refuse_when_restricted()?;
        place::remove(self.db, &self.packs, place)?;
        place::note_removed(&mut self.chain, place, author)?;
        self.cover_all()
    }

    /// Writes again which places each pack judges.
    pub(crate) fn cover_all(&self) -> Result<()> {
        self.packs
            .iter()
            .try_for_each(|pack| cover::cover(self.db, pack))
    }

    /// Loads a pack in somebody's name, or the new version of a loaded one; everything it covers is
    /// judged again.
    ///
    /// # Errors
    /// When it speaks of places that are not known or looks at a sheet of a place that does not fill
    /// it in, asks for a kind in another form than another pack does, or is the last to ask for one
    /// that has records and drops it, or this session may change records of some places only.
    pub fn load_pack(&mut self, pack: &Pack, author: &str) -> Result<()> {
        self.refuse_when_restricted()?;
        let mut packs = self.packs.to_vec();
        let known = packs.iter().position(|known| known.code == pack.code);
        let position = known.unwrap_or(packs.len());
        match packs.get_mut(position) {
            Some(known) => known.clone_from(pack),
            None => packs.push(pack.clone()),
        }
        join(&mut packs)?;
        let at = self.chain.at();
        pack::load(self.db, &packs, position, at)?;
        if let Some(joined) = packs.get(position) {
            cover::refuse_unanswerable(self.db, joined)?;
        }
        pack_text::add(self.db, &pack.code, &pack.text, at, author)?;
        pack::note(&mut self.chain, pack, author)?;
        let before = std::mem::replace(&mut self.packs, Cow::Owned(packs));
        let is_altered = |kind: &&Kind| {
            pack.asks(&kind.code).is_some() || find_kind(&before, &kind.code) != Some(kind)
        };
        review::mark_completeness(self.db, kinds(&self.packs).filter(is_altered))
    }
}
