//! Random samples of records, as auditors draw them: every n-th record from a random start, and at
//! least so many of each place. The same seed and the same records give the same sample, whatever
//! order they come in.
//!
//! How it is drawn, so that anybody can draw it again:
//!
//! 1. The records are put in the order of place code, kind code and id, compared as bytes.
//! 2. The start is a number below `every`, and below the count of the records: the first eight
//!    bytes of the SHA-256 of `SEED`, a line feed and `start`, as a number with the highest byte
//!    first, modulo the smaller of the two. Counted from zero, the records at the start, at the
//!    start plus `every`, and so on are drawn.
//! 3. Of a place with fewer drawn than `at_least`, those of its other records follow whose SHA-256
//!    of `SEED`, a line feed and the id is least, until there are as many or none is left.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::thread::ReviewState;
use crate::i18n::{Lang, SampleMsg, Say as _};

/// The most that a sample skips at once; more is a slip of the finger.
pub const MOST_EVERY: usize = 100_000;

/// How a sample is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRule {
    /// What the random start and the order within a place follow from.
    pub seed: String,
    /// One of so many records is drawn; not zero.
    pub every: usize,
    /// At least so many of each place, if there are as many.
    pub at_least: usize,
}

/// Which records a sample is drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleFrame {
    /// The codes of places; those below them count too. All where none is named.
    pub places: Vec<String>,
    /// The codes of kinds; all where none is named.
    pub kinds: Vec<String>,
    /// A state; any where there is none.
    pub state: Option<ReviewState>,
}

/// A record that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SampleUnit {
    /// The code of its place.
    pub place: String,
    /// The code of its kind.
    pub kind: String,
    /// Its id.
    pub record: Uuid,
}

/// A sample that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its id.
    pub id: Uuid,
    /// How it was drawn.
    pub rule: SampleRule,
    /// What from.
    pub frame: SampleFrame,
    /// How many records it was drawn from.
    pub population: usize,
    /// What [`digest`] makes of them.
    pub digest: String,
    /// The records that were drawn, in the order of place, kind and id.
    pub records: Vec<Uuid>,
    /// Who drew it.
    pub author: String,
    /// When, in UTC.
    pub at: String,
}

/// Draws a sample, in the order of place, kind and id.
#[must_use]
pub fn draw(rule: &SampleRule, mut units: Vec<SampleUnit>) -> Vec<Uuid> {
    units.sort();
    units.dedup();
    let step = rule.every.max(1);
    let start = start(&rule.seed, step.min(units.len()));
    let mut drawn: BTreeSet<&SampleUnit> = units.iter().skip(start).step_by(step).collect();
    let mut by_place: BTreeMap<&str, Vec<&SampleUnit>> = BTreeMap::new();
    for unit in &units {
        by_place.entry(&unit.place).or_default().push(unit);
    }
    for of_place in by_place.values() {
        let (has, mut others): (Vec<_>, Vec<_>) = of_place
            .iter()
            .copied()
            .partition(|unit| drawn.contains(unit));
        others.sort_by_cached_key(|unit| hash(&rule.seed, &unit.record.to_string()));
        let missing = rule.at_least.saturating_sub(has.len());
        drawn.extend(others.into_iter().take(missing));
    }
    drawn.into_iter().map(|unit| unit.record).collect()
}

/// Returns the SHA-256 of the ids of records in order, a line each: whoever draws again knows by it
/// that it is from the same ones.
#[must_use]
pub fn digest(units: &[SampleUnit]) -> String {
    let ids: BTreeSet<Uuid> = units.iter().map(|unit| unit.record).collect();
    let mut digest = Sha256::new();
    for id in ids {
        digest.update(id.to_string());
        digest.update("\n");
    }
    format!("{:x}", digest.finalize())
}

/// Returns the position that the seed says to begin at, below a limit.
fn start(seed: &str, below: usize) -> usize {
    let hash = hash(seed, "start");
    let number = hash
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let below = u64::try_from(below).unwrap_or(u64::MAX).max(1);
    usize::try_from(number % below).unwrap_or_default()
}

fn hash(seed: &str, word: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{word}")).into()
}

impl SampleRule {
    /// Returns the rule in words.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let (every, seed) = (self.every, self.seed.clone());
        let message = match self.at_least {
            0 => SampleMsg::Rule { every, seed },
            at_least => SampleMsg::RuleAtLeast {
                every,
                at_least,
                seed,
            },
        };
        message.say(lang)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn unit(place: u8, kind: u8, record: u128) -> SampleUnit {
        SampleUnit {
            place: format!("{place:03}"),
            kind: format!("k{kind}"),
            record: Uuid::from_u128(record),
        }
    }

    fn rule(seed: &str, every: usize, at_least: usize) -> SampleRule {
        SampleRule {
            seed: seed.into(),
            every,
            at_least,
        }
    }

    #[test]
    fn a_sample_is_what_the_rule_in_the_documents_gives() {
        let units: Vec<SampleUnit> = (0..10).map(|n| unit(1, 0, n)).collect();
        // printf '7\nstart' | sha256sum: f4b1…; its first eight bytes modulo 4 are the start.
        let drawn = draw(&rule("7", 4, 0), units.clone());
        let first = drawn[0].as_u128();
        let expected: Vec<Uuid> = (first..10).step_by(4).map(Uuid::from_u128).collect();
        assert_eq!((drawn, first), (expected, START_OF_7));
        assert_eq!(draw(&rule("7", 1, 0), units.clone()).len(), 10, "all");
        assert_eq!(draw(&rule("7", 100, 0), units.clone()).len(), 1);
        assert_eq!(draw(&rule("7", 100, 3), units).len(), 3);
        assert!(draw(&rule("7", 3, 2), Vec::new()).is_empty());
    }

    /// What `printf '7\nstart' | sha256sum` begins with, modulo 4.
    const START_OF_7: u128 = 2;

    #[test]
    fn the_digest_is_of_the_ids_whatever_their_order() {
        let units = [unit(1, 0, 2), unit(2, 1, 1)];
        let moved = [unit(9, 0, 1), unit(9, 0, 2)];
        assert_eq!(digest(&units), digest(&moved));
        assert_ne!(digest(&units), digest(&units[..1]));
        assert_eq!(digest(&units).len(), 64);
    }

    proptest! {
        #[test]
        fn a_sample_keeps_its_rule_whatever_the_order_of_the_records(
            places in prop::collection::vec((0_u8..6, 0_u8..3), 0..60),
            turn in any::<prop::sample::Index>(),
            seed in "[0-9a-z]{1,6}",
            every in 1_usize..12,
            at_least in 0_usize..5,
        ) {
            let of = |(n, (place, kind)): (usize, &(u8, u8))| unit(*place, *kind, n as u128);
            let units: Vec<SampleUnit> = places.iter().enumerate().map(of).collect();
            let rule = rule(&seed, every, at_least);
            let drawn = draw(&rule, units.clone());
            let mut turned = units.clone();
            turned.reverse();
            if !turned.is_empty() {
                let by = turn.index(turned.len());
                turned.rotate_left(by);
            }
            prop_assert_eq!(&drawn, &draw(&rule, turned));

            let ids: BTreeSet<Uuid> = drawn.iter().copied().collect();
            prop_assert_eq!(ids.len(), drawn.len(), "none twice");
            let systematic = draw(&self::rule(&seed, every, 0), units.clone());
            let most = units.len().div_ceil(every);
            prop_assert!(systematic.len() == most || systematic.len() + 1 == most);
            prop_assert!(systematic.iter().all(|id| ids.contains(id)));
            let mut of_place: HashMap<&str, (usize, usize)> = HashMap::new();
            for unit in &units {
                let counts = of_place.entry(&unit.place).or_default();
                counts.0 += 1;
                counts.1 += usize::from(ids.contains(&unit.record));
            }
            for (there, drawn) in of_place.values() {
                prop_assert!(*drawn >= at_least.min(*there));
            }
        }
    }
}
