//! Files that leave and arrive: snapshots, restores, exchange files and merges.

mod copying;
pub mod exchange;
mod finish;
mod limit;
pub mod merge;
mod past;
pub mod restore;
pub mod rotate;
pub mod snapshot;
mod trial;

pub use self::limit::OutsideAct;
