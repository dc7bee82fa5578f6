//! The merging of a place into another one, as the trail gives it for a reason.

use chrono::NaiveDate;

/// A place that became part of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMerging {
    /// The code of the place that was merged.
    pub from: String,
    /// The code of the place that it became part of.
    pub into: String,
    /// The first day on which it was.
    pub on: NaiveDate,
}

impl PlaceMerging {
    /// Returns the reason of everything that goes along, as the command is written.
    #[must_use]
    pub fn reason(&self) -> String {
        let Self { from, into, on } = self;
        format!("places merge {from} {into} --on {on}")
    }

    /// Reads such a reason; `None` for any other one.
    #[must_use]
    pub fn of_reason(reason: &str) -> Option<Self> {
        let (places, on) = reason
            .strip_prefix("places merge ")?
            .rsplit_once(" --on ")?;
        let (from, into) = places.split_once(' ')?;
        Some(Self {
            from: from.to_owned(),
            into: into.to_owned(),
            on: on.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merging_is_read_back_from_its_reason_and_nothing_else_is() {
        let merging = PlaceMerging {
            from: "331122101".into(),
            into: "331122102".into(),
            on: NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
        };
        let reason = merging.reason();
        assert_eq!(reason, "places merge 331122101 331122102 --on 2026-01-31");
        assert_eq!(PlaceMerging::of_reason(&reason), Some(merging));
        for other in [
            "",
            "places merge",
            "places merge 1 2 --on soon",
            "places close 1 --on 2026-01-31",
        ] {
            assert_eq!(PlaceMerging::of_reason(other), None, "{other}");
        }
    }
}
