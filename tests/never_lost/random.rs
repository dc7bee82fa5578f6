//! Chance that can be repeated.

use std::time::{SystemTime, UNIX_EPOCH};

/// Names the seed of a run that is to be repeated.
const SEED: &str = "TAIZHANG_TEST_SEED";

pub(crate) struct Random(u64);

impl Random {
    /// Chance from the seed in the environment, else from the clock. The seed is said where a
    /// failure shows it.
    pub(crate) fn new() -> Self {
        let now = || {
            u64::from(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap()
                    .subsec_nanos(),
            )
        };
        let seed = std::env::var(SEED)
            .ok()
            .map_or_else(now, |seed| seed.parse().unwrap());
        eprintln!("{SEED}={seed}");
        Self(seed)
    }

    /// A number below `end`: splitmix64.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}
