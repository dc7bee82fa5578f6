//! How a standing moved since an earlier day.

use std::cmp::Ordering;

use super::standing::{Standing, Verdict};

/// What became of a standing, in the order in which it is told: what got worse first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// Its verdict is further from *met*.
    Worse,
    /// Its verdict is nearer to *met*, or is it.
    Better,
    /// Short as before, and more is missing.
    GapLarger,
    /// Short as before, and less is missing.
    GapSmaller,
}

impl Movement {
    /// From one standing of a requirement in a place to a later one; nothing where neither the
    /// verdict nor a gap moved.
    #[must_use]
    pub fn between(before: &Standing, now: &Standing) -> Option<Self> {
        match nearness(now.verdict).cmp(&nearness(before.verdict)) {
            Ordering::Less => Some(Self::Worse),
            Ordering::Greater => Some(Self::Better),
            Ordering::Equal if now.verdict == Verdict::Short => match now.gap.cmp(&before.gap) {
                Ordering::Less => Some(Self::GapSmaller),
                Ordering::Greater => Some(Self::GapLarger),
                Ordering::Equal => None,
            },
            Ordering::Equal => None,
        }
    }

    /// Returns the word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
            Self::GapLarger => "gap_larger",
            Self::GapSmaller => "gap_smaller",
        }
    }
}

/// Returns how near a verdict is to *met*: where a value that decides is still empty, it may yet
/// be.
const fn nearness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Short => 0,
        Verdict::Unknown | Verdict::Information => 1,
        Verdict::Met => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::number::Number;

    fn standing(verdict: Verdict, gap: Option<&str>) -> Standing {
        Standing {
            requirement: "a".into(),
            place: "b".into(),
            verdict,
            need: Number::ZERO,
            have: None,
            gap: gap.map(|gap| gap.parse().unwrap()),
            candidates: 0,
            qualifying: 0,
            nearest: None,
            failing: Vec::new(),
            missing: Vec::new(),
            expected_on: None,
            exception: None,
            told: None,
        }
    }

    #[test]
    fn unknown_stands_between_short_and_met() {
        use Verdict::{Met, Short, Unknown};
        let to = |before, now| {
            Movement::between(&standing(before, Some("1")), &standing(now, Some("1")))
        };
        for (before, now) in [(Met, Unknown), (Met, Short), (Unknown, Short)] {
            assert_eq!(to(before, now), Some(Movement::Worse), "{before:?} {now:?}");
            assert_eq!(
                to(now, before),
                Some(Movement::Better),
                "{now:?} {before:?}"
            );
        }
        for same in [Met, Short, Unknown] {
            assert_eq!(to(same, same), None, "{same:?}");
        }
    }

    #[test]
    fn a_gap_moves_only_while_the_verdict_stays_short() {
        let to = |verdict, before, now| {
            Movement::between(&standing(verdict, before), &standing(verdict, now))
        };
        assert_eq!(
            to(Verdict::Short, Some("34"), Some("33.999")),
            Some(Movement::GapSmaller)
        );
        // Exactly 2000 is short of "more than 2000" and misses nothing.
        assert_eq!(
            to(Verdict::Short, Some("0"), Some("0.001")),
            Some(Movement::GapLarger)
        );
        assert_eq!(to(Verdict::Short, Some("2"), Some("2.0")), None);
        assert_eq!(to(Verdict::Unknown, None, None), None);
    }

    #[test]
    fn what_got_worse_is_told_first() {
        let mut all = [
            Movement::GapSmaller,
            Movement::Better,
            Movement::GapLarger,
            Movement::Worse,
        ];
        all.sort_unstable();
        assert_eq!(
            all.map(Movement::word),
            ["worse", "better", "gap_larger", "gap_smaller"]
        );
    }
}
