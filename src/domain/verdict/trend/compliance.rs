//! How much of what binds a place meets.

use crate::domain::policy::Pack;
use crate::domain::value::Number;
use crate::domain::verdict::standing::{Standing, Verdict};

/// The requirements that bind a place, by their verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compliance {
    /// Reached.
    pub met: usize,
    /// Not reached.
    pub short: usize,
    /// Not decided: counted apart, and in no quotient.
    pub unknown: usize,
}

impl Compliance {
    /// Counts the standings of a place by the text of the pack that judged them.
    #[must_use]
    pub fn of(standings: &[Standing], pack: &Pack) -> Self {
        let binds = |standing: &&Standing| {
            let requirement = pack.requirement(&standing.requirement);
            requirement.is_some_and(|requirement| requirement.strength.binds())
        };
        let verdicts = standings.iter().filter(binds);
        verdicts.map(|standing| standing.verdict).collect()
    }

    /// Returns how much of what is decided is met, in percent; nothing where nothing is decided.
    #[must_use]
    pub fn rate(&self) -> Option<Number> {
        let decided = Number::from(self.met + self.short).inverse()?;
        Number::from(self.met * 100).checked_mul(decided)
    }
}

impl FromIterator<Verdict> for Compliance {
    fn from_iter<T: IntoIterator<Item = Verdict>>(verdicts: T) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Met => counts.met += 1,
                Verdict::Short => counts.short += 1,
                Verdict::Unknown => counts.unknown += 1,
                Verdict::Information => {}
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_counted_apart_and_never_in_the_quotient() {
        use Verdict::{Information, Met, Short, Unknown};
        for (verdicts, rate) in [
            (&[Met, Short, Unknown, Unknown, Information][..], Some("50")),
            (&[Met, Met, Short], Some("200/3")),
            (&[Short, Unknown], Some("0")),
            (&[Met], Some("100")),
            (&[Unknown, Information], None),
            (&[], None),
        ] {
            let counted: Compliance = verdicts.iter().copied().collect();
            let expected = rate.map(|rate| rate.parse().unwrap());
            assert_eq!(counted.rate(), expected, "{verdicts:?}");
        }
    }
}
