//! How many standings there are of each verdict.

use std::ops::AddAssign;

use super::standing::{Standing, Verdict};
use crate::domain::policy::Pack;
use crate::domain::value::Number;

/// How many standings there are of each verdict. What is only shown is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reached.
    pub met: usize,
    /// Not reached.
    pub short: usize,
    /// Not decided: in no quotient.
    pub unknown: usize,
}

impl FromIterator<Verdict> for Counts {
    fn from_iter<T: IntoIterator<Item = Verdict>>(verdicts: T) -> Self {
        let mut counts = Self::default();
        verdicts
            .into_iter()
            .for_each(|verdict| counts.add(verdict, 1));
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.met += more.met;
        self.short += more.short;
        self.unknown += more.unknown;
    }
}

impl Counts {
    /// Counts the standings of requirements that bind, by the text of the pack that judged them.
    #[must_use]
    pub fn of_binding(standings: &[Standing], pack: &Pack) -> Self {
        let binds = |standing: &&Standing| {
            let requirement = pack.requirement(&standing.requirement);
            requirement.is_some_and(|requirement| requirement.strength.binds())
        };
        let verdicts = standings.iter().filter(binds);
        verdicts.map(|standing| standing.verdict).collect()
    }

    /// Counts some more.
    pub const fn add(&mut self, verdict: Verdict, count: usize) {
        match verdict {
            Verdict::Met => self.met += count,
            Verdict::Short => self.short += count,
            Verdict::Unknown => self.unknown += count,
            Verdict::Information => {}
        }
    }

    /// Counts some fewer.
    pub const fn take(&mut self, verdict: Verdict, count: usize) {
        let of_verdict = match verdict {
            Verdict::Met => &mut self.met,
            Verdict::Short => &mut self.short,
            Verdict::Unknown => &mut self.unknown,
            Verdict::Information => return,
        };
        *of_verdict = of_verdict.saturating_sub(count);
    }

    /// Returns how much of what is decided is met, in percent; `None` where nothing is decided.
    #[must_use]
    pub fn rate(&self) -> Option<Number> {
        let decided = Number::from(self.met + self.short).inverse()?;
        Number::from(self.met * 100).checked_mul(decided)
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
            let counted: Counts = verdicts.iter().copied().collect();
            let expected = rate.map(|rate| rate.parse().unwrap());
            assert_eq!(counted.rate(), expected, "{verdicts:?}");
        }
    }
}
