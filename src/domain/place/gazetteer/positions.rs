//! Where the places of a gazetteer are that have a key in common. A country has forty thousand: what
//! is kept of each counts.

/// Positions in a list by keys.
#[derive(Default)]
pub(super) struct Positions {
    /// In order; a key stands beside each position that it has.
    keys: Vec<Box<str>>,
    positions: Vec<usize>,
}

impl Positions {
    /// Returns those of keys with their positions, in whatever order.
    pub(super) fn of(mut pairs: Vec<(Box<str>, usize)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let (keys, positions) = pairs.into_iter().unzip();
        Self { keys, positions }
    }

    /// Adds keys with their positions.
    pub(super) fn add(&mut self, pairs: Vec<(Box<str>, usize)>) {
        if pairs.is_empty() {
            return;
        }
        let known = std::mem::take(self);
        let known = known.keys.into_iter().zip(known.positions);
        *self = Self::of(known.chain(pairs).collect());
    }

    /// Returns the positions of a key, in order.
    pub(super) fn get(&self, key: &str) -> &[usize] {
        let from = self.keys.partition_point(|known| **known < *key);
        let rest = self.keys.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|known| ***known == *key).count();
        self.positions.get(from..from + count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_of_a_key_is_found_in_order_and_once() {
        let mut positions = Positions::of(vec![("b".into(), 3), ("a".into(), 1), ("b".into(), 0)]);
        positions.add(vec![("b".into(), 2), ("c".into(), 4), ("b".into(), 3)]);
        assert_eq!(positions.get("b"), [0, 2, 3]);
        assert_eq!(positions.get("a"), [1]);
        assert!(positions.get("").is_empty() && positions.get("bb").is_empty());
        assert!(Positions::default().get("a").is_empty());
    }
}
