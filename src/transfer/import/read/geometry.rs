//! Where the things of a map stand: points become columns of their own, everything else is counted.

use std::collections::BTreeMap;

use super::records::Records;
use super::table::TableCell;
use crate::i18n::{CellFault, FormMsg, TableFault, code_list};

/// The columns of points, beside the names that a file gives itself.
pub(crate) const LON: &str = "geometry/lon";
pub(crate) const LAT: &str = "geometry/lat";
pub(crate) const CRS: &str = "geometry/crs";
/// What an object of a map is called by the program that made the file. Nothing of it is taken
/// unless somebody maps it.
pub(crate) const FEATURE: &str = "feature/id";
pub(crate) const FOLDER: &str = "feature/folder";

/// The shape of an object of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// None.
    Nothing,
    /// A point: east and north, as they are written.
    Point(String, String),
    /// Another shape, by its name.
    Other(String),
    /// A point without two figures.
    Broken,
}

/// The coordinate system of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CoordinateSystem {
    /// The file does not say it.
    Unsaid,
    /// One of longitudes and latitudes that a form has, by its code there.
    Known(&'static str),
    /// Another one, by its name.
    Other(String),
}

const WGS84: CoordinateSystem = CoordinateSystem::Known("WGS84");
const CGCS2000: CoordinateSystem = CoordinateSystem::Known("CGCS2000");

impl CoordinateSystem {
    /// Returns the system of a name such as `urn:ogc:def:crs:EPSG::4490` or `EPSG:4326`.
    pub(super) fn named(name: &str) -> Self {
        let plain = plain(name);
        let code = name.rsplit(':').next().unwrap_or_default().trim();
        match code {
            _ if plain.ends_with("CRS84") => WGS84,
            "4326" | "4979" => WGS84,
            "4490" | "4480" => CGCS2000,
            _ if plain == "WGS84" => WGS84,
            _ if plain == "CGCS2000" => CGCS2000,
            _ => Self::Other(name.trim().to_owned()),
        }
    }

    /// Returns the system of a `.prj` file. Only longitudes and latitudes in degrees from Greenwich
    /// are taken, so that a map of metres is none.
    pub(super) fn of_prj(text: &str) -> Self {
        let text = text.trim().trim_start_matches('\u{FEFF}');
        if text.is_empty() {
            return Self::Unsaid;
        }
        let name = text.split('"').nth(1).unwrap_or(text).trim().to_owned();
        let upper = text.to_uppercase();
        let is_geographic = ["GEOGCS", "GEOGCRS", "GEODCRS"]
            .iter()
            .any(|begin| upper.starts_with(begin))
            && upper.contains("DEGREE")
            && upper.contains("GREENWICH");
        let plain = plain(&name);
        match plain.strip_prefix("GCS").unwrap_or(&plain) {
            _ if !is_geographic => Self::Other(name),
            "WGS1984" | "WGS84" => WGS84,
            "CHINAGEODETICCOORDINATESYSTEM2000" | "CGCS2000" | "CHINA2000" => CGCS2000,
            _ => Self::Other(name),
        }
    }
}

/// Returns the letters and digits of a name.
fn plain(name: &str) -> String {
    let signs = name.chars().filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

/// The shapes of a file that are no points, by their names.
#[derive(Default)]
pub(super) struct Shapes {
    points: usize,
    others: BTreeMap<String, usize>,
}

impl Shapes {
    /// Gives the record that was begun last its place on the map.
    pub(super) fn put(
        &mut self,
        records: &mut Records,
        shape: Shape,
        system: &CoordinateSystem,
    ) -> Result<(), TableFault> {
        let cells = |lon: TableCell, lat: TableCell, records: &mut Records| {
            records.put(LON, lon)?;
            records.put(LAT, lat)
        };
        match (shape, system) {
            (Shape::Nothing, _) => Ok(()),
            (Shape::Other(name), _) => {
                *self.others.entry(name).or_default() += 1;
                Ok(())
            }
            (Shape::Broken, _) => {
                let fault = || TableCell::Unreadable(CellFault::NoPoint);
                cells(fault(), fault(), records)
            }
            (Shape::Point(..), CoordinateSystem::Other(name)) => {
                let fault = || TableCell::Unreadable(CellFault::OtherSystem { name: name.clone() });
                cells(fault(), fault(), records)
            }
            (Shape::Point(lon, lat), system) => {
                self.points += 1;
                cells(TableCell::Text(lon), TableCell::Text(lat), records)?;
                match system {
                    CoordinateSystem::Known(code) => {
                        records.put(CRS, TableCell::Text((*code).to_owned()))
                    }
                    CoordinateSystem::Unsaid | CoordinateSystem::Other(_) => Ok(()),
                }
            }
        }
    }

    /// Returns what is to be said of them.
    pub(super) fn told(&self, system: &CoordinateSystem) -> Vec<FormMsg> {
        let unsaid = self.points > 0 && *system == CoordinateSystem::Unsaid;
        let count: usize = self.others.values().sum();
        let others = (count > 0).then(|| FormMsg::ShapesLeftOut {
            count,
            shapes: code_list(self.others.keys()),
        });
        let unsaid = unsaid.then_some(FormMsg::SystemUnsaid);
        others.into_iter().chain(unsaid).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_known_by_name_and_by_prj() {
        let other = |name: &str| CoordinateSystem::Other(name.to_owned());
        for (name, system) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", WGS84),
            ("EPSG:4326", WGS84),
            ("urn:ogc:def:crs:EPSG::4490", CGCS2000),
            ("CGCS2000", CGCS2000),
            ("EPSG:4547", other("EPSG:4547")),
            (
                "urn:ogc:def:crs:EPSG::3857",
                other("urn:ogc:def:crs:EPSG::3857"),
            ),
        ] {
            assert_eq!(CoordinateSystem::named(name), system, "{name}");
        }
        let degrees = "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
        let of = |begin: &str| CoordinateSystem::of_prj(&format!("{begin}{degrees}"));
        assert_eq!(of("GEOGCS[\"GCS_WGS_1984\","), WGS84);
        assert_eq!(of("GEOGCS[\"WGS 84\","), WGS84);
        assert_eq!(
            of("GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\","),
            CGCS2000
        );
        assert_eq!(of("GEOGCS[\"GCS_Xian_1980\","), other("GCS_Xian_1980"));
        let metres = "PROJCS[\"CGCS2000_3_Degree_GK_CM_120E\",GEOGCS[\"GCS_WGS_1984\",";
        assert_eq!(of(metres), other("CGCS2000_3_Degree_GK_CM_120E"));
        assert_eq!(
            CoordinateSystem::of_prj(
                "GEOGCS[\"GCS_WGS_1984\",PRIMEM[\"Greenwich\",0.0],UNIT[\"Grad\",1]]"
            ),
            other("GCS_WGS_1984")
        );
        assert_eq!(CoordinateSystem::of_prj(" "), CoordinateSystem::Unsaid);
    }
}
