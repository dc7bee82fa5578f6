//! Where a facility stands on a map, as far as its coordinates say so.

use super::facility::shared;
use crate::domain::value::condition::Values;
use crate::domain::value::number::Number;

/// What the coordinates of a facility say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// A point of CGCS2000. One of WGS 84 is taken for the same: the two lie less than a metre
    /// apart in China, where phones are off by several.
    At {
        /// Degrees east.
        lon: Number,
        /// Degrees north.
        lat: Number,
    },
    /// In a system that shifts every point by 50 to 500 metres, and whose formula was never
    /// published: on a map the point would be wrong, and so would one that was calculated back.
    Shifted,
    /// Nobody said in which system.
    OfNoSystem,
    /// One of the two figures is missing.
    Half,
    /// There are none.
    Nowhere,
}

/// The systems whose points a map shows as they are.
pub const PLOTTED: [&str; 2] = ["CGCS2000", "WGS84"];

/// Returns the position of a facility.
#[must_use]
pub fn of(facility: &impl Values) -> Position {
    let figure = |code| facility.value(code).and_then(|value| value.number());
    let (lon, lat) = match (figure(shared::LON), figure(shared::LAT)) {
        (Some(lon), Some(lat)) => (lon, lat),
        (None, None) => return Position::Nowhere,
        _ => return Position::Half,
    };
    let system = facility.value(shared::CRS);
    match system.as_ref().and_then(|value| value.text()) {
        Some(system) if PLOTTED.contains(&system) => Position::At { lon, lat },
        Some("GCJ-02" | "BD-09") => Position::Shifted,
        _ => Position::OfNoSystem,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::policy::pack::shared_fields;
    use crate::domain::value::Value;

    fn position(typed: &[(&str, &str)]) -> Position {
        let fields = shared_fields();
        let value = |(code, text): &(&str, &str)| {
            let field = fields.iter().find(|field| field.code == *code).unwrap();
            ((*code).to_owned(), field.parse(text).unwrap().unwrap())
        };
        of(&typed.iter().map(value).collect::<BTreeMap<String, Value>>())
    }

    #[test]
    fn only_points_of_a_system_that_is_not_shifted_are_on_the_map() {
        let point = [("lon", "120.24"), ("lat", "28.81")];
        let on = |system| position(&[point[0], point[1], ("crs", system)]);
        let at = Position::At {
            lon: "120.24".parse().unwrap(),
            lat: "28.81".parse().unwrap(),
        };
        assert_eq!((on("CGCS2000"), on("WGS84")), (at, at));
        assert_eq!(
            (on("GCJ-02"), on("BD-09")),
            (Position::Shifted, Position::Shifted)
        );
        assert_eq!(
            (on("不明"), position(&point)),
            (Position::OfNoSystem, Position::OfNoSystem)
        );
        assert_eq!(position(&point[..1]), Position::Half);
        assert_eq!(position(&[("crs", "CGCS2000")]), Position::Nowhere);
    }
}
