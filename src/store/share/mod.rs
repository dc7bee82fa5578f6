//! Files that leave and arrive: snapshots, restores, exchange files and merges.

pub mod exchange;
mod finish;
pub mod merge;
pub mod restore;
pub mod rotate;
pub mod snapshot;
