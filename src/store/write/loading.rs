//! Loads places and packs.

use super::writer::Writer;
use crate::domain::place::Admitted;
use crate::store::error::Result;
use crate::store::rows::pack::Load;

impl Writer<'_> {
    /// Loads places and packs; says which places were added and changed.
    ///
    /// # Errors
    /// Those of [`Writer::load_places`] and [`Writer::load_pack`].
    pub fn load(&mut self, load: &Load) -> Result<Admitted> {
        let admitted = if load.places.is_empty() {
            Admitted::default()
        } else {
            self.load_places(load.places, load.author)?
        };
        load.packs
            .iter()
            .try_for_each(|pack| self.load_pack(pack, load.author))?;
        Ok(admitted)
    }
}
