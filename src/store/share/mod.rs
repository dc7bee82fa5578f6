//! Files that leave and arrive: snapshots, restores, exchange files and merges.

pub mod exchange;
pub mod merge;
pub mod restore;
pub(super) mod rotate;
pub mod snapshot;
