//! Which standings a list shows.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::explain;
use super::standing::{Standing, Verdict};
use crate::domain::policy::requirement::Requirement;
use crate::domain::value::number::Number;

/// What a list can be narrowed to, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NarrowBy {
    /// The minimum was to be reached, or the nearest facility to open, on a day that is past.
    Overdue,
    /// A record behind it was saved since the last visit of who looks at the list.
    Changed,
    /// The figure is within a tenth of the minimum, on either side.
    Near,
    /// The facility that decides has no evidence on record.
    WithoutEvidence,
}

impl NarrowBy {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [
        Self::Overdue,
        Self::Changed,
        Self::Near,
        Self::WithoutEvidence,
    ];
}

/// Which standings a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Standings with one of these verdicts.
    pub verdicts: Vec<Verdict>,
    /// Standings of this kind of facility; of every kind where none is named.
    pub kind: Option<String>,
    /// Standings of this group of requirements; of every group where none is named.
    pub group: Option<String>,
    /// What they all must be as well.
    pub only: BTreeSet<NarrowBy>,
}

impl Default for Filter {
    /// Whatever is not met.
    fn default() -> Self {
        Self {
            verdicts: vec![Verdict::Short, Verdict::Unknown],
            kind: None,
            group: None,
            only: BTreeSet::new(),
        }
    }
}

impl Filter {
    /// Puts one condition on, or takes it off again.
    pub fn turn(&mut self, only: NarrowBy) {
        if !self.only.remove(&only) {
            self.only.insert(only);
        }
    }

    /// Returns whether a standing passes what can be told from the standing itself on a day.
    #[must_use]
    pub fn passes(&self, standing: &Standing, requirement: &Requirement, day: NaiveDate) -> bool {
        let is_late = standing.verdict.is_open()
            && standing
                .expected_on
                .is_some_and(|date| date.last_day() < day);
        let overdue = is_late || explain::is_overdue(standing, requirement, day);
        self.verdicts.contains(&standing.verdict)
            && self
                .kind
                .as_ref()
                .is_none_or(|kind| *kind == requirement.kind)
            && (self.group.is_none() || self.group == requirement.group)
            && (overdue || !self.only.contains(&NarrowBy::Overdue))
            && (is_near(standing) || !self.only.contains(&NarrowBy::Near))
    }
}

/// Returns whether a known figure is within a tenth of the minimum. What only counts facilities is
/// never nearly reached.
fn is_near(standing: &Standing) -> bool {
    let Some(have) = standing.have.filter(|_| standing.nearest.is_some()) else {
        return false;
    };
    let off = have
        .saturating_sub(standing.need)
        .max(standing.need.saturating_sub(have));
    off.checked_mul(Number::from(10_i64))
        .is_some_and(|tenfold| tenfold <= standing.need)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::policy::pack::Pack;
    use crate::domain::verdict::standing::Nearest;

    fn standing(verdict: Verdict, have: Option<i64>) -> Standing {
        Standing {
            requirement: "library".into(),
            place: "331122101".into(),
            verdict,
            need: Number::from(130_i64),
            have: have.map(Number::from),
            gap: None,
            candidates: 1,
            qualifying: 0,
            nearest: Some(Nearest {
                id: Uuid::nil(),
                name: "示例".into(),
                operator: String::new(),
            }),
            failing: Vec::new(),
            missing: Vec::new(),
            expected_on: None,
            exception: None,
            told: None,
        }
    }

    fn passes(filter: &Filter, standing: &Standing, day: &str) -> bool {
        let pack = Pack::read(include_str!("../../../tests/packs/minimums.toml")).unwrap();
        filter.passes(
            standing,
            pack.requirement("library").unwrap(),
            day.parse().unwrap(),
        )
    }

    #[test]
    fn without_conditions_whatever_is_not_met_passes() {
        for (verdict, shown) in [
            (Verdict::Met, false),
            (Verdict::Short, true),
            (Verdict::Unknown, true),
        ] {
            assert_eq!(
                passes(&Filter::default(), &standing(verdict, None), "2024-01-01"),
                shown
            );
        }
    }

    #[test]
    fn a_figure_within_a_tenth_is_near_on_either_side_and_an_unknown_one_is_not() {
        let mut filter = Filter {
            verdicts: vec![Verdict::Met, Verdict::Short, Verdict::Unknown],
            ..Filter::default()
        };
        filter.turn(NarrowBy::Near);
        for (have, near) in [
            (Some(116), false),
            (Some(117), true),
            (Some(143), true),
            (Some(144), false),
            (None, false),
        ] {
            assert_eq!(
                passes(&filter, &standing(Verdict::Short, have), "2024-01-01"),
                near,
                "{have:?}"
            );
        }
        filter.turn(NarrowBy::Near);
        assert!(passes(
            &filter,
            &standing(Verdict::Short, None),
            "2024-01-01"
        ));
    }

    #[test]
    fn a_date_that_is_past_is_overdue_unless_the_minimum_is_met() {
        let all = vec![Verdict::Met, Verdict::Short, Verdict::Unknown];
        let mut filter = Filter {
            verdicts: all,
            ..Filter::default()
        };
        filter.turn(NarrowBy::Overdue);
        for verdict in [Verdict::Short, Verdict::Unknown] {
            assert!(
                !passes(&filter, &standing(verdict, None), "2025-12-31"),
                "{verdict:?}"
            );
            assert!(
                passes(&filter, &standing(verdict, None), "2026-01-01"),
                "{verdict:?}"
            );
        }
        assert!(!passes(
            &filter,
            &standing(Verdict::Met, Some(130)),
            "2026-01-01"
        ));
        let promised = |verdict| Standing {
            expected_on: Some("2023-06".parse().unwrap()),
            ..standing(verdict, Some(96))
        };
        assert!(passes(&filter, &promised(Verdict::Short), "2023-07-01"));
        assert!(
            !passes(&filter, &promised(Verdict::Short), "2023-06-30"),
            "it may still open that day"
        );
        assert!(!passes(&filter, &promised(Verdict::Met), "2023-07-01"));
    }

    #[test]
    fn a_kind_leaves_the_others_out() {
        let filter = |kind: &str| Filter {
            kind: Some(kind.into()),
            ..Filter::default()
        };
        assert!(passes(
            &filter("library"),
            &standing(Verdict::Short, None),
            "2024-01-01"
        ));
        assert!(!passes(
            &filter("hospital"),
            &standing(Verdict::Short, None),
            "2024-01-01"
        ));
    }
}
