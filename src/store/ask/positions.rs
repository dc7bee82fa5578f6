//! Where places lie, as far as the coordinates of their facilities say so.

use std::collections::HashMap;

use crate::domain::record::position;
use crate::store::error::Result;
use crate::store::ledger::Store;

/// A point in degrees, to draw and not to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapPoint {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

impl Store {
    /// Returns the mean of the positions of the facilities of each place, by its code. A place
    /// without a facility that a map can show has none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn map_points(&self) -> Result<HashMap<String, MapPoint>> {
        let [one, other] = position::PLOTTED;
        let mut query = self.db.prepare_cached(
            "SELECT place, avg(CAST(lon AS REAL)), avg(CAST(lat AS REAL)) FROM record
             WHERE period IS NULL AND crs IN (?1, ?2) AND lon IS NOT NULL AND lat IS NOT NULL
             GROUP BY place",
        )?;
        let rows = query.query_map([one, other], |row| {
            let (lon, lat) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, MapPoint { lon, lat }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
